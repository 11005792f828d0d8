"""What an ingest asks of a base: the documents with their digests, their folders and their chunks, without opening Chroma.

It is derived from the Chroma folder beside it and made again where it is missing or damaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path, PurePath

from retrieval.index.files import DamagedFileError, from_json, read_packed, sync_one, to_json, write_packed
from retrieval.index.manifest import FORMAT, Noted
from retrieval.index.stored import StoredChunk, StoredDocument
from retrieval.index.vectors import open_base

_NAME = "ledger"
_DATABASE = "chroma.sqlite3"
_SQLITE = b"SQLite format 3\0"
_HEAD = 100  # bytes of its header
_IN_USE = "index_metadata.pickle"
"""What a folder of vectors holds once Chroma reads it. A folder without is made anew, and is empty for a moment, whenever
Chroma is opened: its rows are in the database."""


class Ledger:
    """The documents of a base. Raises `DamagedFileError` when the ledger is gone, damaged, or the base is not whole."""

    def __init__(self, version: Path) -> None:
        described, self._content = read_packed(version / _NAME)
        if described.get("format") != FORMAT:
            raise DamagedFileError(f"{version / _NAME} was written by another version of Policydesk")
        self.model: str = described["model"]
        self.dimensions: int = described["dimensions"]
        self._files: Sequence[str] = described["files"]
        self._places = {i: (begin, length) for i, (_, _, _, begin, length) in described["documents"].items()}
        self.documents = {i: Noted(*noted) for i, (*noted, _, _) in described["documents"].items()}
        self._chroma = version / "chroma"

    @property
    def chunks(self) -> int:
        """Number of chunks in the base."""
        return sum(each.chunks for each in self.documents.values())

    def digests(self, document_id: str) -> dict[str, str]:
        """Chunk id -> digest of what the base holds for one document. Raises KeyError."""
        begin, length = self._places[document_id]
        digests: dict[str, str] = from_json(self._content[begin : begin + length])
        return digests

    def fault(self) -> str | None:
        """What can be seen to be wrong with the Chroma folder from outside, in a sentence; nothing of one on a server."""
        if not self._files:
            return None
        for name in self._files:
            path = self._chroma / name
            if name != _DATABASE and str(PurePath(name).with_name(_IN_USE)) not in self._files:
                continue
            if not path.is_file() or not path.stat().st_size:
                return f"{path} is gone or empty"
        database = self._chroma / _DATABASE
        with database.open("rb") as file:
            head = file.read(_HEAD)
        page, pages = (
            int.from_bytes(head[16:18], "big"),
            int.from_bytes(head[28:32], "big"),
        )  # as SQLite's format has it
        whole = head.startswith(_SQLITE) and database.stat().st_size >= (65_536 if page == 1 else page) * pages
        return None if whole else f"{database} is not as it was written"


@contextmanager
def writing(
    version: Path, model: str, dimensions: int, documents: Mapping[str, StoredDocument]
) -> Iterator[Callable[[StoredChunk], None]]:
    """Make the ledger of a base: whoever has this open notes every chunk, in any order; it is written at the end."""
    digests: dict[str, dict[str, str]] = {i: {} for i in documents}

    def note(each: StoredChunk) -> None:
        digests[each.chunk.document_id][each.chunk.id] = each.digest

    yield note
    blobs = {i: to_json(found) for i, found in digests.items()}
    listed, begin = {}, 0
    for i, blob in blobs.items():
        stored = documents[i]
        listed[i] = [stored.digest, stored.root, stored.chunks, begin, len(blob)]
        begin += len(blob)
    chroma = version / "chroma"
    header = {
        "format": FORMAT,
        "model": model,
        "dimensions": dimensions,
        "files": [
            str(each.relative_to(chroma)) for each in chroma.rglob("*") if each.is_file() and each.stat().st_size
        ],
        "documents": listed,
    }
    new = version / f"{_NAME}.new"
    new.unlink(missing_ok=True)
    write_packed(new, header, blobs.values())
    new.replace(version / _NAME)
    sync_one(version)


def derive(version: Path, url: str | None = None) -> Ledger:
    """Make the ledger of a base that is from before there were ledgers, lost its own, or was written by another machine.

    Raises `IndexUnusableError` when Chroma, in its folder or at `url`, cannot read it.
    """
    with closing(open_base(version, url, None, 0)) as store:
        version.mkdir(parents=True, exist_ok=True)
        documents = store.documents()
        with writing(version, store.model, store.dimensions, documents) as note:
            for each in store.stored_chunks(documents):
                note(each)
    return Ledger(version)
