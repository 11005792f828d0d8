"""Sentences whose truth is known, with the passages that they cite."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    from assistant.verification import Source
    from retrieval.search import Search

HERE = Path(__file__).parent.parent

SETS = tuple(HERE / "verification" / f"{name}.jsonl" for name in ("dev", "held_out", "fresh", "fresh2"))
DOCUMENTS = (HERE.parent / "documents", HERE / "held_out" / "documents")
_KEYS = ("id", "document_id", "anchor", "sentence", "label", "kind")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of a set. `anchor` is verbatim text of the passage that it cites; `label` is "true" or "planted"."""

    id: str
    document_id: str
    anchor: str
    sentence: str
    label: str
    kind: str


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSONL file. Raises PolicydeskError, with the line, when one cannot be read."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise PolicydeskError(f"{path} cannot be read ({error.strerror}): name a JSONL file of sentences.") from error
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            found: dict[str, Any] = json.loads(line)
            rows.append(Row(**{key: str(found[key]) for key in _KEYS}))
        except (ValueError, KeyError, TypeError) as error:
            raise PolicydeskError(f"{path}, line {number}: not a row with {', '.join(_KEYS)}.") from error
        if rows[-1].label not in ("true", "planted"):
            raise PolicydeskError(f'{path}, line {number}: label is neither "true" nor "planted".')
    return rows


@dataclass(frozen=True, slots=True)
class Citable:
    """The passages that a row may cite, as the model would have them."""

    sources: Sequence[Source]

    def of(self, row: Row) -> Source | None:
        """The one that holds the anchor; passages that are not cited are nothing to the verifier."""
        wanted = " ".join(row.anchor.split())
        of_document = (each for each in self.sources if each.passage.chunk.document_id == row.document_id)
        return next((each for each in of_document if wanted in " ".join(each.passage.chunk.text.split())), None)


@contextmanager
def opened(home: Path, documents: Sequence[Path]) -> Iterator[tuple[Search, Citable]]:
    """The search over the documents, and what can be cited of them."""
    from assistant.verification import Source
    from retrieval.embedding import VectorCache, embed_chunks, open_embedder
    from retrieval.index import Location, open_index
    from retrieval.ingest import ingest
    from retrieval.records import Passage
    from retrieval.search import Search

    embedder = open_embedder("local", home / "cache")
    ingest(list(documents), Location(home), embedder, force=True)
    index = open_index(Location(home), embedder.name, embedder.dimensions)
    with closing(index.store), closing(VectorCache(home / "vectors.sqlite")) as cache:
        search = Search(index, embedder, cache)
        ids = [f"{each.id}#{position}" for each in search.documents for position in range(each.chunks)]
        chunks = list(index.store.chunks(ids, index.documents).values())
        embedded, _ = embed_chunks(chunks, embedder, cache)
        sources = [
            Source(Passage(chunk, 0.0, 0.0, 0.0), vectors.sentences)
            for chunk, vectors in zip(chunks, embedded, strict=True)
        ]
        yield search, Citable(sources)
