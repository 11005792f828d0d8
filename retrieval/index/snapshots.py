"""Versions of the embedded index, side by side: written apart, then switched to in one rename.

A reader never sees a half-written index and a writer that dies leaves the old one as it was (docs/adr/0004). What a
version holds, and which others it needs, is `generations`' matter (docs/adr/0013).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.index import manifest
from retrieval.index.files import DamagedFileError, sync, sync_one, write_synced
from retrieval.patterns import late_pattern
from retrieval.records import PolicydeskError

DERIVED = "lexical"  # the part of a version that is made anew from the rest, with its lock
_CURRENT = "CURRENT"
_STATE = "STATE"  # in each version: what it holds is a draft until the last file is on the disk, and whole from then on
_DRAFT, _WHOLE = "draft", "whole"
_GONE = "gone."  # before the name of a version that is being deleted
# What a version without _STATE, from before there was one, holds when it is whole; the last of them was written last.
_EVIDENCE = ("chroma/chroma.sqlite3", "folders.json", f"{DERIVED}/policydesk.json")
_NAME = late_pattern(r"v([0-9]{1,18})(?:\.[0-9a-f]+)?")  # those of a server end in something of their own


class IngestRunningError(PolicydeskError):
    """Another ingest holds the index."""


class NoWholeVersionError(PolicydeskError):
    """The pointer is damaged and no version beside it is known to be whole."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The version to read, None where there is none, and what is wrong with the pointer to it, in a sentence."""

    folder: Path | None
    fault: str | None = None


def in_force(index: Path) -> InForce:
    """The version that the pointer names; the newest whole one where the pointer is damaged or gone."""
    name = _pointed(index)
    if name is not None and _NAME.fullmatch(name) and (index / name).is_dir():
        return InForce(index / name)
    folder = next((each for each in reversed(_versions(index)) if is_whole(each)), None)
    if name is None and folder is None:
        return InForce(None)
    wrong = "is missing" if name is None else "is empty" if not name else "names no version that is there"
    taken = f"the newest whole version, {folder.name}, is used" if folder else "no whole version is beside it"
    return InForce(folder, f"{index / _CURRENT} {wrong}: {taken}.")


def current(index: Path) -> Path | None:
    """The folder of the version in force, or None before the first ingest."""
    return in_force(index).folder


def mend(index: Path, *, anew: bool = False) -> str | None:
    """Let a damaged pointer name the newest whole version again; says what was wrong. Hold `exclusive` meanwhile.

    Raises `NoWholeVersionError` when there are versions but none is known to be whole, unless all is made `anew`.
    """
    found = in_force(index)
    if found.fault is None:
        return None
    if found.folder is not None:
        _point(index, found.folder)
        return f"{found.fault} The pointer is put right."
    if _versions(index) and not anew:
        raise NoWholeVersionError(
            f"{found.fault} Run `policydesk ingest --rebuild`, which reads all documents again and deletes nothing before."
        )
    return found.fault


def versions_noted(index: Path) -> list[Path]:
    """Every version where the pointer is damaged and none is known to be whole, oldest first; else nothing."""
    found = in_force(index)
    return _versions(index) if found.fault and found.folder is None else []


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """Hold the one right to write below `home`; the lock goes with the process, however it ends."""
    from filelock import FileLock, Timeout

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
    from filelock import FileLock

    with FileLock(folder.with_name(f"{folder.name}.lock")):
        yield


def remove_leftovers(index: Path) -> None:
    """Delete unfinished versions and those before the last; call it while holding `exclusive`.

    The version before the current one stays: a server may be reading it until its next question. So do those that
    hold the base of one that stays. Where no sound pointer or manifest says which those are, only what is marked as a
    draft goes.
    """
    for each in index.glob(f"{_GONE}*"):
        shutil.rmtree(each, ignore_errors=True)
    found, versions = in_force(index), _versions(index)
    if found.folder is None or found.fault:
        keep = {each for each in versions if _state(each) != _DRAFT}
    else:
        keep = {found.folder, *older_whole(index, found.folder)[:1]}
        bases = {_base(each) for each in keep}
        keep |= {each for each in versions if is_whole(each)} if None in bases else {each for each in bases if each}
    for each in versions:
        if each not in keep:
            _delete(each)


