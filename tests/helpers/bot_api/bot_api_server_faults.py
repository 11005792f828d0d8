"""What the Bot API server refuses, and the faults that a test can ask for, with Telegram's words.

Form of a refusal: core.telegram.org/bots/api#making-requests and #responseparameters. Wordings: tdlib/telegram-bot-api,
Client.cpp (`fail_query_with_error`) and ClientManager.cpp.
"""

from __future__ import annotations

from dataclasses import dataclass


class ApiError(Exception):
    """A call that gets `ok: false`."""

    code = 400
    prefix = "Bad Request: "

    def __init__(self, words: str = "", retry_after: int | None = None) -> None:
        super().__init__(words)
        self.description = f"{self.prefix}{words}"
        self.parameters = {"retry_after": retry_after} if retry_after else None


class Refused(ApiError):  # noqa: N818 - these are named as the server's replies are
    pass


class Unauthorized(ApiError):  # noqa: N818
    code, prefix = 401, "Unauthorized"


class Forbidden(ApiError):  # noqa: N818
    code, prefix = 403, "Forbidden: "


class NotFound(ApiError):  # noqa: N818
    code, prefix = 404, "Not Found"


class Conflict(ApiError):  # noqa: N818
    code, prefix = 409, "Conflict: "


class FloodError(ApiError):
    code, prefix = 429, "Too Many Requests: "

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}", retry_after)


class BadGateway(ApiError):  # noqa: N818
    code, prefix = 502, "Bad Gateway"


# --- faults for `BotApiServer.fail` ---


@dataclass(frozen=True)
class TooManyRequests:
    """429 with `retry_after`, in whole seconds; the call is not carried out."""

    retry_after: int = 1


@dataclass(frozen=True)
class Status:
    """A refusal of any kind; the call is not carried out."""

    code: int
    description: str


@dataclass(frozen=True)
class LostReply:
    """The call is carried out, and the connection ends before the reply."""


@dataclass(frozen=True)
class CutBefore:
    """The connection ends before the call is carried out."""


@dataclass(frozen=True)
class Slow:
    """The call is carried out after a while."""

    seconds: float


Fault = TooManyRequests | Status | LostReply | CutBefore | Slow


def refusal(fault: TooManyRequests | Status) -> ApiError:
    """The reply that a fault asks for."""
    if isinstance(fault, TooManyRequests):
        return FloodError(fault.retry_after)
    error = ApiError()
    error.code, error.description = fault.code, fault.description
    return error
