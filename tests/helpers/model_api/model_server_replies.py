"""What the model server of the tests can be told to do with a request: an answer, or one of the faults that happen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """What came in. `headers` have lower-case names and no key; `at` is on the clock of `time.monotonic`."""

    path: str
    headers: Mapping[str, str]
    has_key: bool
    body: Mapping[str, Any]
    at: float

    @property
    def streamed(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def prompt(self) -> str:
        """The text of all messages, the system message first where the provider keeps it apart."""
        contents = [self.body.get("system", ""), *(each["content"] for each in self.body.get("messages", ()))]
        return "\n".join(text for content in contents if (text := _text(content)))


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(block.get("text", "") for block in content)


@dataclass(frozen=True)
class Reply:
    """A whole answer. A stream sends `pieces` (words, where none are given), `delay` seconds before each."""

    text: str
    pieces: tuple[str, ...] = ()
    delay: float = 0.0
    cut_by_length: bool = False
    prompt_tokens: int = 11
    completion_tokens: int = 7

    @property
    def parts(self) -> tuple[str, ...]:
        return self.pieces or tuple(re.findall(r"\S+\s*|\s+", self.text))


@dataclass(frozen=True)
class Status:
    """An error answer in the provider's own shape."""

    code: int
    message: str = "The server had an error."
    headers: Mapping[str, str] = field(default_factory=dict)


def RateLimited(retry_after: float | None = None) -> Status:  # noqa: N802 - reads as a step of a script, like the others
    """429, with a Retry-After in seconds where one is given."""
    return Status(429, "Rate limit reached.", {} if retry_after is None else {"Retry-After": f"{retry_after:g}"})


@dataclass(frozen=True)
class CutStream:
    """A stream that ends after its pieces with no end: the connection drops, or (`closed_well`) HTTP ends as if all was sent."""

    pieces: tuple[str, ...]
    closed_well: bool = False


@dataclass(frozen=True)
class ErrorInStream:
    """A stream that brings an error after its pieces, as an overloaded provider does."""

    pieces: tuple[str, ...]
    message: str = "Overloaded."


@dataclass(frozen=True)
class Silence:
    """Nothing for so many seconds: before the status line, or after these pieces. Then the connection closes."""

    seconds: float
    pieces: tuple[str, ...] | None = None


@dataclass(frozen=True)
class BadJson:
    """JSON that breaks off: the body, or in a stream the event after these pieces."""

    pieces: tuple[str, ...] = ()


@dataclass(frozen=True)
class DripFeed:
    """A stream that never ends: `piece` again and again, every so many seconds."""

    piece: str = "a"
    every: float = 0.01


@dataclass(frozen=True)
class Page:
    """Not an API at all: an HTML page with status 200, as a proxy's login page is."""

    html: str = "<!doctype html><title>Log in</title><p>Log in to go on.</p>"


def EmptyReply() -> Reply:  # noqa: N802 - reads as a step of a script, like the others
    """A whole answer without a character in it."""
    return Reply("", completion_tokens=0)


Step = Reply | Status | CutStream | ErrorInStream | Silence | BadJson | DripFeed | Page
Script = Step | Sequence[Step] | Callable[[Request], Step]
