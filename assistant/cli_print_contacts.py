"""Contacts on a terminal: the cards of an answer, the directory, and where it contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.cli_shared import plain
from assistant.contact_conflict import FIELDS
from assistant.contact_entry import ContactEntry, is_old
from assistant.titles import said_title
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.records import ContactCard
    from retrieval.contact_conflicts import Conflict, Stated

_OLD = "!"
_LEGEND = f"{_OLD} The document is older than two years or bears no date: check before you rely on it."


def contact_cards(cards: Sequence[ContactCard], today: date) -> Table:
    """The contacts of an answer, one below the other."""
    table = labelled()
    for card in cards:
        if table.row_count:
            table.add_row()
        for label, value in _card(card, today):
            if value:
                table.add_row(Text(label), value)
    return table


def print_directory(console: Console, entries: Sequence[ContactEntry]) -> None:
    """Entries as a table of three columns, so that it fits a narrow terminal; what is old has a mark."""
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="dim", pad_edge=False)
    for label, ratio in (("Whom", 5), ("How to reach", 5), ("Source", 4)):
        table.add_column(label, ratio=ratio, overflow="fold")
    for each in entries:
        table.add_row(_whom(each), _stacked(*_reach(each)), _source(each))
    console.print(table)
    if any(each.old for each in entries):
        console.print(Text(_LEGEND, "yellow"))


def print_conflicts(console: Console, conflicts: Sequence[Conflict]) -> None:
    """Each contradiction with its values, the newest first, and where they stand."""
    for conflict in conflicts:
        first = conflict.values[0]
        names = ", ".join(first.names)
        about = f"{first.value}: one phone, several teams" if conflict.kind == "shared" else names
        if conflict.kind != "shared":
            about += f": different {say(FIELDS[conflict.field], 'en')}"
            about += ", newest first" if conflict.kind == "changed" else ""
        console.print(Text(_line(about), "bold"))
        table = Table.grid(padding=(0, 2))
        for each in conflict.values:
            value = ", ".join(each.names) if conflict.kind == "shared" else each.value
            table.add_row("", Text(_line(value)), Text(str(each.published or "no date")), _place(each))
        console.print(table)
        console.print()


def labelled() -> Table:
    """A grid of labels and values."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    return table


def joined(*parts: str | None) -> str:
    """The parts that there are, in a row."""
    return ", ".join(part for part in parts if part)


def _card(card: ContactCard, today: date) -> Iterator[tuple[str, Text | None]]:
    mark = (f" [{card.citation}]", "cyan") if card.citation is not None else ""
    yield "Team", Text.assemble(_line(joined(card.team, card.unit, card.organisation)), mark)
    rows = (
        ("Person", joined(card.person, card.role)),
        ("Phone", joined(card.phone, *card.more_phones)),
        ("Fax", card.fax),
        ("E-mail", card.email),
        ("Web", card.url),
        ("Where", joined(card.room, card.address)),
        ("Hours", card.hours),
        ("Dated", _dated(card.published, today)),
    )
    for label, value in rows:
        yield label, Text(_line(value)) if value else None


def _dated(published: date | None, today: date) -> str:
    if published is None:
        return "the document bears no date"
    return f"{published}{', more than two years ago' if is_old(published, today) else ''}"


def _whom(entry: ContactEntry) -> Text:
    names = [each for each in (entry.team, entry.unit, entry.organisation) if each]
    person = joined(entry.person, entry.role)
    text = Text("\n").join(
        Text(_line(each), "bold" if n == 0 else "") for n, each in enumerate([*names, *filter(None, [person])])
    )
    if entry.reason:
        text.append(f"\n{_line(entry.reason)}", "dim")
    return text


def _reach(entry: ContactEntry) -> Iterator[str | None]:
    """The ways to an entry as stated, or that none is: a body may only be named as responsible."""
    ways = (entry.phone, *entry.more_phones, entry.fax, entry.email, entry.url, entry.room, entry.address)
    yield None if any(ways) else "none stated"
    yield from (entry.phone, *entry.more_phones)
    yield f"Fax {entry.fax}" if entry.fax else None
    yield from (entry.email, entry.url, joined(entry.room, entry.address), entry.hours)


def _source(entry: ContactEntry) -> Text:
    page = f"page {entry.page}" if entry.page is not None else None
    text = Text(_line(joined(said_title(entry.document_title, entry.document_id), page)))
    mark = f" {_OLD}" if entry.old else ""
    text.append(f"\n{entry.published or 'no date'}{mark}", "yellow" if mark else "")
    return text.append(f"\n{entry.id}", "dim")


def _place(stated: Stated) -> Text:
    contact = stated.contact
    page = f"page {contact.page}" if contact.page is not None else None
    text = Text(_line(joined(said_title(stated.title, contact.document_id), page)))
    return text.append(f"\n{_line(contact.document_id)}", "dim")


def _stacked(*lines: str | None) -> Text:
    return Text("\n".join(_line(each) for each in lines if each))


def _line(text: str) -> str:
    return " ".join(plain(text).split())
