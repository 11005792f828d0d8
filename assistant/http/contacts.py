"""Routes that say whom to contact: the directory, its contradictions, and an entry as a vCard."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from starlette.exceptions import HTTPException

from assistant.build import Desk
from assistant.contacts import ContactList, contact_by_id, contact_entries, full_name, vcard
from assistant.http.errors import documented
from assistant.http.models import ConflictList, conflict_list
from assistant.wording import Language

_MAX_NEED = 2_000
_MEDIA_TYPE = "text/vcard"


def routes(desk: Desk) -> APIRouter:
    """`/contacts`, `/contacts/conflicts` and `/contacts/{id}.vcf`, below what the including router gives."""
    found = APIRouter()

    @found.get("/contacts", summary="Find whom to contact", responses=documented(422, 503))
    def contacts(
        need: Annotated[
            str | None, Query(max_length=_MAX_NEED, examples=["a company looking for smart factory support"])
        ] = None,
        organisation: Annotated[str | None, Query(max_length=200, examples=["Gyeongbuk Technopark"])] = None,
        language: Language = "en",
    ) -> ContactList:
        """The directory entries that fit a need, best first; without one, all of them.

        `organisation` keeps one body's, by any name that the documents give it. `old` marks an entry whose document is
        older than two years or has no known date. `language` is that of `reason`.
        """
        directory = desk.knowledge.current().vouched.contacts
        return ContactList(contacts=contact_entries(directory, date.today(), need, organisation, language))

    @found.get("/contacts/conflicts", summary="Where entries contradict each other", responses=documented(503))
    def contradictions(language: Language = "en") -> ConflictList:
        """One team with several phones, rooms or addresses, and phones under teams of different units or bodies.

        `language` is that of `text`.
        """
        return conflict_list(desk.knowledge.current().contacts.conflicts, language)

    @found.get(
        "/contacts/{contact_id}.vcf",
        summary="A directory entry as a vCard",
        response_class=Response,
        responses={200: {"description": "A vCard", "content": {_MEDIA_TYPE: {}}}, **documented(404, 422, 503)},
    )
    def card(contact_id: str, version: Literal["4.0", "3.0"] = "4.0") -> Response:
        """For an address book. Version 3.0 is what older phones read."""
        entry = contact_by_id(desk.knowledge.current().vouched.contacts, contact_id, date.today())
        if entry is None:
            raise HTTPException(404, f'There is no contact "{contact_id[:80]}": /v1/contacts lists them.')
        content = vcard(entry, entry.document_title, entry.source, version=version)
        headers = {"Content-Disposition": _attached(full_name(entry), contact_id)}
        return Response(content.encode(), headers=headers, media_type=f"{_MEDIA_TYPE}; version={version}")

    return found


def _attached(name: str, contact_id: str) -> str:
    """A file's name for old clients, and as RFC 6266 gives it for all others."""
    safe = "".join(c if c.isalnum() else "-" for c in name)[:80].strip("-") or contact_id
    return f"attachment; filename=\"contact-{contact_id}.vcf\"; filename*=UTF-8''{quote(safe)}.vcf"
