"""Lists as government offices write them: lines and sentences that begin with marks (□ ㅇ - ※, ▲ ... ▲ ...), nested by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from retrieval.language import split
from retrieval.loading.pieces.canonical import Piece
from retrieval.loading.pieces.lines import list_marker
from retrieval.patterns import late_pattern

# A mark inside a line. One behind a letter or a figure, doubled ("○○시") or before a figure ("△3.2%" is a loss) is none.
_INSIDE = late_pattern(r"(?<![^\s:：,(])([▲△▴▷▸▶►◆◇●○◉◎■□▣▪☑☐✔✓※ㅇ])(?!\1|\d)\s?(?=[\w\"'“‘「『<〈《(])")
_DASH = late_pattern(r"\s+(?=- \S)")


@dataclass(slots=True)
class Levels:
    """How deep each item of a list stands: under those before it that stand further out or have another mark."""

    above: list[tuple[int, str]] = field(default_factory=list)

    def of(self, indent: int, marked: str) -> int:
        """The level, from 1, of an item whose mark begins the line `marked`, `indent` columns from the left."""
        mark = kind_of_mark(marked)
        if (indent, mark) in self.above:
            del self.above[self.above.index((indent, mark)) :]
        while self.above and self.above[-1][0] > indent:
            self.above.pop()
        self.above.append((indent, mark))
        return len(self.above)


def kind_of_mark(line: str) -> str:
    """What a marked line has in common with those beside it: its sign, or the form of its number; "" without a mark."""
    marker = list_marker(line)
    if marker is None:
        return ""
    if marker.text == "-":
        return line[0]
    forms = ("1" if c.isdigit() else "가" if "가" <= c <= "힣" else "a" if c.isalpha() else c for c in marker.text)
    return "".join(forms).replace("11", "1")


def parted(line: str) -> list[str]:
    """A line as the lines it holds: what stands before the first of several equal marks, then each mark with its text.

    What follows the sentence of the last one is a line again. A line without a repeated mark stays as it is.
    """
    found = list(_INSIDE.finditer(line))
    times = Counter(match[1] for match in found)
    places = [match.start() for match in found if times[match[1]] > 1]
    if not places:
        return [line]
    parts = [line[start:end].strip() for start, end in pairwise([0, *places, len(line)])]
    spans = split(parts[-1])
    if len(spans) > 1:
        parts[-1:] = [parts[-1][: spans[0].end], parts[-1][spans[0].end :].strip()]
    if len(_DASH.findall(" ".join(parts[1:]))) > 1:
        parts[1:] = [each for part in parts[1:] for each in _DASH.split(part)]
    return [part for part in parts if part]


def outlined(pieces: Iterable[Piece]) -> list[Piece]:
    """Paragraphs whose lines begin with marks, or hold several, as list items; a single mark among them is none."""
    out: list[Piece] = []
    for is_paragraph, group in groupby(pieces, lambda piece: piece.kind == "paragraph"):
        run = list(group)
        out += _listed(run) if is_paragraph else [part for piece in run for part in _parts_of(piece)]
    return out


def _listed(paragraphs: list[Piece]) -> list[Piece]:
    lines = [[part for line in piece.text.split("\n") for part in parted(line)] for piece in paragraphs]
    marks = Counter(kind_of_mark(line) for each in lines for line in each)
    signs = sum(times for mark, times in marks.items() if mark and not mark[0].isalnum())
    levels = Levels()
    out: list[Piece] = []
    for piece, each in zip(paragraphs, lines, strict=True):
        plain: list[str] = []
        for line in each:
            mark = kind_of_mark(line)
            marker = list_marker(line) if mark and (marks[mark] if mark[0].isalnum() else signs) > 1 else None
            if marker is None:
                plain.append(line)
                continue
            out += _paragraph(plain, piece)
            plain = []
            out.append(Piece("item", f"{marker.text} {marker.rest}", levels.of(0, line), piece.page))
        out += _paragraph(plain, piece)
    return out


def _paragraph(lines: list[str], piece: Piece) -> list[Piece]:
    return [Piece("paragraph", "\n".join(lines), piece.level, piece.page)] if lines else []


def _parts_of(piece: Piece) -> list[Piece]:
    """A list item as itself and those that marks inside it make; other blocks as they are."""
    parts = parted(piece.text) if piece.kind == "item" and "\n" not in piece.text else [piece.text]
    out = [Piece(piece.kind, parts[0], piece.level, piece.page)]
    for part in parts[1:]:
        marker = list_marker(part)
        if marker is None:
            out[-1] = Piece("item", f"{out[-1].text} {part}", out[-1].level, piece.page)
        else:
            out.append(Piece("item", f"{marker.text} {marker.rest}", piece.level + 1, piece.page))
    return out
