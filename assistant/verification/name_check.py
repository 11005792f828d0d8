"""Whether everything that a sentence names stands in the cited passages, their titles, headings or publishers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from assistant.verification.names import TYPES, Name, in_order, names, parts_of, tokens_of
from assistant.verification.passage import View
from assistant.verification.words import Reading, Word, glue, stem
from retrieval.language import STARTERS, has_hangul, ordinary_words
from retrieval.language import region_names as regions
from retrieval.patterns import late_pattern

_ENGLISH = late_pattern(
    r"(?:non|un|sub|would)\w{2,}|\w{3,}(?:able|ible|ances?|ences?|tions?|ings?|ities|ments?|ness|less|ously|ers|ised|ized)$"
)
_THINGS = frozenset("plan programme program project act law fund strategy scheme initiative".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday mondays tuesdays wednesdays thursdays fridays".split())
_SHORTEST_HOST = 5  # letters
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 6
_HOST = late_pattern(
    r"(?<![\w@.-])(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]{2,}){1,6}(?:/[^\s,;)]*)?(?![\w@])", re.IGNORECASE
)
_TITLES = frozenset(
    "president governor mayor professor minister director chairman chair chairwoman chairperson vice deputy doctor dr mr "
    "mrs ms prof head chief city province metropolitan district county island republic state region ministry room no "
    "article annex phase goal track team korean korea".split()
)


class NameCheck:
    """The names of one sentence against the views of its cited passages."""

    def __init__(self, sentence: Reading, views: Sequence[View]) -> None:
        self._sentence = sentence
        self._views = views
        self._scope = [tokens for view in views for tokens in _scope(view)]
        self._known = frozenset(number for view in views for number in view.all.names)
        self._grams = frozenset(token for tokens in self._scope for token in tokens)
        self._acronyms = frozenset(each for view in views for each in _acronyms(view))

    def missing(self, groups: Sequence[Sequence[str]]) -> str | None:
        """The first name that does not stand there, or None. `groups` are the other names of what the sentence names."""
        capitalised = {name.group for name in names(self._sentence)}
        for number, group in zip(sorted(self._sentence.names), groups, strict=True):
            wanted = number in capitalised and number not in self._known
            written = self._written(number)
            if has_hangul(written) and any(name.isascii() and name.islower() for name in group):
                continue  # a common noun
            if wanted and not any(self._holds(tokens_of(name)) or self._translates(written, name) for name in group):
                return written or group[0]
        host = next((each for each in self._hosts() if not self._writes(each)), None)
        if host:
            return host
        foreign = regions.regions(self._sentence.text) - self._regions()
        if foreign:
            return sorted(foreign)[0]
        return next((name.text for name in names(self._sentence) if not self._stands(name)), None)

    def _hosts(self) -> Iterator[str]:
        """What looks like a web address, whatever it ends with."""
        taken = [(claim.start, claim.end) for claim in self._sentence.values]
        for match in _HOST.finditer(self._sentence.text):
            free = not any(start < match.end() and match.start() < end for start, end in taken)
            if free and sum(each.isalpha() for each in match.group()) > _SHORTEST_HOST and match.group().islower():
                yield match.group()

    def _writes(self, host: str) -> bool:
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", host)
        return any(bare in view.chunk.text.lower() for view in self._views)

    def _translates(self, written: str, name: str) -> bool:
        """Whether a Korean name is plain words in English ("central government") that a fragment says otherwise."""
        words = [Word(stem(token), token, 0, 0, 0) for token in tokens_of(name)]
        if not has_hangul(written) or not name.isascii() or not all(_is_word(word.text) for word in words):
            return False
        return any(all(bag.weight(word) for word in words) for view in self._views for bag in view.bags)

    def _written(self, number: int) -> str:
        words = [word.text for word in self._sentence.words if word.name == number]
        return " ".join(words)

    def _regions(self) -> frozenset[str]:
        return frozenset(each for view in self._views for each in _regions(view))

    def _stands(self, name: Name) -> bool:
        if name.group >= 0 or self._is_known(name):
            return True  # names with a group were looked for before
        tokens = name.tokens
        parts = parts_of(name)
        if self._holds(tokens) or self._joined(parts):
            return True
        if name.start == 0 or self._sentence.text[: name.start].strip(" \"'“‘(") == "":
            first, *rest = tokens
            if re.sub(r"['’]s$", "", name.text.split()[0]).isupper() and len(first) > 1:
                return first in self._grams and self._parts(rest)
            is_named = len(rest) == 1 and rest[0] in TYPES | _THINGS and not _is_glue(first)
            is_named = is_named or has_hangul(self._sentence.text)
            if (_is_word(first) and not is_named) or first in self._grams:
                rests = (parts[0][1:], *parts[1:])
                return not rest or self._holds(tuple(rest)) or self._joined(rests) or self._parts(rest)
            return False
        return self._parts(tokens)

    def _joined(self, whole: Sequence[tuple[str, ...]]) -> bool:
        """Whether the parts of a name ("Kim Su-jin of the Harbour Team") stand together in one fragment as it is led up to."""
        parts = [own for part in whole if (own := tuple(each for each in part if each not in _TITLES))]
        if len(parts) < 2 or max(map(len, parts)) < 2:
            return False
        return any(all(_in_one(part, scope) for part in parts) for view in self._views for scope in _entries(view))

    def _parts(self, tokens: Sequence[str]) -> bool:
        """Whether a run holds apart from titles and kinds of place, or is several names in a row."""
        own = tuple(token for token in tokens if token not in _TITLES)
        return not own or self._holds(own) or "".join(token[0] for token in own) in self._grams

    def _is_known(self, name: Name) -> bool:
        """Whether all of a run is names that the documents have other names for, and those stand there."""
        covered = {word.start for word in self._sentence.words if word.name in self._known}
        inside = [word for word in self._sentence.words if name.start <= word.start < name.end]
        return bool(inside) and all(word.start in covered for word in inside)

    def _holds(self, tokens: Sequence[str]) -> bool:
        if not tokens:
            return True
        if len(tokens) == 1:
            token = tokens[0]
            if token in self._grams or stem(token) in self._stems() or token in self._acronyms:
                return True
            return (token in _WEEKDAYS and "weekdays" in self._grams) or any(
                _spells(token, each) for each in self._scope
            )
        return any(in_order(tokens, scope) for scope in self._scope)

    def _stems(self) -> frozenset[str]:
        return frozenset(each for view in self._views for each in view.all.stems) | frozenset(
            stem(token) for token in self._grams
        )


@lru_cache(maxsize=512)
def _scope_of(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tokens_of(text) for text in texts)


@lru_cache(maxsize=512)
def _scope(view: View) -> tuple[tuple[str, ...], ...]:
    return _scope_of((*view.heading.text.split("\n"), *(each.reading.text for each in view.fragments)))


@lru_cache(maxsize=512)
def _entries(view: View) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """For each fragment the tokens of its own text, of what leads up to it and of its headings."""
    heading = _scope_of(tuple(view.heading.text.split("\n")))
    own = _scope_of(tuple(each.reading.text for each in view.fragments))
    return tuple(
        (own[number], *(own[lead] for lead in fragment.leads), *heading)
        for number, fragment in enumerate(view.fragments)
    )


def _in_one(tokens: Sequence[str], scope: Sequence[Sequence[str]]) -> bool:
    return any(in_order(tokens, each) for each in scope)


def _runs(view: View) -> Iterator[tuple[str, ...]]:
    for reading in (view.heading, *(each.reading for each in view.fragments)):
        for name in names(reading):
            yield name.tokens


@lru_cache(maxsize=512)
def _acronyms(view: View) -> frozenset[str]:
    return frozenset(_initials(tokens) for tokens in _runs(view))


@lru_cache(maxsize=512)
def _regions(view: View) -> frozenset[str]:
    return regions.regions("\n".join((view.heading.text, view.chunk.text)))


def _initials(tokens: Sequence[str]) -> str:
    return "".join(token[0] for token in tokens)


def _is_word(token: str) -> bool:
    """Whether a capitalised first word of a sentence is an ordinary word and no name."""
    if _is_glue(token):
        return True
    known = _ordinary_stems()
    return token in known or stem(token) in known or _ENGLISH.fullmatch(token) is not None


def _is_glue(token: str) -> bool:
    return token in STARTERS or stem(token) in glue()


@cache
def _ordinary_stems() -> frozenset[str]:
    return frozenset(ordinary_words()) | frozenset(map(stem, ordinary_words()))


def _spells(acronym: str, scope: Sequence[str]) -> bool:
    """Whether words in a row begin with the letters of an acronym: "VAT", value added tax."""
    return _SHORTEST_ACRONYM <= len(acronym) <= _LONGEST_ACRONYM and acronym in _initials(scope)
