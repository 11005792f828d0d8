"""What limits a number: at most, at least, more than, less than. A limit that one side lacks changes what is said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.verification.value_check import Fault
from assistant.verification.words import Reading
from retrieval.language.values import states
from retrieval.patterns import late_pattern


def _cue(words: str) -> re.Pattern[str]:
    return late_pattern(rf"\b(?:{words})(?!\w)", re.IGNORECASE)


_BOUNDS = (
    ("at most", _cue(r"at most|up to|not? more than|maximum(?: of)?|max|not exceed(?:ing)?|not? longer than|a limit of|capped at|within|as (?:long|much|many) as"),
     _cue(r"at most|or fewer|or less|maximum|max")),
    ("at least", _cue(r"at least|no (?:less|fewer) than|not (?:less|fewer) than|minimum(?: of)?|a full"),
     _cue(r"at least|or more|or over|minimum|and up")),
    ("over", _cue(r"(?:more|greater|older|longer|larger|higher) than|over|above|exceed(?:s|ing)?|upwards of"), _cue(r"plus")),
    ("under", _cue(r"(?:less|fewer|younger|shorter|smaller|lower) than|below|under"), _cue(r"(?!)")),
)  # fmt: skip
_LIMITS = {
    "at most": _cue(
        r"up to|max(?:imum|imal)?|at most|most|limit|ceiling|cap|capped|upper|no more than|not? exceed\w*|or (?:less|fewer)"
    ),
    "at least": _cue(
        r"at least|min(?:imum|imal)?|least|no (?:less|fewer) than|or more|required|requires?|threshold|lower|needed"
    ),
}
_GIVEN = _cue(r"grants?|subsid\w+|covers?|pays?|paid|supports?|funds?|reimburses?|loans?|share")
_MONEY = frozenset({"amount", "percent"})
_BOUNDED = frozenset({"number", "amount", "percent", "measure"})
_BETWEEN = late_pattern(r"\s*(?:(?:a|an|the|of|about|some|KRW|₩|USD|\$)\s*)*", re.IGNORECASE)
_RANGE = late_pattern(r"(?:\bbetween|\bfrom)\s+(?:\S+\s+){0,3}$|(?:\band|\bto|[-–~])\s*$", re.IGNORECASE)
_RANGE_ON = late_pattern(r"\s*(?:\w+\s+){0,2}(?:to|[-–~])\s*\d|\s+and\s+\d", re.IGNORECASE)
_DURING = late_pattern(r"\bover\s+(?:(?:a|an|its|the|the following|the next|the coming)\s+)?$", re.IGNORECASE)
_TIME = late_pattern(r"(?:second|minute|hour|day|week|month|year|decade)s?$", re.IGNORECASE)
_NEXT = 12  # characters after a number within which "or more" begins
_EDGE = 24  # characters before and after a number in which a bound stands


def exceeded(sentence: Reading, fragments: Sequence[Reading], around: str) -> Fault | None:
    """At most, at least, more than, less than: what bounds a number there bounds it here.

    `around` is what the fragments and their table headers, lead-ins and headings say: a plain number in the column
    "support up to", or what a grant pays, may be written as a limit.
    """
    for claim in sentence.values:
        if claim.kind not in _BOUNDED:
            continue
        said = bound(sentence.text, claim.start, claim.end)
        stated = {
            bound(fragment.text, each.start, each.end)
            for fragment in fragments
            for each in fragment.values
            if states(each, claim)
        }
        limit = _LIMITS.get(said)
        if "" in stated and limit and limit.search(around):
            continue
        if (
            "" in stated
            and said == "at most"
            and claim.kind in _MONEY
            and any(_GIVEN.search(f.text) for f in fragments)
        ):
            continue
        if stated and said not in stated and "range" not in {said, *stated}:
            there = next(iter(sorted(stated)))
            return Fault("status_word", f"'{said or 'exactly'}' where the passage says '{there or 'exactly'}'")
    return None


def bound(text: str, start: int, end: int) -> str:
    """What limits a number: "at most", "at least", "over", "under", "range" or nothing."""
    before, after = text[max(0, start - _EDGE) : start], text[end : end + _EDGE]
    if _DURING.search(before) and _TIME.search(text[start:end]):
        return ""
    for name, ahead, behind in _BOUNDS:
        found = list(ahead.finditer(before))
        if found and _BETWEEN.fullmatch(before, found[-1].end()):
            return name
        follows = behind.search(after)
        if follows and follows.start() <= _NEXT:
            return name
    return "range" if _RANGE.search(before) or _RANGE_ON.match(after) else ""
