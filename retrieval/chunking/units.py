"""What should stay together when a document is cut: lists with their lead-in, items with theirs, contact blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from retrieval.language.values import values
from retrieval.records import Block

_LONGEST_LEAD_IN = 300  # characters; unless it ends with a colon, a longer paragraph is text of its own
_LONGEST_FIELD = 200  # characters of a line that holds a phone number or the like; longer ones are prose
_LABEL = re.compile(
    r"\b(?:phone|tel|telephone|mobile|fax|e-?mail|address|room|office hours|website)\b\s*(?:[:.|]|$)"
    r"|(?:전화|팩스|주소|이메일|연락처|홈페이지)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A span that stays whole if it fits, and the smaller spans that it falls into if not (none: cut its sentences)."""

    start: int
    end: int
    parts: tuple[Unit, ...] = ()


def units(text: str, blocks: Sequence[Block]) -> list[Unit]:
    """The blocks below one heading (headings among them count as lines of text) as units in document order."""
    found: list[Unit] = []
    for run in _runs(text, blocks):
        if _is_field(text, run[-1]):
            found.append(_joined([Unit(block.start, block.end) for block in run]))
        else:
            found += _list_units(text, run)
    return found


def holds_contact(text: str) -> bool:
    """Whether a text states a phone number or an e-mail address."""
    return bool(values(text, "phone", "email"))


def _joined(parts: Sequence[Unit]) -> Unit:
    return parts[0] if len(parts) == 1 else Unit(parts[0].start, parts[-1].end, tuple(parts))


def _is_short(block: Block) -> bool:
    return block.kind != "row" and block.end - block.start <= _LONGEST_FIELD


def _is_field(text: str, block: Block) -> bool:
    """Whether a block is a line of a contact entry: it holds a number or address, or is labelled as one.

    A table row is none, as it is an entry of its own.
    """
    line = text[block.start : block.end] if _is_short(block) else ""
    return holds_contact(line) or bool(_LABEL.search(line))


def _runs(text: str, blocks: Sequence[Block]) -> list[list[Block]]:
    """Contact entries (the short line above that names them, and their fields) and what lies between, in order."""
    runs: list[list[Block]] = []
    fields_before = None
    for block in blocks:
        fields = _is_field(text, block)
        if fields != fields_before:
            above = runs[-1][-1] if runs else None
            runs.append([])
            if fields and above and _is_short(above) and (above.kind != "item" or above.level <= block.level):
                runs[-1].append(runs[-2].pop())
        runs[-1].append(block)
        fields_before = fields
    return [run for run in runs if run]


def _list_units(text: str, blocks: Sequence[Block]) -> list[Unit]:
    """Paragraphs and lists; a paragraph just above a list or table that leads it in becomes part of it."""
    found: list[Unit] = []
    lead_in: Unit | None = None
    for is_list, group in groupby(blocks, key=lambda block: block.kind in {"item", "row"}):
        run = list(group)
        if is_list:
            entries = _entries(run)
            if lead_in:
                entries[0] = _joined([found.pop(), entries[0]])
            found.append(_joined(entries))
            lead_in = None
        else:
            found += [Unit(block.start, block.end) for block in run]
            last = text[run[-1].start : run[-1].end]
            lead_in = found[-1] if len(last) <= _LONGEST_LEAD_IN or last.endswith((":", "：")) else None
    return found


def _entries(run: Sequence[Block]) -> list[Unit]:
    """Outermost items, each with the items nested in it, and rows."""
    top = min(block.level for block in run)
    entries: list[list[Block]] = []
    for block in run:
        if block.level == top or not entries:
            entries.append([])
        entries[-1].append(block)
    return [_entry(entry) for entry in entries]


def _entry(blocks: Sequence[Block]) -> Unit:
    first = Unit(blocks[0].start, blocks[0].end)
    if len(blocks) == 1:
        return first
    nested = _entries(blocks[1:])
    return _joined([_joined([first, nested[0]]), *nested[1:]])
