"""The one table of formats: how each is called, named and read, or why it is not; and which of them a file is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.loading import magic, readers
from retrieval.loading.pieces import UnreadableFileError, peek

if TYPE_CHECKING:
    from retrieval.loading.office import Holder, Members

_FORM = "save it as PDF, HTML, Markdown or text"
_TAKE_OUT = "take out what it holds and add that, or move it away"
_MOVE = "move it away"


@dataclass(frozen=True, slots=True)
class Format:
    """`kind` is what `magic` calls it, `name` what people are told ("a PDF"), `endings` what its files' names end in.

    One without a reader is known but not read, and `advice` says what to do instead. `is_text`: its content does not tell
    it from other text, so that the ending does.
    """

    kind: str
    name: str
    endings: tuple[str, ...]
    read: readers.Reader | None = None
    advice: str = ""
    is_text: bool = False


def _mail(data: bytes) -> readers.Content:
    from retrieval.loading.office import mail_pieces

    return mail_pieces(data, _members())


def _archive(data: bytes) -> readers.Content:
    from retrieval.loading.office import zip_pieces

    return zip_pieces(data, _members())


# A format is read once it has a reader. The first of two with the same ending is the one that the ending stands for.
FORMATS = (
    Format("markdown", "Markdown", (".md", ".markdown"), readers.markdown, is_text=True),
    Format("text", "plain text", (".txt",), readers.text, is_text=True),
    Format("html", "an HTML page", (".html", ".htm"), readers.html, is_text=True),
    Format("pdf", "a PDF", (".pdf",), readers.pdf),
    Format("docx", "a Word document", (".docx", ".docm"), readers.docx),
    Format("xlsx", "an Excel workbook", (".xlsx", ".xlsm"), readers.xlsx),
    Format("pptx", "a PowerPoint presentation", (".pptx", ".pptm"), readers.pptx),
    Format("hwpx", "an HWPX document", (".hwpx",), readers.hwp),
    Format("hwp", "an HWP document", (".hwp",), readers.hwp),
    Format("hwp3", "an HWP document of before 2002", (".hwp",), advice="open it with Hancom Office and save it as PDF"),
    Format("odf", "an OpenDocument file", (".odt", ".ods", ".odp"), advice=_FORM),
    Format("epub", "an e-book", (".epub",), advice=_FORM),
    Format("doc", "a Word document of before 2007", (".doc",), advice="open it with Word and save it as PDF"),
    Format("xls", "an Excel workbook of before 2007", (".xls",), readers.xls),
    Format("ppt", "a PowerPoint presentation of before 2007", (".ppt",), advice="open it and save it as PDF"),
    Format("msg", "an Outlook message", (".msg",), advice=_FORM),
    Format("locked", "an Office document with a password", (), advice="save it without one, then as PDF"),
    Format("ole", "an old Office or HWP document", (), advice="open it with the program it was made with and save it as PDF"),
    Format("zip", "a zip archive", (".zip",), _archive),
    Format("archive", "an archive", (".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".alz", ".egg"), advice=_TAKE_OUT),
    Format("rtf", "an RTF document", (".rtf",), advice=_FORM),
    Format("csv", "a table in text", (".csv", ".tsv"), readers.csv, is_text=True),
    Format("eml", "an e-mail", (".eml",), _mail, is_text=True),
    Format("image", "an image", (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".ico"),
           advice="make a PDF with a text layer of it, by OCR"),
    Format("media", "sound or video", (".mp3", ".mp4", ".mov", ".avi", ".wav", ".mkv", ".m4a", ".wmv"), advice=_MOVE),
    Format("program", "a program", (".exe", ".dll", ".so", ".msi", ".com"), advice=_MOVE),
    Format("database", "a database", (".sqlite", ".db"), advice=_FORM),
)  # fmt: skip
SUPPORTED = tuple(ending for each in FORMATS if each.read for ending in each.endings)
_BY_KIND = {each.kind: each for each in FORMATS}
_BY_ENDING = {ending: each for each in reversed(FORMATS) for ending in each.endings}
_PDF_WITHIN = 1024  # bytes; readers of PDF take a header that does not stand at the very beginning


def tell(data: bytes, name: str) -> tuple[Format, readers.Reader, str]:
    """The format of a file, its reader, and a remark where its name says another format (else empty).

    Raises UnreadableFileError for what is known but not read, and for what is neither known nor text.
    """
    ending = Path(name).suffix.lower()
    found = _found(magic.kind(data), data, ending)
    remark = _misnamed(found, ending)
    return found, _reader(found, ending), f"{remark} and was read as that" if remark else ""


def _members() -> Members:
    """For files inside a file: each is told and read as if it stood alone."""
    from retrieval.loading.office import Members, mail_pieces, zip_pieces

    holders: dict[readers.Reader, Holder] = {_mail: mail_pieces, _archive: zip_pieces}

    def reader(name: str, data: bytes) -> tuple[readers.Reader, Holder | None]:
        _, found, _ = tell(data, name)
        return found, holders.get(found)

    return Members(reader)


def check_type(path: Path) -> None:
    """Raise UnreadableFileError when name and first bytes of a file say that it is of no format that is read."""
    head = peek(path)
    kind = magic.signature(head)
    if head and kind not in {"zip", "ole"}:  # what is in a container only its reader sees; `read` says what is no file
        ending = path.suffix.lower()
        _reader(_found(kind, head, ending), ending)


def _reader(found: Format, ending: str) -> readers.Reader:
    if found.read is None:
        what = _misnamed(found, ending) or f"is {found.name}"
        raise UnreadableFileError(f"{what}, which is not read: {found.advice}")
    return found.read


def _found(kind: str, data: bytes, ending: str) -> Format:
    named = _BY_ENDING.get(ending)
    if not kind and ending == ".pdf" and b"%PDF-" in data[:_PDF_WITHIN]:
        kind = "pdf"
    if kind:
        return _BY_KIND[kind]
    if named is None:
        raise UnreadableFileError(
            f"is of a type that is not supported ({ending or 'no extension'}): save it as one of {' '.join(SUPPORTED)}"
        )
    if named.is_text:
        return named
    if magic.is_plain_text(data):
        return _BY_KIND["text"]
    raise UnreadableFileError(f"is named {ending} but is not {named.name}: give it its right name")


def _misnamed(found: Format, ending: str) -> str:
    """That the name of a file says another format than the one that it is of; empty where it does not."""
    known = ending in _BY_ENDING and ending not in found.endings
    return f"is named {ending} but is {found.name}" if known else ""
