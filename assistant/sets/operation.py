"""What is done with rows, told by the Values of a question and by closed classes of grammar, in English and Korean.

Closed classes only: comparatives, superlatives, negation, quantifiers, aspect (to begin, to go on, to end) and the
prepositions of time. What the rows are about is no matter here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from retrieval.language.values import Value, values
from retrieval.patterns import late_pattern

Measure = Literal["length", "date", "amount"]
_I = re.IGNORECASE

_BEGIN = late_pattern(
    r"\b(?:beg[iau]n\w*|start\w*|launch\w*|open(?:s|ed|ing)?|commenc\w*|since)\b|\bfrom\W+(?:\w+\W+)?$|시작|착수|착공|개시|부터",
    _I,
)
_END = late_pattern(
    r"\b(?:end(?:s|ed|ing)?|finish\w*|complet\w*|clos(?:e|es|ed|ing)|expir\w*|conclud\w*|over|due|until|till|through)\b|끝|마치|마감|종료|완료|완공|준공|만료|까지",
    _I,
)
_RUN = late_pattern(
    r"\b(?:still|running|ongoing|under ?way|in progress|continu\w*|active|during|alive)\b|진행|아직|계속|하고 있", _I
)
_BY = late_pattern(
    r"\b(?:by|before|earlier than|at the latest|no later than|within)\b|이전|(?<![가-힣])전에|이내|안에|늦어도", _I
)
_AFTER = late_pattern(r"\b(?:after|later than|beyond|past)\b|이후|뒤에|넘어|지나", _I)
_UNTIL_KO = late_pattern(r"까지")
_END_VERB_KO = late_pattern(r"끝|마치|마감|종료|완료|완공|준공|만료")

_OVER = late_pattern(
    r"\b(?:over|more than|above|exceed\w*|at least|greater than|higher than|larger than|upwards of)\b|넘|이상|초과|웃도|보다 (?:많|크|높)",
    _I,
)
_UNDER = late_pattern(
    r"\b(?:under|less than|below|fewer than|at most|lower than|smaller than|up to)\b|미만|이하|못 미치|밑도|보다 (?:적|작|낮)",
    _I,
)
_MONTH = len("2031-01")  # a day is asked about for itself, and is no period that rows fall into
_BESIDE = 16  # characters between a Value and the word that compares it

_MOST: Mapping[str, Measure] = {
    "longest": "length",
    "latest": "date",
    "newest": "date",
    "largest": "amount",
    "biggest": "amount",
    "highest": "amount",
    "greatest": "amount",
    "most": "amount",
}
_LEAST: Mapping[str, Measure] = {
    "shortest": "length",
    "earliest": "date",
    "oldest": "date",
    "smallest": "amount",
    "lowest": "amount",
    "least": "amount",
    "fewest": "amount",
}
_SUPERLATIVE = late_pattern(
    rf"\b(?:{'|'.join((*_MOST, *_LEAST))})\b(?!\s+one of)|(?:starts?|begins?|ends?|finish(?:es)?)\s+(?P<adverb>last|first)\b",
    _I,
)
_KOREAN_SUPERLATIVE = late_pattern(
    r"(?:가장|제일|최고로)\s?(?:(?P<length>긴|길|오래|짧)|(?P<date>늦|이른|일찍|빨리|먼저|나중)|(?P<amount>큰|크|많|높|비싼|적|작|낮|싼))"
)
_KOREAN_LEAST = ("짧", "이른", "일찍", "빨리", "먼저", "적", "작", "낮", "싼")

_EXCEPT = late_pattern(
    r"\b(?:except(?:ing)?(?: for)?|other than|besides|apart from|aside from|excluding|but not|leaving out|without|not)\s+(?P<what>[^,;?.!]+)",
    _I,
)
_KOREAN_EXCEPT = late_pattern(
    r"(?P<what>\S+(?:\s\S+)?)(?:을|를)?\s?(?:뺀|빼고|빼면|제외한|제외하고|제외하면|말고|(?:이|가)?\s?아닌|(?:이)?외에|이외|외의)"
)
_NONE = late_pattern(
    r"\b(?:no|without(?: an?y?)?|lacks?|lacking|not have|do not (?:have|carry|state|give))\b|없는|없이|않은|안 (?:나온|적힌)",
    _I,
)
_COUNT = late_pattern(
    r"\bhow many\b|\bnumber of\b|\bcount\b|몇\s?(?=[가-힣])(?!\s?(?:년|월|일|시|호|층|쪽|퍼센트))", _I
)
_TIMES = late_pattern(r"\b(?:periods?|dates?|deadlines?|time ?frames?)\b|기간|날짜|기한", _I)


@dataclass(frozen=True, slots=True)
class Operation:
    """What a question wants of rows; the empty one wants them as they are.

    `year` with `begins`, `ends` or neither (then it lies between both), and `side`: -1 up to that year, 1 after it.
    `bound` is an amount that is a lower bound where `over`. `extreme` is 1 for the most and -1 for the least of `measure`.
    `excluded` is what the rows must not hold; `timed` whether they must state a time (True) or must not (False).
    `grammar` holds the words that only say the operation.
    """

    year: int | None = None
    begins: bool = False
    ends: bool = False
    side: int = 0
    bound: Value | None = None
    over: bool = True
    extreme: int = 0
    measure: Measure = "amount"
    excluded: str = ""
    timed: bool | None = None
    counts: bool = False
    grammar: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether Values decide which rows fit."""
        return bool(self.year or self.bound or self.extreme or self.timed is not None)


