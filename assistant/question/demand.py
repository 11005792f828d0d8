"""What an answer must hold that no kind of Value tells: money, of what something is counted, a
year, until when, whose name, whether a thing was done.

They say no only where the wording of the question leaves no doubt; the rest is for the evidence judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from retrieval.language import analyze, needs
from retrieval.language.values import values
from retrieval.patterns import late_pattern

Holds = Callable[[str, str], bool]
"""Tests a fragment: its own text, and its text with the headings and the lead above it."""

_COSTS = r"(?:costs?|budgets?|prices?|fees?|money|funding|subsid(?:y|ies)|grants?|investments?)"
_ASKS_MONEY = late_pattern(
    rf"\bhow (?:much|many)\b.*\b(?:{_COSTS}|spend|spent|spending|paid|pay|invest(?:ed)?|worth|won|krw|dollars?|euros?)\b|"
    rf"\bwhat (?:is|was|are|were|will be) (?:the |its |their )?(?:[\w-]+ ){{0,3}}{_COSTS}\b|\bwhat (?:does|did|do|will|would) .*\bcost\b|"
    rf"\bhow (?:large|big|high) (?:is|was|are|were|will) (?:the |its )?(?:[\w-]+ ){{0,3}}{_COSTS}\b|\bhow much\W*$|예산|비용|사업비|금액|얼마",
    re.IGNORECASE,
)
_ASKS_YEAR = late_pattern(r"\b(?:which|what) years?\b|몇 ?년(?:도)?", re.IGNORECASE)
_COUNTED = late_pattern(
    r"\bhow many (?!(?:are|is|were|was|will|would|do|does|did|can|has|have|a|an|per|of|more)\b)((?:[\w-]+ ){0,3}?[\w-]+?)(?= (?:of|in|at|on|for|from|with|to|by|are|is|were|was|do|does|did|has|have|had|can|could|will|would|came|come|took|take|belong|exist|make|form|\w+ed)\b|[?.,]|$)|"
    r"^\W*(?:what is the |give me the |the )?(?:total )?number of (?!the\b)((?:[\w-]+ ){0,3}?[\w-]+s)(?= (?:of|in|at|on|for|from|with|that|which)\b|[?.,]|$)",
    re.IGNORECASE,
)
_ROLE = late_pattern(
    r"\b(?:who|name of)\b[^?]*?\b((?:(?:vice|deputy|acting|former|assistant)[ -])?(?:minister|governor|mayor|president|director|head|chief|chair(?:man|woman)?|"
    r"officer|leader|secretary|manager|ceo|commissioner))\b",
    re.IGNORECASE,
)
_ROLE_NAME = late_pattern(
    r"\b(minister|governor|mayor|president|director|chief|secretary|commissioner)\b[^.?!,;]{0,40}\bname\b",
    re.IGNORECASE,
)
_UNDER = r"(?:vice|deputy|acting|former|assistant)"
_ASKS_DONE = late_pattern(
    r"\b(?:finished|completed|completion|delivered|cancell?ed|called off|delayed|on time|succeed(?:ed)?)\b|완공|완료|취소",
    re.IGNORECASE,
)
_IS_DONE = late_pattern(
    r"\b(?:finish|complet|deliver|cancel|call(?:ed)? off|delay|on time|succe|carried out|done)\w*|완공|완료|취소",
    re.IGNORECASE,
)
_NUMBER = late_pattern(
    r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|"
    r"forty|fifty|hundred|several|dozens?",
    re.IGNORECASE,
)
_APART = 7  # words from a number to the last one that it may count
_MOVES_ON = frozenset("to for from in at on by with go goes went is are was were has have per of".split())
_ANYONE = frozenset("people persons individuals times things".split())
_ACCORDING = late_pattern(r"[,;]?\s*\b(?:according to|as stated (?:in|by)|in the words of)\b[^,?.]*", re.IGNORECASE)
_FREE = late_pattern(r"\b(?:free of charge|no fee)\b|무료", re.IGNORECASE)
_ASKS_UNTIL = late_pattern(r"\buntil (?:when|which|what)\b|언제까지", re.IGNORECASE)
_END = late_pattern(
    r"\b(?:until|through|up to)\b|\bby (?:the end|\w* ?\d)|(?:19|20)\d{2}\s*[-–—~]\s*\d{2}|까지", re.IGNORECASE
)
_NAME_AFTER = late_pattern(r"\s+[A-Z]")


def demands(question: str) -> list[Holds]:
    """What an answer to a question must hold; empty where nothing is certain."""
    asked = _ACCORDING.sub(" ", question)
    return [holds for each in (_money, _year, _until, _counted, _role, _done) if (holds := each(asked)) is not None]


def _money(question: str) -> Holds | None:
    return _is_priced if _ASKS_MONEY.search(question) else None


def _is_priced(text: str, around: str) -> bool:
    """Whether an amount is stated; of a table row with figures the unit may stand above it."""
    is_row = " | " in text and any(map(str.isdigit, text))
    return bool(values(text, "amount") or _FREE.search(text) or (is_row and values(around, "amount")))


def _year(question: str) -> Holds | None:
    known = _years(question)
    return (lambda text, _: bool(_years(text) - known)) if _ASKS_YEAR.search(question) else None


def _years(text: str) -> set[int]:
    """The years that a text states; that of "2030 Master Plan" is a name and no date."""
    stated = values(text, "date", "year")
    return {each.year for each in stated if each.year and not _NAME_AFTER.match(text, each.end)}


def _until(question: str) -> Holds | None:
    return (lambda text, _: _END.search(text) is not None) if _ASKS_UNTIL.search(question) else None


def _counted(question: str) -> Holds | None:
    match = _COUNTED.search(question)
    counted = (match[1] or match[2]) if match else ""
    if not counted or counted.split()[-1].lower() in _ANYONE:
        return None
    nouns = [part.split()[-1] for part in re.split(r"\b(?:and|or)\b", counted) if part.split()]
    known = {word.lower() for word in question.split()}

    def holds(text: str, _: str) -> bool:
        written = re.findall(r"[\w,.]*\w", text)
        numbers = [at for at, word in enumerate(written) if _NUMBER.fullmatch(word) and word.lower() not in known]
        return any(_says(noun, " ".join(_counted_by(written, at))) for at in numbers for noun in nouns)

    return holds


def _counted_by(written: list[str], at: int) -> list[str]:
    """The words after a number that it can count: up to a preposition or a verb that moves on."""
    following = written[at + 1 : at + _APART]
    return list(takewhile(lambda word: word.lower() not in _MOVES_ON, following))


def _role(question: str) -> Holds | None:
    """A person's office must be named as such: a vice governor is not the governor."""
    match = _ROLE.search(question) or _ROLE_NAME.search(question)
    if not match:
        return None
    noun = match[1].split()[-1]
    under = re.match(_UNDER, match[1], re.IGNORECASE) is not None
    lower = re.compile(rf"\b{_UNDER}[ -]+{re.escape(noun)}", re.IGNORECASE)
    named = re.compile(rf"\b{re.escape(noun)}s?\b", re.IGNORECASE)
    return lambda text, _: named.search(text if under else lower.sub(" ", text)) is not None


def _done(question: str) -> Holds | None:
    """Plans say what was meant to be; that something was finished must be said."""
    return (lambda text, _: _IS_DONE.search(text) is not None) if _ASKS_DONE.search(question) else None


def _says(noun: str, text: str) -> bool:
    """Whether a text holds a noun, a word built on it, or another word for the same thing."""
    stems = {stem for need in needs(noun) for stem in need}
    held = set(analyze(text))
    return bool(stems & held) or any(stem in word for stem in analyze(noun) for word in held if len(stem) > 3)
