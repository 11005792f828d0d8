"""What an ingest will do, decided before anything is written: a pure function over what is stored and what was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from retrieval.index import StoredChunk
from retrieval.records import Chunk, Contact, Document, PolicydeskError

_MOST = 0.5  # a plan that removes more than this share of the indexed documents asks for --force
_FEW = 4  # unless there are no more than this many


class TooMuchRemovedError(PolicydeskError):
    """The folder holds so much less than before that it may be the wrong one."""


class Known(Protocol):
    """What is compared of a document that the index holds: the digest of its file, and the folder it came from."""

    @property
    def digest(self) -> str:
        """As `ReadDocument.digest`."""

    @property
    def root(self) -> str:
        """As `Source.root`."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was loaded because its file is new or changed, with its chunks and its contacts."""

    document: Document
    digest: str
    chunks: tuple[Chunk, ...]
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Document ids by what happens to them, and the chunks to write and to delete."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    write: tuple[StoredChunk, ...]
    delete: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Nothing to do."""
        return not (self.added or self.changed or self.removed)


def plan(
    stored: Mapping[str, Known],
    stored_chunks: Mapping[str, Mapping[str, str]],
    read: Sequence[ReadDocument],
    unchanged: Sequence[str],
    failed: Sequence[str],
    roots: Sequence[str],
    is_gone: Callable[[Path], bool] = lambda _: False,
) -> Plan:
    """Compare.

    `stored_chunks` holds chunk id -> digest for each document of `read` that is stored already. A stored document
    leaves when its root is among `roots`, or its file `is_gone`, and its file is neither read, unchanged nor failed.
    """
    here = {each.document.id for each in read} | set(unchanged) | set(failed)
    left = ((i, each.root) for i, each in stored.items() if i not in here)
    removed = tuple(i for i, root in left if root in roots or is_gone(Path(root, i)))
    write: list[StoredChunk] = []
    delete: list[str] = []
    for each in read:
        before = stored_chunks.get(each.document.id, {})
        after = [StoredChunk(chunk, digest(chunk)) for chunk in each.chunks]
        write += [one for one in after if before.get(one.chunk.id) != one.digest]
        delete += sorted(before.keys() - {one.chunk.id for one in after})
    ids = [each.document.id for each in read]
    return Plan(
        added=tuple(i for i in ids if i not in stored),
        changed=tuple(i for i in ids if i in stored),
        unchanged=tuple(unchanged),
        removed=removed,
        write=tuple(write),
        delete=tuple(delete),
    )


def refuse_if_too_much(planned: Plan, stored: Mapping[str, Known]) -> None:
    """Raise `TooMuchRemovedError` when the plan would remove most of the index."""
    if len(stored) > _FEW and len(planned.removed) > _MOST * len(stored):
        raise TooMuchRemovedError(
            f"This would remove {len(planned.removed)} of {len(stored)} documents from the index, for example "
            f"{planned.removed[0]}. If that is meant, run it again with --force."
        )


def digest(chunk: Chunk) -> str:
    """SHA-256 of every stored field of a chunk; the model and chunker version are part of the document's digest."""
    fields = asdict(chunk) | {"metadata": chunk.metadata.title}
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
