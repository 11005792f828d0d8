"""Files in, documents out: every format becomes one canonical text with exact offsets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retrieval.language import sections
from retrieval.loading import metadata as load_metadata
from retrieval.loading.formats import SUPPORTED, check_type, tell
from retrieval.loading.pieces import (
    Piece,
    UnreadableFileError,
    assemble,
    decode,
    numbered_level,
    read,
    read_sidecar,
    sidecar_of,
    unreadable_kind,
)
from retrieval.loading.readable import without_unreadable
from retrieval.loading.text_loss import loss
from retrieval.records import Document, PolicydeskError

__all__ = ["SUPPORTED", "UnreadableFileError", "check_type", "discover", "document_id", "load", "sections"]

_NOT_DOCUMENTS = (".py", ".yaml", ".yml")  # scripts beside the documents, and sidecars with their metadata
# What systems and programs leave in folders: of Windows, of Office while a file is open, of macOS on other systems.
_LEFT_BEHIND = frozenset({"readme.md", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
_BESIDE = ("_", ".", "~$")


def discover(root: Path) -> list[Path]:
    """Every file below `root` that should be a document, sorted; `root` itself when it is a file.

    Left out: names that begin with "_", "." or "~$", README.md, Thumbs.db and the like, scripts, sidecars, and links that
    lead out of `root`. Files of unsupported types, links in a circle, pipes and devices are listed, so that `load` can
    name them as failures.
    Raises PolicydeskError when there is no `root` or a folder in it cannot be listed.
    """
    if root.is_file():
        return [root]
    if not root.is_dir():
        raise PolicydeskError(f"There is no file or folder {root}: check the path.")
    inside = Path(os.path.realpath(root))
    return sorted(path for path in _walk(root) if _leads_into(path, inside) or unreadable_kind(path))


def document_id(path: Path, root: Path) -> str:
    """The path below `root` with forward slashes; the bare name when `root` is the file itself."""
    return path.name if path == root else path.relative_to(root).as_posix()


def load(path: Path, document_id: str) -> Document:
    """Read one file, whatever its name says it is. Raises UnreadableFileError, whose message continues "<file> ..." with
    what to do about it."""
    check_type(path)
    data = read(path)
    kind, reader, remark = tell(data, path.name)
    try:
        pieces, keys, title = reader(data)
    except RecursionError as error:
        raise UnreadableFileError("is nested too deeply to be read: simplify it") from error
    pieces, garbled = without_unreadable(pieces)
    text, blocks = assemble(pieces)
    if not blocks and garbled:
        raise UnreadableFileError(
            "holds no text that can be read, only signs of a font or encoding of its own: save it anew as PDF with Unicode text, or as text in UTF-8"
        )
    if not blocks:
        raise UnreadableFileError("holds no text: put text into it or remove it")
    keys |= _sidecar(path)
    metadata = load_metadata.build(keys, title or _heading(pieces) or _spoken(path))
    remarks = (remark, _unread(garbled), *load_metadata.remarks(keys), *loss(data, kind.kind, text).sentences())
    return Document(document_id, text, blocks, metadata, tuple(filter(None, remarks)))


def _unread(garbled: int) -> str:
    some = f"{garbled} paragraph{'s' if garbled > 1 else ''}"
    return f"holds {some} that cannot be read (signs of a font or encoding of its own)" if garbled else ""


def _walk(root: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise PolicydeskError(
            f"The folder {error.filename} cannot be listed ({error.strerror}): change its permissions or move it out."
        ) from error

    for folder, folders, files in os.walk(root, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(("_", "."))]
        yield from (Path(folder, name) for name in files if _is_candidate(name))


def _leads_into(path: Path, folder: Path) -> bool:
    if not path.is_symlink():  # a walk does not follow links to folders
        return True
    return Path(os.path.realpath(path)).is_relative_to(folder)  # Path.resolve raises on a link in a circle


def _is_candidate(name: str) -> bool:
    lower = name.lower()
    return not name.startswith(_BESIDE) and lower not in _LEFT_BEHIND and not lower.endswith(_NOT_DOCUMENTS)


def _sidecar(path: Path) -> dict[str, Any]:
    data = read_sidecar(path)
    if data is None:
        return {}
    where = f"sidecar {sidecar_of(path).name}"
    try:
        text = decode(data)
    except UnreadableFileError as error:
        raise UnreadableFileError(f"has a {where} that {error}") from error
    return load_metadata.parse(text, where)


def _heading(pieces: list[Piece]) -> str:
    """The first heading of the highest level; numbered ones are parts of a text and not its title."""
    headings = [piece for piece in pieces if piece.kind == "heading" and not numbered_level(piece.text)]
    return min(headings, key=lambda piece: piece.level).text if headings else ""


def _spoken(path: Path) -> str:
    return path.stem.replace("_", " ").replace("-", " ").strip()
