"""A text as verification reads it: words with stems and places, what it names, the facts it states, its segments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.claims import Claim, claims
from retrieval.korean import GLOSSES
from retrieval.lexical import QUESTION_WORDS, analyze
from retrieval.wording import Names

LONGEST = 4_000
"""Characters of a text that are read; fragments and sentences are shorter, headings too."""

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_BREAK = re.compile(r"[,;:()|\n/]|\s[–—-]\s|\b(?:and|while|whereas|but|or)\b", re.IGNORECASE)
_HANGUL = re.compile(r"[가-힣]")

# Words that join, point or comment in any paraphrase; that a passage does not hold them says nothing.
_GLUE = (
    "accord according also altogether among amid around another appear as aspect available base basis because become "
    "being besides beyond both bring call called case cite cited come concern consist contain count cover currently "
    "deal denote describe described despite detail each either entire example explain expressed far find first follow "
    "following form forms found full furthermore further general get give given go group grouped have having here "
    "however include included includes including instance intend item itself just kind known latter lay lie lies like "
    "likewise list listed made main make mean meaning meant mention mentioned moreover name named namely near nearby "
    "neither next not note noted number of off one only other others out over own page part particular per piece "
    "place point present put rank reach read refer reference relate remain respectively same say see seen serve set "
    "several shown sort so some specific stand state stated such take task term text than then though through "
    "throughout thus together too total towards toward turn two under up upon use used various via view way well "
    "whole within word work works yet still document passage order regarding respect "
    "every no nor more most less least very now all any many few much does did done doing has had were been"
)
# Each line is one group of words that may stand for each other in plain prose about policy.
_SYNONYMS = """
begin start launch commence open opening kick initiate underway onset
end finish complete conclude close completion expire finalize
build construct erect construction establish establishment create set found develop development make
company companies firm business enterprise corporation
employee staff worker personnel
head lead run chair manage direct operate oversee conduct
charge responsible responsibility handle oversee task duty look lies under
pay cost fee charge expense price spend spending sum amount fund funding money finance budget financing
get receive obtain gain win attract secure bring draw
give provide offer supply grant deliver present
phone telephone call dial number reach contact tel ring
email mail
help support assist back backing aid promote foster nurture advance boost push forward encourage
aim goal objective target purpose want seek hope intend vision envision ambition meant mean design plan foreseen
plan draw prepare draft schedule slate set due
month monthly
year yearly annual annually
quarter quarterly
week weekly
allow permit may admit admitted approve
need require must necessary obligatory mandatory condition
part section phase stage step
kind type sort category
increase raise grow rise climb
reduce cut lower decrease lessen shrink trim
show reveal state say tell disclose indicate specify
leave open unclear uncertain unknown unsaid unexplained explain
find discover identify seek look detect
test trial pilot
national government state central
province provincial regional region local
city urban municipal
house home flat apartment housing
ship vessel boat
harbour harbor port
job employment work post
old aging ageing older elderly senior
young youth
people person individual resident inhabitant citizen
alone single own individual solitary
worldwide global world international
abroad overseas foreign
competitive competitiveness rivalry compete strengthen
quick fast rapid rapidly swift
first initial
last final
review check examine inspect inspection examination evaluate assess analyze research study survey
discuss debate talk discussion
opinion view feedback
shun avoid stay
modern cutting-edge advanced high-tech new fresh future tomorrow
field sector area industry
building hall premise
room office
situated located location stand house based
attend take participate participant join attendance
buy purchase acquire
sell sale
hand submit file application apply applicant applying
enterprise smes
road street
stop halt cease
delete erase remove
keep retain hold store
link connect connection tie network
idea concept
law legal legislation act statute statutory
rule regulation
size area land site surface
member belong
put position
choose select pick selection
answer reply respond response
happen take occur held hold
incident accident
fine penalty
interest rate
train course education teach training
teacher professor
doctor physician
lawyer attorney
patient
half 50
double twice
third
car automobile automotive vehicle
optic optical
farm farming agriculture agricultural
digital digitalisation informatization
computer computing
telemedicine tele-medicine
custom customized tailored tailor
demolish dismantle decommission demolition decommissioning
facility plant site
shoe footwear
revive revitalize revitalization
environment ecosystem ecological
radical drastic
change shift transition transform
limit restrict restriction boundary
exceed surpass top
capacity size
worth value
explain clear clarify
tax duty levy
hospital clinic
deadline
winner
chief head director
deputy vice
mend repair
pick choose
pupil student
wage salary pay
tenth
weekday workday working
free gratis charge
insure insurance cover
shut close
leak
income revenue
share percentage proportion part percent
rent rental let lease
quotation quote offer
""".strip()


@cache
def stem(word: str) -> str:
    """The stem of one word as the index has it; a word that the index would drop stands for itself."""
    return next(iter(analyze(word)), word.lower())


@cache
def glue() -> frozenset[str]:
    """Stems that carry no matter of their own."""
    return frozenset(stem(word) for word in (*_GLUE.split(), *QUESTION_WORDS))


@cache
def synonyms() -> Mapping[str, frozenset[int]]:
    """For each stem the numbers of the groups of synonyms that it is in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_SYNONYMS.splitlines()):
        for word in line.split():
            for part in analyze(word):
                found.setdefault(part, set()).add(number)
    return {each: frozenset(groups) for each, groups in found.items()}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries matter. `name` is the number of the group of names that it is part of, or -1."""

    stem: str
    text: str
    start: int
    end: int
    segment: int
    name: int = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its words (those of facts and without matter left out), facts and the groups of names it uses.

    `breaks` are the places at which segments end: commas, brackets, cells, "and".
    """

    text: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    names: frozenset[int]
    claims: tuple[Claim, ...]
    breaks: tuple[int, ...]

    def segment(self, place: int) -> int:
        """The number of the segment that holds a place."""
        return bisect_right(self.breaks, place)


