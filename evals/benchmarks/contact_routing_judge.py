"""Cases of contact routing and the judgement of an Answer: who came first, which numbers were shown, what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.records import Answer
from evals.running import says
from retrieval.language.values import values
from retrieval.records import PolicydeskError

Expected = Literal["team", "unit", "clarify", "body_without_contact", "no_contact", "denied"]
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
CheckName = Literal["routed", "numbers", "wrong_numbers", "must_say", "must_not"]

_NONE_GIVEN = re.compile(r"\bno (?:contact|phone|number|e-mail)|\bdo(?:es)? not (?:state|give|answer)", re.IGNORECASE)
_OTHERWISE = re.compile(r"\b(?:do|does|is|are|has|have) not\b|\bother than\b|\banother\b|\bdiffer", re.IGNORECASE)


class RoutingCase(BaseModel):
    """A contact question and who is right for it.

    `top` is the team, unit or body that must come first and `phones` the numbers that must be shown; every number
    outside `phones_allowed` (else `phones`) is a wrong one. Of an entry of `must_say` that is a list one is enough.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Words
    slice: Words
    turns: tuple[Words, ...] = ()
    question: Words
    expected: Expected
    expected_allowed: tuple[Expected, ...] | None = None
    top: Words | None = None
    top_allowed: tuple[Words, ...] | None = None
    phones: tuple[Words, ...] = ()
    phones_allowed: tuple[Words, ...] | None = None
    must_say: tuple[Words | tuple[Words, ...], ...] = ()
    must_not: tuple[Words, ...] = ()
    why: str = ""

    @property
    def outcomes(self) -> tuple[Expected, ...]:
        """Every outcome that is right."""
        return self.expected_allowed or (self.expected,)

    @property
    def tops(self) -> tuple[str, ...]:
        """Every name that may come first."""
        return self.top_allowed or ((self.top,) if self.top else ())

    @property
    def refuses(self) -> bool:
        """Whether no contact answers this."""
        return self.expected == "no_contact"


@dataclass(frozen=True, slots=True)
class RoutingCheck:
    """One thing looked at, whether it was right, and what was seen."""

    name: CheckName
    passed: bool
    seen: str


@dataclass(frozen=True, slots=True)
class RoutingResult:
    """A case, the answer it got and what was checked."""

    case: RoutingCase
    answer: Answer
    checks: tuple[RoutingCheck, ...]

    @property
    def passed(self) -> bool:
        """Every check passed."""
        return all(each.passed for each in self.checks)

    def right(self, name: CheckName) -> bool:
        """Whether the check of this name passed."""
        return all(each.passed for each in self.checks if each.name == name)


def read_routing(path: Path) -> list[RoutingCase]:
    """The cases of a file of JSON lines. Raises PolicydeskError that names the line that is no case."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise PolicydeskError(f"{path} cannot be read ({error.strerror}).") from error
    cases = []
    for n, line in enumerate(lines, 1):
        try:
            cases += [RoutingCase.model_validate_json(line)] if line.strip() else []
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise PolicydeskError(f'{path}, line {n}, field "{field}": {first["msg"]}.') from error
    return cases


def judge_routing(case: RoutingCase, answer: Answer) -> RoutingResult:
    """Hold an answer against its case. A refusal is routed right when no contact is claimed to answer."""
    shown = _shown(answer)
    wrong = sorted(_wrong(case, answer))
    missing = {national(each) for each in case.phones} - {national(each) for each in numbers(shown)}
    unsaid = [each for each in case.must_say if not any(says(shown, w) for w in _alternatives(each))]
    unwanted = [each for each in case.must_not if each in shown]
    routed = any(_routed(outcome, case, answer, shown) for outcome in case.outcomes)
    checks = (
        RoutingCheck("routed", routed, f"{answer.status}; first: {_first(answer) or 'nobody'}"),
        RoutingCheck("wrong_numbers", not wrong, ", ".join(wrong)),
        RoutingCheck("numbers", not missing, ", ".join(sorted(missing))),
        RoutingCheck("must_say", not unsaid, str(unsaid)),
        RoutingCheck("must_not", not unwanted, str(unwanted)),
    )
    return RoutingResult(case, answer, checks)


def numbers(text: str) -> list[str]:
    """The whole phone numbers in a text, in E.164; of a series the first."""
    return [re.split("[~;]", each.value)[0] for each in values(text, "phone") if each.value.startswith("+")]


def national(number: str) -> str:
    """The digits of a number without its country code or leading zero: the same for 053-819-3024 and +82-53-819-3024."""
    digits = re.sub(r"\D", "", number)
    return (digits.removeprefix("82") if number.lstrip().startswith("+82") else digits).removeprefix("0")


def _wrong(case: RoutingCase, answer: Answer) -> set[str]:
    """Numbers shown that are none of the case's. The asker's own may be said again, but never stand on a card."""
    allowed = {national(each) for each in case.phones_allowed or case.phones}
    asked = {national(each) for each in numbers(" ".join((*case.turns, case.question)))}
    carded = {national(each) for each in numbers("\n".join(_cards(answer)))}
    return (({national(each) for each in numbers(_shown(answer))} - asked) | carded) - allowed


def _routed(outcome: Expected, case: RoutingCase, answer: Answer, shown: str) -> bool:
    named = any(says(shown, top) for top in case.tops)
    match outcome:
        case "team" | "unit":
            first = set(case.tops) & _names(answer, outcome) or _is_quoted(case, answer)
            return answer.status in ("answered", "partial") and bool(first)
        case "clarify":
            return answer.status == "clarify"
        case "no_contact":
            return answer.status in ("not_found", "partial", "clarify", "refused") or _gives_none(answer)
        case "body_without_contact":
            return (named or not case.tops) and _gives_none(answer)
        case "denied":
            return named and answer.status != "error" and _OTHERWISE.search(answer.text) is not None


def _is_quoted(case: RoutingCase, answer: Answer) -> bool:
    """Whether the first card has the right number and is quoted with the right name, which no field of it holds."""
    card = answer.contacts[0] if answer.contacts else None
    quotes = [each.quote for each in answer.citations if card and each.n == card.citation]
    right = {national(each) for each in case.phones}
    return bool(card and card.phone and national(card.phone) in right) and any(
        says(quote, top) for quote in quotes for top in case.tops
    )


def _gives_none(answer: Answer) -> bool:
    return not answer.contacts and _NONE_GIVEN.search(answer.text) is not None


def _names(answer: Answer, outcome: Expected) -> set[str]:
    """What the first card may be called: a team's case wants the team, a unit's case the unit it belongs to."""
    if not answer.contacts:
        return set()
    card = answer.contacts[0]
    own = (card.team or card.unit or card.organisation, card.person)
    return {each for each in (own if outcome == "team" else (card.unit, card.organisation, *own)) if each}


def _first(answer: Answer) -> str:
    card = answer.contacts[0] if answer.contacts else None
    return " / ".join(filter(None, (card.organisation, card.unit, card.team, card.person))) if card else ""


def _cards(answer: Answer) -> Iterator[str]:
    for card in answer.contacts:
        fields = (card.organisation, card.unit, card.team, card.person, card.role, card.room, card.address, card.phone)
        yield "\n".join(filter(None, (*fields, card.dial, *card.more_phones, card.fax, card.email, card.hours)))


def _shown(answer: Answer) -> str:
    """All that a reader sees of an answer."""
    notices = (each.text for each in answer.notices)
    quotes = (each.quote for each in answer.citations)
    return "\n".join((answer.text, *_cards(answer), *notices, *answer.suggestions, *quotes))


def _alternatives(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words
