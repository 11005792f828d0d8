"""Files in, documents out: every format becomes one canonical text with exact offsets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retrieval.language import sections
from retrieval.loading import metadata as load_metadata
from retrieval.loading.pieces import (
    Piece,
    UnreadableFileError,
    assemble,
    check_content,
    check_text,
    decode,
    numbered_level,
    read,
    read_sidecar,
    sidecar_of,
    unreadable_kind,
)
from retrieval.records import Document, PolicydeskError

__all__ = ["SUPPORTED", "UnreadableFileError", "check_type", "discover", "document_id", "load", "sections"]

SUPPORTED = (".md", ".markdown", ".txt", ".html", ".htm", ".pdf")
_NOT_DOCUMENTS = (".py", ".yaml", ".yml")  # scripts beside the documents, and sidecars with their metadata


def discover(root: Path) -> list[Path]:
    """Every file below `root` that should be a document, sorted; `root` itself when it is a file.

    Left out: names that begin with "_" or ".", README.md, scripts, sidecars, and links that lead out of `root`. Files
    of unsupported types, links in a circle, pipes and devices are listed, so that `load` can name them as failures.
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


def check_type(path: Path) -> None:
    """Raise UnreadableFileError when the file's name says that it is of a type that is not supported."""
    suffix = path.suffix.lower()
    if suffix not in SUPPORTED:
        raise UnreadableFileError(
            f"is of a type that is not supported ({suffix or 'no extension'}): save it as one of {' '.join(SUPPORTED)}"
        )


def load(path: Path, document_id: str) -> Document:
    """Read one file. Raises UnreadableFileError, whose message continues "<file> ..." with what to do about it."""
    check_type(path)
    suffix = path.suffix.lower()
    data = read(path)
    check_content(data, suffix)
    try:
        pieces, keys, title = _pieces(data, suffix)
    except RecursionError as error:
        raise UnreadableFileError("is nested too deeply to be read: simplify it") from error
    text, blocks = assemble(pieces)
    if not blocks:
        raise UnreadableFileError("holds no text: put text into it or remove it")
    metadata = load_metadata.build({**keys, **_sidecar(path)}, title or _heading(pieces) or _spoken(path))
    return Document(document_id, text, blocks, metadata)


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
    return not name.startswith(("_", ".")) and lower != "readme.md" and not lower.endswith(_NOT_DOCUMENTS)


def _pieces(data: bytes, suffix: str) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks, metadata keys and title (may be empty) as the file itself gives them."""
    if suffix == ".pdf":
        from retrieval.loading.pdf import pdf_pieces

        return pdf_pieces(data)
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if suffix in {".html", ".htm"}:
        from retrieval.loading.html import page_pieces

        return page_pieces(text)
    check_text(text, suffix)
    keys, body = load_metadata.split_front_matter(text)
    if suffix == ".txt":
        from retrieval.loading.text import text_pieces

        return text_pieces(body), keys, ""
    from retrieval.loading.markdown import markdown_pieces

    return markdown_pieces(body), keys, ""


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
