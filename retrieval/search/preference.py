"""A name in a question is a preference: passages that concern what it names come first, the best of several by turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
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
        held = [self._mentioned(each) for each in chunks]
        size = Counter(each.document_id for each in chunks)
        times = Counter((each.document_id, i) for each, own in zip(chunks, held, strict=True) for i in own)
        return [
            own
            | {
                i
                for i, each in enumerate(self._subjects)
                if chunk.document_id in each.documents or 2 * times[chunk.document_id, i] > size[chunk.document_id]
            }
            for chunk, own in zip(chunks, held, strict=True)
        ]

    def _mentioned(self, chunk: Chunk) -> frozenset[int]:
        text = chunk.embedded_text
        return frozenset(i for i, each in enumerate(self._subjects) if any(mentions(text, name) for name in each.names))


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


def _by_turns(lists: Iterable[Sequence[int]]) -> list[int]:
    """The first of each list, then the second of each, each number once."""
    rows = zip_longest(*lists)
    return list(dict.fromkeys(i for row in rows for i in row if i is not None))
