"""The answer to a clarifying question: which of the offered names is meant, by its place, its words, or all of them."""

from __future__ import annotations

import re

from assistant.ask import Choice
from assistant.records import Answer
from retrieval.language import content_words, words_of
from retrieval.patterns import late_pattern
from retrieval.search import Names, key

_ALL = late_pattern(
    r"\b(?:both|all|each|either|any|every|whichever|don['’]?t (?:know|mind|care)|no idea|not sure|unsure|(?:does|do)n['’]?t matter)\b|"
    r"둘 ?다|모두|전부|아무|모르",
    re.IGNORECASE,
)
_NONE = late_pattern(
    r"^\W*(?:no|nope|sorry)?\W*(?:neither|none|nobody|no|nope|not (?:them|these|those|that|any|either)|(?:some(?:thing|one|body)|anything|anyone) else|"
    r"another(?: one| team)?|둘 ?다 아니\w*|아니\w*|아뇨)(?: (?:of|from) (?:them|these|those|the two|both))?(?: (?:one|ones|please|team|teams))*\W*$",
    re.IGNORECASE,
)
_YES = late_pattern(
    r"^\W*(?:(?:yes|yeah|yep|yup|ok|okay|sure|right|correct|exactly|please|do|go ahead|네|예|응|맞아요?|그래요?|좋아요?)[\s,.!]*)+\W*$",
    re.IGNORECASE,
)
_WORDS = {
    **{word: n for n, word in enumerate("first second third fourth fifth sixth".split(), 1)},
    **{word: n for n, word in enumerate("one two three four five six".split(), 1)},
    "former": 1,
    "latter": -1,
    "last": -1,
    "마지막": -1,
    **{word: n for n, word in enumerate("첫 두 세 네 다섯 여섯".split(), 1)},
}
_PLACE = late_pattern(
    r"\b(?P<word>first|second|third|fourth|fifth|sixth|former|latter|last)\b|"
    r"\b(?:number|no\.?|option)\s*(?P<named>one|two|three|four|five|six|\d{1,2})\b|"
    r"^\W*(?P<digit>\d{1,2})\W*(?:st|nd|rd|th|번째|번|은요|는요|요)*\W*$|"
    r"(?P<korean>첫|두|세|네|다섯|여섯)\s?번째|(?P<end>마지막)",
    re.IGNORECASE,
)
_BESIDE = frozenset(
    "one ones team teams office option number no please pls thanks mean meant want take think guess would like say choice "
    "st nd rd th 것 거 팀 번째 은요 는요 요 은 는 것은 팀은요 번째는요 번째는 주세요 one's let me go with probably maybe".split()
)
_MOST_BESIDE = 1  # words of its own that a choice may have; with more a reply is a question of its own
_ASKS = late_pattern(
    r"^\W*(?:what|when|where|why|how|who|whom|whose|which|is|are|do|does|did|can|tell|list)\b", re.IGNORECASE
)


def offered(answer: Answer) -> tuple[Choice, ...]:
    """What an answer asks to choose from; () when it asks nothing of the kind."""
    return answer.choices if answer.status == "clarify" and len(answer.choices) > 1 else ()


def chosen(reply: str, options: tuple[Choice, ...], names: Names) -> tuple[Choice, ...]:
    """The options that a reply means; () when it tells none of them, or asks something else."""
    if by_alias := _by_alias(reply, options, names):
        return by_alias if _beside(reply, options, names) <= _MOST_BESIDE else ()
    if names.found_in(reply) or _beside(reply, options, names) > (0 if _ASKS.match(reply) else _MOST_BESIDE):
        return options if _ALL.search(reply) and len(_left(reply)) <= _MOST_BESIDE else ()
    if by_words := _by_words(reply, options):
        return by_words
    place = placed(reply)
    if place is not None:
        return (options[place - 1 if place > 0 else place],) if place <= len(options) else ()
    return options if _ALL.search(reply) else ()


def refuses(reply: str) -> bool:
    """Whether a reply says that none of what was offered is meant."""
    return bool(_NONE.match(reply))


def agrees(reply: str) -> bool:
    """Whether a reply says yes and nothing else, which chooses nothing."""
    return bool(_YES.match(reply))


def placed(reply: str) -> int | None:
    """The place in a list that a reply names, from 1; -1 for the last, None when it names none."""
    match = _PLACE.search(reply)
    if match is None:
        return None
    said = next(filter(None, match.groups())).lower()
    return (int(said) or None) if said.isdigit() else _WORDS[said]


def is_place(reply: str) -> bool:
    """Whether a reply is a place in a list and says nothing else, but for "and", "the" and the like."""
    return _PLACE.search(reply) is not None and not _left(reply)


def _left(text: str) -> list[str]:
    """The words of a reply that neither choose nor hold a sentence together."""
    rest = _ALL.sub(" ", _PLACE.sub(" ", text.lower()))
    return [word for word in content_words(rest) if word not in _BESIDE]


def _beside(reply: str, options: tuple[Choice, ...], names: Names) -> int:
    """How many words of a reply are its own."""
    rest = reply
    for start, end, _ in reversed(names.found_in(reply)):
        rest = rest[:start] + " " + rest[end:]
    held = {word for each in options for word in _words(each.name)}
    return sum(word not in held for word in _left(rest))


def _words(text: str) -> set[str]:
    return set(words_of(text))


def _by_alias(reply: str, options: tuple[Choice, ...], names: Names) -> tuple[Choice, ...]:
    aliases = {key(name) for _, _, group in names.found_in(reply) for name in group}
    return tuple(each for each in options if key(each.name) in aliases)


def _by_words(reply: str, options: tuple[Choice, ...]) -> tuple[Choice, ...]:
    own = [_words(each.name) for each in options]
    shared = set.intersection(*own)
    held = [len(_words(reply) & (words - shared)) for words in own]
    best = max(held)
    return tuple(e for e, n in zip(options, held, strict=True) if n == best) if best and held.count(best) == 1 else ()
