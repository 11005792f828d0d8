"""What to say to a question, before its citations are numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.ask import Choice, Reference
from assistant.quoting import Part, Quote
from assistant.records import Citation, ContactCard, Missing, Noted, Status
from assistant.wording import Said, said
from retrieval.search import Found


@dataclass(frozen=True, slots=True)
class Response:
    """The parts of an answer before its citations are numbered; `cards` makes the contact cards once they are.

    `listed` are the sections and documents that it lists, `choices` what it offers to choose from, `missing` what was
    asked for and is not stated. `found` is what a language model may write another answer from; empty when none should.
    """

    status: Status
    parts: tuple[Part, ...]
    notices: tuple[Noted, ...] = ()
    suggestions: tuple[Said | str, ...] = ()
    cards: Callable[[Sequence[Citation]], tuple[ContactCard, ...]] = field(default=lambda _: ())
    found: tuple[Found, ...] = ()
    listed: tuple[Reference, ...] = ()
    choices: tuple[Choice, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote in reading order."""
        return tuple(quote for part in self.parts for quote in part.quotes)


def say(key: str, /, **values: str | Said) -> Part:
    """A sentence of the product's own, as a part without quotes."""
    return Part(lead=said(key, **values))


def names_of(choices: Sequence[Choice]) -> tuple[str, ...]:
    """What there is to choose from, by name."""
    return tuple(each.name for each in choices)