def older_whole(index: Path, than: Path) -> list[Path]:
    """The whole versions before one, newest first."""
    return [each for each in reversed(_versions(index)) if _number(each) < _number(than) and is_whole(each)]


def set_aside(version: Path) -> None:
    """Note that a version turned out to be damaged, so that it is not taken for whole and goes with the next ingest."""
    _mark(version, _DRAFT)


def _base(version: Path) -> Path | None:
    """The version that holds the base of one; None where it does not say."""
    try:
        described = manifest.read(version)
    except DamagedFileError:
        return None
    return version if described is None else version.with_name(described.base)


@contextmanager
def draft(index: Path, name: str | None = None, publish: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """An empty folder to write the next version in. It comes into force at the end, once `publish` has told others.

    On any exception the draft is deleted and the current version stays.
    """
    index.mkdir(parents=True, exist_ok=True)
    remove_leftovers(index)
    folder = index / (name or f"v{_last_number(index) + 1}")
    try:
        folder.mkdir()
        _mark(folder, _DRAFT)
        yield folder
        sync(folder)
        _mark(folder, _WHOLE)
        publish(folder)
        _point(index, folder)
    except BaseException:
        _delete(folder)
        raise


def adopt(new: Path, folder: Path) -> None:
    """Make a folder that came from elsewhere a whole version, in the place of what was left of it."""
    sync(new)
    _mark(new, _WHOLE)
    if folder.exists():
        _delete(folder)
    new.rename(folder)
    sync_one(folder.parent)


def switch(index: Path, folder: Path) -> None:
    """Bring a whole version into force that another machine made, and delete whole ones that nobody here needs.

    Drafts stay: an ingest may be writing one.
    """
    if _pointed(index) == folder.name:
        return
    _point(index, folder)
    older = older_whole(index, folder)
    bases = {_base(each) for each in (folder, *older[:1])}
    for each in older[1:]:
        if each not in bases:
            _delete(each)


def _mark(folder: Path, state: str) -> None:
    write_synced(folder / _STATE, state)
    sync_one(folder)


def _point(index: Path, folder: Path) -> None:
    pointer = index / f"{_CURRENT}.new"
    write_synced(pointer, folder.name)
    if (index / _CURRENT).is_dir():  # nobody knows how; a rename does not replace it
        (index / _CURRENT).rename(index / f"{_GONE}{_CURRENT}")
    pointer.replace(index / _CURRENT)
    sync_one(index)


def _delete(version: Path) -> None:
    """Take it out of the versions in one step first: one that is deleted halfway must not look whole."""
    gone = version.with_name(f"{_GONE}{version.name}")
    try:
        version.rename(gone)
    except OSError:
        return  # another program has it open; the next ingest tries again
    shutil.rmtree(gone, ignore_errors=True)


def _pointed(index: Path) -> str | None:
    """What the pointer says, None when there is none; no name of a version where it cannot be read."""
    try:
        with (index / _CURRENT).open("rb") as file:
            return file.read(100).decode("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return _CURRENT


def _versions(index: Path) -> list[Path]:
    """Whole and unfinished ones, oldest first."""
    found = (each for each in index.glob("v*") if _NAME.fullmatch(each.name) and each.is_dir())
    return sorted(found, key=_number)


def _state(version: Path) -> str | None:
    """What the version says of itself; None where it says nothing."""
    try:
        return (version / _STATE).read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None


def is_whole(version: Path) -> bool:
    """Whether a version says of itself that it is; one from before they did, by what it holds."""
    state = _state(version)
    return state == _WHOLE or (state is None and all((version / each).is_file() for each in _EVIDENCE))


def number_of(name: str) -> int:
    """The number of a version by its name, 0 of what is none."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else 0


def _number(folder: Path) -> int:
    return number_of(folder.name)


def _last_number(index: Path) -> int:
    """The highest of the versions and of what the pointer names: a server may have that one open yet."""
    return max([number_of(_pointed(index) or ""), *map(_number, _versions(index))])
