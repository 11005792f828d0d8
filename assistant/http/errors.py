"""Errors as problem details (RFC 9457): every failure of the API has one shape and says what to do."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from assistant.chain import NoModelError, QuestionError
from assistant.conversations import UnknownConversationError
from assistant.uploads import UploadRefusedError
from retrieval.index import NothingIngestedError
from retrieval.records import PolicydeskError

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_KINDS: Mapping[type[PolicydeskError], tuple[int, str, str]] = {
    QuestionError: (422, "question", "The question cannot be used"),
    NoModelError: (422, "no-model", "There is no language model"),
    UnknownConversationError: (404, "unknown-conversation", "No such conversation or answer"),
    UploadRefusedError: (422, "document", "The document cannot be taken in"),
    NothingIngestedError: (503, "nothing-indexed", "Nothing has been indexed yet"),
    PolicydeskError: (503, "unavailable", "The service cannot answer now"),
}
_DETAILS = {
    404: "There is nothing at this address: /openapi.json lists what there is.",
    405: "This address does not take this method: the Allow header lists those that it takes.",
}


class FieldProblem(BaseModel):
    """What is wrong with one field; `field` is its path, e.g. `body.question`."""

    field: str
    detail: str


class Problem(BaseModel):
    """An error in the shape of RFC 9457. `instance` names the entry in the server's log, where there is one."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[FieldProblem] | None = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the addresses at and below some paths differ from all others: in how errors are told, and how large a body may be."""

    paths: tuple[str, ...]
    told: Callable[[Exception, Problem, Mapping[str, str] | None], JSONResponse]
    max_body: int


def dialect_of(path: str, dialects: Sequence[Dialect]) -> Dialect | None:
    """The dialect of an address, if it has one."""
    return next((d for d in dialects if any(path == p or path.startswith(f"{p}/") for p in d.paths)), None)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that can fail with these statuses."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def problem_of(error: Exception) -> Problem:
    """The problem to tell the client of. What nobody foresaw is logged here, once, under the id that is told."""
    if isinstance(error, PolicydeskError):
        kind = next(each for each in type(error).__mro__ if each in _KINDS)
        status, name, title = _KINDS[kind]
        return Problem(type=f"urn:policydesk:problem:{name}", title=title, status=status, detail=str(error))
    if isinstance(error, HTTPException):
        return of_status(error.status_code, _detail(error))
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    instance = f"urn:policydesk:error:{uuid.uuid4()}"
    _log.error("Unexpected error %s", instance, exc_info=error)
    return of_status(
        500, f"Something went wrong that should not have. The server's log says more under {instance}.", instance
    )


def of_status(status: int, detail: str, instance: str | None = None) -> Problem:
    """A problem that is no more specific than its HTTP status."""
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, instance=instance)


def response(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The problem as a response."""
    content = problem.model_dump(exclude_none=True)
    return JSONResponse(content, problem.status, dict(headers or {}), MEDIA_TYPE)


def install(app: FastAPI, dialects: Sequence[Dialect] = ()) -> None:
    """Answer every expected error of the app with a problem, or as its address tells errors; the rest is `api_guard`'s."""

    async def handle(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, RequestValidationError) and request.method == "POST" and not _sent_as_json(request):
            error = HTTPException(415, "Send the body with Content-Type: application/json.")
        return told(error, dialect_of(request.url.path, dialects))

    for kind in (PolicydeskError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, handle)


def told(error: Exception, dialect: Dialect | None = None) -> JSONResponse:
    """The response to an error."""
    problem = problem_of(error)
    return dialect.told(error, problem, _headers(error)) if dialect else response(problem, _headers(error))


def _headers(error: Exception) -> Mapping[str, str] | None:
    if isinstance(error, PolicydeskError):
        return None if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return getattr(error, "headers", None)


_WRITTEN = dict.fromkeys(
    ("date_parsing", "date_type", "date_from_datetime_parsing", "date_from_datetime_inexact"),
    "write a day like 2025-01-22",
)


def _sent_as_json(request: Request) -> bool:
    return "json" in request.headers.get("content-type", "").lower()


def _invalid(error: RequestValidationError) -> Problem:
    errors = error.errors()
    if any(each["type"] == "json_invalid" for each in errors):
        return of_status(400, 'The body is not JSON: send, for example, {"question": "..."}.')
    fields = [
        FieldProblem(field=".".join(map(str, each["loc"])), detail=_WRITTEN.get(each["type"], each["msg"]))
        for each in errors
    ]
    detail = "; ".join(f"{each.field}: {each.detail}" for each in fields)
    found = of_status(422, detail)
    return found.model_copy(update={"type": "urn:policydesk:problem:fields", "errors": fields})


def _detail(error: HTTPException) -> str:
    """What the route said, or where Starlette only repeats the status, a sentence."""
    said = str(error.detail)
    return _DETAILS.get(error.status_code, said) if said == HTTPStatus(error.status_code).phrase else said
