"""What was fetched for a source: the bytes as they came, and a record of where, when and in which state."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from retrieval.patterns import late_pattern
from retrieval.sources.web.fetch import Conditions, Fetched

_RECORD = "_kept.json"  # as all names that begin so, no document
_GONE = "_gone-"
_UNSAFE = late_pattern(r"[^\w]+")
_LONGEST = 60  # characters of a name
_TEXTS = (".md", ".markdown", ".txt", ".csv", ".eml")
_PACKED = (".docx", ".xlsx", ".pptx", ".hwpx", ".zip")
_COMPOUND = (".hwp", ".doc", ".xls", ".ppt")
_DISPOSABLE = ".new"


@dataclass(frozen=True, slots=True)
class Page:
    """An address as it was last fetched; `missing` counts the looks in a row at which there was nothing any more.

    `fetched_at` is when it was last seen to be as it is kept, in UTC. `file` is its name in the source's folder.
    """

    url: str
    final: str
    file: str
    sha256: str
    fetched_at: str
    etag: str | None = None
    last_modified: str | None = None
    missing: int = 0
    links: tuple[str, ...] = ()

    @property
    def conditions(self) -> Conditions:
        """What to send so that only something newer comes."""
        return Conditions(self.etag, self.last_modified)

    @property
    def when(self) -> datetime:
        """`fetched_at` as a moment."""
        return datetime.fromisoformat(self.fetched_at)


class Kept:
    """The folder of one source on the web. Every change is whole at any moment: files come into place by renaming."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pages: dict[str, Page] = {}
        self._looked: str | None = None
        self._pauses: dict[str, str] = {}
        with suppress(OSError, ValueError, KeyError, TypeError):  # without it everything is fetched once more
            self._read(json.loads((folder / _RECORD).read_text("utf-8")))

    def __iter__(self) -> Iterator[Page]:
        return iter(self._pages.values())

    def page(self, url: str) -> Page | None:
        """What is known of an address; None when its file is not there any more."""
        found = self._pages.get(url)
        return found if found and (self._folder / found.file).is_file() else None

    @property
    def looked(self) -> datetime | None:
        """When the source was last looked at as a whole."""
        return datetime.fromisoformat(self._looked) if self._looked else None

    def body(self, page: Page) -> bytes:
        """The bytes as they came."""
        return (self._folder / page.file).read_bytes()

    def paused(self, host: str, now: datetime) -> datetime | None:
        """Until when a host asked to be left alone, if it did."""
        until = datetime.fromisoformat(self._pauses[host]) if host in self._pauses else None
        return until if until and until > now else None

    def pause(self, host: str, until: datetime) -> None:
        """Remember that a host asked to be left alone."""
        self._pauses[host] = until.isoformat()
        self._write()

    def keep(self, url: str, fetched: Fetched, now: datetime, links: tuple[str, ...] = ()) -> bool:
        """Keep what was fetched; whether that is other than what was there."""
        digest = hashlib.sha256(fetched.body).hexdigest()
        before = self.page(url)
        same = before is not None and before.sha256 == digest and not before.missing
        file = before.file if before and same else _name(url, fetched)
        if not same:
            self._folder.mkdir(parents=True, exist_ok=True)
            told = json.dumps({"source": fetched.final}, ensure_ascii=False)  # JSON is YAML
            _put(self._folder / f"{file}.yaml", told.encode())
            _put(self._folder / file, fetched.body)
        self._pages[url] = Page(
            url, fetched.final, file, digest, now.isoformat(), fetched.etag, fetched.last_modified, links=links
        )
        self._write()
        if before and before.file != file:
            self._drop(before.file)
        return not same

    def same(self, page: Page, now: datetime) -> None:
        """Note that an address is as it was."""
        self._pages[page.url] = replace(page, fetched_at=now.isoformat(), missing=0)
        self._write()

    def miss(self, page: Page) -> bool:
        """Note that there is nothing at an address any more; whether it is gone, which takes a second time.

        What is gone stays in the folder under a name that is no document's.
        """
        missing = page.missing + 1
        gone = missing > 1
        if gone:
            (self._folder / page.file).replace(self._folder / f"{_GONE}{page.file}")
            self._drop(page.file)
            del self._pages[page.url]
        else:
            self._pages[page.url] = replace(page, missing=missing)
        self._write()
        return gone

    def done(self, now: datetime) -> None:
        """Note that all of the source was looked at."""
        self._looked = now.isoformat()
        self._write()

    def _drop(self, file: str) -> None:
        for each in (file, f"{file}.yaml"):
            (self._folder / each).unlink(missing_ok=True)

    def _read(self, noted: Mapping[str, object]) -> None:
        known = {each.name for each in fields(Page)}
        listed = noted["pages"]
        if not isinstance(listed, list):
            return
        for each in listed:
            page = Page(**{k: v for k, v in each.items() if k in known})
            if PurePosixPath(page.file).name == page.file and page.when.tzinfo:
                self._pages[page.url] = replace(page, links=tuple(page.links))
        looked, pauses = noted.get("looked"), noted.get("pauses")
        self._looked = looked if isinstance(looked, str) and datetime.fromisoformat(looked).tzinfo else None
        self._pauses = {str(k): str(v) for k, v in pauses.items()} if isinstance(pauses, dict) else {}

    def _write(self) -> None:
        noted = {"looked": self._looked, "pauses": self._pauses, "pages": [asdict(each) for each in self]}
        self._folder.mkdir(parents=True, exist_ok=True)
        _put(self._folder / _RECORD, json.dumps(noted, ensure_ascii=False, indent=1).encode())


def _put(file: Path, content: bytes) -> None:
    """A file that is there as a whole or not at all."""
    new = file.with_name(f"_{file.name}{_DISPOSABLE}"[-200:])
    with new.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    new.replace(file)


def _name(url: str, fetched: Fetched) -> str:
    """A name that can be read, that no other address has, and whose end says what is in it."""
    path = unquote(url.partition("://")[2].partition("/")[2])
    spoken = _UNSAFE.sub("-", path)[:_LONGEST].strip("-_") or "page"
    return f"{spoken}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{_suffix(fetched)}"


def _suffix(fetched: Fetched) -> str:
    """What the first bytes say that it is; among what begins alike, what the address or the host says."""
    head = fetched.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    named = PurePosixPath(unquote(fetched.final.split("?")[0])).suffix.lower()
    if head.startswith(b"%pdf-"):
        return ".pdf"
    if head.startswith(b"pk\x03\x04"):
        return named if named in _PACKED else _by_type(fetched.content_type, ".zip")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return named if named in _COMPOUND else _by_type(fetched.content_type, ".hwp")
    if head.startswith(b"<") or fetched.content_type.lower().startswith(("text/html", "application/xhtml")):
        return ".html"
    return named if named in _TEXTS else ".txt"


def _by_type(content_type: str, otherwise: str) -> str:
    """The end of a name by the media type that a host gives."""
    told = content_type.lower()
    marks = (
        ("wordprocessingml", ".docx"),
        ("spreadsheetml", ".xlsx"),
        ("presentationml", ".pptx"),
        ("hwp+zip", ".hwpx"),
        ("msword", ".doc"),
        ("ms-excel", ".xls"),
        ("ms-powerpoint", ".ppt"),
    )
    return next((end for mark, end in marks if mark in told), otherwise)


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)
