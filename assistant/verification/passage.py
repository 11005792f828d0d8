"""A cited passage as verification sees it: its fragments, what stands around each, and what stands near each fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.verification.words import Reader, Reading, Word, synonyms
from retrieval.embedding import quotable
from retrieval.language import ITEM_MARKER, Span
from retrieval.language.values import Value
from retrieval.patterns import late_pattern
from retrieval.records import Chunk

_SHORTEST_ROOT = 5  # letters that two words must share to count as forms of one another
_SYNONYM = 0.9
_FORM = 0.9
_AROUND = (
    0.7  # weight of the words in the items above a fragment, and in the sentences before one that begins with "It"
)
_BEFORE = 0.3  # in the sentences before any other
_BEYOND = 0.1  # before another fact of the same kind
_LEADING = 0.9  # the same, when it is asked what a fragment says and not what stands nearest
_HEADING = 0.6
_OTHER_SEGMENT = 0.55
_NEXT_SEGMENT = 0.65
_OTHER_COLUMN = 0.1
_MARKER = late_pattern(rf"[ \t]*{ITEM_MARKER}[ \t]+$")
_HANGING = late_pattern(r"(?:It|Its|They|Their|He|She|His|Her|This|These|That|Those|Both|There)\b")
_LEADS = 3  # sentences of a paragraph that are read with the one after them


@dataclass(slots=True)
class Bag:
    """Words with the weight (0..1) at which each counts as said, and facts likewise."""

    stems: dict[str, float] = field(default_factory=dict)
    groups: dict[int, float] = field(default_factory=dict)
    names: dict[int, float] = field(default_factory=dict)
    values: list[tuple[Value, float]] = field(default_factory=list)
    _known: dict[tuple[str, int], float] = field(default_factory=dict)

    def add(self, words: Iterable[Word], weight: float) -> None:
        """Words at one weight; the highest weight of a word counts."""
        for word in words:
            self.put(word, weight)

    def put(self, word: Word, weight: float) -> None:
        """One word at a weight."""
        if weight > self.stems.get(word.stem, 0.0):
            self.stems[word.stem] = weight
            for group in synonyms().get(word.stem, ()):
                self.groups[group] = max(weight, self.groups.get(group, 0.0))
        if word.name >= 0:
            self.names[word.name] = max(weight, self.names.get(word.name, 0.0))

    def weight(self, word: Word) -> float:
        """How far a word is said: itself, another name of the same, a synonym, another form. Asked when all is put."""
        key = (word.stem, word.name)
        if key not in self._known:
            self._known[key] = self._weight(word)
        return self._known[key]

    def _weight(self, word: Word) -> float:
        said = self.stems.get(word.stem, 0.0)
        if word.name >= 0:
            said = max(said, self.names.get(word.name, 0.0))
        if said < 1:
            alike = [self.groups.get(group, 0.0) for group in synonyms().get(word.stem, ())]
            said = max([said, *(_SYNONYM * each for each in alike)])
        if said == 0 and len(word.stem) >= _SHORTEST_ROOT:
            said = max((_FORM * w for stem, w in self.stems.items() if _same_root(word.stem, stem)), default=0.0)
        return said


@dataclass(frozen=True, slots=True)
class Fragment:
    """A quotable span with what leads up to it; `header` is the first row of the table that it is a row of.

    `leads` are earlier fragments of the same passage by number: the sentences before it, the list's lead-in, the items
    above it; `hangs` is False for a sentence that can be understood without those before it. `rank` is the number of an
    item in its list, 0 for what is no item.
    """

    span: Span
    reading: Reading
    leads: tuple[int, ...]
    header: int | None = None
    hangs: bool = True
    rank: int = 0


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity, so that what is known of one can be kept
class View:
    """A chunk's fragments and its heading: title, headings, whom it is by and where.

    When its page was published is no part of it: that day is of the page and bears out nothing that happened.
    """

    chunk: Chunk
    fragments: tuple[Fragment, ...]
    heading: Reading
    bags: tuple[Bag, ...]
    all: Bag
    _near: dict[tuple[int, int], Bag] = field(default_factory=dict, compare=False, repr=False)

    def near(self, number: int, place: int, others: Sequence[int] = ()) -> Bag:
        """What stands around a place of fragment `number`; words nearer to one of the `others` at lower weights."""
        found = self._near.get((number, place))
        if found is None:
            found = self._near[number, place] = self._around(number, place, others)
        return found

    def _around(self, number: int, place: int, others: Sequence[int]) -> Bag:
        fragment = self.fragments[number]
        bag = Bag()
        bag.add(self.heading.words, _HEADING)
        kind = next((claim.kind for claim in fragment.reading.values if claim.start == place), "")
        weight = _AROUND if fragment.hangs else _BEFORE
        for lead in sorted(fragment.leads, reverse=True):
            _spread(bag, self.fragments[lead].reading, weight)
            if any(claim.kind == kind for claim in self.fragments[lead].reading.values):
                weight = _BEYOND  # what stands before another phone belongs to that one
        if fragment.header is not None:
            self._add_row(bag, fragment, self.fragments[fragment.header].reading, place)
            return bag
        if fragment.rank and not fragment.reading.words:  # a year that heads items stands for what they say
            for below in self.fragments:
                if below.rank and number in below.leads:
                    _spread(bag, below.reading, _AROUND)
        for word in fragment.reading.words:
            bag.put(word, nearness(fragment.reading, word.start, place, others))
        for claim in fragment.reading.values:
            bag.values.append((claim, nearness(fragment.reading, claim.start, place, others)))
        return bag

    def _add_row(self, bag: Bag, fragment: Fragment, header: Reading, place: int) -> None:
        column = _column(fragment.reading, place)
        for reading, first in ((header, False), (fragment.reading, True)):
            for word in reading.words:
                bag.put(word, _cell_weight(_column(reading, word.start), column, first))
            for claim in reading.values:
                bag.values.append((claim, _cell_weight(_column(reading, claim.start), column, first)))


class Viewer:
    """Makes views of chunks; what was seen before is at hand. Thread-safe."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.view = lru_cache(maxsize=512)(self._view)

    def _view(self, chunk: Chunk) -> View:
        fragments = tuple(_fragments(chunk, self._reader))
        metadata = chunk.metadata
        about = [metadata.title, *chunk.section, metadata.organisation or "", metadata.region or ""]
        heading = self._reader.read("\n".join(dict.fromkeys(about)))
        bags = tuple(_bag(fragment, fragments, heading) for fragment in fragments)
        everything = Bag()
        for reading in (heading, *(each.reading for each in fragments)):
            _spread(everything, reading, 1.0)
        return View(chunk, fragments, heading, bags, everything)


