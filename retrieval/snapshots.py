"""Whole versions of the embedded index, side by side: written apart, then switched to in one rename.

A reader never sees a half-written index and a writer that dies leaves the old one as it was (docs/adr/0004).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.records import PolicydeskError

DERIVED = "lexical"  # the part of a version that is made anew from the rest, with its lock
_CURRENT = "CURRENT"
_JOURNALS = ("-journal", "-wal", "-shm")


class IngestRunningError(PolicydeskError):
    """Another ingest holds the index."""


def current(index: Path) -> Path | None:
    """The folder of the version in force, or None before the first ingest."""
    try:
        name = (index / _CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
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


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Hold the right to write the derived `folder`, after whoever holds it now."""
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        yield


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

    `DERIVED` is not copied. On any exception the draft is deleted and the current version stays.
    """
    index.mkdir(parents=True, exist_ok=True)
    remove_leftovers(index)
    in_force = current(index)
    folder = index / f"v{(_number(in_force) if in_force else 0) + 1}"
    try:
        folder.mkdir()
        if in_force and not empty:
            _copy(in_force, folder)
        yield folder
        _switch(index, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _copy(source: Path, target: Path) -> None:
    """Copy a version that others may have open: a database through SQLite, which waits for a write to end."""
    for each in sorted(source.rglob("*")):
        inside = each.relative_to(source)
        if inside.parts[0].startswith(DERIVED) or each.name.endswith(_JOURNALS):
            continue
        if each.is_dir():
            (target / inside).mkdir()
        elif each.suffix == ".sqlite3":
            _copy_database(each, target / inside)
        else:
            shutil.copyfile(each, target / inside)


def _copy_database(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


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
