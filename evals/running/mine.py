"""Documents we are missing: the questions that were refused, put together by what they are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from assistant.conversations import Conversations
from evals.running.scrub import scrubbed
from retrieval.embedding import Embedder
from retrieval.language import QUESTION_WORDS, content_terms

NEAR = 0.55  # cosine from which on two questions are about the same; they share most words, or mean the same
_MOST_WORDS = 4
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that got no answer."""

    answer_id: str
    question: str
    asked: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one thing, newest first, with the words that most of them share."""

    words: tuple[str, ...]
    questions: tuple[Refused, ...]


def refused(conversations: Conversations, known: Collection[str] = ()) -> list[Refused]:
    """The questions that were not found, as they were searched for, without personal data, newest first."""
    found = []
    for each in conversations.asked("nearest", "not_found"):
        answer = conversations.answer(each.id)
        found.append(Refused(each.id, scrubbed(answer.standalone_question, known), each.created))
    return found


def groups(questions: Sequence[Refused], embedder: Embedder) -> list[Group]:
    """The questions in groups, the largest first: each joins the group whose mean is nearest, from `NEAR` on."""
    members: list[list[Refused]] = []
    sums: list[np.ndarray] = []
    for each in reversed(questions):
        vector = np.asarray(embedder.embed_question(each.question))
        near = [float(vector @ total / np.linalg.norm(total)) for total in sums]
        best = int(np.argmax(near)) if near else -1
        if best >= 0 and near[best] >= NEAR:
            members[best].insert(0, each)
            sums[best] = sums[best] + vector
        else:
            members.append([each])
            sums.append(vector)
    made = [Group(_words(group), tuple(group)) for group in members]
    return sorted(made, key=lambda group: (-len(group.questions), -group.questions[0].asked.timestamp()))


def _words(group: Sequence[Refused]) -> tuple[str, ...]:
    """The words that most questions share, each as it was first written."""
    counts, written = Counter[str](), dict[str, str]()
    for each in group:
        words = (word for word in _WORD.findall(each.question) if word.lower() not in QUESTION_WORDS)
        stems = {stem: word for word in words for stem in content_terms(word)}
        counts.update(stems.keys())
        written = {**stems, **written}
    return tuple(written[stem] for stem, _ in counts.most_common(_MOST_WORDS))


def lines(found: Sequence[Group]) -> Iterator[str]:
    """The groups for people: what each is about, then its questions."""
    for group in found:
        count = len(group.questions)
        yield f"{count} question{'s' * (count > 1)} about {', '.join(group.words) or 'something else'}"
        for each in group.questions:
            yield f"  {each.asked:%Y-%m-%d}  {each.question}  ({each.answer_id})"


def as_plain(found: Sequence[Group]) -> list[dict[str, object]]:
    """The groups for other programs."""
    return [
        {
            "words": list(group.words),
            "questions": [
                {"answer_id": each.answer_id, "question": each.question, "asked": each.asked.isoformat()}
                for each in group.questions
            ],
        }
        for group in found
    ]
