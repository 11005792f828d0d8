"""Versions on a Chroma server, where several machines find them (docs/adr/0015).

A version is a collection `policydesk-vN` without rows, whose making brings it into force: Chroma makes only one of a name, so
of two ingests that end at once one is refused. Its metadata name the collections of its base and the files (manifest,
segments) that lie, in parts, in the collection `policydesk-files`. Nothing that a version names is written again.
"""

from __future__ import annotations

import base64
import json
import logging
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from retrieval.index import chroma, manifest
from retrieval.index.chroma import chroma_errors
from retrieval.index.faults import IndexChangingError, IndexLostError, IndexUnusableError, OvertakenError
from retrieval.index.files import DamagedFileError
from retrieval.index.snapshots import number_of
from retrieval.index.stored import stored_document
from retrieval.index.vectors import FORMAT, collections_of
from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_log = logging.getLogger(__name__)
_VERSION, _FILES = "policydesk-", "policydesk-files"
_PART = 1_000_000  # bytes of a file in one row
_GRACE = 600.0  # seconds that a version stays after the one that followed it: longer than an answer takes
_BEFORE = ("texts", "documents", "chunks")  # of an index from before there were versions on servers


@dataclass(frozen=True, slots=True)
class Version:
    """What a server says of a version. `files` maps what it is read from to sizes in bytes, `made` is its writer's clock."""

    name: str
    base: str
    files: Mapping[str, int]
    made: float

    @property
    def number(self) -> int:
        """Versions count up by one."""
        return number_of(self.name)


class Server:
    """The versions on one Chroma server. Every method raises `IndexAwayError` when it does not answer."""

    def __init__(self, client: ClientAPI) -> None:
        self._client = client

    def versions(self) -> list[Version]:
        """What is there, oldest first, in one small request. Raises `IndexUnusableError` for another Policydesk's."""
        return _versions(self._collections())

    def newest(self) -> Version | None:
        """The version in force; None before the first ingest."""
        found = self._collections()
        versions = _versions(found)
        if not versions and set(_BEFORE) <= found.keys():
            raise IndexUnusableError(
                "The index on the Chroma server was made by another version of Policydesk. Run `policydesk ingest --rebuild`."
            )
        return versions[-1] if versions else None

    def fetch(self, file: str, size: int) -> bytes:
        """A file of a version. Raises `IndexLostError` when a part of it is gone."""
        with chroma_errors():
            files = self._client.get_collection(_FILES, embedding_function=None)
            parts = [files.get(ids=[each], include=["metadatas"])["metadatas"] for each in _rows(file, size)]
        if not all(parts):
            raise IndexLostError
        return b"".join(base64.b64decode(str(each[0]["content"])) for each in parts if each)

    def publish(self, version: Path) -> None:
        """Bring a version that is written into force, with the files that are not there yet.

        Raises `OvertakenError` when another ingest ended first; then nothing has changed.
        """
        described = manifest.read(version)
        if described is None:
            raise ValueError(f"{version} has no manifest")
        own = file_of(version.name)
        files = {own: (version / manifest.NAME).stat().st_size} | dict(described.segments)
        there = {name for each in self.versions() for name in each.files}
        for name in files.keys() - there:
            self._put(name, (version / (manifest.NAME if name == own else name)).read_bytes())
        self._bring_into_force(Version(version.name, described.base, files, time.time()))
        try:
            self.sweep()
        except PolicydeskError:  # the next ingest sweeps again
            _log.warning("What is no longer used on the Chroma server could not be removed.", exc_info=True)

    def discard(self, name: str) -> None:
        """Remove what an ingest wrote for a version that did not come into force."""
        if name not in {each.name for each in self.versions()}:
            self._delete(each for each in collections_of(name))

    def sweep(self) -> None:
        """Delete what no version needs but those in force and before it, and those that were followed a short while ago.

        What a running ingest writes is of a higher number than the version in force and stays.
        """
        found = self._collections()
        versions = _versions(found)
        if not versions:
            return
        ends = [*(each.made for each in versions[1:]), time.time()]
        recent = [each for each, end in zip(versions, ends, strict=True) if end > time.time() - _GRACE]
        kept = {each.name: each for each in [*versions[-2:], *recent]}.values()
        bases, last = {each.base for each in kept}, versions[-1].number
        names = {each.name for each in kept}
        old = [_collection(each.name) for each in versions if each.name not in names]
        bases_there = {each.partition("-")[2] for each in found if each.partition("-")[0] in _BEFORE}
        for base in bases_there - bases:
            if 0 < number_of(base) <= last:
                old += collections_of(base)
        self._delete(each for each in [*old, *_BEFORE] if each in found)
        self._forget({name for each in kept for name in each.files}, last)

    def folders(self, version: Path | None) -> dict[str, str]:
        """Document id -> folder of what the base of a version holds, as far as it can be read.

        None: of an index from before there were versions on servers.
        """
        found: dict[str, str] = {}
        with suppress(IndexUnusableError, DamagedFileError, KeyError, TypeError, ValueError):
            described = manifest.read(version) if version else None
            name = collections_of(described.base)[1] if described else "documents"
            with chroma_errors():
                documents = self._client.get_collection(name, embedding_function=None)
                for page in chroma.pages(documents, ["metadatas"]):
                    rows = zip(page["ids"], page["metadatas"], strict=True)
                    found |= {i: stored_document(i, record).root for i, record in rows}
        return found

    def _collections(self) -> dict[str, Mapping[str, Any]]:
        with chroma_errors():
            return {each.name: each.metadata or {} for each in self._client.list_collections()}

    def _put(self, name: str, content: bytes) -> None:
        if _FILES not in self._collections():
            with _unless_there():
                chroma.create(self._client, _FILES, {"policydesk_format": FORMAT}, logged=True)
        with chroma_errors():
            files = self._client.get_collection(_FILES, embedding_function=None)
            for at, row in enumerate(_rows(name, len(content))):
                part = base64.b64encode(content[at * _PART : (at + 1) * _PART]).decode()
                files.upsert(ids=[row], embeddings=np.ones((1, 1), np.float32), metadatas=[{"content": part}])

    def _bring_into_force(self, version: Version) -> None:
        described = {
            "policydesk_format": FORMAT,
            "name": version.name,
            "base": version.base,
            "files": json.dumps(dict(version.files)),
            "made": version.made,
        }
        try:
            with chroma_errors():
                chroma.create(self._client, _collection(version.name), described)
        except IndexUnusableError as error:
            there = {each.number: each.name for each in self.versions()}.get(version.number)
            if there is None:
                raise
            if there != version.name:
                raise OvertakenError from error

    def _delete(self, collections: Iterable[str]) -> None:
        for name in collections:
            try:
                with chroma_errors():
                    self._client.delete_collection(name)
            except IndexChangingError:
                pass  # gone already

    def _forget(self, kept: Collection[str], last: int) -> None:
        """Delete the files of versions up to a number but for those that are kept."""
        with chroma_errors():
            files = self._client.get_collection(_FILES, embedding_function=None)
            rows = files.get(include=[])["ids"]
            old = [row for row in rows if (name := row.rpartition("#")[0]) not in kept and _number_in(name) <= last]
            if old:
                files.delete(ids=old)


