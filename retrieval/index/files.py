"""Files that are written once: brought to the disk, linked from one version into the next, checked when they are read."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_MAGIC = b"policydesk 1\n"
_CHECK = 4  # bytes of the CRC-32 at the end
_LENGTH = 8  # bytes before the header that say how long it is


class DamagedFileError(Exception):
    """A file is not as it was written, or gone."""


def write_packed(path: Path, header: Mapping[str, Any], blobs: Iterable[bytes]) -> int:
    """Write a new file of a header (what JSON holds) and bytes after it, checked by CRC-32; gives its size in bytes.

    It is on the disk when this returns, but for the name of it in its folder.
    """
    described = to_json(header)
    with path.open("xb") as file:
        check = size = 0
        for part in (_MAGIC, len(described).to_bytes(_LENGTH, "big"), described, *blobs):
            file.write(part)
            check = zlib.crc32(part, check)
            size += len(part)
        file.write(check.to_bytes(_CHECK, "big"))
        file.flush()
        os.fsync(file.fileno())
    return size + _CHECK


def read_packed(path: Path) -> tuple[dict[str, Any], memoryview]:
    """The header and the bytes after it. Raises `DamagedFileError` when the file is not as it was written."""
    try:
        content = memoryview(path.read_bytes())
    except OSError as error:
        raise DamagedFileError(f"{path} cannot be read ({error.strerror or error})") from error
    inside, check = content[:-_CHECK], content[-_CHECK:]
    if bytes(inside[: len(_MAGIC)]) != _MAGIC or zlib.crc32(inside).to_bytes(_CHECK, "big") != check:
        raise DamagedFileError(f"{path} is not as it was written")
    begin = len(_MAGIC) + _LENGTH
    end = begin + int.from_bytes(inside[len(_MAGIC) : begin], "big")
    header: dict[str, Any] = from_json(inside[begin:end])
    return header, inside[end:]


def to_json(value: Any) -> bytes:
    """What JSON holds as UTF-8; half characters, which file names may have, are kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json(content: bytes | memoryview) -> Any:
    """Back from `to_json`."""
    return json.loads(bytes(content).decode("utf-8", "surrogatepass"))


def link(source: Path, target: Path) -> None:
    """The same file under another name; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def write_synced(path: Path, text: str) -> None:
    """Write a text and bring it to the disk."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Bring every file below a folder to the disk."""
    for each in folder.rglob("*"):
        sync_one(each)
    sync_one(folder)


def sync_one(path: Path) -> None:
    """Bring a file to the disk, or the names in a folder."""
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
