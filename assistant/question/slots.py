"""The parts of a question that another thing of the same sort can take the place of: "and in Gwangju?", "그럼 광주는?".

A part is a run of words that say something; the words between runs (question words, forms of to be and to do, pronouns) are a closed class of
the grammar. Which part is meant is told by its sort (a subject for a subject, a year for a year), else by its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from retrieval.language import QUESTION_WORDS, has_hangul, korean_stems
from retrieval.language.values import values
from retrieval.patterns import late_pattern
from retrieval.search import Names

Place = tuple[int, int]
Alike = Callable[[str, Sequence[str]], Sequence[float]]
"""How near in meaning each of some texts is to a text."""

_TOKEN = late_pattern(r"[^\W_][\w.&'’/~–-]*\w|\w")
_ASKING = frozenset("name list describe explain summarize summarise say many much long charge responsible".split())
_INNER = frozenset("a an the of to and for in on at with by from".split())
_PROPER = late_pattern(r"[A-Z][\w-]*(?: (?:of |to |the |and |for |in )*[A-Z][\w-]*)*")
_TRIED = 4  # parts
_LONGEST = 3  # Korean words that make up one part


def parts(question: str) -> list[Place]:
    """The places of all parts, longer and shorter ones, in order."""
    found = [place for run in _runs(question) for place in _within(run, question)]
    proper = [each.span() for each in _PROPER.finditer(question) if " " in each.group()]
    return sorted({each for each in found if not any(_cuts(each, whole) for whole in proper)}.union(proper))


def matter(question: str) -> str:
    """What a question is about: its runs of words, without what only asks."""
    return " ".join(question[start:end] for start, end in _whole(question))


def replaced(
    question: str, new: str, names: Names, is_subject: Callable[[str], bool], alike: Alike
) -> list[tuple[float, str]]:
    """The question with `new` in place of each of the parts that are most like it, with how like they are; best first."""
    found = [place for place in _alike_in_sort(question, new, names, is_subject) if question[slice(*place)] != new]
    likeness = alike(new, [question[slice(*place)] for place in found]) if found else ()
    best = sorted(zip(likeness, found, strict=True), key=lambda each: (-each[0], each[1]))[:_TRIED]
    return [(like, question[:start] + new + question[end:]) for like, (start, end) in best]


def _alike_in_sort(question: str, new: str, names: Names, is_subject: Callable[[str], bool]) -> list[Place]:
    named = [(start, end) for start, end, _ in names.found_in(question)]
    subjects = [place for place in named if is_subject(question[slice(*place)])]
    if _is_name(new, names):
        others = [place for place in named if place not in subjects]
        alike = subjects if is_subject(new) else others
        if alike or is_subject(new):
            return alike or others
    kinds = {each.kind for each in values(new)} if is_value(new) else set()
    if kinds:
        return [(each.start, each.end) for each in values(question) if each.kind in kinds]
    free = [place for place in parts(question) if not any(s <= place[0] and place[1] <= e for s, e in subjects)]
    return sorted({*free, *(place for place in named if place not in subjects)})


def _is_name(text: str, names: Names) -> bool:
    return any((start, end) == (0, len(text)) for start, end, _ in names.found_in(text))


def is_value(text: str) -> bool:
    """Whether a text is a Value and nothing else."""
    return any(each.end - each.start >= len(text) - 1 for each in values(text))


def _whole(question: str) -> Iterator[Place]:
    for run in _runs(question):
        if run:
            yield run[0][0], run[-1][1]


def _runs(question: str) -> list[list[Place]]:
    """Neighbouring words that say something; connecting words may stand between them."""
    runs: list[list[Place]] = [[]]
    for match in _TOKEN.finditer(question):
        word, place = match.group(), match.span()
        if has_hangul(word):
            if korean_stems.is_form(word):
                runs.append([])
            else:
                runs[-1].append(place)
        elif word.lower() in _INNER or word.lower() not in QUESTION_WORDS | _ASKING:
            runs[-1].append(place)
        else:
            runs.append([])
    return [trimmed for run in runs if (trimmed := _trimmed(run, question))]


def _cuts(place: Place, whole: Place) -> bool:
    return any(whole[0] < end < whole[1] for end in place)


def _trimmed(run: list[Place], question: str) -> list[Place]:
    while run and question[slice(*run[0])].lower() in _INNER:
        run = run[1:]
    while run and question[slice(*run[-1])].lower() in _INNER:
        run = run[:-1]
    return run


def _within(run: list[Place], question: str) -> Iterator[Place]:
    korean = any(has_hangul(question[slice(*place)]) for place in run)
    inner = [at for at, place in enumerate(run) if question[slice(*place)].lower() in _INNER]
    begins = range(len(run)) if korean else [0, *(at + 1 for at in inner)]
    for begin in begins:
        ends = range(begin, min(len(run), begin + _LONGEST)) if korean else [*(at - 1 for at in inner), len(run) - 1]
        for end in ends:
            if end >= begin and begin not in inner and end not in inner:
                yield run[begin][0], run[end][0] + len(_bare(question[slice(*run[end])]))


def _bare(word: str) -> str:
    """A word without the particles that only tie it to others."""
    return korean_stems.stem(word) if has_hangul(word) else word
