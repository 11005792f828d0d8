"""E-mails: subject, who wrote when to whom, the body, and what is attached."""

from __future__ import annotations

from typing import Any

from retrieval.loading.html import html_pieces
from retrieval.loading.office.members import Members, Read
from retrieval.loading.pieces import Piece, UnreadableFileError, decode, squeeze
from retrieval.loading.text import text_pieces

_HEADERS = ("From", "To", "Cc", "Date")
_UNSAFE = "has a header that cannot be read: save the message anew"


def mail_pieces(data: bytes, members: Members) -> Read:
    """Blocks of an e-mail and what is attached to it, metadata keys (`not_read`) and title (its subject).

    Raises UnreadableFileError when the file is no e-mail.
    """
    from email import message_from_bytes, policy

    message = message_from_bytes(data, policy=policy.default)
    if not any(message.get(name) for name in ("From", "Subject", "Date", "Received")):
        raise UnreadableFileError("is no e-mail, whatever its name says: give it its right name")
    before = len(members.not_read)
    subject = _header(message, "Subject")
    pieces = [Piece("heading", subject, 1)] if subject else []
    lines = [f"{name}: {text}" for name in _HEADERS if (text := _header(message, name))]
    pieces += [Piece("paragraph", "\n".join(lines))] if lines else []
    body = message.get_body(("html", "plain"))
    pieces += _body(body) if body is not None else []
    attached = message.iter_attachments() if message.is_multipart() else () if body is not None else (message,)
    for number, part in enumerate(attached, start=1):
        pieces += _attached(part, number, members)
    left_out = members.not_read[before:]
    del members.not_read[before:]
    return pieces, {"not_read": left_out} if left_out else {}, subject


def _header(message: Any, name: str) -> str:
    try:
        return squeeze(str(message.get(name) or ""))
    except (ValueError, IndexError, AttributeError, TypeError) as error:  # what no header leads the parser to
        raise UnreadableFileError(_UNSAFE) from error


def _body(part: Any) -> list[Piece]:
    text = _words(part)
    return html_pieces(text) if part.get_content_subtype() == "html" else text_pieces(text)


def _words(part: Any) -> str:
    """The text of a part by the charset that it names; by its bytes where that is none or wrong."""
    raw = part.get_payload(decode=True) or b""
    try:
        text = raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = decode(raw)
    return str(text).replace("\r\n", "\n").replace("\r", "\n")


def _attached(part: Any, number: int, members: Members) -> list[Piece]:
    """What is attached, with its name as a heading."""
    kind = part.get_content_type()
    name = squeeze(part.get_filename() or "")
    if not name and kind.startswith("image/"):
        return []
    if kind == "message/rfc822":
        inner = part.get_payload()
        content = inner[0].as_bytes() if inner else b""
        name = name or f"{number}.eml"
        name = name if name.lower().endswith(".eml") else f"{name}.eml"
    else:
        content = part.get_payload(decode=True) or b""
        name = name or f"{number}.{'html' if kind == 'text/html' else 'txt'}"
    members.spend(len(content))
    return members.pieces(name.replace("\\", "/").rpartition("/")[2], content, 2)
