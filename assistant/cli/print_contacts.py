"""Contacts on a terminal: the cards of an answer, the directory, and where it contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.cli.shared import plain
from assistant.contacts import FIELDS, ContactEntry, is_old
from assistant.quoting import said_title
from assistant.wording import Language, Said, said, say

if TYPE_CHECKING:
    from assistant.records import ContactCard
    from retrieval.contacts.routing import Conflict, Stated

_OLD = "!"


def contact_cards(cards: Sequence[ContactCard], today: date, language: Language = "en") -> Table:
    """The contacts of an answer, one below the other."""
    table = labelled()
    for card in cards:
        if table.row_count:
            table.add_row()
        for label, value in _card(card, today, language):
            if value:
                table.add_row(Text(label), value)
    return table


def print_directory(console: Console, entries: Sequence[ContactEntry], language: Language = "en") -> None:
    """Entries as a table of three columns, so that it fits a narrow terminal; what is old has a mark."""
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="dim", pad_edge=False)
    for label, ratio in ((said("cli-whom"), 5), (said("cli-how"), 5), (said("cli-source"), 4)):
        table.add_column(say(label, language), ratio=ratio, overflow="fold")
    for each in entries:
        table.add_row(_whom(each), _stacked(*_reach(each, language)), _source(each, language))
    console.print(table)
    if any(each.old for each in entries):
        console.print(Text(say(said("cli-legend", mark=_OLD), language), "yellow"))


def print_conflicts(console: Console, conflicts: Sequence[Conflict], language: Language = "en") -> None:
    """Each contradiction with its values, the newest first, and where they stand."""
    for conflict in conflicts:
        console.print(Text(_line(say(_about(conflict), language)), "bold"))
        table = Table.grid(padding=(0, 2))
        for each in conflict.values:
            value = ", ".join(each.names) if conflict.kind == "shared" else each.value
            table.add_row(
                "",
                Text(_line(value)),
                Text(say(str(each.published or "") or said("no-date"), language)),
                _place(each, language),
            )
        console.print(table)
        console.print()


def _about(conflict: Conflict) -> Said:
    first = conflict.values[0]
    names, field = ", ".join(first.names), FIELDS[conflict.field]
    if conflict.kind == "shared":
        return said("cli-shared", value=first.value)
    if conflict.kind == "changed":
        return said("cli-changed", name=names, field=field)
    return said("cli-differs", name=names, field=field)


def labelled() -> Table:
    """A grid of labels and values."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    return table


def joined(*parts: str | None) -> str:
    """The parts that there are, in a row."""
    return ", ".join(part for part in parts if part)


def _card(card: ContactCard, today: date, language: Language) -> Iterator[tuple[str, Text | None]]:
    mark = (f" [{card.citation}]", "cyan") if card.citation is not None else ""
    yield say(said("cli-team"), language), Text.assemble(_line(joined(card.team, card.unit, card.organisation)), mark)
    rows = (
        (said("label-person"), joined(card.person, card.role)),
        (said("label-phone"), joined(card.phone, *card.more_phones)),
        (said("label-fax"), card.fax),
        (said("label-email"), card.email),
        (said("label-web"), card.url),
        (said("cli-where"), joined(card.room, card.address)),
        (said("label-hours"), card.hours),
        (said("cli-dated"), say(_dated(card.published, today), language)),
    )
    for label, value in rows:
        yield say(label, language), Text(_line(value)) if value else None


def _dated(published: date | None, today: date) -> Said | str:
    if published is None:
        return said("cli-undated")
    return said("cli-old", date=published) if is_old(published, today) else str(published)


def _whom(entry: ContactEntry) -> Text:
    names = [each for each in (entry.team, entry.unit, entry.organisation) if each]
    person = joined(entry.person, entry.role)
    text = Text("\n").join(
        Text(_line(each), "bold" if n == 0 else "") for n, each in enumerate([*names, *filter(None, [person])])
    )
    if entry.reason:
        text.append(f"\n{_line(entry.reason)}", "dim")
    return text


def _reach(entry: ContactEntry, language: Language) -> Iterator[str | None]:
    """The ways to an entry as stated, or that none is: a body may only be named as responsible."""
    ways = (entry.phone, *entry.more_phones, entry.fax, entry.email, entry.url, entry.room, entry.address)
    yield None if any(ways) else say(said("cli-none-stated"), language)
    yield from (entry.phone, *entry.more_phones)
    yield say(said("cli-fax", number=entry.fax), language) if entry.fax else None
    yield from (entry.email, entry.url, joined(entry.room, entry.address), entry.hours)


def _source(entry: ContactEntry, language: Language) -> Text:
    page = _page(entry.page, language)
    text = Text(_line(joined(said_title(entry.document_title, entry.document_id), page)))
    mark = f" {_OLD}" if entry.old else ""
    text.append(f"\n{entry.published or say(said('no-date'), language)}{mark}", "yellow" if mark else "")
    return text.append(f"\n{entry.id}", "dim")


def _page(page: int | None, language: Language) -> str | None:
    return None if page is None else say(said("cli-page", n=page), language)


def _place(stated: Stated, language: Language) -> Text:
    contact = stated.contact
    page = _page(contact.page, language)
    text = Text(_line(joined(said_title(stated.title, contact.document_id), page)))
    return text.append(f"\n{_line(contact.document_id)}", "dim")


def _stacked(*lines: str | None) -> Text:
    return Text("\n".join(_line(each) for each in lines if each))


def _line(text: str) -> str:
    return " ".join(plain(text).split())
