"""Answers written by a language model from numbered passages. What it writes is only shown once it is verified."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.generated import rewrite
from assistant.generated.prompts import Prompt, fenced
from assistant.generated.prompts import read as read_prompt
from assistant.generated.writing import Writing, Written
from assistant.records import Answer
from assistant.trace import ModelCall
from assistant.verification import Source, Verifier
from assistant.wording import Language, language_of
from retrieval.chunking import count_tokens
from retrieval.search import Found

if TYPE_CHECKING:
    from assistant.generated.model import Model

_MOST_PASSAGES = 12


class Deadline:
    """A moment until which everything must be done."""

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends = clock() + seconds

    def left(self) -> float:
        """Seconds until then; negative afterwards."""
        return self._ends - self._clock()


@dataclass(frozen=True, slots=True)
class Generator:
    """A language model with what it is told. An answer takes at most `seconds`, its passages `context` tokens."""

    model: Model
    answer: Prompt
    standalone: Prompt
    seconds: float
    context: int

    def deadline(self) -> Deadline:
        """From now on, or from when the model is open the first time."""
        self.model.open()
        return Deadline(self.seconds)

    def rewrite(
        self, asked: str, turns: Sequence[Answer], language: str, deadline: Deadline
    ) -> tuple[str | None, ModelCall]:
        """The question made standalone in the documents' language; None when the model fails or adds something."""
        call = self.model.ask(self.standalone, rewrite.inputs(asked, turns, language), within=deadline.left())
        return rewrite.accepted(call, asked, turns), call

    def write(
        self,
        question: str,
        found: Sequence[Found],
        verifier: Verifier,
        deadline: Deadline,
        today: date,
        on_text: Callable[[str], None],
        language: Language = "en",
    ) -> Written:
        """An answer from what was found, each statement of it verified before `on_text` gets it."""
        sources = fitting(sources_of(found), self.context)
        writing = Writing(question, sources, verifier, on_text, language)
        inputs = {
            "passages": "\n".join(passage_text(n, source) for n, source in enumerate(sources, 1)),
            "question": fenced(question),
            "today": today.isoformat(),
            "language": _asked_in(language, question),
        }
        call = self.model.ask(self.answer, inputs, within=deadline.left(), on_piece=writing.take)
        return writing.end(call)


def _asked_in(language: Language, question: str) -> str:
    """The language that the model is told to write in; a question in a third one keeps its own."""
    if language == "ko":
        return "Korean"
    return "English" if language_of(question) == "ko" else "the language of the question"


def generator(model: Model, seconds: float, context: int) -> Generator:
    """With the prompts of this installation. Raises PolicydeskError when one cannot be read."""
    return Generator(model, read_prompt("answer"), read_prompt("standalone"), seconds, context)


def sources_of(found: Sequence[Found]) -> list[Source]:
    """The passages of some searches by turns, best first, each once."""
    ranked = [list(zip(each.passages, each.sentences, strict=True)) for each in found]
    by_turns = [of[n] for n in range(max(map(len, ranked), default=0)) for of in ranked if n < len(of)]
    unique: dict[str, Source] = {}
    for passage, vectors in by_turns:
        unique.setdefault(passage.chunk.id, Source(passage, vectors))
    return list(unique.values())[:_MOST_PASSAGES]


def fitting(sources: Sequence[Source], tokens: int) -> tuple[Source, ...]:
    """The first sources, best first, whose texts have at most so many tokens together; the weakest are left out."""
    kept: list[Source] = []
    for n, source in enumerate(sources, 1):
        tokens -= count_tokens(passage_text(n, source))
        if tokens < 0:
            break
        kept.append(source)
    return tuple(kept)


def passage_text(n: int, source: Source) -> str:
    """A passage as the model reads it: fenced, numbered, with what is known of its document."""
    chunk = source.passage.chunk
    told = {
        "document": chunk.metadata.title,
        "section": chunk.heading,
        "organisation": chunk.metadata.organisation,
        "published": chunk.metadata.published,
        "valid until": chunk.metadata.valid_until,
    }
    lines = [f"{name}: {fenced(' '.join(str(value).split()))}" for name, value in told.items() if value]
    return "\n".join((f'<passage n="{n}">', *lines, "text:", fenced(chunk.text), "</passage>"))
