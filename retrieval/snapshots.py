"""Whole versions of the embedded index, side by side: written apart, then switched to in one rename.

A reader never sees a half-written index and a writer that dies leaves the old one as it was (docs/adr/0004).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.records import PolicydeskError

_CURRENT = "CURRENT"


class IngestRunningError(PolicydeskError):
    """Another ingest holds the index."""


def current(index: Path) -> Path | None:
    """The folder of the version in force, or None before the first ingest."""
    try:
        name = (index / _CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    folder = index / name
    return folder if name and folder.is_dir() else None


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """Hold the one right to write below `home`; the lock goes with the process, however it ends."""
    lock = FileLock(home / "ingest.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise IngestRunningError(
            f"Another ingest is writing to {home}. Wait until it is done, or give this one its own POLICYDESK_HOME."
        ) from None
    try:
        yield
    finally:
        lock.release()


def remove_leftovers(index: Path) -> None:
    """Delete unfinished versions and those before the last; call it while holding `exclusive`.

    The version before the current one stays: a server may be reading it until its next question.
    """
    in_force = current(index)
    versions = sorted((each for each in index.glob("v*") if each.is_dir()), key=_number)
    older = [each for each in versions if in_force and _number(each) < _number(in_force)]
    keep = {in_force, older[-1] if older else None}
    for each in versions:
        if each not in keep:
            shutil.rmtree(each, ignore_errors=True)


@contextmanager
def draft(index: Path, *, empty: bool = False) -> Iterator[Path]:
    """A folder to write the next version in: a copy of the current one, or empty. It comes into force at the end.

    On any exception the draft is deleted and the current version stays.
    """
    index.mkdir(parents=True, exist_ok=True)
    remove_leftovers(index)
    in_force = current(index)
    folder = index / f"v{(_number(in_force) if in_force else 0) + 1}"
    try:
        if in_force and not empty:
            shutil.copytree(in_force, folder)
        else:
            folder.mkdir()
        yield folder
        _switch(index, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _switch(index: Path, folder: Path) -> None:
    _sync(folder)
    pointer = index / f"{_CURRENT}.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(index / _CURRENT)
    _sync_one(index)


def _sync(folder: Path) -> None:
    """Bring every file of the version to the disk before the pointer names it."""
    for each in folder.rglob("*"):
        _sync_one(each)
    _sync_one(folder)


def _sync_one(path: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _number(folder: Path) -> int:
    digits = folder.name[1:]
    return int(digits) if digits.isdigit() else 0
