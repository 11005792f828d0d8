"""Rows, documents and summaries as answers: each row quoted, and how many were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.ask import Ask
from assistant.contacts import states_number
from assistant.extractive.response import Response
from assistant.extractive.suggest import suggestions
from assistant.knowledge import Knowledge
from assistant.question import types
from assistant.quoting import Part, Quote, quotes, said_title
from assistant.sets import Operation, Selection, across_documents, compared, operation, select, summary
from assistant.wording import said
from retrieval.search import Documents, Found, List, Row

Kind = types.QuestionType
_OTHERWISE = (
    0.5  # that a time, an amount, a contact or a confirmation is asked for, from which words alone choose no rows
)
_SOME = 0.05  # from which a comparison is worth a look at what it would compare
_SEVERAL = 0.2  # from which several things may be asked for
_MOST_ROWS = 40


def of_rows(ask: Ask, found: Found, knowledge: Knowledge, today: date) -> Response | None:
    """What a question wants of rows, of documents or of a whole, on the day `today`; None where it wants something else or nothing fits."""
    if not found.passages:
        return None
    question = ask.typed or ask.text
    if spoken := across_documents(question, found, knowledge):
        n, of = len(spoken), len(knowledge.documents)
        lines = [Part((each.quote,), heading=said_title(each.title, each.document_id)) for each in spoken]
        return _response((Part(lead=said("documents-fit", n=n, of=of)), *lines), found, knowledge.documents)
    asked = knowledge.type_of(found)
    wanted = operation(question, today.year)
    if asked.of(Kind.COMPARISON) >= _SOME and (pair := compared(found, knowledge)):
        return _rows(wanted, pair, found, knowledge.documents)
    if _is_of_rows(wanted, asked):
        selection = select(wanted, found, knowledge)
        return _rows(wanted, selection, found, knowledge.documents) if selection else None
    if asked.of(Kind.LIST) >= _SEVERAL and (some := select(wanted, found, knowledge)) and not some.whole:
        return _rows(wanted, some, found, knowledge.documents)
    opening = summary(asked, found, knowledge)
    return _response((opening,), found, knowledge.documents) if opening and opening.quotes else None


def _is_of_rows(wanted: Operation, asked: types.TypeChances) -> bool:
    if wanted.is_exact or wanted.counts or wanted.excluded:
        return asked.of(Kind.CONFIRMATION) < _OTHERWISE
    several = asked.of(Kind.LIST, Kind.COUNT)
    return several >= _OTHERWISE


def _rows(wanted: Operation, selection: Selection, found: Found, documents: Documents) -> Response | None:
    counted = wanted.counts or wanted.is_exact or wanted.excluded or not selection.whole
    key, values = (
        ("rows-whole", {"n": selection.size})
        if selection.whole
        else ("rows-fit", {"n": selection.size, "of": selection.looked_at})
    )
    parts = [Part(lead=said(key, **values))] if counted else []
    left = _MOST_ROWS
    for each, rows in selection.chosen:
        parts.append(_part(each, rows[:left], selection.whole))
        left -= len(rows[:left])
    quoted = [quote for part in parts for quote in part.quotes]
    if states_number(quoted, documents):
        return None
    return _response(tuple(parts), found, documents)


def _part(each: List, rows: Sequence[Row], whole: bool) -> Part:
    """The lead of a list that is given whole, the names of a table's columns, the rows."""
    head: list[Quote] = []
    if whole and each.lead:
        head.append(quotes.of_block(each.document, each.lead, each.section))
    if each.columns:
        head.append(replace(quotes.of_block(each.document, each.items[0], each.section), marker=""))
    return Part((*head, *(quotes.of_block(each.document, row.block, each.section) for row in rows)))


def _response(parts: tuple[Part, ...], found: Found, documents: Documents) -> Response:
    quoted = [quote for part in parts for quote in part.quotes]
    return Response("answered", parts, suggestions=suggestions(quoted, documents), found=(found,))
