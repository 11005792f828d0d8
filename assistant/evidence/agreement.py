"""Whether a text states a Value of the kind that a question asks for, weighed by how likely it asks for each kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assistant.question import types
from retrieval.language.values import Value, ValueKind, values

Type = types.QuestionType
NEUTRAL = 0.5
"""The agreement of any text with a question that asks for no Value."""

_ANSWERING: Mapping[types.QuestionType, frozenset[ValueKind]] = {
    Type.COUNT: frozenset(("number",)),
    Type.AMOUNT: frozenset(("amount", "percent", "measure", "number")),
    Type.TIME: frozenset(("date", "year", "time", "measure")),
    Type.CONTACT: frozenset(("phone", "email", "url")),
}
"""The kinds of Value that answer a type; a length of time ("five years") is a measure."""
_NUMERIC = frozenset(("number", "ordinal", "percent", "amount", "measure", "date", "year", "time"))

Stated = frozenset[tuple[str, str]]
"""Values by what they are, wherever they stand."""


def agreement(asked: types.TypeChances, known: Collection[tuple[str, str]], text: str) -> float:
    """0..1: near 1 where the text states what is likely asked for, near 0 where that is missing, else `NEUTRAL`.

    A Value that the question states itself (`known`) answers nothing.
    """
    kinds = {each.kind for each in values(text) if _key(each) not in known}
    wants = {each: asked.of(each) for each in _ANSWERING}
    stated = sum(chance for each, chance in wants.items() if kinds & _ANSWERING[each])
    return stated + NEUTRAL * (1 - sum(wants.values()))


def wants_value(asked: types.TypeChances) -> float:
    """How likely a Value is asked for."""
    return asked.of(*_ANSWERING)


def stated(text: str) -> Stated:
    """The numbers, dates and periods of a text."""
    return frozenset(_key(each) for each in values(text) if each.kind in _NUMERIC)


def _key(value: Value) -> tuple[str, str]:
    return value.value, value.unit
