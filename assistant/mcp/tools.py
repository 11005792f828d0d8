"""What the tools do: the product's own calls, with plain arguments and records. Each may raise PolicydeskError."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.build import Desk
from assistant.chain import Event
from assistant.contacts import ContactList, contact_entries
from assistant.mcp.results import READ_AT_ONCE, AnswerResult, PassageResult, PassageResults, RowResults, TextResult
from assistant.sets import operation, select
from retrieval.records import Document, Filters, PolicydeskError

_MOST_PASSAGES = 20


def ask(
    desk: Desk, question: str, conversation_id: str | None, filters: Filters, on_event: Callable[[Event], None]
) -> AnswerResult:
    """Answer a question and keep the answer."""
    answer = desk.chain.ask(question, conversation_id=conversation_id, filters=filters, on_event=on_event)
    return AnswerResult.of(answer)


def search(desk: Desk, query: str, limit: int, filters: Filters) -> PassageResults:
    """The nearest passages, best first."""
    found = desk.knowledge.current().search.search(
        _said(query), filters=filters, limit=max(1, min(limit, _MOST_PASSAGES))
    )
    return PassageResults(passages=tuple(map(PassageResult.of, found.passages)))


def contacts(desk: Desk, need: str, organisation: str | None) -> ContactList:
    """The directory entries that fit a need, best first."""
    directory = desk.knowledge.current().contacts
    return ContactList(contacts=contact_entries(directory, date.today(), _said(need), organisation))


def rows(desk: Desk, question: str, filters: Filters) -> RowResults:
    """The rows of lists and tables that a question is about, those that fit where it sets a condition."""
    known = desk.knowledge.current()
    found = known.search.search(_said(question), filters=filters)
    selection = select(operation(question, date.today().year), found, known)
    if selection is None:
        raise PolicydeskError(
            "No list or table is near enough to that question: use ask or search, or name what is listed."
        )
    return RowResults.of(selection)


def read(desk: Desk, document_id: str, start: int = 0) -> TextResult:
    """A part of a document's text."""
    found = document(desk, document_id)
    if not 0 <= start <= len(found.text):
        raise PolicydeskError(f"The document has {len(found.text):,} characters: start from 0 to that.")
    return TextResult.of(found, start, READ_AT_ONCE)


def document(desk: Desk, document_id: str) -> Document:
    """A document. Raises PolicydeskError when there is none of that id."""
    found = desk.knowledge.current().documents.whole(document_id)
    if found is None:
        raise PolicydeskError(f'There is no document "{document_id[:200]}": search gives the ids of documents.')
    return found


def _said(text: str) -> str:
    if not text.strip():
        raise PolicydeskError("The words to look for are empty: write what is wanted.")
    return text
