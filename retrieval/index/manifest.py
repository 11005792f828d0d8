"""What a version that builds upon another says of itself: upon which, by which segments, and where each changed document lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.index.files import DamagedFileError, read_packed, write_packed

FORMAT = 1  # raise when manifests, ledgers or segments change shape; an index of another format asks for a rebuild
NAME = "manifest"


@dataclass(frozen=True, slots=True)
class Noted:
    """What an ingest compares a file with. `segment` names where its document lies; None is the base."""

    digest: str
    root: str
    chunks: int
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A version as changes upon a base.

    `base` names the version whose Chroma folder holds what did not change. `segments` maps the files of later changes,
    oldest first, to their sizes in bytes. `changed` is every document that the base lacks or has in an older state, None
    for those that are gone.
    """

    base: str
    segments: Mapping[str, int]
    changed: Mapping[str, Noted | None]


def write(folder: Path, manifest: Manifest) -> None:
    """Put it into a version."""
    changed = {i: each and [each.digest, each.root, each.chunks, each.segment] for i, each in manifest.changed.items()}
    described = {
        "format": FORMAT,
        "base": manifest.base,
        "segments": dict(manifest.segments),
        "changed": changed,
    }
    write_packed(folder / NAME, described, ())


def read(folder: Path) -> Manifest | None:
    """What a version says; None of one that is a base itself. Raises `DamagedFileError`."""
    if (folder / "chroma").is_dir():
        return None
    described, _ = read_packed(folder / NAME)
    if described.get("format") != FORMAT:
        raise DamagedFileError(f"{folder / NAME} was written by another version of Policydesk")
    return Manifest(described["base"], described["segments"], _changed(described["changed"]))


def _changed(plain: Mapping[str, Any]) -> dict[str, Noted | None]:
    return {i: None if each is None else Noted(*each) for i, each in plain.items()}
