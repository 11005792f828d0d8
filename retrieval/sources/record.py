"""What a source is, and which one a file belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, get_args

from retrieval.records import Trust

Form = Literal["folder", "file", "page", "sitemap", "feed"]
FORMS: tuple[Form, ...] = get_args(Form)
ADDRESSES: tuple[Form, ...] = ("page", "sitemap", "feed")
"""The forms that are read from the web."""


@dataclass(frozen=True, slots=True)
class Source:
    """A folder, file or web address (`place`), who stands behind it, and how far that is trusted.

    Of an address: `every` is how often to look again, `files` whether the files that its pages link to belong to it, and
    `most` how many pages and files it may have.
    """

    name: str
    form: Form
    place: str
    organisation: str | None = None
    trust: Trust = "own"
    language: str | None = None
    kind: str | None = None
    every: timedelta = timedelta(days=1)
    files: bool = False
    most: int = 200

    @property
    def is_address(self) -> bool:
        """Whether it is read from the web."""
        return self.form in ADDRESSES

    @property
    def fingerprint(self) -> str:
        """The same as long as what it says of its documents is; empty where that is nothing."""
        told = (self.organisation, self.trust, self.language, self.kind)
        if told == (None, "own", None, None):
            return ""
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources that are set up; what was fetched for those on the web lies below `web`, in a folder named after each.

    `gone` are places of sources that were set up at the ingest before and are no longer: their documents leave.
    """

    all: tuple[Source, ...] = ()
    web: Path | None = None
    gone: tuple[Path, ...] = ()

    def of(self, file: Path) -> Source | None:
        """The source of a file: the one whose file or innermost folder it is."""
        held = [(folder, each) for each in self.all if (folder := self.folder(each)) is not None]
        above = [(folder, each) for folder, each in held if folder == file or folder in file.parents]
        return max(above, key=lambda pair: len(pair[0].parts))[1] if above else None

    def folder(self, source: Source) -> Path | None:
        """Where its files lie; None for an address when there is no folder for the web."""
        if not source.is_address:
            return Path(source.place)
        return self.web / source.name if self.web else None

    def is_gone(self, file: Path) -> bool:
        """Whether a file belongs to a source that is no longer set up, and to no other one."""
        return any(each == file or each in file.parents for each in self.gone) and self.of(file) is None

    def left_out(self, file: Path) -> bool:
        """Whether a fetched file belongs to no source that is set up."""
        return self.web is not None and self.web in file.parents and self.of(file) is None

    @property
    def paths(self) -> Sequence[Path]:
        """What an ingest of all of them reads."""
        local = [Path(each.place) for each in self.all if not each.is_address]
        return [*local, *([self.web] if self.web and self.web.is_dir() else [])]


NO_SOURCES = Sources()
"""Nothing is set up: every file is one's own."""
