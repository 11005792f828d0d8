"""A document that somebody hands in: kept in a folder of its own, one's own source, and indexed like any other."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from assistant.build import ingest
from assistant.settings import Settings
from assistant.sources import uploads_folder
from retrieval.embedding import Embedder
from retrieval.loading import UnreadableFileError, check_type, discover
from retrieval.records import DocumentChange, PolicydeskError

MOST_BYTES = 50 * 2**20  # of a file, as the largest that is read
_LONGEST = 200  # bytes of a name: file systems take 255, and ours are longer for a moment
_PIECE = 2**16

Outcome = Literal["added", "changed", "unchanged"]


class UploadRefusedError(PolicydeskError):
    """The file cannot be taken in as it is; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The id of the document, what became of it, and what changed in it where it was there before."""

    id: str
    outcome: Outcome
    changes: tuple[DocumentChange, ...] = ()


def take_in(settings: Settings, embedder: Embedder, name: str, content: BinaryIO) -> Uploaded:
    """Keep a file under its name, in place of one that has it already, and index it.

    A file that cannot be read is not kept, and the one before stays. Raises UploadRefusedError, and what an ingest raises.
    """
    target = _target(settings, name)
    before = target.with_name(f".{target.name}.before")
    new = target.with_name(f".{target.name}.new")
    try:
        _write(new, content)
        if target.exists():
            target.replace(before)
        new.replace(target)
        if target not in discover(target.parent):
            raise UploadRefusedError(f"{target.name} has a name that is left out of every folder: rename it.")
        report = ingest(settings, [target], embedder=embedder)
        failure = next((each for each in report.failed if each.path == os.path.realpath(target)), None)
        if failure:
            raise UploadRefusedError(f"{target.name} {failure.reason}.")
    except BaseException:
        new.unlink(missing_ok=True)
        if before.exists():
            before.replace(target)
        else:
            target.unlink(missing_ok=True)
        raise
    before.unlink(missing_ok=True)
    told: tuple[tuple[Outcome, tuple[str, ...]], ...] = (
        ("added", report.added),
        ("changed", report.changed),
        ("unchanged", report.unchanged),
    )
    outcome, document = next(
        (outcome, each) for outcome, ids in told for each in ids if each.rpartition("/")[2] == target.name
    )
    return Uploaded(document, outcome, report.changes)


def _target(settings: Settings, name: str) -> Path:
    """Where a file of a name is kept; only the last part of the name counts."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).strip()
    if not last or last.startswith((".", "_")) or any(unicodedata.category(each)[0] == "C" for each in last):
        raise UploadRefusedError("The file has no name that can be used: name it like plan.pdf.")
    if len(last.encode()) > _LONGEST:
        raise UploadRefusedError(f"The file's name has more than {_LONGEST} bytes: give it a shorter one.")
    folder = uploads_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / last
    try:
        check_type(target)
    except UnreadableFileError as error:
        raise UploadRefusedError(f"{last} {error}.") from error
    return target


def _write(file: Path, content: BinaryIO) -> None:
    size = 0
    with file.open("wb") as written:
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > MOST_BYTES:
                raise UploadRefusedError(f"The file is larger than {MOST_BYTES // 2**20} MB: split it into parts.")
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())