def _bag(fragment: Fragment, fragments: Sequence[Fragment], heading: Reading) -> Bag:
    """What a fragment says where it stands."""
    bag = Bag()
    _spread(bag, heading, 1.0)
    leads = fragment.leads if fragment.header is None else (*fragment.leads, fragment.header)
    for lead in leads:
        _spread(bag, fragments[lead].reading, _LEADING if fragment.hangs else _BEFORE)
    _spread(bag, fragment.reading, 1.0)
    return bag


def _spread(bag: Bag, reading: Reading, weight: float) -> None:
    bag.add(reading.words, weight)
    bag.values += [(claim, weight) for claim in reading.values]


def _fragments(chunk: Chunk, reader: Reader) -> Iterable[Fragment]:
    """The fragments in order, each with what leads up to it."""
    text = chunk.text
    plain: list[int] = []  # the paragraph that is going on
    items: list[tuple[int, int]] = []  # (indent, fragment) of the items that are open
    header: int | None = None
    ranks: dict[tuple[int, ...], int] = {}
    end = 0
    for number, span in enumerate(quotable(chunk)):
        before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
        goes_on = "\n" not in text[end : span.start] and number > 0
        reading = reader.read(text[span.start : span.end])
        own_header, rank = None, 0
        if " | " in reading.text and not goes_on:
            own_header, header = header, number if header is None else header
            leads = tuple(plain[-1:])
        elif _MARKER.match(before):
            indent = len(before) - len(before.lstrip())
            items = [each for each in items if each[0] < indent]
            leads = (*plain[-1:], *(each for _, each in items))
            items.append((indent, number))
            header = None
            rank = ranks[leads] = ranks.get(leads, 0) + 1
        elif goes_on and items:
            leads = tuple(each for _, each in items)
        else:
            plain = [*(plain if goes_on or (plain and _goes_on(text[end - 1])) else ()), number]
            items, header = [], None
            leads = tuple(plain[:-1][-_LEADS:])
        led_in = number > 0 and _goes_on(text[end - 1])
        hangs = led_in or leads != tuple(plain[:-1][-_LEADS:]) or _HANGING.match(reading.text) is not None
        yield Fragment(span, reading, leads, own_header, hangs, rank)
        end = span.end


def nearness(reading: Reading, at: int, place: int, others: Sequence[int]) -> float:
    """How far what stands at `at` belongs to `place`: wholly, unless one of the `others` is fewer segments away."""
    own = reading.segment(at)
    distance = abs(own - reading.segment(place))
    nearest = min((abs(own - reading.segment(other)) for other in others), default=distance)
    return 1.0 if distance <= nearest else _NEXT_SEGMENT if distance == nearest + 1 else _OTHER_SEGMENT


def _goes_on(last: str) -> bool:
    """Whether a paragraph that ends with a character leads into the next one."""
    return last.isalnum() or last == ":"


def _column(row: Reading, place: int) -> int:
    return row.text.count(" | ", 0, place)


def _cell_weight(column: int, own: int, is_row: bool) -> float:
    """The row's first cell names the row; other cells of the row say little about this one, other headings nothing."""
    if column == own or (column == 0 and is_row):
        return 1.0
    return _OTHER_SEGMENT if is_row else _OTHER_COLUMN


def _same_root(one: str, other: str) -> bool:
    """Whether two stems look like forms of one word: all of the shorter, or all but two letters of the longer."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_ROOT or short[:4] != long[:4]:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared == len(short) or (shared >= _SHORTEST_ROOT + 1 and len(long) - shared <= 3)