@contextmanager
def connected(url: str) -> Iterator[Server]:
    """The versions on the Chroma server at an address, for as long as they are asked for."""
    client = chroma.server_client(url)
    try:
        yield Server(client)
    finally:
        chroma.close(client)


def file_of(version: str) -> str:
    """What the manifest of a version is called on a server."""
    return f"{version}-{manifest.NAME}"


@contextmanager
def _unless_there() -> Iterator[None]:
    try:
        with chroma_errors():
            yield
    except IndexUnusableError as error:  # another ingest makes it too; what else it may be shows at once
        _log.debug("%s", error)


def _versions(collections: Mapping[str, Mapping[str, Any]]) -> list[Version]:
    found = [each for name, each in collections.items() if number_of(name.removeprefix(_VERSION)) and "name" in each]
    if any(each.get("policydesk_format") != FORMAT for each in found):
        raise IndexUnusableError(
            "The index on the Chroma server was made by another version of Policydesk. Run the same version on all machines."
        )
    versions = [Version(each["name"], each["base"], json.loads(each["files"]), each["made"]) for each in found]
    return sorted(versions, key=lambda each: each.number)


def _collection(version: str) -> str:
    """The name that only one version of a number can have."""
    return f"{_VERSION}v{number_of(version)}"


def _number_in(file: str) -> int:
    """The number of the version that a file was written for."""
    return number_of(file.partition("-")[0])


def _rows(file: str, size: int) -> list[str]:
    return [f"{file}#{part}" for part in range(-(-size // _PART))]
