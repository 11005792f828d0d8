"""A benchmark's corpus as an index of the product: files that are ingested as any others, and searched as any others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from evals.benchmarks.data import Entry
from retrieval.embedding import Embedder, VectorCache
from retrieval.index import Location, open_index
from retrieval.ingest import Progress, ingest
from retrieval.records import Failure
from retrieval.search import Search


@contextmanager
def indexed(
    entries: Sequence[Entry], home: Path, embedder: Embedder, progress: Callable[[Progress], None] = lambda _: None
) -> Iterator[tuple[Search, tuple[Failure, ...]]]:
    """The search over `entries`, and the entries that could not be read. A `home` used before is brought up to date."""
    folder = home / "corpus"
    _write(entries, folder)
    at = Location(home)
    report = ingest([folder], at, embedder, force=True, progress=progress)
    index = open_index(at, embedder.name, embedder.dimensions)
    with closing(index.store), closing(VectorCache(home / "vectors.sqlite")) as cache:
        yield Search(index, embedder, cache), report.failed


def file_name(number: int) -> str:
    """The document id of the corpus entry `number`; ids of benchmarks may hold what file names may not."""
    return f"{number}.txt"


def entry_number(document_id: str) -> int:
    """Back from `file_name`."""
    return int(document_id.removesuffix(".txt"))


def _write(entries: Sequence[Entry], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {file_name(number): _content(entry) for number, entry in enumerate(entries)}
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        (folder / name).write_text(content, "utf-8")


def _content(entry: Entry) -> str:
    title = f"---\ntitle: {json.dumps(entry.title, ensure_ascii=False)}\n---\n" if entry.title.strip() else ""
    return f"{title}{entry.text}\n"
