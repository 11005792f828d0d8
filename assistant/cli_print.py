"""Answers and contacts on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleRenderable
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli_shared import plain

if TYPE_CHECKING:
    from assistant.directory import Entry
    from assistant.records import Answer, Citation, ContactCard

_MARK = re.compile(r"\[\d+\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-*]|\d+\.) (?P<text>.*)")
_MARK_STYLE = "cyan"


def print_answer(console: Console, answer: Answer) -> None:
    """The text with its marks, then notices, contacts, sources and what to ask next."""
    for part in _text(answer.text):
        console.print(part)
    for notice in answer.notices:
        console.print(Text.assemble("\n", ("Note: ", "bold yellow"), plain(notice.text)))
    if answer.contacts:
        console.print()
        console.print(contact_table(answer.contacts))
    print_sources(console, answer)
    if answer.suggestions:
        console.print(Text("\nAsk next", "bold"))
        for each in answer.suggestions:
            console.print(Text(f"  {plain(each)}"))


def print_sources(console: Console, answer: Answer) -> None:
    """Where each mark of an answer points."""
    if not answer.citations:
        return
    console.print(Text("\nSources", "bold"))
    for each in answer.citations:
        console.print(Text.assemble((f"  [{each.n}] ", _MARK_STYLE), _place(each)))
        console.print(Text(f"      {plain(each.document_id)}", "dim"))


def contact_table(cards: Sequence[ContactCard]) -> Table:
    """One row for each contact."""
    table = _table("Whom", "Phone", "E-mail", "Where", "")
    for card in cards:
        mark = f"[{card.citation}]" if card.citation is not None else ""
        where = _joined(card.room, card.address)
        whom = _joined(card.team, card.unit, card.organisation)
        table.add_row(*_cells(whom, card.phone, card.email, where), Text(mark, _MARK_STYLE))
    return table


def entry_table(entries: Sequence[Entry]) -> Table:
    """One row for each entry of the directory, with its document."""
    table = _table("Whom", "Phone", "E-mail", "Where", "Why", "Source")
    for each in entries:
        contact = each.contact
        whom = _joined(contact.team, contact.unit, contact.organisation)
        source = _joined(each.document.metadata.title, str(each.document.metadata.published or ""))
        where = _joined(contact.room, contact.address)
        table.add_row(*_cells(whom, contact.phone, contact.email, where, each.reason, source))
    return table


def _text(markdown: str) -> Iterator[ConsoleRenderable]:
    for line in plain(markdown).split("\n"):
        item = _ITEM.fullmatch(line)
        if item is None:
            yield _inline(line)
            continue
        marker = f"{'•' if item['marker'] in '-*' else item['marker']} "
        grid = Table.grid()
        grid.add_row(Text(marker), _inline(item["text"]))
        yield Padding(grid, (0, 0, 0, len(item["indent"]) + 1))


def _inline(line: str) -> Text:
    """Bold parts and marks; nothing else is markup."""
    text = Text()
    at = 0
    for bold in _BOLD.finditer(line):
        text.append(line[at : bold.start()])
        text.append(bold[1], "bold")
        at = bold.end()
    text.append(line[at:])
    text.highlight_regex(_MARK, _MARK_STYLE)
    return text


def _place(citation: Citation) -> Text:
    page = f"page {citation.page}" if citation.page is not None else ""
    rest = _joined(citation.section, page, str(citation.published or ""))
    return Text.assemble(plain(citation.title), (f", {plain(rest)}" if rest else "", ""))


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for each in columns:
        table.add_column(each, overflow="fold", no_wrap=each in ("Phone",))
    return table


def _cells(*values: str | None) -> list[Text]:
    return [Text(plain(value or "")) for value in values]


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
