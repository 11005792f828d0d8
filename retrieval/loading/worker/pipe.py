"""Messages over a pipe: four bytes for the length, then so many bytes of JSON, the length looked at before they are read."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

MOST = 96 * 2**20  # bytes of a message: the largest document that is let through, in Korean, with its blocks
_SIZE = 4


class BrokenMessageError(Exception):
    """The other side ended, or sent what is no message."""


def send(pipe: BinaryIO, message: str) -> None:
    """Raises BrokenMessageError for one that is too long, OSError when the other side has ended."""
    data = message.encode("utf-8", "surrogatepass")
    if len(data) > MOST:
        raise BrokenMessageError(f"{len(data)} bytes")
    pipe.write(len(data).to_bytes(_SIZE, "big"))
    pipe.write(data)
    pipe.flush()


def receive(pipe: BinaryIO) -> dict[str, Any]:
    """The next message. Raises BrokenMessageError, EOFError when the other side has ended in good order."""
    head = pipe.read(_SIZE)
    if not head:
        raise EOFError
    size = int.from_bytes(head, "big")
    if len(head) < _SIZE or size > MOST:
        raise BrokenMessageError(f"{size} bytes")
    data = pipe.read(size)
    if len(data) < size:
        raise BrokenMessageError("cut short")
    try:
        message = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise BrokenMessageError("no JSON") from error
    if not isinstance(message, dict):
        raise BrokenMessageError("no object")
    return message
