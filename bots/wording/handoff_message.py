"""The text to hand on to a person as chat messages, and which answers it is offered for."""

from __future__ import annotations

from assistant.contacts import HandedOn
from assistant.question import wants_human
from assistant.records import Answer
from bots.wording.message_split import LIMIT, split
from bots.wording.message_text import Run, Runs, cleaned, isolated, shown, to_html, units

_UNFINISHED = frozenset({"nearest", "not_found", "partial"})
_IDLE = frozenset({"smalltalk", "refused", "error"})


def handoff_html(handed: HandedOn) -> list[str]:
    """The text as Telegram's HTML, all of it escaped, in parts within 4096 UTF-16 units that can be forwarded."""
    return [to_html(isolated(part)) for part in split((Run(cleaned(handed.text)),), _fits)]


def can_be_handed_on(answer: Answer) -> bool:
    """Whether a person could do something with it: a wish for a person that names no matter says nothing to them."""
    return answer.status not in _IDLE and not (answer.status == "clarify" and wants_human(answer.question))


def is_for_a_person(answer: Answer) -> bool:
    """Whether the text is offered under the answer: it leaves something open, or a person was asked for."""
    return answer.status in _UNFINISHED or (wants_human(answer.question) and can_be_handed_on(answer))


def _fits(part: Runs) -> bool:
    return units(shown(isolated(part))) <= LIMIT
