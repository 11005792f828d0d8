"""Files that are zip archives of parts (Office, HWPX): opened with every size looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from retrieval.loading.pieces.files import UnreadableFileError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # type: ignore[import-untyped]

LARGEST_PART = 48 * 2**20  # bytes unpacked, of one part that is read; the XML of a book of 3,000 pages
LARGEST_PACKAGE = 512 * 2**20  # bytes unpacked, of all parts together, pictures included
MOST_PARTS = 20_000
_PROLOGUE = 8192  # bytes of a part of XML in which its declarations stand
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """The parts of an Office or HWPX file. `kind` names it in errors ("a Word document")."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Raises UnreadableFileError when `data` is no whole zip archive, is locked, or unpacks to too much."""
        self._kind = kind
        if data.startswith(_OLE):
            raise UnreadableFileError(
                f"is not {kind} but an older or a locked one: save it anew without a password, in the present format"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._damaged() from error
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_PACKAGE:
            raise UnreadableFileError("unpacks to far more than a document holds: save it anew, or split it into parts")
        self._sizes = {part.filename: part.file_size for part in parts}
        for name in self._sizes:
            if name.endswith((".xml", ".rels", ".hpf")):
                self._refuse_entities(name)

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def __iter__(self) -> Iterator[str]:
        """The names of the parts, in the order of the archive, each once."""
        return iter(self._sizes)

    def size(self, name: str) -> int:
        """How many bytes a part unpacks to, as the archive says; no more than that is ever unpacked."""
        return self._sizes.get(name, 0)

    def read(self, name: str, most: int = LARGEST_PART) -> bytes:
        """The bytes of a part. Raises UnreadableFileError when it is not there, damaged, locked or over `most` bytes."""
        if self.size(name) > most:
            raise UnreadableFileError(
                f"holds {self.size(name) / 2**20:.0f} MB of text and tables in one part, at most {most // 2**20} are read: "
                "split it into several files"
            )
        return self._bytes(name)

    def _bytes(self, name: str, most: int = -1) -> bytes:
        try:
            with self._zip.open(name) as part:
                return part.read(most)
        except RuntimeError as error:  # what zipfile says of a password
            raise UnreadableFileError("is locked with a password: save it without one") from error
        except Exception as error:  # errors of zipfile, zlib and lzma have no common base
            raise self._damaged() from error

    def _refuse_entities(self, name: str) -> None:
        """Raise when a part of XML declares a document type: no such file needs one, and entities grow without end."""
        head = self._bytes(name, _PROLOGUE).replace(b"\0", b"")  # in UTF-16 every other byte is none
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise UnreadableFileError("declares XML entities, which no document needs: save it anew with its program")

    def xml(self, name: str, most: int = LARGEST_PART) -> Element:
        """The root of a part that is XML, parsed without entities and without looking anything up."""
        from lxml import etree  # type: ignore[import-untyped]

        try:
            return etree.fromstring(
                self.read(name, most), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            )
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged() from error

    def _damaged(self) -> UnreadableFileError:
        return UnreadableFileError(f"is damaged or is not {self._kind}: open it with its program and save it anew")
