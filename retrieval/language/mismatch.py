"""Signs that a text says something near to what a question asks, and not that: the near miss that must be refused.

Questions that cannot be answered mostly differ from what a text says in one place: another number or name, an opposite,
a negation (Rajpurkar et al. 2018, "Know What You Don't Know", table 2). Each rule is a pure comparison of stems.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from retrieval.language.words import QUESTION_WORDS, analyze
from retrieval.patterns import late_pattern

_OPPOSITES = (
    "increase decrease, increase reduce, increase decline, more less, most least, high low, higher lower, highest lowest, "
    "large small, larger smaller, largest smallest, big small, biggest smallest, first last, before after, begin end, "
    "began ended, start end, north south, northern southern, east west, eastern western, old new, oldest newest, older "
    "younger, oldest youngest, early late, earlier later, earliest latest, long short, longest shortest, strong weak, "
    "strongest weakest, accept reject, accept refuse, agree refuse, agree disagree, allow prevent, allow prohibit, allow "
    "forbid, win lose, won lost, succeed fail, success failure, rise fall, rose fell, grow shrink, create destroy, build "
    "demolish, include exclude, same different, similar different, similarity difference, positive negative, public private, "
    "internal external, inside outside, major minor, majority minority, maximum minimum, best worst, better worse, rich "
    "poor, always never, support oppose, enter leave, join leave, arrive leave, attack defend, open close, male female, "
    "men women, king queen, precede succeed, precede follow, import export, buy sell, give take, gave took, ancestor "
    "descendant, acceleration deceleration, popular unpopular, many few, expand reduce, encourage discourage, above below, "
    "upper lower, summer winter, ancient modern, simple complex, direct indirect, known unknown, nearest farthest, victory "
    "defeat, peace war, friend enemy, easy difficult, present past, past future, gain lose, raise lower, improve worsen, "
    "approve reject, permit forbid, left right, primary secondary, temporary permanent, domestic foreign, urban rural, "
    "central local, mandatory voluntary, income expense, revenue expenditure, profit loss"
)
_NAME = late_pattern(r"(?<!^)(?<![.?!:] )(?<!^[\"'“‘(])\b[A-Z][\w'’-]+")


def names(question: str) -> list[list[str]]:
    """The stems of each capitalised word of a question, its first word left out."""
    words = [re.sub(r"['’]s$", "", match.group()) for match in _NAME.finditer(question.strip())]
    return [stems for word in words if word.lower() not in QUESTION_WORDS and (stems := analyze(word))]


def has_opposite(question: Collection[str], text: Collection[str]) -> bool:
    """Whether the text has an opposite of a stem that only the question has."""
    opposites = _opposites()
    own, other = set(question), set(text)
    return any(opposites.get(term, frozenset()) & (other - own) for term in own - other)


def is_replaced(content: Collection[str], question: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the text has another word between the same two neighbours as a word of the question (`content`)."""
    known, places = set(question), _places(text)
    for before, term, after in zip(question, question[1:], question[2:], strict=False):
        if term in places or term not in content or (before in QUESTION_WORDS and after in QUESTION_WORDS):
            continue
        middles = (at + 1 for at in places.get(before, ()) if at + 2 < len(text) and text[at + 2] == after)
        if any(text[middle] not in known for middle in middles):
            return True
    return False


def _places(terms: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, term in enumerate(terms):
        found.setdefault(term, []).append(place)
    return found


@cache
def _opposites() -> Mapping[str, frozenset[str]]:
    pairs = [tuple(analyze(word)[0] for word in pair.split()) for pair in _OPPOSITES.split(", ")]
    found: dict[str, set[str]] = {}
    for one, other in [*pairs, *((other, one) for one, other in pairs)]:
        found.setdefault(one, set()).add(other)
    return {term: frozenset(others) for term, others in found.items()}
