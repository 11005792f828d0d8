"""The answer to a clarifying question: which of the offered names is meant, by its place, its words, or both of them."""

from __future__ import annotations

import re

from assistant.records import Answer
from retrieval.wording import Names, key

_BOTH = re.compile(r"\b(?:both|all(?: of them)?|each|either)\b|둘 ?다|모두|전부", re.IGNORECASE)
_WORDS = {
    **{word: n for n, word in enumerate("first second third fourth fifth sixth".split(), 1)},
    **{word: n for n, word in enumerate("one two three four five six".split(), 1)},
    "former": 1,
    "latter": -1,
    "last": -1,
    **{word: n for n, word in enumerate("첫 두 세 네 다섯 여섯".split(), 1)},
}
_PLACE = re.compile(
    r"\b(?P<word>first|second|third|fourth|fifth|sixth|former|latter|last)\b|^\W*(?:number |no\.? ?|option |#)?(?P<digit>[1-6])\W*(?:st|nd|rd|th|번|번째)?\W*$|"
    r"(?P<korean>첫|두|세|네|다섯|여섯)\s?번째",
    re.IGNORECASE,
)
_MOST_WORDS = 12  # a longer text is a question of its own


def offered(answer: Answer) -> tuple[str, ...]:
    """The names that an answer asks to choose from; () when it asks nothing of the kind."""
    listed = [each for each in answer.suggestions if f"- {each}" in answer.text]
    return tuple(listed) if answer.status == "clarify" and len(listed) > 1 else ()


def chosen(reply: str, options: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """The options that a reply means; () when it tells none of them."""
    if len(reply.split()) > _MOST_WORDS:
        return ()
    by_name = _by_words(reply, options, names)
    if by_name:
        return by_name
    place = _PLACE.search(reply)
    if place:
        said = (place["word"] or place["digit"] or place["korean"]).lower()
        n = int(said) if said.isdigit() else _WORDS[said]
        return (options[n - 1 if n > 0 else n],) if n <= len(options) else ()
    return options if _BOTH.search(reply) else ()


def _by_words(reply: str, options: tuple[str, ...], names: Names) -> tuple[str, ...]:
    aliases = {key(name) for _, _, group in names.found_in(reply) for name in group}
    if by_alias := tuple(each for each in options if key(each) in aliases):
        return by_alias
    said = set(re.findall(r"\w+", reply.lower()))
    own = [set(re.findall(r"\w+", each.lower())) for each in options]
    shared = set.intersection(*own)
    held = [len(said & (words - shared)) for words in own]
    best = max(held)
    return tuple(e for e, n in zip(options, held, strict=True) if n == best) if best and held.count(best) == 1 else ()
