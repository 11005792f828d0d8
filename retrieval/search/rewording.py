"""A question in the documents' own words: typing errors mended, other names for the same thing, Korean words in English.

Pure but for what is passed in. All of it is for searching: what is shown as the reader's question is what the reader wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language import (
    FORM_WORDS,
    QUESTION_WORDS,
    glossary,
    hangul_runs,
    has_hangul,
    is_hangul,
    korean_stems,
    regions,
    without_hangul,
)
from retrieval.patterns import late_pattern
from retrieval.search.name_finder import NameFinder

_OTHER_LETTER = r"[^\W가-힣]"  # a Korean particle may stand at a word, but é or 7 makes it another word
_WORD = late_pattern(rf"(?<!{_OTHER_LETTER})[A-Za-z][A-Za-z-]*[A-Za-z](?!{_OTHER_LETTER})")
_SPELLINGS = (
    ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("centre", "center"), ("metre", "meter"),
    ("programme", "program"), ("analyse", "analyze"), ("ageing", "aging"), ("our", "or"), ("fibre", "fiber"),
    ("defence", "defense"), ("labour", "labor"),
)  # fmt: skip
_SHORTEST = 4  # letters; shorter words have too many neighbours
_LONG = 8  # from here on two slips are forgiven


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a text names: the name as it stands in the text, and the other names of the same thing."""

    name: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """A `word` as the reader wrote it, which no document has, and what is searched for besides."""

    word: str
    searched: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What is searched for a `question`, which is as the reader wrote it.

    `text` is the question in the documents' words, with glosses for Korean ones; `meant` the reader's question with mended
    words and names that the documents use, in the reader's language. `names` is what it names, `mended` the words that were
    mended. `unread` holds Korean words that could not be put into English.
    """

    question: str
    text: str
    meant: str
    names: tuple[Named, ...] = ()
    mended: tuple[Mended, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """What is asked, in the words of the documents where they are known: no text can hold the others, which counts."""
        return " ".join((self.text, *(word for word in self.unread if word not in self.text)))

    @property
    def words(self) -> str:
        """All words to search by: those of `text`, and the reader's own that are not in it."""
        return " ".join(
            (self.text, *(each.word for each in self.mended), *(w for w in self.unread if w not in self.text))
        )


class Vocabulary:
    """The words that documents use, and a test for words of the language, which are never "mended"."""

    def __init__(self, words: Mapping[str, int], is_ordinary: Callable[[str], bool]) -> None:
        self._counts = words
        self._is_ordinary = is_ordinary
        self._by_first: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= _SHORTEST and word.isalpha():
                self._by_first.setdefault(word[0], []).append(word)

        self._korean = " ".join(sorted(word for word in words if has_hangul(word)))

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._counts

    def holds(self, name: str) -> bool:
        """Whether the documents use each word of a name, Korean ones in other words too."""
        return all(self.uses_korean(word) if has_hangul(word) else word in self for word in re.findall(r"\w+", name))

    def uses_korean(self, stem: str) -> bool:
        """Whether the documents use a Korean word, in another one too."""
        return stem.lower() in self._korean

    def mend(self, word: str) -> str | None:
        """The word that was probably meant, or None when `word` is right or nothing is near.

        One slip (optimal string alignment: a letter added, dropped, changed or two swapped) is forgiven in words of
        four to seven letters, two in longer ones; the first letter must be right.
        """
        low = word.lower()
        if len(low) < _SHORTEST or low in self._counts or low in QUESTION_WORDS:
            return None
        spelled = next((each for each in _spellings(low) if each in self._counts), None)
        if spelled or self._is_ordinary(low):
            return spelled
        longer = len(low) if len(low) == _SHORTEST else 0  # "bake" is no slip of "base", but "smrt" is one of "smart"
        near = ((slips(low, each), each) for each in self._by_first.get(low[0], ()) if len(each) > longer)
        best = min(((n, -self._counts[other], other) for n, other in near if n is not None), default=None)
        return best[2] if best else None


def slips(word: str, other: str) -> int | None:
    """How many slips of the pen (optimal string alignment) make one word of another; None for more than are forgiven: one, or
    two in a long word."""
    from rapidfuzz.distance import OSA  # most questions have no word to mend

    most = 2 if len(word) >= _LONG else 1
    found = int(OSA.distance(word, other, score_cutoff=most))
    return found if found <= most else None


def _spellings(word: str) -> Iterator[str]:
    """The same word as it is spelled on the other side of the Atlantic."""
    for british, american in _SPELLINGS:
        for one, other in ((british, american), (american, british)):
            if one in word:
                yield word.replace(one, other)


