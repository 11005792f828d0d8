"""Which files an ingest reads, under which ids, and what comes of each: a document, nothing new, or a failure."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.chunk import CHUNKER_VERSION, chunk
from retrieval.embed import Embedder
from retrieval.load import SUPPORTED, UnreadableFileError, discover, document_id, load
from retrieval.plan import ReadDocument
from retrieval.records import Failure, PolicydeskError
from retrieval.stored import StoredDocument

_FOLDERS = "folders.json"
VERSION = 6  # raise when loading or contact finding changes what is stored


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of an ingest: `done` of `total` files read or chunks indexed."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, under the id that it has in the index."""

    path: Path
    root: str
    id: str


@dataclass(frozen=True, slots=True)
class Read:
    """What reading gave; `roots` is document id -> folder, `failed` pairs ids with reasons."""

    documents: tuple[ReadDocument, ...]
    roots: Mapping[str, str]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, Failure], ...]


def find_sources(
    paths: Sequence[Path],
    stored: Mapping[str, StoredDocument],
    others: Mapping[str, str],
    *,
    force: bool = False,
) -> tuple[list[str], list[Source], list[Failure]]:
    """Folders whose missing files leave, files to read, and files whose id another folder has taken.

    `others` is document id -> folder of what was ingested before and is to be read again. With `force`, a folder that
    is gone but was ingested before counts as empty. Raises PolicydeskError when a path is missing or a folder is empty.
    """
    known = {*others.values(), *(each.root for each in stored.values())}
    roots: list[str] = []
    sources: dict[str, Source] = {}
    clashes: list[Failure] = []
    for path in dict.fromkeys(each.resolve() for each in paths):
        files = _files(path, known=str(path) in known, force=force)
        if not path.is_file():
            roots.append(str(path))
        root = _root_of(path, known) if path.is_file() else path
        for file in files:
            if reason := _unusable_name(file):
                clashes.append(Failure(str(file).encode("utf-8", "backslashreplace").decode(), reason))
                continue
            source = Source(file, str(root), document_id(file, root))
            holder = _holder(source, sources, stored)
            if holder is None:
                sources.setdefault(source.id, source)
            else:
                clashes.append(_clash(file, holder))
    for again in (Source(Path(folder, i), folder, i) for i, folder in others.items() if folder not in roots):
        holder = _holder(again, sources, {})
        if holder is None:
            sources[again.id] = again
        elif again.path.exists():
            clashes.append(_clash(again.path, holder))
    return roots, list(sources.values()), clashes


def _unusable_name(file: Path) -> str | None:
    """Why a file cannot be cited by its name, if so."""
    if any("\udc80" <= character <= "\udcff" for character in str(file)):
        return "has a name that is not Unicode: rename it"
    if any(unicodedata.category(character) == "Cc" for character in file.name):
        return "has a line break or another control character in its name: rename it"
    return None


def _clash(file: Path, holder: str) -> Failure:
    return Failure(
        str(file), f"has the same name as a document from {holder}: rename one, or remove the other folder's"
    )


def _files(path: Path, *, known: bool, force: bool) -> list[Path]:
    if known and not path.exists():
        if force:
            return []
        raise PolicydeskError(
            f"The folder {path} is gone. Bring it back, or run again with --force to remove what was indexed from it."
        )
    files = discover(path)
    if not files and not force:
        raise PolicydeskError(
            f"{path} holds no documents ({', '.join(SUPPORTED)}). Put some there, or run again with --force to remove "
            "what was indexed from it."
        )
    return files


def _root_of(file: Path, folders: Iterable[str]) -> Path:
    """The folder that a single file is named from: one that was ingested before, else its own."""
    known = [Path(each) for each in folders]
    above = [root for root in known if root in file.parents]
    return max(above, key=lambda root: len(root.parts), default=file.parent)


def _holder(source: Source, sources: Mapping[str, Source], stored: Mapping[str, StoredDocument]) -> str | None:
    """The other folder that has this id already; a folder that is gone from the disk has given its ids up."""
    now = sources.get(source.id)
    if now is not None and now.path != source.path:
        return now.root
    before = stored.get(source.id)
    if before is not None and before.root != source.root and Path(before.root).exists():
        return before.root
    return None


def read_sources(
    sources: Sequence[Source],
    stored: Mapping[str, StoredDocument],
    embedder: Embedder,
    progress: Callable[[Progress], None],
) -> Read:
    documents: list[ReadDocument] = []
    unchanged: list[str] = []
    failed: list[tuple[str, Failure]] = []
    for done, source in enumerate(sources):
        progress(Progress("Reading", done, len(sources)))
        try:
            digest = _digest(source.path, embedder.name)
            before = stored.get(source.id)
            if before is not None and before.digest == digest and before.root == source.root:
                unchanged.append(source.id)
                continue
            document = load(source.path, source.id)
            documents.append(ReadDocument(document, digest, tuple(chunk(document, embedder.fits))))
        except UnreadableFileError as error:
            failed.append((source.id, Failure(str(source.path), str(error))))
    progress(Progress("Reading", len(sources), len(sources)))
    roots = {source.id: source.root for source in sources}
    return Read(tuple(documents), roots, tuple(unchanged), tuple(failed))


def _digest(path: Path, model: str) -> str:
    """SHA-256 of the file, its sidecar, and everything else that decides what is stored for it."""
    found = hashlib.sha256(f"{VERSION}\0{CHUNKER_VERSION}\0{model}\0".encode())
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFileError("is not a plain file: put a copy of what it gives there")
        found.update(path.read_bytes())
        sidecar = path.with_name(f"{path.name}.yaml")
        if sidecar.exists():
            found.update(b"\0" + sidecar.read_bytes())
    except FileNotFoundError:
        raise UnreadableFileError("vanished while it was being read: run the ingest again") from None
    except PermissionError:
        raise UnreadableFileError("may not be read by this user: change its permissions") from None
    except OSError as error:
        raise UnreadableFileError(f"could not be read ({error.strerror or error}): check the disk") from error
    return found.hexdigest()


def note_folders(beside: Path, folders: Mapping[str, str]) -> None:
    """Keep document id -> folder in plain sight, for a rebuild of an index that cannot be read any more."""
    (beside / _FOLDERS).write_text(json.dumps(folders, ensure_ascii=False, indent=0), "utf-8", "surrogatepass")


def noted_folders(beside: Path) -> dict[str, str]:
    """What `note_folders` kept; nothing when that is gone or damaged too."""
    try:
        noted = json.loads((beside / _FOLDERS).read_text("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return {}
    return {str(document): str(folder) for document, folder in noted.items()} if isinstance(noted, dict) else {}
