"""What a single line says of itself: list marker, section number, or neither. Shared by text and PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A triangle before a figure is a loss ("△3.2%"), and a doubled circle stands for a name left out ("○○시").
_BULLET = re.compile(
    r"(?:([•‣⁃∙◦●○◉◎■□▣▪▫◆◇▶►▷▸➢➤✓✔☑☐※·ㆍ\uf0b7\uf0a7\uf0d8\uf076])\s*(?!\1)|[▲△▴]\s*(?!\d)|[-–—*+.ㅇ]\s+)(?=\S)"
)
_NUMBER = re.compile(
    r"(?:(\d{1,3})[.)]|\((\d{1,3})\)|([①-⑳])|([a-zA-Z])\)|\(([a-z])\)|([가나다라마바사아자차카타파하])[.)])\s+(?=\S)"
)
_SECTION_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[^\W\d_])")
_NAMED_SECTION = re.compile(
    r"(?:part|chapter|title|section|article|annex|appendix)\s+(?:\d{1,3}|[ivxlc]{1,6}|[a-z])\b"
    r"|제\s?\d{1,3}\s?[편장절조관](?:의\s?\d+)?",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVX]{1,5}\.\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?;,:。]$")
_LONGEST_HEADING = 90  # characters
_NAMED_LEVELS = {"편": 1, "장": 1, "part": 1, "chapter": 1, "title": 1, "annex": 1, "appendix": 1, "조": 3, "관": 3}


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker in canonical form ("- " or "3. "), and the text behind it."""

    text: str
    rest: str


def list_marker(line: str) -> Marker | None:
    """The marker of a list item, bullets as "-" and numbers as they are; None for other lines."""
    if match := _BULLET.match(line):
        return Marker("-", line[match.end() :])
    if match := _NUMBER.match(line):
        written = match[0].strip()
        return Marker(f"{match[1]}." if match[1] else written, line[match.end() :])
    return None


def numbered_level(line: str) -> int:
    """The heading level that a section number claims ("1.2 Teams" is 2, "Article 3" is 2, "제1장" is 1), or 0.

    A number alone proves little: "1. Send the form." is a list item. Callers look at the neighbours as well.
    """
    if not looks_like_heading(line):
        return 0
    if match := _NAMED_SECTION.match(line):
        word = match[0].split()[0].lower()
        last = re.sub(r"[\d\s의]+$", "", match[0])[-1]
        return _NAMED_LEVELS.get(word, _NAMED_LEVELS.get(last, 2))
    if match := _SECTION_NUMBER.match(line):
        return match[1].count(".") + 1
    return 1 if _ROMAN.match(line) else 0


def is_surely_numbered(line: str) -> bool:
    """Whether a line's number is that of a section whatever stands around it: "Article 3", "제1장", "1.2 Scope"."""
    dotted = _SECTION_NUMBER.match(line)
    named = _NAMED_SECTION.match(line)
    return looks_like_heading(line) and bool(
        named or (dotted and "." in dotted[1] and not line[dotted.end()].islower())
    )


def looks_like_heading(line: str) -> bool:
    """Whether a line is short and ends as no sentence does."""
    return 1 < len(line) <= _LONGEST_HEADING and not _SENTENCE_END.search(line) and any(map(str.isalpha, line))
