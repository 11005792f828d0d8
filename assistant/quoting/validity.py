"""What a reader has to know about what is quoted: its age, who vouches for it, how it was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from assistant.quoting.quotes import Quote
from assistant.quoting.titles import said_title
from assistant.records import Noted
from assistant.wording import said
from retrieval.language.values import values
from retrieval.records import Metadata

OLD = timedelta(days=2 * 365)  # since publication; whatever is older has to be checked


def notices(quotes: Sequence[Quote], today: date) -> tuple[Noted, ...]:
    """One notice for each cited document that nobody vouches for, each page read from its picture, each document that is over,
    old or undated, and one when every year named is past."""
    found = [_not_vouched(name) for name, metadata in _documents(quotes) if metadata.trust == "other"]
    found += _by_ocr(quotes)
    found += [note for name, metadata in _documents(quotes) if (note := _of_document(name, metadata, today))]
    stated = (each.year for quote in quotes for each in values(quote.text, "date", "year"))
    named = [year for year in stated if year and 1900 <= year < 2100]
    if named and max(named) < today.year - 1:
        found.append(Noted(kind="dated", said=said("past", year=max(named))))
    return tuple(found)


def _documents(quotes: Iterable[Quote]) -> list[tuple[str, Metadata]]:
    """Each document quoted, by the name that it is spoken of."""
    return list({q.document_id: (said_title(q.metadata.title, q.document_id), q.metadata) for q in quotes}.values())


def _not_vouched(title: str) -> Noted:
    return Noted(kind="unverified", said=said("not-vouched", title=title))


def _by_ocr(quotes: Iterable[Quote]) -> list[Noted]:
    """One notice for each page that was read from its picture: its numbers may have been taken for others."""
    pages = dict.fromkeys((q.document_id, q.metadata.title, q.page) for q in quotes if q.page in q.metadata.by_ocr)
    return [
        Noted(kind="unverified", said=said("by-ocr", title=said_title(title, document_id), page=page))
        for document_id, title, page in pages
    ]


def _of_document(title: str, metadata: Metadata, today: date) -> Noted | None:
    if metadata.valid_until and metadata.valid_until < today:
        return Noted(kind="expired", said=said("expired", title=title, until=metadata.valid_until))
    if metadata.published is None:
        return Noted(kind="dated", said=said("undated", title=title))
    if today - metadata.published > OLD:
        return Noted(kind="dated", said=said("dated", title=title, published=metadata.published))
    return None
