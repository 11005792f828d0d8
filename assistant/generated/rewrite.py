"""A follow-up made standalone by a language model: what it is given, and whether its reply may be used."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.generated.prompts import fenced
from assistant.quoting import unescaped
from assistant.records import Answer
from assistant.trace import ModelCall
from retrieval.language import content_terms, has_hangul
from retrieval.language.values import states, values
from retrieval.patterns import late_pattern

_MOST_TURNS = 5
_MOST_OF_AN_ANSWER = 900  # characters
_LONGEST = 500  # characters of a standalone question
_MARK = late_pattern(r"\s*(?<!\\)\[\d+\]")
_OWN_WORDS = 1  # that a rewritten question may hold, since "it covers" may become "the plan includes"
_LABEL = late_pattern(r"^(?:standalone )?question:\s*", re.IGNORECASE)


def turns_to_tell(history: Sequence[Answer]) -> list[Answer]:
    """The turns a model may see, oldest first: none that was refused, not found or flagged, so that no attack lives on in them."""
    kept = [
        each
        for each in history
        if each.status in ("answered", "partial") and not any(notice.kind == "unverified" for notice in each.notices)
    ]
    return kept[-_MOST_TURNS:]


def inputs(asked: str, turns: Sequence[Answer], language: str) -> dict[str, str]:
    """What the prompt "standalone" is filled with."""
    told = "\n".join(
        f"<turn>\nquestion: {fenced(each.standalone_question)}\nanswer: {fenced(_said(each))}\n</turn>"
        for each in turns
    )
    return {"turns": told or "(none)", "question": fenced(asked), "language": language}


def accepted(call: ModelCall, asked: str, turns: Sequence[Answer]) -> str | None:
    """The rewritten question: one line, not too long, with no fact and no word that stands neither in the conversation nor in the question.

    Words cannot be compared when the question is in another script than the rewritten one.
    """
    lines = [line.strip() for line in call.reply.splitlines() if line.strip()]
    if call.error or len(lines) != 1:
        return None
    text = _LABEL.sub("", lines[0]).strip("\"'“”` ")
    told = "\n".join((asked, *(f"{each.standalone_question}\n{_said(each)}" for each in turns)))
    known = values(told)
    invented = [each for each in values(text) if not any(states(one, each) for one in known)]
    foreign = [] if has_hangul(asked) else [stem for stem in content_terms(text) if stem not in content_terms(told)]
    return text if text and len(text) <= _LONGEST and not invented and len(foreign) <= _OWN_WORDS else None


def _said(answer: Answer) -> str:
    return unescaped(_MARK.sub("", answer.text))[:_MOST_OF_AN_ANSWER]