def operation(question: str, this_year: int) -> Operation:
    """The operation that a question wants. "Still running" without a year means `this_year`."""
    stated = values(question)
    years = [each for each in stated if each.year and 1900 <= each.year <= 2100 and len(each.value) <= _MONTH]
    grammar = [
        each.group()
        for pattern in (_BEGIN, _END, _RUN, _BY, _AFTER, _OVER, _UNDER, _COUNT, _TIMES)
        for each in pattern.finditer(question)
    ]
    counts = _COUNT.search(question) is not None
    excluded, clause = _excluded(question)
    grammar = [clause, *grammar, "how many"] if clause else [*grammar, "how many"]
    wanted = Operation(counts=counts, excluded=excluded, grammar=tuple(grammar))
    if bound := _bound(question, [each for each in stated if each.kind in ("amount", "percent", "measure")]):
        return replace(wanted, bound=bound[0], over=bound[1])
    if extreme := _extreme(question):
        began = _BEGIN.search(question) is not None
        return replace(wanted, extreme=extreme[0], measure=extreme[1], begins=began, grammar=(*grammar, extreme[2]))
    if years:
        return _of_year(question, years, wanted)
    if _RUN.search(question) and re.search(r"\bstill\b|\bnow\b|\bcurrently\b|아직|지금|현재", question, _I):
        return replace(wanted, year=this_year)
    if _TIMES.search(question) and (counts or _NONE.search(question)):
        return replace(wanted, timed=_NONE.search(question) is None, excluded="")
    return wanted


def _of_year(question: str, years: list[Value], wanted: Operation) -> Operation:
    year = years[0].year
    before, after = question[: years[0].start], question[years[0].end :]
    until = bool(_UNTIL_KO.match(after.lstrip("년도 말초"))) and not _END_VERB_KO.search(after)
    begins = _BEGIN.search(before) is not None or re.search("시작|착수|착공|개시|부터", after) is not None
    ends = not begins and (_END.search(before) is not None or _END.search(after) is not None)
    runs = _RUN.search(question) is not None and not until
    by = _BY.search(before) is not None or _BY.search(after) is not None or (not until and "까지" in after)
    side = 1 if _AFTER.search(before[-24:]) or _AFTER.search(after[:12]) else -1 if by and (begins or ends) else 0
    if runs:
        begins = ends = False
    return replace(wanted, year=year, begins=begins, ends=ends or until, side=side)


def counted(question: str) -> str:
    """What follows "how many", which is to be counted; "" in Korean, where it stands before."""
    found = re.search(r"\b(?:how many|number of)\b(?P<what>[^?.!,]*)", question, _I)
    return found["what"] if found else ""


def _bound(question: str, amounts: list[Value]) -> tuple[Value, bool] | None:
    for each in amounts:
        around = question[max(0, each.start - _BESIDE) : each.start] + " " + question[each.end : each.end + _BESIDE]
        if _OVER.search(around):
            return each, True
        if _UNDER.search(around):
            return each, False
    return None


def _extreme(question: str) -> tuple[int, Measure, str] | None:
    if korean := _KOREAN_SUPERLATIVE.search(question):
        least = korean.group().endswith(_KOREAN_LEAST)
        measure: Measure = "length" if korean["length"] else "date" if korean["date"] else "amount"
        return (-1 if least else 1), measure, korean.group()
    found = _SUPERLATIVE.search(question)
    if found is None:
        return None
    if found["adverb"]:
        return (1 if found["adverb"].lower() == "last" else -1), "date", found.group()
    word = found.group().lower()
    return (1, _MOST[word], word) if word in _MOST else (-1, _LEAST[word], word)


def _excluded(question: str) -> tuple[str, str]:
    """What is excluded, and that with the words that exclude it."""
    found = _EXCEPT.search(question) or _KOREAN_EXCEPT.search(question)
    return (found["what"].strip(), found.group()) if found else ("", "")
