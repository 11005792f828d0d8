"""Whether a text states a Value of the kind that a question asks for, weighed by how likely it asks for each kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assistant.question import types
from retrieval.language import mismatch
from retrieval.language.values import Value, ValueKind, values

Type = types.QuestionType
_YEAR, _MONTH = 4, 2  # digits
NEUTRAL = 0.5
"""The agreement of any text with a question that asks for no Value."""

_ANSWERING: Mapping[types.QuestionType, frozenset[ValueKind]] = {
    Type.COUNT: frozenset(("number",)),
    Type.MONEY: frozenset(("amount",)),
    Type.AMOUNT: frozenset(("amount", "percent", "measure", "number")),
    Type.TIME: frozenset(("date", "year", "time", "measure")),
    Type.CONTACT: frozenset(("phone", "email", "url")),
}
"""The kinds of Value that answer a type; a length of time ("five years") is a measure."""
_NUMERIC = frozenset(("number", "ordinal", "percent", "amount", "measure", "date", "year", "time"))

Stated = frozenset[tuple[str, str]]
"""Values by what they are, wherever they stand."""


Kinds = frozenset[ValueKind]


def kinds(text: str, known: Collection[tuple[str, str]]) -> Kinds:
    """The kinds of a text's Values. One that the question states itself (`known`) answers nothing."""
    return frozenset(each.kind for each in values(text) if _key(each) not in known)


def agreement(asked: types.TypeChances, held: Kinds) -> float:
    """0..1: near 1 where a text that holds such Values states what is likely asked for, near 0 where that is missing, else `NEUTRAL`."""
    return wants_value(asked) - unstated(asked, held) + NEUTRAL * (1 - wants_value(asked))


def unstated(asked: types.TypeChances, held: Kinds) -> float:
    """How likely (0..1) a Value is asked for of which a text that holds such Values has none."""
    return sum(asked.of(each) for each, answering in _ANSWERING.items() if not held & answering)


def wants_value(asked: types.TypeChances) -> float:
    """How likely a Value is asked for."""
    return asked.of(*_ANSWERING)


def stated(text: str) -> Stated:
    """The numbers, dates and periods of a text."""
    return frozenset(_key(each) for each in values(text) if each.kind in _NUMERIC)


def required(question: str) -> Stated:
    """Those of a question that a text has to state. A number in letters is none: "the two plans" says not which are meant."""
    return frozenset(
        _key(each)
        for each in values(question)
        if each.kind in _NUMERIC and (each.kind != "number" or any(map(str.isdigit, question[each.start : each.end])))
    )


def names_beside_values(question: str) -> list[list[str]]:
    """The stems of each name of a question; the words of its dates and amounts are none."""
    text = question
    for each in values(question):
        if each.kind in _NUMERIC:
            text = text[: each.start] + text[each.start : each.end].lower() + text[each.end :]
    return mismatch.names(text)


def are_stated(asked: Stated, held: Stated) -> bool:
    """Whether all Values of a question are among those of a text; a date or a year may stand in a fuller date."""
    dates = [parts for value, _ in held if (parts := _parts(value))]
    return all(each in held or _in_a_date(_parts(each[0]), dates) for each in asked)


_Parts = tuple[str, str, str]


def _in_a_date(asked: _Parts | None, dates: Sequence[_Parts]) -> bool:
    """Whether what a date says of year, month and day is so in one of some dates."""
    if asked is None:
        return False
    return any(all(one in ("", other) for one, other in zip(asked, each, strict=True)) for each in dates)


def _parts(value: str) -> _Parts | None:
    """Year, month and day as a Value has them (2025-01-21, --01-21, 2025), "" where it does not say; None of no date."""
    year, _, rest = ("", "", value[2:]) if value.startswith("--") else value.partition("-")
    month, _, day = rest.partition("-")
    known = [each for each in (year, month, day) if each]
    is_date = all(map(str.isdigit, known)) and (len(year) == _YEAR or (not year and len(month) == _MONTH))
    return (year, month, day) if is_date else None


def _key(value: Value) -> tuple[str, str]:
    return value.value, value.unit