class Names:
    """Groups of names for the same thing, merged over all documents; finds the names that a text uses.

    Groups that share a name are joined where `may_link` allows all of their names in one; else the first keeps it.
    """

    def __init__(
        self, groups: Iterable[Sequence[str]], may_link: Callable[[Collection[str]], bool] = lambda _: True
    ) -> None:
        self.groups = merge(groups, may_link)
        self._of = {form(name): group for form in (_plain, key) for group in self.groups for name in group}
        self._finder = NameFinder(name for group in self.groups for name in group)

    def same(self, name: str, other: str) -> bool:
        """Whether two names mean the same thing (case aside)."""
        return key(name) == key(other) or key(other) in map(key, self.group_of(name))

    def group_of(self, name: str) -> tuple[str, ...]:
        """All names of the thing that a name stands for; () when it has no other."""
        return self._of.get(key(name), ())

    def found_in(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """(start, end, group) of every name in a text, longest names first where they overlap, in order."""
        return [(each.start, each.end, self._of[_plain(each.name)]) for each in self._finder.longest_in(text)]

    def mentioned_in(self, text: str) -> set[tuple[str, ...]]:
        """The groups that have any of their names in a text, within longer names too."""
        return {self._of[_plain(each.name)] for each in self._finder.all_in(text)}


def mentions(text: str, name: str) -> bool:
    """Whether a text holds a name as words of its own, whatever its case."""
    return _may_hold(text, name) and re.search(_name_pattern(name), text, re.IGNORECASE) is not None


def _may_hold(text: str, name: str) -> bool:
    """Whether each word of a name is somewhere in a text, where that can be told without a pattern."""
    if not text.isascii() and re.search("[\u0130\u0131\u017f\u212a]", text):  # letters whose case is not their own
        return True
    low = text.lower()
    return all(part.lower() in low for part in re.split(r"[\s\-]+", name) if part.isascii() or is_hangul(part))


def reword(question: str, names: Names, vocabulary: Vocabulary) -> Wording:
    """Put a question into the words of the documents.

    Names that the documents do not use (Korean ones among them) are replaced by the first name of their group, words
    near a known one are mended, and Korean words left over are given in English.
    """
    corrected, mended = _mend(question, names, vocabulary)
    pieces: list[str] = []
    meant: list[str] = []
    whole: list[str] = []  # names in Korean: word by word in English they name nothing
    named: list[Named] = []
    at = 0
    for start, end, group in names.found_in(corrected):
        written = corrected[start:end]
        name = written if _used(written, vocabulary) else _preferred(group, vocabulary)
        kept = has_hangul(name)
        pieces += [corrected[at:start], " " if kept else written if name == written else f" {name} "]
        meant += [corrected[at:start], written if name == written or vocabulary.holds(written) else f" {name} "]
        whole += [name] if kept else []
        named.append(Named(name, tuple(each for each in group if each.lower() != name.lower())))
        at = end
    text, unread = _in_english("".join([*pieces, corrected[at:]]), vocabulary.uses_korean)
    return Wording(
        question=question,
        text=" ".join(" ".join((text, *dict.fromkeys(whole))).split()),
        meant=" ".join("".join([*meant, corrected[at:]]).split()),
        names=tuple(dict.fromkeys(named)),
        mended=tuple(dict.fromkeys(mended)),
        unread=unread,
    )


def _mend(question: str, names: Names, vocabulary: Vocabulary) -> tuple[str, list[Mended]]:
    named = [(start, end) for start, end, _ in names.found_in(question)]
    mended: list[Mended] = []

    def replace(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in named) or regions(match.group()):
            return match.group()
        better = vocabulary.mend(match.group())
        if better is None:
            return match.group()
        mended.append(Mended(match.group(), better))
        return better

    return _WORD.sub(replace, question), mended


def _used(name: str, vocabulary: Vocabulary) -> bool:
    words = re.findall(r"\w+", name)
    return not has_hangul(name) and all(word in vocabulary for word in words)


def _preferred(group: Sequence[str], vocabulary: Vocabulary) -> str:
    return next((name for name in group if _used(name, vocabulary)), group[0])


def _in_english(text: str, is_used: Callable[[str], bool] = lambda _: False) -> tuple[str, tuple[str, ...]]:
    """Known Korean words in English, and the words that are not known.

    Words that the documents use (`is_used`) stay as well, without their endings. The unknown ones go when something in
    English is there to search by, and stay when they are all there is.
    """
    if not has_hangul(text):
        return text, ()
    kept = [stem for stem in korean_stems.stems(text) if is_used(stem)]
    for korean, english in glossary().items():
        if korean in text:
            said = kept and english in text
            text = text.replace(korean, " " if said else f" {english} ")
    left = [word for word in hangul_runs(text) if not FORM_WORDS.fullmatch(word) and not korean_stems.is_form(word)]
    unread = tuple(word for word in left if not any(stem in word for stem in kept))
    without = without_hangul(text)
    if kept:
        return " ".join((without, *kept)), unread
    return (without if re.search(r"[A-Za-z]{2}", without) else text), unread


def merge(
    groups: Iterable[Sequence[str]], may_link: Callable[[Collection[str]], bool] = lambda _: True
) -> list[tuple[str, ...]]:
    """Join groups that share a name and whose names may be linked, keeping the order in which names were first seen."""
    merged: dict[int, dict[str, str]] = {}
    holder: dict[str, int] = {}  # of each name the one group that has it
    for number, group in enumerate(groups):
        here = {key(name): name.strip() for name in group if name.strip()}
        for other in sorted({holder[k] for k in here if k in holder}):
            each = merged[other]
            joined = each | {k: v for k, v in here.items() if k not in each}
            if may_link(joined.values()):
                del merged[other]
                here = joined
            else:
                here = {k: v for k, v in here.items() if k not in each}
        merged[number] = here
        holder |= dict.fromkeys(here, number)
    return [tuple(each.values()) for each in merged.values() if len(each) > 1]


@lru_cache(maxsize=16_384)  # every entry's names are looked up with every need
def key(name: str) -> str:
    """A name as it is looked up: case, blanks and hyphens make no difference."""
    return re.sub(r"[\s\-]+", " ", name).strip().lower()


def _plain(name: str) -> str:
    """A name as it is looked up, a Korean one without blanks: they are left out as often as not."""
    return key(name).replace(" ", "") if has_hangul(name) else key(name)


def _name_pattern(name: str) -> str:
    """Latin names end at word ends; Korean ones may carry particles, and be written without their blanks. White space and
    hyphens are alike."""
    korean = has_hangul(name)
    body = (r"[\s\-]*" if korean else r"[\s\-]+").join(re.escape(part) for part in re.split(r"[\s\-]+", name) if part)
    return body if korean else rf"(?<!\w){body}(?!\w)"
