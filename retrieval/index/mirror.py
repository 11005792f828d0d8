"""The versions of a Chroma server below HOME: manifest and segments as they lie there, and the lexical index made of them.

All of it is derived. A version has the same name and the same files as one in a folder, but for its base's `chroma`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from retrieval.index import manifest, snapshots
from retrieval.index.files import link
from retrieval.index.server import Server, Version, file_of


def follow(index: Path, server: Server) -> Path | None:
    """The folder of the version in force on the server; what is not here of it is fetched. None before the first ingest.

    Several processes may do this at once.
    """
    version = server.newest()
    if version is None:
        return None
    index.mkdir(parents=True, exist_ok=True)
    folder = index / version.name
    with snapshots.in_turn(index):
        if not snapshots.is_whole(folder):
            _fetch(index, folder, version, server)
        snapshots.switch(index, folder)
    return folder


def distrust(index: Path) -> None:
    """Have all versions fetched again, as one of them turned out to be damaged: they share files."""
    with snapshots.in_turn(index):
        for each in _whole(index):
            snapshots.set_aside(each)


def _fetch(index: Path, folder: Path, version: Version, server: Server) -> None:
    new = index / f"new.{folder.name}"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    whole = _whole(index)
    for name, size in version.files.items():
        here = next((each / name for each in whole if (each / name).is_file()), None)
        if here:
            link(here, new / name)
        else:
            own = name == file_of(version.name)
            (new / (manifest.NAME if own else name)).write_bytes(server.fetch(name, size))
    snapshots.adopt(new, folder)


def _whole(index: Path) -> list[Path]:
    return [each for each in index.glob("v*") if snapshots.number_of(each.name) and snapshots.is_whole(each)]
