"""Routes that look things up: passages and documents, and through `api_contacts` whom to contact."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException

from assistant.build import Desk
from assistant.http import contacts as api_contacts
from assistant.http import originals as api_originals
from assistant.http.errors import documented
from assistant.http.models import DocumentDetail, DocumentList, detail, summary
from assistant.http.search_result import SearchResult, explained_result, search_result
from retrieval.records import Filters

_MAX_QUERY = 2_000
_Name = Annotated[str | None, Query(max_length=200)]


def routes(desk: Desk) -> APIRouter:
    """`/v1/search`, `/v1/documents`, `/v1/documents/{id}`, `/v1/originals/{id}`, and `/v1/contacts` with what is below it."""
    found = APIRouter(prefix="/v1", tags=["look up"])

    @found.get("/search", summary="Search the passages", responses=documented(422, 503))
    def search(
        q: Annotated[
            str, Query(min_length=1, max_length=_MAX_QUERY, pattern=r"\S", examples=["regional industrial planning"])
        ],
        limit: Annotated[int, Query(ge=1, le=50)] = 8,
        organisation: _Name = None,
        region: _Name = None,
        kind: _Name = None,
        as_of: Annotated[date | None, Query(examples=["2026-01-01"])] = None,
        explain: Annotated[bool, Query(description="Give every candidate too, and what moved it")] = False,
    ) -> SearchResult:
        """The passages nearest to a query, best first, each with its dense, lexical and final score."""
        filters = Filters(organisation, region, kind, as_of)
        searches = desk.knowledge.current().search
        if explain:
            return explained_result(q, searches.explain(q, filters=filters, limit=limit))
        found = searches.search(q, filters=filters, limit=limit)
        return search_result(q, found.wording, found.passages)

    @found.get("/documents", summary="List the documents", responses=documented(503))
    def documents() -> DocumentList:
        return DocumentList(documents=[summary(each) for each in desk.knowledge.current().documents])

    @found.get("/documents/{document_id:path}", summary="Read a document", responses=documented(404, 503))
    def document(document_id: str) -> DocumentDetail:
        """Its text, with blocks and sections by offset. Offsets count Unicode code points of `text`."""
        known = desk.knowledge.current().documents
        whole = known.whole(document_id)
        if whole is None:
            raise HTTPException(404, f'There is no document "{document_id[:200]}": /v1/documents lists them.')
        return detail(whole, known.stored(document_id).chunks)

    found.include_router(api_originals.routes(desk))
    found.include_router(api_contacts.routes(desk))
    return found
