"""What a second reader sees in a file and its text does not hold.

The second readers are coarse on purpose, and of other make than the first: pypdf for PDF, the text nodes of the XML parts
for Office files and HWPX, everything between the tags for HTML. What they see and the first leaves out on purpose (menus,
hidden text) is why only what nobody may lose is told one by one: phones and e-mail addresses.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from retrieval.language.values import values
from retrieval.loading.pieces import decode
from retrieval.patterns import late_pattern

_WORD = late_pattern(r"[^\W\d_]{2,}|\d[\d.,]*\d")
_MARKUP = late_pattern(r"(?is)<(script|style|template|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>")
_TEXT_NODE = late_pattern(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>|<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>")
_PARTS = late_pattern(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml|xl/sharedStrings\.xml|ppt/slides/slide\d+\.xml|Contents/section\d+\.xml"
)
_ENTITY = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " ", "commat": "@"}
_LARGEST = 20 * 2**20  # bytes of unpacked parts that are looked at
_MOST_NAMED = 5
_MUCH = 0.2  # of the words a second reader sees; less may be a matter of where words end
_FEWEST = 40  # words of which a share says something
_SHORTEST = 7  # digits of a phone
_WITH_MENUS = ("html",)  # what is left out of them on purpose are words too


@dataclass(frozen=True, slots=True)
class Loss:
    """What a second reader sees and a text does not hold; `share` is that of all words (0..1)."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    share: float = 0.0

    def sentences(self) -> Iterator[str]:
        """The same in words that go on from the file's name."""
        for found, one, many in ((self.phones, "phone", "phones"), (self.emails, "e-mail address", "e-mail addresses")):
            if found:
                more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
                named = ", ".join(found[:_MOST_NAMED])
                yield f"holds {len(found)} {one if len(found) == 1 else many} that its text does not: {named}{more}"
        if self.share >= _MUCH:
            yield f"holds words that its text does not: about {self.share:.0%} of those that another reader sees"


def loss(data: bytes, kind: str, text: str) -> Loss:
    """What is lost of a file of a format (`Format.kind`) in its text; nothing where there is no second reader."""
    second = _SECOND.get(kind)
    seen = second(data) if second else ""
    if not seen.strip():
        return Loss()
    written = {kind: dict.fromkeys(_stated(seen, kind)) for kind in ("phone", "email")}
    digits, bare = _digits(text), _bare(text)
    phones = (each for each in written["phone"] if len(_digits(each)) >= _SHORTEST and _digits(each) not in digits)
    emails = (each for each in written["email"] if _bare(each) not in bare)
    return Loss(tuple(phones), tuple(emails), 0.0 if kind in _WITH_MENUS else _share(seen, text))


def _share(seen: str, text: str) -> float:
    """Of the words of a second reader those that stand nowhere in the text, each as often as it is seen."""
    counts = Counter(_WORD.findall(seen))
    total = sum(counts.values())
    if total < _FEWEST:
        return 0.0
    whole = "".join(text.split())
    return sum(n for word, n in counts.items() if word not in whole) / total


def _stated(text: str, kind: str) -> Iterator[str]:
    """The Values of a kind as they are written."""
    return (" ".join(text[each.start : each.end].split()) for each in values(text) if each.kind == kind)


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


# --- second readers: all text of a file, as coarse as may be; "" where they cannot read it ---


def _of_pdf(data: bytes) -> str:
    from retrieval.loading.pdf import painted_text

    return painted_text(data)


def _of_html(data: bytes) -> str:
    return _unescaped(_MARKUP.sub(" ", decode(data)))


def _of_package(data: bytes) -> str:
    found: list[str] = []
    left = _LARGEST
    with (
        suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError),
        zipfile.ZipFile(io.BytesIO(data)) as held,
    ):
        for part in held.infolist():
            if not _PARTS.fullmatch(part.filename) or part.file_size > left:
                continue
            left -= part.file_size
            xml = held.read(part).decode("utf-8", "replace")
            found += (
                _unescaped(first or second)
                for first, second in _TEXT_NODE.findall(xml.replace("</w:p>", "<w:t>\n</w:t>"))
            )
    return "".join(found)


def _unescaped(text: str) -> str:
    named = re.sub(r"&(\w+);", lambda each: _ENTITY.get(each[1], " "), text)
    return re.sub(
        r"&#(x?)([0-9a-fA-F]{1,6});", lambda each: chr(min(int(each[2], 16 if each[1] else 10), 0x10FFFF)), named
    )


_SECOND: Mapping[str, Callable[[bytes], str]] = {
    "pdf": _of_pdf,
    "html": _of_html,
    "docx": _of_package,
    "pptx": _of_package,
    "hwpx": _of_package,
    "xlsx": _of_package,
}
