"""The route that takes a document in, for those who may."""

from __future__ import annotations

import hmac
import ipaddress
from functools import partial

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from assistant.build import Desk
from assistant.http.errors import documented
from assistant.http.guard import UPLOADS, allowed_hosts
from assistant.settings import Settings
from assistant.uploads import Outcome, take_in

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            }
        },
    }
}


class UploadedDocument(BaseModel):
    """What became of a file: `id` is the document's, to be looked up at `/v1/documents/{id}`."""

    id: str
    outcome: Outcome


def routes(desk: Desk) -> APIRouter:
    """`POST /v1/documents`."""
    found = APIRouter(tags=["look up"])
    one_at_a_time = anyio.CapacityLimiter(1)

    @found.post(
        UPLOADS,
        summary="Hand a document in",
        status_code=201,
        responses=documented(400, 401, 403, 413, 415, 422, 503),
        openapi_extra=_BODY,
    )
    async def upload(request: Request) -> UploadedDocument:
        """Keep a file and index it; one of the same name that was handed in before is replaced.

        It takes the key of POLICYDESK_INGEST_KEY as `Authorization: Bearer KEY`. Without such a setting only this machine may.
        """
        _let_in(request, desk.settings)
        if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
            raise HTTPException(415, "Send the file as multipart/form-data, in a field named file.")
        async with request.form(max_files=1, max_fields=0) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                raise HTTPException(422, "There is no file: send one in a field named file.")
            work = partial(take_in, desk.settings, desk.knowledge.embedder, file.filename, file.file)
            taken = await anyio.to_thread.run_sync(work, limiter=one_at_a_time)
        return UploadedDocument(id=taken.id, outcome=taken.outcome)

    return found


def _let_in(request: Request, settings: Settings) -> None:
    """Who has the key; where there is none, programs of this machine: no proxy, and no page of another host in its browser."""
    key = settings.ingest_key.get_secret_value() if settings.ingest_key else None
    if key is not None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), key.encode()):
            told = {"WWW-Authenticate": "Bearer"}
            raise HTTPException(401, "This needs the key of POLICYDESK_INGEST_KEY: Authorization: Bearer KEY.", told)
        return
    origin = request.headers.get("origin")
    is_own_page = origin is None or origin.partition("://")[2] == request.headers.get("host")
    is_forwarded = any(name in request.headers for name in _FORWARDED)
    if allowed_hosts(settings.host) is None or not _is_here(request) or is_forwarded or not is_own_page:
        raise HTTPException(403, "Only this machine may hand documents in, as POLICYDESK_INGEST_KEY is not set.")


def _is_here(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
