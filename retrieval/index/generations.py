"""The next version from the one before: only what changed is written, and a new base when enough has (docs/adr/0013)."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from retrieval.index import ledger, manifest, segments, snapshots
from retrieval.index.faults import DamagedVersionError
from retrieval.index.files import DamagedFileError, link
from retrieval.index.layers import Base, LayeredStore, write_segment
from retrieval.index.ledger import Ledger
from retrieval.index.ledger import writing as ledger_of
from retrieval.index.manifest import Manifest, Noted
from retrieval.index.segments import Packed, Segment, packed

__all__ = [
    "Generation",
    "ledger_of",
    "newest",
    "open_store",
    "packed",
    "read",
    "roots",
    "write_change",
    "write_segment",
]

_log = logging.getLogger(__name__)
_SHARE = 0.1  # of the base's chunks that may be out of date, or stand in segments, before a new base is made
_FEW = 256  # chunks that ask for no new base: as few are searched in no time, and a small index would have one all the time
_MOST = 0.5  # of the base's chunks that may be out of date, however few they are


@dataclass(frozen=True)
class Generation:
    """A version as an ingest sees it, read without opening Chroma."""

    version: Path
    base: Ledger
    segments: Mapping[str, Segment]
    manifest: Manifest

    @cached_property
    def documents(self) -> dict[str, Noted]:
        """What is noted of every document, by id."""
        changed = self.manifest.changed
        same = {i: each for i, each in self.base.documents.items() if i not in changed}
        return same | {i: each for i, each in changed.items() if each is not None}

    def digests(self, document_id: str) -> dict[str, str]:
        """Chunk id -> digest of what is stored for one document. Raises KeyError."""
        at = self.documents[document_id].segment
        if at is None:
            return self.base.digests(document_id)
        return {each.chunk.id: each.digest for each in self.segments[at].chunks(document_id)}

    def is_due(self, written: Sequence[tuple[str, int]], removed: Collection[str]) -> bool:
        """Whether a new base pays once documents (id, number of chunks) are written and others removed."""
        new = dict(written)
        later = {i: each.chunks for i, each in self.manifest.changed.items() if each} | new
        touched = self.manifest.changed.keys() | new.keys() | set(removed)
        stale = sum(each.chunks for i, each in self.base.documents.items() if i in touched)
        fresh = sum(count for i, count in later.items() if i not in removed)
        return stale > _MOST * self.base.chunks or max(stale, fresh) > max(_FEW, _SHARE * self.base.chunks)


def read(version: Path, url: str | None = None) -> Generation:
    """A version that is whole; its base is on the Chroma server at `url`, if given. Raises `DamagedFileError`, or `IndexUnusableError` when its base is damaged."""
    described = manifest.read(version) or Manifest(version.name, {}, {})
    base = version.with_name(described.base)
    opened = {name: Segment(version / name) for name in described.segments}
    try:
        found = Ledger(base)
    except DamagedFileError:
        found = ledger.derive(base, url)
    if fault := found.fault():
        raise DamagedVersionError(fault)
    return Generation(version, found, opened, described)


def newest(index: Path, url: str | None = None) -> tuple[Generation | None, list[Path]]:
    """The version in force, or the newest before it that is whole, and the damaged ones after that.

    Raises `IndexUnusableError` when there are versions but none is whole.
    """
    in_force = snapshots.in_force(index).folder
    if in_force is None:
        return None, []
    damaged: list[Path] = []
    faults: list[str] = []
    for version in (in_force, *snapshots.older_whole(index, in_force)):
        try:
            found = read(version, url)
        except DamagedFileError as error:
            damaged.append(version)
            faults.append(str(error))
            continue
        if faults:
            _log.warning("%s: the index goes on from its newest whole version, %s.", faults[0], version.name)
        return found, damaged
    raise DamagedVersionError(faults[0])


def write_change(folder: Path, before: Generation, documents: Sequence[Packed], removed: Collection[str]) -> Generation:
    """Write into a new version what differs from the one before: a segment, links to the others, the manifest.

    `documents` are new or stand in for those of the same id; no chunk of `removed` remains.
    """
    changed: dict[str, Noted | None] = dict(before.manifest.changed)
    for i in removed:
        changed[i] = None
        if i not in before.base.documents:
            del changed[i]
    sizes = dict(before.manifest.segments)
    if documents:
        name, kept = f"{folder.name}-{uuid.uuid4().hex[:8]}.segment", {each.id: each for each in documents}
        for taken in segments.taken_along(sizes, sum(each.size for each in documents)):
            alive = [i for i, each in changed.items() if each and each.segment == taken and i not in kept]
            kept |= {i: before.segments[taken].packed(i) for i in alive}
        sizes[name] = segments.write(folder / name, kept.values(), before.base.dimensions)
        changed |= {i: _noted(each, name) for i, each in kept.items()}
    used = {each.segment for each in changed.values() if each}
    sizes = {name: size for name, size in sizes.items() if name in used}
    for name in sizes.keys() & before.segments.keys():
        link(before.version / name, folder / name)
    described = Manifest(before.manifest.base, sizes, changed)
    manifest.write(folder, described)
    return Generation(folder, before.base, {}, described)


def open_store(
    version: Path, model: str | None, dimensions: int, before: LayeredStore | None = None, url: str | None = None
) -> LayeredStore:
    """The store of a version, to be closed; what `before`, which is open, has in memory of it is not read again.

    Its base is on the Chroma server at `url`, if given.

    Raises `DamagedVersionError`, and what `vectors.open_base` raises.
    """
    try:
        described = manifest.read(version) or Manifest(version.name, {}, {})
        base = version.with_name(described.base)
        if before is not None and before.base.version != base:
            before = None
        known = before.segments if before else {}
        opened = {name: known.get(name) or Segment(version / name) for name in described.segments}
    except DamagedFileError as error:
        raise DamagedVersionError(error) from error
    held = before.base if before else Base(base, model, dimensions, url)
    return LayeredStore(
        held.hold(), opened, {i: each.segment if each else None for i, each in described.changed.items()}
    )


def roots(version: Path) -> dict[str, str]:
    """Document id -> folder of what a version holds, as far as it can be read at all."""
    found: dict[str, str] = {}
    base: Path | None = version
    try:
        described = manifest.read(version)
        if described is not None:
            base = version.with_name(described.base)
            found = {i: each.root for i, each in described.changed.items() if each}
    except DamagedFileError:
        base = None
        for each in version.glob("*.segment"):
            with suppress(DamagedFileError):
                found |= {i: stored.root for i, stored in Segment(each).documents.items()}
    if base is not None:
        with suppress(DamagedFileError):
            found = {i: each.root for i, each in Ledger(base).documents.items()} | found
    return found


def _noted(document: Packed, segment: str) -> Noted:
    record = document.record
    return Noted(str(record["digest"]), str(record["root"]), int(record["chunks"]), segment)
