"""What a fragment must hold before it may answer: the kind of fact that is asked for, and of what.

Hard rules beside the evidence score: "how much" wants an amount, "how many guests" a number beside guests, "which
contractor" a contractor. They say no only where the wording of the question leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from assistant.question import demand_words as words
from assistant.records import Missing
from retrieval.language import QUESTION_WORDS, Fact, analyze, needed_fact, needs, states
from retrieval.language.values import values
from retrieval.patterns import late_pattern

_NAME_AFTER = late_pattern(r"\s+[A-Z]")
_KINDS = {
    Fact.PHONE: "phone",
    Fact.EMAIL: "email",
    Fact.DATE: "date",
    Fact.COUNT: "count",
    Fact.AMOUNT: "amount",
    Fact.PERSON: "name",
    Fact.PLACE: "place",
}
NUMBER_OF = "number-of"  # a number of things, which headings and lists may say of themselves
_EXACT = {Fact.PLACE: words.PLACE, Fact.DATE: words.TIME}


@dataclass(frozen=True, slots=True)
class Demand:
    """`wanted` says what is wanted, as an answer calls it that misses it; `holds` tests a fragment.

    `holds` is given the fragment's own text and, second, its text with the headings and the lead above it. What a
    `strict` one wants is told by no list.
    """

    wanted: Missing
    holds: Callable[[str, str], bool]
    strict: bool = False


def demands(question: str) -> list[Demand]:
    """What an answer to a question must hold, most telling first; empty when nothing is certain."""
    asked = words.ACCORDING.sub(" ", question)
    kinds = (
        _most,
        _mobile,
        _by_name,
        _size,
        _money,
        _year,
        _until,
        _begin,
        _law,
        _counted,
        _duration,
        _leads,
        _role,
        _done,
        _kind,
    )
    found = [demand for each in kinds if (demand := each(asked)) is not None]
    fact = needed_fact(asked)
    if fact is not None:
        found.append(
            Demand(Missing(key=_KINDS[fact]), lambda text, _: states(fact, text, asked) and _is_exact(fact, text))
        )
    return found


def _is_exact(fact: Fact, text: str) -> bool:
    """For "where" that a place is named as one, and for "when" a time: not just something with a capital or a number."""
    return _holds(_EXACT[fact], text) if fact in _EXACT else True


def _money(question: str) -> Demand | None:
    return (
        Demand(
            Missing(key="money"),
            lambda text, around: _holds(words.MONEY, text) or (_is_row(text) and _holds(words.MONEY, around)),
            strict=True,
        )
        if words.ASKS_MONEY.search(question)
        else None
    )


def _most(question: str) -> Demand | None:
    """Which of several has the most of something is only known where it is said so."""
    match = words.MOST.search(question)
    if not match:
        return None
    most = re.compile(rf"\b{match['most']}\b", re.IGNORECASE)
    return Demand(Missing(key="most", of=match["most"]), lambda text, _: _holds(most, text), strict=True)


def _mobile(question: str) -> Demand | None:
    if not words.MOBILE.search(question):
        return None
    return Demand(Missing(key="mobile"), lambda text, _: _states_mobile(text), strict=True)


def _states_mobile(text: str) -> bool:
    return any(words.MOBILE_NUMBER.match(phone.value) for phone in values(text, "phone"))


def _by_name(question: str) -> Demand | None:
    match = words.BY_NAME.search(question)
    if not match:
        return None
    kind = match["kind"].capitalize()
    named = re.compile(rf"\b[A-Z][\w-]+ {kind}\b|\b{kind} of [A-Z]")
    return Demand(Missing(key="by-name", of=match["kind"]), lambda text, _: _holds(named, text))


def _size(question: str) -> Demand | None:
    return (
        Demand(Missing(key="measure"), lambda text, _: _holds(words.MEASURE, text))
        if words.SIZE.search(question)
        else None
    )


def _year(question: str) -> Demand | None:
    if not words.ASKS_YEAR.search(question):
        return None
    known = _years(question)
    return Demand(Missing(key="year"), lambda text, _: bool(_years(text) - known))


def _years(text: str) -> set[int]:
    """The years that a text states; that of "2030 Master Plan" is a name and no date."""
    stated = values(text, "date", "year")
    return {each.year for each in stated if each.year and not _NAME_AFTER.match(text, each.end)}


def _until(question: str) -> Demand | None:
    return (
        Demand(Missing(key="end"), lambda text, _: _holds(words.END, text))
        if words.ASKS_UNTIL.search(question)
        else None
    )


def _begin(question: str) -> Demand | None:
    return (
        Demand(Missing(key="begin"), lambda text, _: _holds(words.BEGIN, text))
        if words.ASKS_BEGIN.search(question)
        else None
    )


def _law(question: str) -> Demand | None:
    return (
        Demand(Missing(key="law"), lambda text, _: _holds(words.LAW, text)) if words.ASKS_LAW.search(question) else None
    )


def _counted(question: str) -> Demand | None:
    match = words.COUNTED.search(question)
    counted = (match[1] or match[2]) if match else ""
    if not counted or counted.split()[-1].lower() in words.ANYONE:
        return None
    nouns = [part.split()[-1] for part in re.split(r"\b(?:and|or)\b", counted) if part.split()]
    known = {word.lower() for word in question.split()}

    def holds(text: str, _: str) -> bool:
        written = re.findall(r"[\w,.]*\w", text)
        numbers = [at for at, word in enumerate(written) if words.NUMBER.fullmatch(word) and word.lower() not in known]
        return any(_says(noun, " ".join(_counted_by(written, at))) for at in numbers for noun in nouns)

    return Demand(Missing(key=NUMBER_OF, of=counted), holds)


def _counted_by(written: list[str], at: int) -> list[str]:
    """The words after a number that it can count: up to a preposition or a verb that moves on."""
    following = written[at + 1 : at + words.APART]
    return list(takewhile(lambda word: word.lower() not in words.MOVES_ON, following))


def _duration(question: str) -> Demand | None:
    if not words.ASKS_DURATION.search(question):
        return None
    return Demand(Missing(key="duration"), lambda text, _: words.DURATION.search(text) is not None)


def _leads(question: str) -> Demand | None:
    return (
        Demand(Missing(key="leader"), lambda text, _: _holds(words.LEADING, text))
        if words.ASKS_LEADER.search(question)
        else None
    )


def _role(question: str) -> Demand | None:
    """A person's office must be named as such: a vice governor is not the governor."""
    match = words.ROLE.search(question) or words.ROLE_NAME.search(question)
    if not match:
        return None
    noun = match[1].split()[-1]
    under = re.match(words.UNDER, match[1], re.IGNORECASE) is not None
    lower = re.compile(rf"\b{words.UNDER}[ -]+{re.escape(noun)}", re.IGNORECASE)

    named = re.compile(rf"\b{re.escape(noun)}s?\b", re.IGNORECASE)

    def holds(text: str, _: str) -> bool:
        return _holds(named, text if under else lower.sub(" ", text))

    return Demand(Missing(key="name-of", of=match[1]), holds)


