"""The sources of these settings: which there are, what is fetched for them, and which were there before."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from retrieval.records import PolicydeskError
from retrieval.sources import NO_SOURCES, Source, Sources, add_source, read_sources, remove_source

if TYPE_CHECKING:
    from retrieval.sources.web import Refreshed

_WEB = "web"
_BEFORE = "sources_before.json"


def sources_file(settings: Settings) -> Path:
    """Where sources are set up: POLICYDESK_SOURCES, else a file in HOME."""
    return settings.sources or settings.home / "sources.toml"


def uploads_folder(settings: Settings) -> Path:
    """Where documents are kept that somebody hands in; they are one's own."""
    return settings.home / "uploads"


def configured(settings: Settings) -> Sources:
    """The sources that are set up; `NO_SOURCES` where none ever were.

    Raises PolicydeskError when the file is wrong, or is named and not there.
    """
    file = sources_file(settings)
    if settings.sources and not file.is_file():
        raise PolicydeskError(f"There is no file {file}: write one, or unset POLICYDESK_SOURCES.")
    found, web = read_sources(file), settings.home / _WEB
    uploads = uploads_folder(settings)
    if uploads.is_dir():
        own = (Source("documents", "folder", os.path.realpath(settings.documents)),)
        found = (*(found or own), Source("uploads", "folder", os.path.realpath(uploads)))
    before = _noted(settings.home)
    if not found and not before:
        return NO_SOURCES
    held = {str(each) for each in _folders(found, web)}
    return Sources(found, Path(os.path.realpath(web)), tuple(Path(each) for each in before if each not in held))


def note(settings: Settings, found: Sources) -> None:
    """Remember what was ingested, so that the documents of a source that is taken out leave at the next ingest."""
    if found is NO_SOURCES:
        return
    new = settings.home / f"{_BEFORE}.new"
    new.write_text(json.dumps([str(each) for each in _folders(found.all, settings.home / _WEB)]), "utf-8")
    new.replace(settings.home / _BEFORE)


def add(settings: Settings, keys: dict[str, Any]) -> Source:
    """Set one more source up; the first one beside the folder of documents, which would be left out otherwise."""
    documents = {"name": "documents", "folder": str(settings.documents), "trust": "own"}
    return add_source(sources_file(settings), keys, [documents])


def remove(settings: Settings, name: str) -> Source:
    """Take a source out; what was fetched for it stays until the next ingest."""
    return remove_source(sources_file(settings), name)


def refresh(
    settings: Settings,
    *,
    names: Collection[str] = (),
    anyway: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Refreshed]:
    """Fetch what is new of the sources on the web: of all for which it is time, of those named, or of all with `anyway`."""
    from retrieval.sources.web import Web

    found = configured(settings)
    if strange := next((name for name in names if name not in {each.name for each in found.all}), None):
        known = ", ".join(each.name for each in found.all) or "none"
        raise PolicydeskError(f'There is no source "{strange}" in {sources_file(settings)}. There are: {known}.')
    wanted = [each for each in found.all if not names or each.name in names]
    web = Web(settings.home / _WEB, loopback=settings.sources_loopback)
    return web.refresh(wanted, anyway=anyway or bool(names), progress=progress)


def due(settings: Settings) -> list[Source]:
    """The sources on the web at which it is time to look again."""
    from retrieval.sources.web import Web

    return Web(settings.home / _WEB).due(configured(settings).all)


def _folders(found: Collection[Source], web: Path) -> list[Path]:
    return [Path(os.path.realpath(web / each.name)) if each.is_address else Path(each.place) for each in found]


def _noted(home: Path) -> list[str]:
    with suppress(OSError, ValueError):  # without it what was taken out stays until it is removed by hand
        noted = json.loads((home / _BEFORE).read_text("utf-8"))
        return [str(each) for each in noted] if isinstance(noted, list) else []
    return []
