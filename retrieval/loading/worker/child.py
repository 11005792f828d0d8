"""The process that reads files, from its own side: a path comes, what stands in the file goes, or why it cannot be read."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from retrieval.chunking import chunk
from retrieval.contacts.finding import find
from retrieval.loading import UnreadableFileError, load
from retrieval.loading.pieces import heard
from retrieval.loading.worker.limits import Limits, begin_file, hold, is_tired
from retrieval.loading.worker.pipe import BrokenMessageError, receive, send
from retrieval.loading.worker.reading import Reading, encode
from retrieval.records import PolicydeskError

_MOST_BLOCKS = 250_000  # of a document; a book of 1,000 pages has some 30,000
_TOO_MUCH = "holds more text than a document can have"


def serve(limits: Limits) -> None:
    """Read files as they are asked for, until there is nobody who asks. Does not return."""
    hold(limits)
    replies = _own_output()
    send(replies, "{}")
    while True:
        try:
            asked = receive(sys.stdin.buffer)
        except (EOFError, BrokenMessageError):
            os._exit(0)
        begin_file(limits)
        with heard(lambda stage, done, total: send(replies, json.dumps({"step": [stage, done, total]}))):
            said, last = answer(Path(asked["path"]), str(asked["id"]), limits)
        last = last or is_tired(limits)
        try:
            send(replies, _finished(said, last=last))
        except BrokenMessageError:
            send(replies, _finished(_refused(f"{_TOO_MUCH}: split it into parts"), last=last))
        if last:
            os._exit(0)


def answer(path: Path, document_id: str, limits: Limits) -> tuple[str, bool]:
    """What to reply about a file, as JSON, and whether the process is in no state to read another."""
    try:
        return encode(_read(path, document_id, limits)), False
    except UnreadableFileError as error:
        return _refused(str(error)), False
    except PolicydeskError as error:  # nothing can be read, as in a damaged installation
        return _broken(str(error)), False
    except RecursionError:
        return _refused("is nested too deeply to be read: simplify it"), False
    except Exception as error:  # noqa: BLE001 - whatever one file does to its reader, the others are read
        if isinstance(error, MemoryError) or is_tired(limits):  # libraries have errors of their own for want of memory
            reason = f"needs more than {limits.memory / 2**30:.1f} GB of memory to be read: split it into parts"
            return _refused(reason), True
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return _refused(
            f"could not be made into a document ({said}): save it in another form, e.g. as plain text, and report this"
        ), False


def _read(path: Path, document_id: str, limits: Limits) -> Reading:
    document = load(path, document_id)
    if len(document.text) > limits.characters or len(document.blocks) > _MOST_BLOCKS:
        raise UnreadableFileError(
            f"{_TOO_MUCH} ({len(document.text):,} characters in {len(document.blocks):,} blocks, at most "
            f"{limits.characters:,} in {_MOST_BLOCKS:,}): split it into parts"
        )
    return Reading(document, find(document), tuple(chunk(document)))


def _refused(reason: str) -> str:
    return json.dumps({"refused": reason.encode("utf-8", "replace").decode()})


def _broken(reason: str) -> str:
    return json.dumps({"broken": reason})


def _finished(said: str, *, last: bool) -> str:
    return f'{{"last":true,{said[1:]}' if last else said


def _own_output() -> BinaryIO:
    """Standard output for replies alone: whatever a library prints goes nowhere."""
    kept = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return kept
