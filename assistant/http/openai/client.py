"""Who asks, by the headers of a request, and how a conversation of theirs is found again that has no id."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from starlette.requests import Request

from assistant.http.openai.requests import Transcript, Turn

_OPEN_WEBUI = "x-openwebui-"  # the headers that Open WebUI sends along when it is told to
_CHAT = f"{_OPEN_WEBUI}chat-id"
_USER = f"{_OPEN_WEBUI}user-id"
_TURNS = 6  # three questions with their answers: clients cut long conversations at their beginning


@dataclass(frozen=True, slots=True)
class Client:
    """`caller` is a digest of the key or, without one, the address. `base` is where its reader finds the page."""

    caller: str
    base: str
    chat: str | None = None
    is_open_webui: bool = False

    @classmethod
    def of(cls, request: Request, public_url: str | None) -> Client:
        """The client of a request; `public_url` is the page's address, where it is not the one that was asked."""
        headers = request.headers
        address = request.client.host if request.client else ""
        agent = headers.get("user-agent", "").lower().replace(" ", "").replace("-", "")
        return cls(
            caller=_digest(headers.get("authorization") or address, headers.get(_USER, "")),
            base=(public_url or str(request.base_url)).rstrip("/"),
            chat=headers.get(_CHAT),
            is_open_webui="openwebui" in agent or any(name.startswith(_OPEN_WEBUI) for name in headers),
        )

    def key_before(self, transcript: Transcript) -> str | None:
        """The key of what the question follows; None for a first question."""
        return self._key(transcript.before) if transcript.before else None

    def key_with(self, transcript: Transcript, sent: str) -> str:
        """The key under which the next question will look for the answer `sent` to this one."""
        return self._key((*transcript.before, Turn("user", transcript.question), Turn("assistant", sent)))

    def key_of_text(self, sent: str) -> str:
        """The key of an answer by its text alone."""
        return _digest("text", self.caller, _plain(sent))

    def _key(self, turns: tuple[Turn, ...]) -> str:
        """A digest of the last turns; of the questions only, where the client names its chat: it may show answers otherwise."""
        counted = [each for each in turns if each.role == "user" or not self.chat][-_TURNS:]
        return _digest("turns", self.caller, self.chat or "", *(f"{each.role}:{_plain(each.text)}" for each in counted))


def key_of_response(response_id: str) -> str:
    """The key of an answer by the id of the response that it was given in."""
    return _digest("response", response_id)


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _plain(text: str) -> str:
    return " ".join(text.split())
