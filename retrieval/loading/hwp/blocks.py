"""The model that dochan makes of an HWP file to blocks: lists by their marks, tables by the reader of HTML, notes at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any

from retrieval.loading.html import html_pieces
from retrieval.loading.pieces import Piece, list_marker, squeeze

_DEEPEST = 8  # tables inside tables that are followed


def model_pieces(sections: Iterable[Any]) -> list[Piece]:
    """Blocks of the sections of a dochan document: headers first, then the text, then notes and footers."""
    reading = _Reading()
    for section in sections:
        reading.take(section.elements)
    return [*_once(reading.headers), *reading.pieces, *reading.notes, *_once(reading.footers)]


def _once(pieces: Iterable[Piece]) -> list[Piece]:
    """Each line of a header or footer once, however many sections repeat it; those that only number pages not at all."""
    return list(
        {p.text: p for p in pieces if any(map(str.isalpha, p.text)) or sum(map(str.isdigit, p.text)) >= 5}.values()
    )


@dataclass(slots=True)
class _Reading:
    pieces: list[Piece] = field(default_factory=list)
    headers: list[Piece] = field(default_factory=list)
    footers: list[Piece] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """The marks of the items around the last one, the outermost first: "□", "○", "-"."""

    def take(self, elements: Iterable[Any]) -> None:
        for element in elements:
            kind = getattr(element, "type", "")
            if hasattr(element, "rows"):
                self._table(element)
            elif hasattr(element, "paragraphs"):
                self._aside(element, kind)
            elif hasattr(element, "runs"):
                self._paragraph(element)
            elif hasattr(element, "script"):
                self._text(element.script)
            elif hasattr(element, "caption"):
                self.take(element.caption)

    def _aside(self, element: Any, kind: str) -> None:
        inside = _Reading()
        inside.take(element.paragraphs)
        if kind == "header":
            self.headers += inside.pieces
        elif kind == "footer":
            self.footers += inside.pieces
        else:
            text = squeeze(" ".join(piece.text for piece in inside.pieces))
            number = element.number or len(self.notes) + 1
            self.notes.append(Piece("item", f"{number}. {text}", 1))

    def _paragraph(self, paragraph: Any) -> None:
        text = squeeze(_words(paragraph))
        if paragraph.heading_level and text and not list_marker(text):
            self.marks.clear()
            self.pieces.append(Piece("heading", text, min(paragraph.heading_level, 6)))
        else:
            self._text(text)

    def _text(self, text: str) -> None:
        marker = list_marker(text)
        if not text:
            return
        if not marker:
            self.marks.clear()
            self.pieces.append(Piece("paragraph", text))
            return
        mark = text[: len(text) - len(marker.rest)].strip()
        mark = "1" if any(map(str.isalnum, mark)) else mark
        if mark in self.marks:
            del self.marks[self.marks.index(mark) + 1 :]
        else:
            self.marks.append(mark)
        self.pieces.append(Piece("item", f"{marker.text} {marker.rest}", len(self.marks)))

    def _table(self, table: Any) -> None:
        """A table: rows of several cells as a table, what stands alone in a row as text, as in a box with a frame."""
        self.marks.clear()
        self.take(table.caption)
        for is_alone, rows in groupby(table.rows, _is_alone):
            if is_alone:
                for row in rows:
                    self.take(block for cell in row for block in cell.paragraphs)
            else:
                together = list(rows)
                self.pieces += html_pieces(_html(together))
                for note in _asides(together):
                    self._aside(note, getattr(note, "type", ""))
        self.marks.clear()


def _is_alone(row: Sequence[Any]) -> bool:
    """Whether a row is one cell over all columns that reaches into no other row."""
    own = [cell for cell in row if not cell.is_merged_away]
    return len(own) == 1 and own[0].row_span <= 1 and (len(row) == 1 or own[0].col_span >= len(row))


def _words(paragraph: Any) -> str:
    """The text of a paragraph, the marks of notes in brackets."""
    return "".join(f"[{run.note_ref}]" if run.note_ref else run.text for run in paragraph.runs)


def _html(rows: Sequence[Sequence[Any]], depth: int = 0) -> str:
    out = ["<table>"]
    for row in rows:
        cells = (cell for cell in row if not cell.is_merged_away)
        out += ["<tr>", *(_cell(cell, depth) for cell in cells), "</tr>"]
    return "".join([*out, "</table>"])


def _cell(cell: Any, depth: int) -> str:
    inside: list[str] = []
    for block in cell.paragraphs:
        if hasattr(block, "rows"):
            inside.append(_html(block.rows, depth + 1) if depth < _DEEPEST else "")
        elif hasattr(block, "runs"):
            inside.append(f"<p>{escape(_words(block))}</p>")
        elif hasattr(block, "script"):
            inside.append(f"<p>{escape(block.script)}</p>")
    return f'<td rowspan="{max(cell.row_span, 1)}" colspan="{max(cell.col_span, 1)}">{"".join(inside)}</td>'


def _asides(rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    """The notes in the cells of a table."""
    for row in rows:
        for cell in row:
            yield from (each for each in cell.paragraphs if hasattr(each, "paragraphs"))
