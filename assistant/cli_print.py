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
    from retrieval.records import Contact

_TOKEN = re.compile(r"\\(?P<escaped>[\[*<\]])|(?P<mark>\[\d{1,3}\])|\*\*(?P<bold>.+?)\*\*")
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
        console.print(contact_cards(answer.contacts))
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
    places: dict[tuple[str, str], list[str]] = {}
    for each in answer.citations:
        places.setdefault((_place(each), each.document_id), []).append(f"[{each.n}]")
    for (place, document_id), marks in places.items():
        console.print(Text.assemble("  ", (" ".join(marks), _MARK_STYLE), f" {plain(place)}"))
        console.print(Text(f"      {plain(document_id)}", "dim"))


def contact_cards(cards: Sequence[ContactCard]) -> Table:
    """The contacts of an answer, one below the other."""
    table = _labelled()
    for card in cards:
        mark = f" [{card.citation}]" if card.citation is not None else ""
        _add(table, [("Team", _joined(card.team, card.unit, card.organisation) + mark), *_reach(card)])
    return table


def directory_entries(entries: Sequence[Entry]) -> Table:
    """Entries of the directory with their documents, one below the other."""
    table = _labelled()
    for each in entries:
        contact = each.contact
        published = str(each.document.metadata.published or "")
        rows = [("Team", _joined(contact.team, contact.unit, contact.organisation)), *_reach(contact)]
        _add(table, [*rows, ("Why", each.reason), ("Source", _joined(each.document.metadata.title, published))])
    return table


def _text(markdown: str) -> Iterator[ConsoleRenderable]:
    """The lines to print; what wraps of a list item hangs below its first word."""
    for line in plain(markdown).split("\n"):
        item = _ITEM.fullmatch(line)
        if item is None:
            yield _inline(line)
            continue
        marker = f"{'•' if item['marker'] in '-*' else item['marker']} "
        grid = Table.grid()
        grid.add_row(Text(marker), _inline(item["text"]))
        yield Padding(grid, (0, 0, 0, len(item["indent"]) + 1), expand=False)


def _inline(line: str) -> Text:
    """Bold parts and marks; nothing else is markup."""
    text = Text()
    at = 0
    for token in _TOKEN.finditer(line):
        text.append(line[at : token.start()])
        style = _MARK_STYLE if token["mark"] else "bold" if token["bold"] else ""
        text.append(token["mark"] or token["bold"] or token["escaped"], style)
        at = token.end()
    text.append(line[at:])
    return text


def _place(citation: Citation) -> str:
    section = citation.section.removeprefix(f"{citation.title} > ")
    page = f"page {citation.page}" if citation.page is not None else ""
    return _joined(citation.title, section, page, str(citation.published or ""))


def _labelled() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    return table


def _add(table: Table, rows: Sequence[tuple[str, str | None]]) -> None:
    """Add one contact's rows, without the empty ones, after a blank line where it is not the first."""
    if table.row_count:
        table.add_row()
    for label, value in rows:
        if value:
            table.add_row(Text(label), _inline(plain(value)))


def _reach(contact: ContactCard | Contact) -> list[tuple[str, str | None]]:
    where = _joined(contact.room, contact.address)
    return [("Phone", contact.phone), ("E-mail", contact.email), ("Where", where)]


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
