"""A source on the web brought up to date: what is new or changed is kept, what is gone is put away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

from retrieval.records import Failure
from retrieval.sources.address import address
from retrieval.sources.record import Source
from retrieval.sources.web import listing
from retrieval.sources.web.fetch import Conditions, Fetched, Fetcher, FetchError
from retrieval.sources.web.kept import Kept, Page, now
from retrieval.sources.web.listing import Listed
from retrieval.sources.web.robots import DELAY, Manners

Outcome = Literal["new", "changed", "same", "missing", "gone"]

_MAPS = 50  # sitemaps that a sitemap may lead to
_PAUSE = timedelta(minutes=10)  # that a host is left alone which is busy and does not say for how long
_BUSY = (429, 503)
_LOST = (404, 410)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of looking at a source: how many addresses by outcome, and those that could not be read, with why.

    `looked` is false when it was not yet time to look again.
    """

    source: Source
    looked: bool = True
    counts: Counter[Outcome] = field(default_factory=Counter)
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Web:
    """How the web is read. `loopback` allows this machine and waits for nobody, for tests."""

    folder: Path
    loopback: bool = False
    fetcher: Fetcher | None = None
    manners: Manners | None = None

    def due(self, sources: Iterable[Source]) -> list[Source]:
        """Those sources at which it is time to look again."""
        return [each for each in sources if each.is_address and _is_due(each, Kept(self.folder / each.name))]

    def refresh(
        self,
        sources: Iterable[Source],
        *,
        anyway: bool = False,
        progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> list[Refreshed]:
        """Look at those sources for which it is time, or at all with `anyway`.

        Whatever goes wrong at one address is its own failure. An interruption leaves whole what was kept by then.
        """
        fetcher = self.fetcher or Fetcher(loopback=self.loopback)
        manners = self.manners or Manners(fetcher, 0.0 if self.loopback else DELAY)
        return [
            _Visit(each, Kept(self.folder / each.name), fetcher, manners, progress).all(anyway=anyway)
            for each in sources
            if each.is_address
        ]


def _is_due(source: Source, kept: Kept) -> bool:
    return kept.looked is None or now() >= kept.looked + source.every


class _BusyError(FetchError):
    """The host asks to be left alone for a while."""


@dataclass
class _Visit:
    source: Source
    kept: Kept
    fetcher: Fetcher
    manners: Manners
    progress: Callable[[int, int], None]
    counts: Counter[Outcome] = field(default_factory=Counter)
    failed: list[Failure] = field(default_factory=list)

    def all(self, *, anyway: bool) -> Refreshed:
        """Every address of the source."""
        if not anyway and not _is_due(self.source, self.kept):
            return Refreshed(self.source, looked=False)
        wanted = {each.url: each for each in self._listed()}
        asked: set[str] = set()
        while todo := [each for each in wanted.values() if each.url not in asked][: self.source.most - len(asked)]:
            for each in todo:
                self.progress(len(asked), min(len(wanted), self.source.most))
                asked.add(each.url)
                files = self._one(each)
                wanted |= {one.url: one for one in files if one.url not in wanted}
        self.progress(len(asked), len(asked))
        self._cut_off(len(wanted))
        self.kept.done(now())
        return Refreshed(self.source, counts=self.counts, failed=tuple(self.failed))

    def _cut_off(self, found: int) -> None:
        if found > self.source.most:
            reason = (
                f"has {found} pages and files, of which {self.source.most} were looked at: set `most` of this source"
            )
            self.failed.append(Failure(self.source.place, reason))

    def _listed(self) -> Iterable[Listed]:
        """What the source lists, newest first where that is known, and after it what it listed before."""
        if self.source.form == "page":
            return [Listed(self.source.place)]
        try:
            found = self._maps() if self.source.form == "sitemap" else self._feed()
        except FetchError as error:
            self._fail(self.source.place, error)
            found = []
        dated = sorted((each for each in found if each.day), key=lambda each: each.day or now().date(), reverse=True)
        known = [Listed(each.url) for each in sorted(self.kept, key=lambda each: each.fetched_at)]
        ordered: dict[str, Listed] = {}
        for each in [*dated, *found, *known]:
            ordered.setdefault(each.url, each)
        return ordered.values()

    def _feed(self) -> list[Listed]:
        found = self._fetch(self.source.place)
        return [
            *listing.feed(
                found.body, address(found.final, loopback=self.fetcher.loopback), loopback=self.fetcher.loopback
            )
        ]

    def _maps(self) -> list[Listed]:
        maps, pages, asked = [self.source.place], list[Listed](), 0
        while maps and asked < _MAPS:
            at, asked = maps.pop(0), asked + 1
            try:
                found = self._fetch(at)
                where = address(found.final, loopback=self.fetcher.loopback)
                read = listing.sitemap(found.body, where, loopback=self.fetcher.loopback)
            except FetchError as error:
                self._fail(at, error)
                continue
            pages += read.pages
            maps += [each.url for each in read.maps if each.url not in maps]
        return pages

    def _one(self, listed: Listed) -> tuple[Listed, ...]:
        """One address; gives the files that it links to, where those belong to the source."""
        before = self.kept.page(listed.url)
        if before and listed.day and before.when.date() > listed.day and not before.missing:
            self.counts["same"] += 1
            return tuple(map(Listed, before.links))
        try:
            found = self._fetch(listed.url, before)
        except FetchError as error:
            if isinstance(error, _LostError) and before is not None:
                self.counts["gone" if self.kept.miss(before) else "missing"] += 1
            else:
                self._fail(listed.url, error)
            return tuple(map(Listed, before.links)) if before else ()
        if found.status == 304 and before is not None:
            self.kept.same(before, now())
            self.counts["same"] += 1
            return tuple(map(Listed, before.links))
        links = self._links(found)
        is_other = self.kept.keep(listed.url, found, now(), tuple(each.url for each in links))
        self.counts["same" if not is_other else "changed" if before else "new"] += 1
        return links

    def _links(self, found: Fetched) -> tuple[Listed, ...]:
        if not self.source.files or not found.body.lstrip().startswith(b"<"):
            return ()
        at = address(found.final, loopback=self.fetcher.loopback)
        return listing.linked_files(found.body, at, loopback=self.fetcher.loopback)

    def _fetch(self, url: str, before: Page | None = None) -> Fetched:
        """What stands at an address, 200 or, with a version before, 304. Raises FetchError."""
        host = address(url, loopback=self.fetcher.loopback).netloc.decode("ascii")
        if until := self.kept.paused(host, now()):
            raise _BusyError(f"is not asked before {until:%Y-%m-%d %H:%M} UTC: its host is busy")
        conditions = before.conditions if before else Conditions()
        found = self.fetcher.fetch(url, conditions, before=self.manners.before)
        if found.status in _BUSY:
            wait = _PAUSE if found.retry_after is None else timedelta(seconds=found.retry_after)
            self.kept.pause(host, now() + wait)
            raise _BusyError(f"answers that it is busy ({found.status}): it is asked again after {_spoken(wait)}")
        if found.status in _LOST:
            raise _LostError(f"is not there ({found.status}): mend the address or remove the source")
        if found.status != 200 and not (found.status == 304 and before):
            raise FetchError(f"answers with status {found.status}: open it in a browser to see why")
        return found

    def _fail(self, url: str, error: FetchError) -> None:
        self.failed.append(Failure(url, str(error)))


class _LostError(FetchError):
    """There is nothing at the address."""


def _spoken(wait: timedelta) -> str:
    seconds = int(wait.total_seconds())
    return f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