class Reader:
    """Reads texts; what was read before is at hand. Thread-safe."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._numbers = {name: number for number, group in enumerate(names.groups) for name in group}
        self.read = lru_cache(maxsize=4_000)(self._read)

    def group(self, number: int) -> tuple[str, ...]:
        """The names of a group."""
        return tuple(self._names.groups[number])

    def _read(self, text: str) -> Reading:
        text = text[:LONGEST]
        found = tuple(claims(text))
        named = [(start, end, self._numbers[group[0]]) for start, end, group in self._names.found_in(text)]
        breaks = tuple(match.start() for match in _BREAK.finditer(text) if not _inside(match.start(), found))
        words = tuple(_words(text, found, named, breaks))
        stems = frozenset(word.stem for word in words)
        return Reading(text, words, stems, frozenset(number for *_, number in named), found, breaks)


def is_korean(text: str) -> bool:
    """Whether most letters of a text are Hangul."""
    hangul = len(_HANGUL.findall(text))
    return hangul > sum(each.isascii() and each.isalpha() for each in text)


def has_hangul(text: str) -> bool:
    """Whether a text holds Hangul."""
    return _HANGUL.search(text) is not None


def in_english(text: str) -> str:
    """The known Korean words of a text, in English."""
    return " ".join(english for korean, english in GLOSSES.items() if korean in text)


def _inside(place: int, found: tuple[Claim, ...]) -> bool:
    return any(each.start <= place < each.end for each in found)


def _words(
    text: str, found: tuple[Claim, ...], named: list[tuple[int, int, int]], breaks: tuple[int, ...]
) -> list[Word]:
    taken = bytearray(len(text) + 1)
    for claim in found:
        taken[claim.start : claim.end] = b"\x01" * (claim.end - claim.start)
    group_at = {place: number for start, end, number in named for place in range(start, end)}
    return [
        Word(stem(word), word, match.start(), match.end(), bisect_right(breaks, match.start()), group)
        for match in _WORD.finditer(text)
        if not taken[match.start()]
        and (
            (group := group_at.get(match.start(), -1)) >= 0
            or (stem(match.group()) not in glue() and len(match.group()) > 1)
        )
        and (word := match.group())
    ]
