"""What is counted: the content words that follow a number."""

from __future__ import annotations

from functools import lru_cache

from retrieval.language.scripts import is_hangul
from retrieval.language.values.units import PEOPLE
from retrieval.patterns import late_pattern

_WORD = late_pattern(r"[ -]?(?:([A-Za-z][A-Za-z'-]{0,40})|([가-힣]{1,20}))")
_STOPS = frozenset(
    "a an and are as at be been but by can could did do does for from had has have in into is it its may must of on onto or "
    "over per shall should so than that the their them then there these they this those through to under until was were "
    "which who will with within would".split()
)
_PARTICLE = late_pattern(r"(?<=[가-힣]{2})(?:으로|에서|에게|까지|부터|에는|[을를이가은는의에로와과도만들])$")
_MOST = 3
STAGE = "단계"  # "2단계" is two steps or the second one


def nouns(text: str, at: int, counter: str = "") -> tuple[str, ...]:
    """The stems of up to three content words from `at` on, to the end of the phrase; a counter of people or steps goes first."""
    counter = counter.strip()
    found: list[str] = ["peopl"] if counter in PEOPLE else [counter] if counter == STAGE else []
    while len(found) < _MOST and (match := _WORD.match(text, at)):
        if match[1] and match[1].lower() in _STOPS:
            break
        found += _stems(match[0].strip(" -"))
        at = match.end()
        if text[at : at + 1] not in {" ", "-"}:
            break
    return tuple(found[:_MOST])


@lru_cache(maxsize=8192)
def _stems(word: str) -> tuple[str, ...]:
    if is_hangul(word[:1]):
        return (_PARTICLE.sub("", word),)
    from retrieval.language.words import analyze

    return tuple(stem for stem in analyze(word) if stem != "s")
