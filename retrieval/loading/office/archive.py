"""ZIP archives: each file inside as if it stood alone, its name over it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from retrieval.loading.office.members import Members, Read
from retrieval.loading.pieces import Piece, UnreadableFileError, squeeze

_STEEPEST = 100  # times that a file may grow when it is unpacked
_SMALL = 2**20  # bytes, up to which it may grow as it likes
_LARGEST = 50 * 2**20
_UTF_8 = 0x800  # the flag of an entry whose name is UTF-8
_LOCKED = 0x1
_NO_DOCUMENTS = ("thumbs.db", "desktop.ini", "readme.md")


def zip_pieces(data: bytes, members: Members) -> Read:
    """Blocks of all files of an archive, metadata keys (what was left out under `not_read`) and title (none).

    Nothing is written to a disk. Raises UnreadableFileError when the archive is damaged or too large, or nothing in it
    can be read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFileError("is damaged or is no zip archive: make it anew") from error
    before = len(members.not_read)
    pieces: list[Piece] = []
    for entry, name in _entries(archive, members):
        if (content := _content(archive, entry, name, members)) is not None:
            pieces += members.pieces(name, content, 1)
    left_out = members.not_read[before:]
    del members.not_read[before:]
    if not pieces:
        why = "; ".join(f"{name} {reason}" for name, reason in left_out[:3])
        raise UnreadableFileError(
            f"holds no file that can be read{': ' * bool(why)}{why}. Put readable files into it, or remove it"
        )
    return pieces, {"not_read": left_out} if left_out else {}, ""


def _entries(archive: zipfile.ZipFile, members: Members) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The files of an archive that are documents, with their names."""
    for entry in archive.infolist():
        name = squeeze(_name(entry).replace("\\", "/"))
        parts = PurePosixPath(name).parts
        if (
            entry.is_dir()
            or not parts
            or any((p.startswith((".", "_", "~$")) and p != "..") or p.lower() in _NO_DOCUMENTS for p in parts)
        ):
            continue
        if name.startswith("/") or ".." in parts or ":" in parts[0]:
            members.not_read.append(("an entry", "has a name that leads out of the archive"))
        else:
            yield entry, name


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; where it is not said to be UTF-8 it is that, or CP949, as Windows in Korea writes it."""
    if entry.flag_bits & _UTF_8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, members: Members) -> bytes | None:
    """The bytes of an entry; None, and said why, where it is not to be unpacked."""
    if entry.flag_bits & _LOCKED:
        members.not_read.append((name, "is locked with a password: put it in without one"))
    elif entry.file_size > _LARGEST or (entry.file_size > _SMALL and entry.file_size > _STEEPEST * entry.compress_size):
        members.not_read.append((name, "unpacks to far more than a document holds: put it into the folder itself"))
    else:
        members.spend(entry.file_size)
        try:
            return archive.read(entry)
        except Exception as error:  # noqa: BLE001  # errors of zipfile, zlib and lzma have no common base
            members.not_read.append((name, f"is damaged ({type(error).__name__}): put it in anew"))
    return None
