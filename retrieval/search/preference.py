"""A name in a question is a preference: passages that concern what it names come first, the best of several by turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from retrieval.records import Chunk
from retrieval.search.rewording import mentions
from retrieval.search.subjects import Subject

_OF_EACH = 2  # passages that each of several subjects has before the best of any
_SOUGHT_APART = 4  # subjects that candidates are looked for one by one; of more, in the documents of all together


class Preference:
    """What the subjects of one question prefer; nothing when it names none."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._subjects = tuple(subjects)
        self._own = tuple(each for each in subjects if each.documents)
        sets = [each.documents for each in self._own]
        self._shared = frozenset.intersection(*sets) if sets else frozenset()

    @property
    def documents(self) -> list[frozenset[str]]:
        """Sets of documents to look into: those about all of the subjects, or those about each when none is about all."""
        sets = [each.documents for each in self._own]
        if self._shared or not sets:
            return [self._shared] if self._shared else []
        return sets if len(sets) <= _SOUGHT_APART else [frozenset.union(*sets)]

    def of(self, chunks: Sequence[Chunk]) -> Preferred:
        """Which of some chunks concern the subjects: all of them, or any when no document is about all. A region that no
        document says it is about must be mentioned, by a chunk or by most of those of its document."""
        about = self._subjects_of(chunks)
        foreign = {i for i, each in enumerate(self._subjects) if not each.documents}
        own = [i for i, each in enumerate(self._subjects) if each.documents]
        enough = all if self._shared else any
        on_subject = tuple(foreign <= held and (not own or enough(i in held for i in own)) for held in about)
        groups = [] if self._shared or len(own) < 2 else own
        of_each = tuple(frozenset(n for n, held in enumerate(about) if i in held and on_subject[n]) for i in groups)
        return Preferred(on_subject, of_each)

    def _subjects_of(self, chunks: Sequence[Chunk]) -> list[frozenset[int]]:
        """For each chunk the numbers of the subjects that its document is about, or that its text mentions."""
        if not self._subjects:
            return [frozenset()] * len(chunks)
        held = mentioned(chunks, self._subjects)
        most = mentioned_by_most(chunks, held)
        about = [each.documents for each in self._subjects]
        return [
            own | most[chunk.document_id] | {i for i, documents in enumerate(about) if chunk.document_id in documents}
            for chunk, own in zip(chunks, held, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Preferred:
    """Which of some chunks, by number, concern what is named; `of_each` holds those of each of several subjects."""

    on_subject: tuple[bool, ...]
    of_each: tuple[frozenset[int], ...]

    def order(self, best: Sequence[int]) -> list[int]:
        """Numbers that come best first, with what concerns the subjects before the rest; the best of each subject take turns."""
        first = [i for i in best if self.on_subject[i]]
        if self.of_each:
            best_of_each = _by_turns([[i for i in first if i in each][:_OF_EACH] for each in self.of_each])
            first = list(dict.fromkeys((*best_of_each, *first)))
        return [*first, *(i for i in best if not self.on_subject[i])]


def mentioned(chunks: Sequence[Chunk], subjects: Sequence[Subject]) -> list[frozenset[int]]:
    """For each chunk the numbers of the subjects of which its text has a name."""
    return [
        frozenset(
            i for i, each in enumerate(subjects) if any(mentions(chunk.embedded_text, name) for name in each.names)
        )
        for chunk in chunks
    ]


def mentioned_by_most(chunks: Sequence[Chunk], held: Sequence[frozenset[int]]) -> Mapping[str, frozenset[int]]:
    """For each document of some chunks, by id, what most of its chunks hold; `held` says what each does."""
    size = Counter(each.document_id for each in chunks)
    times = Counter((each.document_id, i) for each, own in zip(chunks, held, strict=True) for i in own)
    return {
        document: frozenset(i for (of, i), count in times.items() if of == document and 2 * count > whole)
        for document, whole in size.items()
    }


def _by_turns(lists: Iterable[Sequence[int]]) -> list[int]:
    """The first of each list, then the second of each, each number once."""
    rows = zip_longest(*lists)
    return list(dict.fromkeys(i for row in rows for i in row if i is not None))
