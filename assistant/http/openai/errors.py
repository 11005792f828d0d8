"""Errors in OpenAI's shape, which its clients read: `{"error": {"message", "type", "param", "code"}}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from assistant.http.errors import Problem, problem_of


class Refused(HTTPException):
    """A request that is not served as it is: the sentence says what to send instead. `param` names the field."""

    def __init__(self, sentence: str, param: str | None = None, code: str | None = None, status: int = 400) -> None:
        super().__init__(status, sentence)
        self.param = param
        self.code = code


def error_of(error: Exception, problem: Problem | None = None) -> dict[str, Any]:
    """The error as OpenAI's clients know it; `problem` is what is told of it, where that is known already."""
    told = problem or problem_of(error)
    kind = "server_error" if told.status >= 500 else "invalid_request_error"
    param, code = getattr(error, "param", None), getattr(error, "code", None)
    if isinstance(error, RequestValidationError):
        param = ".".join(str(each) for each in error.errors()[0]["loc"][1:]) or None
    if told.type != "about:blank":
        code = code or told.type.rpartition(":")[2].replace("-", "_")
    return {"message": told.detail, "type": kind, "param": param, "code": code}


def response(error: Exception, problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The error as a response: what OpenAI calls a bad request is one, whatever is wrong with it."""
    status = 400 if problem.status == 422 else problem.status
    return JSONResponse({"error": error_of(error, problem)}, status, dict(headers or {}))
