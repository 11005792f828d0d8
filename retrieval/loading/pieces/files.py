"""Files as bytes and characters: what can be opened, what it really is, and how it is encoded."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from retrieval.loading.pieces.encodings import codec
from retrieval.records import PolicydeskError

LARGEST_FILE = 50 * 1024 * 1024  # bytes; a scanned book, not a text that people cite
_LARGEST_SIDECAR = 256 * 1024  # bytes; a page of text in any encoding
_PEEK = 4096  # bytes
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KOREAN = 0.85  # of the characters beyond ASCII; Chinese read as Korean has a third of other signs, French gaps
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)


_SPECIAL = (
    (stat.S_ISDIR, "is a folder: rename it or move it away"),
    (stat.S_ISFIFO, "is a pipe and not a file: put a plain file in its place"),
    (stat.S_ISSOCK, "is a socket and not a file: move it away"),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), "is a device and not a file: move it away"),
)


class UnreadableFileError(PolicydeskError):
    """A file that cannot become a document. The message continues "<file> ...", e.g. "is empty"."""


def unreadable_kind(path: Path) -> str | None:
    """Why `path` cannot be opened for what it is, without opening it: a link in a circle, a pipe, a device.

    Links are followed. None for a plain file and for what is not there.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        circle = "is a link that leads in a circle: remove it or let it lead to a file"
        return circle if error.errno == errno.ELOOP else None
    return next((reason for is_kind, reason in _SPECIAL if is_kind(mode)), None)


def peek(path: Path) -> bytes:
    """The first bytes of a file; none of one that cannot be opened, of which `read` says why."""
    if unreadable_kind(path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(_PEEK)
    except OSError:
        return b""


def read(path: Path, most: int | None = None) -> bytes:
    """The file's bytes. Raises UnreadableFileError when it is gone, forbidden, too large, empty or no plain file.

    What it is and how large (at most `most` bytes, LARGEST_FILE if not given) is looked at before it is opened.
    """
    most = most or LARGEST_FILE
    if reason := unreadable_kind(path):
        raise UnreadableFileError(reason)
    try:
        if not path.is_file():
            raise UnreadableFileError("is no longer there: run the ingest again")
        _refuse_size(path.stat().st_size, most)
        with path.open("rb") as file:
            data = file.read(most + 1)  # it may have grown, and some files of the system give no size
        if len(data) > most:
            _refuse_size(max(len(data), path.stat().st_size), most)
    except FileNotFoundError as error:
        raise UnreadableFileError("vanished while it was being read: run the ingest again") from error
    except PermissionError as error:
        raise UnreadableFileError("may not be read by this user: change its permissions") from error
    except OSError as error:
        raise UnreadableFileError(f"could not be read ({error.strerror or error}): check the disk") from error
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFileError("is empty: put text into it or remove it")
    return data


def read_sidecar(path: Path) -> bytes | None:
    """The bytes of the sidecar of the document `path`, None without one. Raises UnreadableFileError naming it."""
    sidecar = sidecar_of(path)
    if not os.path.lexists(sidecar):
        return None
    try:
        if sidecar.is_symlink() and not _stays_beside(sidecar):
            raise UnreadableFileError("is a link that leads out of its folder: put a plain file in its place")
        return read(sidecar, _LARGEST_SIDECAR)
    except UnreadableFileError as error:
        raise UnreadableFileError(f"has a sidecar {sidecar.name} that {error}") from error


def _stays_beside(sidecar: Path) -> bool:
    """Whether a link leads to a file in or below its own folder, or to no file, of which `read` says what it is."""
    inside = Path(os.path.realpath(sidecar)).is_relative_to(os.path.realpath(sidecar.parent))
    return inside or unreadable_kind(sidecar) is not None


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of the document `path` would lie."""
    return path.with_name(f"{path.name}.yaml")


def decode(data: bytes) -> str:
    """Characters of a text file: by its byte order mark, else UTF-8, else the charset an HTML page names, else CP949.

    CP949 (the superset of EUC-KR) is tried because Korean offices still use it, and first where the bytes read as Korean
    in it, since pages are often labelled otherwise. Raises UnreadableFileError.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data[1::2] and b"\0" not in data[::2]:
        return _strictly(data, "utf-16-le")
    if b"\0" in data:
        raise UnreadableFileError("is not text but binary data: save it as PDF, HTML, Markdown or text")
    named = _CHARSET.search(data[:2048])
    own = codec(named[1].decode("ascii")) if named else None
    korean = ["cp949"] if _is_korean(data) else []
    for encoding in ("utf-8", *korean, *([own] if own else ()), "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("is in no encoding that we can tell (tried UTF-8, UTF-16, CP949): save it as UTF-8")


def _is_korean(data: bytes) -> bool:
    """Whether almost all characters beyond ASCII are syllables of the Korean standard KS X 1001 when read as CP949."""
    beyond = "".join(c for c in data.decode("cp949", "replace") if not c.isascii())
    common = sum(len(part) == 2 and 0xB0 <= part[0] <= 0xC8 and part[1] >= 0xA1 for part in map(_euc_kr, beyond))
    return common >= _KOREAN * len(beyond) > 0


def _euc_kr(character: str) -> bytes:
    return character.encode("euc_kr", "ignore")


def _refuse_size(size: int, most: int) -> None:
    if size > most:
        raise UnreadableFileError(
            f"is too large ({size / 2**20:.1f} MB, at most {most / 2**20:.3g}): split it into parts"
        )


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"begins like {encoding.upper()} but is damaged: save it as UTF-8") from error
