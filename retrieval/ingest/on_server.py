"""The index on a Chroma server, as an ingest sees it: brought in line in place, with a version noted at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing

from retrieval.embedding import Embedder, VectorCache, key
from retrieval.index import IndexUnusableError, Location, StoredDocument, VectorStore, vectors, write_lexical
from retrieval.ingest.plan import Plan
from retrieval.ingest.sources import Progress, Read, note_folders, noted_folders
from retrieval.ingest.steps import Embedding, write_into
from retrieval.records import Chunk


class ServerIndex:
    """Each chunk is old or new whenever it stops, and the next ingest does the rest."""

    def __init__(self, at: Location, embedder: Embedder, *, rebuild: bool) -> None:
        self._at = at
        self._embedder = embedder
        self._rebuild = rebuild
        self.others: Mapping[str, str] = self._noted() if rebuild else {}
        self.unfinished = False
        self.documents: Mapping[str, StoredDocument] = {}
        if rebuild:
            return
        with closing(self._open()) as store:
            self.documents = store.documents()
            self.unfinished = not store.finished

    def digests(self, ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Document id -> chunk id -> digest of what is stored."""
        if not ids:
            return {}
        with closing(self._open()) as store:
            return {each: store.chunk_digests(each) for each in ids}

    def write(self, planned: Plan, read: Read, cache: VectorCache, progress: Callable[[Progress], None]) -> int:
        """Carry the plan out; returns the number of chunks embedded."""
        embedding = Embedding(self._embedder, cache, progress)
        kept: list[str] = []
        with closing(self._open(anew=self._rebuild)) as store, store.writing():
            write_into(store, planned.write, planned, read, embedding)
            documents = store.documents()
            if store.count() != sum(each.chunks for each in documents.values()):
                store.delete_orphans(documents)
            store.settle()
            note_folders(self._at.home, {each.id: each.root for each in documents.values()})
            total = store.count()
            progress(Progress("Indexing words", 0, total))
            chunks = _noting(store.all_chunks(documents), kept, self._embedder.name)
            write_lexical(chunks, self._at.lexical, documents)
            progress(Progress("Indexing words", total, total))
        cache.keep_only(kept)
        return embedding.computed

    def _noted(self) -> dict[str, str]:
        """Document id -> folder, whatever model made the index."""
        try:
            with closing(vectors.open_server(str(self._at.chroma_url), None, 0)) as store:
                return {each.id: each.root for each in store.documents().values()}
        except IndexUnusableError:  # too damaged or too old to say; what the last ingest noted beside it can
            return noted_folders(self._at.home)

    def _open(self, *, anew: bool = False) -> VectorStore:
        name, dimensions = self._embedder.name, self._embedder.dimensions
        return vectors.open_server(str(self._at.chroma_url), name, dimensions, create=True, anew=anew)


def _noting(chunks: Iterable[Chunk], kept: list[str], model: str) -> Iterator[Chunk]:
    for each in chunks:
        kept.append(key(model, each.embedded_text))
        yield each
