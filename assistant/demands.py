"""What a fragment must hold before it may answer: the kind of fact that is asked for, and of what.

Hard rules beside the evidence score: "how much" wants an amount, "how many guests" a number beside guests, "which
contractor" a contractor. They say no only where the wording of the question leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from retrieval.concepts import needs
from retrieval.facts import Fact, needed_fact, states
from retrieval.lexical import QUESTION_WORDS, analyze

_LABELS = {
    Fact.PHONE: "a phone number",
    Fact.EMAIL: "an e-mail address",
    Fact.DATE: "a date",
    Fact.COUNT: "a number",
    Fact.AMOUNT: "an amount",
    Fact.PERSON: "a name",
    Fact.PLACE: "a place",
}
_COSTS = r"(?:costs?|budgets?|prices?|fees?|money|funding|subsid(?:y|ies)|grants?|investments?)"
_ASKS_MONEY = re.compile(
    rf"\bhow (?:much|many)\b.*\b(?:{_COSTS}|spend|spent|spending|paid|pay|invest(?:ed)?|worth|won|krw|dollars?|euros?)\b|"
    rf"\bwhat (?:is|was|are|were|will be) (?:the |its |their )?(?:[\w-]+ ){{0,3}}{_COSTS}\b|\bwhat (?:does|did|do|will|would) .*\bcost\b|"
    rf"\bhow (?:large|big|high) (?:is|was|are|were|will) (?:the |its )?(?:[\w-]+ ){{0,3}}{_COSTS}\b|\bhow much\W*$|예산|비용|사업비|금액|얼마",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:what|how much|how many)\b.*\b(?:costs?|budget|price|money|spend|spent|funding|invest(?:ed|ment)?|worth|dollars?|krw|won)\b|"
    r"예산|비용|사업비|금액|얼마",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:\b(?:free of charge|free|no fee|krw|usd|eur|won|dollars?|euros?|pounds?|cents?)\b|[₩$€£¥])|\d\s*(?:원|억|만|million|billion|trillion)",
    re.IGNORECASE,
)
_ASKS_YEAR = re.compile(r"\b(?:which|what) years?\b|몇 ?년(?:도)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d{2}(?!\d|\s+[A-Z])")  # "2030 Master Plan" is a name and no date
_COUNTED = re.compile(
    r"\bhow many (?!(?:are|is|were|was|will|would|do|does|did|can|has|have|a|an|per|of|more)\b)((?:[\w-]+ ){0,3}?[\w-]+?)(?= (?:of|in|at|on|for|from|with|to|by|are|is|were|was|do|does|did|has|have|had|can|could|will|would|came|come|took|take|\w+ed)\b|[?.,]|$)",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|should|may|will|would)"
_KIND = re.compile(
    rf"\bwhich (?!{_AUXILIARY}\b|of\b)((?:[\w-]+ ){{0,2}}?[\w-]+?)(?= (?:of|in|at|on|for|from|with|to|by|under|that|who|{_AUXILIARY}|took|put|run|build|carry|make|made)\b|[?.,]|$)",
    re.IGNORECASE,
)
_THE_KIND = re.compile(
    r"\bwhat(?:['’]s| is| are| was| were) (?:the |its |their )((?:[\w-]+ )?[\w-]+?)(?= (?:of|in|at|for|on|behind)\b|[?.]|$)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:who|name of)\b[^?]*?\b((?:(?:vice|deputy|acting|former|assistant)[ -])?(?:minister|governor|mayor|president|director|head|chief|chair(?:man|woman)?|"
    r"officer|leader|secretary|manager|ceo|commissioner))\b",
    re.IGNORECASE,
)
_UNDER = r"(?:vice|deputy|acting|former|assistant)"
_ANY_KIND = frozenset(
    "thing kind type sort part way role time date day year month number person people body place name amount point one matter "
    "topic subject idea information detail content more else other two three four five six seven eight nine ten many much "
    "plan page document exactly organisation organization main key new specific particular team office bureau department building venue "
    "division unit institution agency ministry city country region province area field industry project size cost price length duration period deadline title status reason job meaning difference address "
    "location point legal basis law use result effect background context scope rule way plan plans aim goal vision state situation "
    "latest current total main biggest first last next best phone e-mail email fax website web".split()
)
_ASKS_DURATION = re.compile(
    r"\bhow long (?:did|does|do|will|would|has|have)\b|\bwhat (?:is|was) the (?:duration|length)\b|몇 ?시간|며칠 동안",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|half|full|entire)[ -](?:\w+ )?(?:hours?|minutes?|days?|weeks?|months?|years?|decades?)\b|"
    r"\d{4}\s*[-–—~]\s*\d{4}|\d+ ?(?:시간|일|주|개월|년)|\b(?:until|since|from) ",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|at|near|inside|within|opposite|along|off|from|to) (?:the )?(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)[A-Z#\d]|"
    r"\b(?:[Dd]istrict|[Cc]ity|[Bb]uilding|[Rr]oom|[Ss]treet|[Rr]oad|[Hh]all|[Ff]loor|[Cc]ampus|[Cc]omplex|[Ss]ite|[Tt]own|[Ii]sland|[Pp]ort|[Pp]ark|[Zz]one|[Oo]nline)\b|\b[A-Z]\w+-(?:si|gu|dong|ro|gil|eup|myeon|gun)\b|[시군구동로]\b",
)
_TIME = re.compile(
    r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)|\b(?:january|february|march|april|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter)s?\b|\b[Mm]ay (?=\d)|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? \d|"
    r"\b\d{1,2}(?:st|nd|rd|th)\b(?! [A-Z])|\b\d{1,2}[:.]\d{2}\b|\b(?:end|beginning|start|middle) of\b|\b(?:century|quarter|yearly|annual(?:ly)?|monthly|weekly|daily|"
    r"every (?:day|week|month|year)|today|tomorrow|yesterday|immediately|all year)\b|\d ?[년월일]",
    re.IGNORECASE,
)
_EXACT = {Fact.PLACE: _PLACE, Fact.DATE: _TIME}
_ASKS_BEGIN = re.compile(
    r"\bwhen\b.*\b(?:found(?:ed)?|established|set up|created|start(?:ed)?|beg[iau]n|launch(?:ed)?|open(?:ed)?)\b",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"\b(?:found(?:ed|ation)|establish\w*|set up|creat\w+|start\w*|beg[iau]n\w*|launch\w*|open\w*|from|since|built|construct\w*)\b|\d{4}\s*[-–—~]\s*\d{4}",
    re.IGNORECASE,
)
_ASKS_LAW = re.compile(r"\b(?:what|which) (?:\w+ )?(?:laws?|acts?|statutes?)\b|\blegal basis\b", re.IGNORECASE)
_LAW = re.compile(r"\b(?:Act|Law|Article|Ordinance|Decree|statut\w+|Constitution)\b|법")
_ACCORDING = re.compile(r"[,;]?\s*\b(?:according to|as stated (?:in|by)|in the words of)\b[^,?.]*", re.IGNORECASE)
_ASKS_UNTIL = re.compile(r"\buntil (?:when|which|what)\b|언제까지", re.IGNORECASE)
_END = re.compile(
    r"\b(?:until|through|up to) |\bby (?:the end|\w+ )?(?:of )?(?:\d|january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"(?:19|20)\d{2}\s*[-–—~]\s*(?:(?:19|20)\d{2}(?![\d-])|\d{2}(?![\d-]))|까지",
    re.IGNORECASE,
)
_ASKS_LEADER = re.compile(
    r"\bwho (?:leads|heads|directs|chairs|manages)\b|\bwho is (?:at the head|in charge)\b", re.IGNORECASE
)
_LEADING = re.compile(
    r"\b(?:leads?|led|leader|heads?|headed|director|directs|chair(?:s|man|ed)?|manager|manages|in charge|responsible|president)\b|"
    r"\([^)]*(?:Bureau|Officer|Office|Division|Department)[^)]*\)",
    re.IGNORECASE,
)
_ASKS_DONE = re.compile(
    r"\b(?:finished|completed|completion|delivered|cancell?ed|called off|delayed|on time|succeed(?:ed)?)\b|완공|완료|취소",
    re.IGNORECASE,
)
_IS_DONE = re.compile(
    r"\b(?:finish|complet|deliver|cancel|call(?:ed)? off|delay|on time|succe|carried out|done)\w*|완공|완료|취소",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|"
    r"forty|fifty|hundred|several|dozens?",
    re.IGNORECASE,
)
_APART = 7  # words from a number to the last one that it may count
_MOVES_ON = frozenset("to for from in at on by with go goes went is are was were has have per of".split())
_ANYONE = frozenset("people persons individuals times things".split())


@dataclass(frozen=True, slots=True)
class Demand:
    """`label` says what is wanted, as in "The documents do not state <label> for this"; `holds` tests a fragment.

    `holds` is given the fragment's own text and, second, its text with the headings and the lead above it.
    """

    label: str
    holds: Callable[[str, str], bool]


def demands(question: str) -> list[Demand]:
    """What an answer to a question must hold, most telling first; empty when nothing is certain."""
    asked = _ACCORDING.sub(" ", question)
    kinds = (_money, _year, _until, _begin, _law, _counted, _duration, _leads, _role, _done, _kind)
    found = [demand for each in kinds if (demand := each(asked)) is not None]
    fact = needed_fact(asked)
    if fact is not None:
        found.append(Demand(_LABELS[fact], lambda text, _: states(fact, text, asked) and _is_exact(fact, text)))
    return found


def _is_exact(fact: Fact, text: str) -> bool:
    """For "where" that a place is named as one, and for "when" a time: not just something with a capital or a number."""
    return _holds(_EXACT[fact], text) if fact in _EXACT else True


def _money(question: str) -> Demand | None:
    return (
        Demand(
            "an amount of money",
            lambda text, around: _holds(_MONEY, text) or (_is_row(text) and _holds(_MONEY, around)),
        )
        if _ASKS_MONEY.search(question)
        else None
    )


def _year(question: str) -> Demand | None:
    if not _ASKS_YEAR.search(question):
        return None
    known = set(_YEAR.findall(question))
    return Demand("a year", lambda text, _: bool(set(_YEAR.findall(text)) - known))


def _until(question: str) -> Demand | None:
    return Demand("any end date", lambda text, _: _holds(_END, text)) if _ASKS_UNTIL.search(question) else None


def _begin(question: str) -> Demand | None:
    return Demand("when it began", lambda text, _: _holds(_BEGIN, text)) if _ASKS_BEGIN.search(question) else None


def _law(question: str) -> Demand | None:
    return Demand("any law", lambda text, _: _holds(_LAW, text)) if _ASKS_LAW.search(question) else None


def _counted(question: str) -> Demand | None:
    match = _COUNTED.search(question)
    if not match or match[1].split()[-1].lower() in _ANYONE:
        return None
    nouns = [part.split()[-1] for part in re.split(r"\b(?:and|or)\b", match[1]) if part.split()]
    known = {word.lower() for word in question.split()}

    def holds(text: str, _: str) -> bool:
        words = re.findall(r"[\w,.]*\w", text)
        numbers = [at for at, word in enumerate(words) if _NUMBER.fullmatch(word) and word.lower() not in known]
        return any(_says(noun, " ".join(_counted_by(words, at))) for at in numbers for noun in nouns)

    return Demand(f"a number of {match[1]}", holds)


def _counted_by(words: list[str], at: int) -> list[str]:
    """The words after a number that it can count: up to a preposition or a verb that moves on."""
    following = words[at + 1 : at + _APART]
    return list(takewhile(lambda word: word.lower() not in _MOVES_ON, following))


def _duration(question: str) -> Demand | None:
    if not _ASKS_DURATION.search(question):
        return None
    return Demand("any duration", lambda text, _: _DURATION.search(text) is not None)


def _leads(question: str) -> Demand | None:
    return Demand("any leader", lambda text, _: _holds(_LEADING, text)) if _ASKS_LEADER.search(question) else None


def _role(question: str) -> Demand | None:
    """A person's office must be named as such: a vice governor is not the governor."""
    match = _ROLE.search(question)
    if not match:
        return None
    noun = match[1].split()[-1]
    under = re.match(_UNDER, match[1], re.IGNORECASE) is not None
    lower = re.compile(rf"\b{_UNDER}[ -]+{re.escape(noun)}", re.IGNORECASE)

    named = re.compile(rf"\b{re.escape(noun)}s?\b", re.IGNORECASE)

    def holds(text: str, _: str) -> bool:
        return _holds(named, text if under else lower.sub(" ", text))

    return Demand(f"the name of the {match[1]}", holds)


def _done(question: str) -> Demand | None:
    """Plans say what was meant to be; that something was finished must be said."""
    return (
        Demand("whether it was done", lambda text, _: _holds(_IS_DONE, text)) if _ASKS_DONE.search(question) else None
    )


def _kind(question: str) -> Demand | None:
    """The noun after "which" or "what" must be in the fragment or above it."""
    match = _KIND.search(question) or _THE_KIND.search(question)
    words = [word for word in (match[1].lower().split() if match else []) if word not in QUESTION_WORDS]
    if not match or not words or {words[-1], words[-1].removesuffix("s"), *analyze(words[-1])} & _ANY_KIND:
        return None
    return Demand(f"any {words[-1]}", lambda _, around: any(_says(word, around) for word in words))


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