def _done(question: str) -> Demand | None:
    """Plans say what was meant to be; that something was finished must be said."""
    return (
        Demand(Missing(key="done"), lambda text, _: _holds(words.IS_DONE, text))
        if words.ASKS_DONE.search(question)
        else None
    )


def _kind(question: str) -> Demand | None:
    """The noun after "which" or "what" must be in the fragment or above it."""
    patterns = (words.KIND, words.MAKER, words.WHAT_KIND, words.THE_KIND)
    match = next((found for each in patterns if (found := each.search(question))), None)
    asked = [word for word in (match[1].lower().split() if match else []) if word not in QUESTION_WORDS]
    if not match or not asked or {asked[-1], asked[-1].removesuffix("s"), *analyze(asked[-1])} & words.ANY_KIND:
        return None
    return Demand(Missing(key="any", of=asked[-1]), lambda _, around: any(_says(word, around) for word in asked))


def _is_row(text: str) -> bool:
    """Whether a fragment is a table row with figures, whose unit stands above it."""
    return " | " in text and any(character.isdigit() for character in text)


def _holds(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _says(noun: str, text: str) -> bool:
    """Whether a text holds a noun, a word built on it, or another word for the same thing."""
    stems = {stem for need in needs(noun) for stem in need}
    held = set(analyze(text))
    return bool(stems & held) or any(stem in word for stem in analyze(noun) for word in held if len(stem) > 3)
