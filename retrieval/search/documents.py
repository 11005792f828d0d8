"""The documents of an opened index: what is known of each, and the text of those that are looked into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from itertools import islice
from typing import Any, TypeVar

from retrieval.index import Index, StoredDocument
from retrieval.language import has_hangul
from retrieval.records import Document
from retrieval.search.reading import Reading

_KEPT = 32  # whole texts at hand for answering

T = TypeVar("T")


class Documents:
    """What is indexed, by id; a text is read when it is asked for. Thread-safe."""

    def __init__(self, index: Index, known: Mapping[str, StoredDocument] | None = None) -> None:
        """`known` are those of the index that there are; left out, all."""
        self._stored = index.documents if known is None else known
        self._reading = lru_cache(maxsize=_KEPT)(partial(_read, index))
        self._made: dict[Callable[[Documents], Any], Any] = {}

    def __iter__(self) -> Iterator[StoredDocument]:
        return iter(self._stored.values())

    def __len__(self) -> int:
        return len(self._stored)

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._stored

    def stored(self, document_id: str) -> StoredDocument:
        """What is known of a document without its text. Raises KeyError."""
        return self._stored[document_id]

    def first(self, limit: int) -> list[StoredDocument]:
        """The first of them, at most `limit`; takes no longer however many there are."""
        return list(islice(self, limit))

    def whole(self, document_id: str) -> Document | None:
        """A document with its text, or None."""
        reading = self.reading(document_id)
        return reading.document if reading else None

    def reading(self, document_id: str) -> Reading | None:
        """A document with its blocks by place and its lists, or None."""
        return self._reading(document_id) if document_id in self._stored else None

    def once(self, make: Callable[[Documents], T]) -> T:
        """What a function makes of these documents, made when it is first asked for: they do not change."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def language(self) -> str | None:
        """The language that most documents say they are in; None when most say none, or there are none."""
        said = Counter(each.metadata.language for each in self).most_common(1)
        return said[0][0] if said else None

    @cached_property
    def holds_korean(self) -> bool:
        """Whether a document says that it is in Korean, or has a Korean title."""
        known = (each.metadata for each in self)
        return any(each.language == "ko" or has_hangul(each.title) for each in known)


def _read(index: Index, document_id: str) -> Reading | None:
    document = index.store.document(document_id)
    return Reading(document) if document else None
