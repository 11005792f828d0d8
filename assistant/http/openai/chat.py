"""An answer as a chat completion: whole, or in chunks."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.chain import Event, StepEvent, TokenEvent
from assistant.http.openai.errors import error_of
from assistant.http.openai.reply import Annotation, Reply, link, place, policydesk_object
from assistant.wording import Language, said, say

_STOP = "stop"


def completion(reply: Reply, model: str) -> dict[str, Any]:
    """The whole answer."""
    message = {
        "role": "assistant",
        "content": reply.text,
        "refusal": None,
        "annotations": [annotation(each) for each in reply.annotations],
    }
    made = {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": _STOP}],
        "usage": usage(reply),
    }
    held = policydesk_object(reply)
    return made | ({"policydesk": held} if held else {})


@dataclass(slots=True)
class ChatChunks:
    """Events of the chain as chunks: the text as it comes, then what is appended, then annotations and the end.

    `events`: Open WebUI's own objects, in place of annotations, which it would show once more.
    """

    model: str
    language: Language
    with_usage: bool = False
    events: bool = False
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))
    begun: bool = False

    def __call__(self, item: Event | Reply | Exception) -> bytes:
        match item:
            case TokenEvent():
                return self._delta({"content": item.text})
            case Reply():
                return b"".join(self._last(item))
            case Exception():
                return data({"error": error_of(item)})
            case StepEvent() if self.events:
                return self._status(say(said(f"page-step-{item.step}"), self.language), done=False)
            case _:
                return b""

    def _last(self, reply: Reply) -> Iterator[bytes]:
        if self.events and reply.answer:
            yield from (data({"event": each}) for each in _sources(reply))
            yield self._status("", done=True)
        if reply.appended:
            yield self._delta({"content": reply.appended})
        held = policydesk_object(reply)
        about = {"policydesk": held} if held else {}
        annotations = [] if self.events else [annotation(each) for each in reply.annotations]
        yield self._delta({"annotations": annotations} if annotations else {}, _STOP, **about)
        if self.with_usage:
            yield data(self._chunk([]) | {"usage": usage(reply)})
        yield b"data: [DONE]\n\n"

    def _delta(self, delta: dict[str, Any], finish: str | None = None, **about: Any) -> bytes:
        role = {} if self.begun else {"role": "assistant"}
        self.begun = True
        choice = {"index": 0, "delta": role | delta, "logprobs": None, "finish_reason": finish}
        return data(self._chunk([choice]) | about)

    def _chunk(self, choices: list[dict[str, Any]]) -> dict[str, Any]:
        known = {"id": self.id, "object": "chat.completion.chunk", "created": self.created, "model": self.model}
        return known | {"choices": choices}

    def _status(self, description: str, *, done: bool) -> bytes:
        about = {"description": description, "done": done, "hidden": done}
        return data({"event": {"type": "status", "data": about}})


def annotation(each: Annotation) -> dict[str, Any]:
    """A mark as chat messages have it."""
    cited = {"start_index": each.start, "end_index": each.end, "url": each.url, "title": each.title}
    return {"type": "url_citation", "url_citation": cited}


def usage(reply: Reply) -> dict[str, int]:
    """The tokens of a language model, where one wrote."""
    used = reply.usage
    return {
        "prompt_tokens": used.prompt_tokens,
        "completion_tokens": used.completion_tokens,
        "total_tokens": used.prompt_tokens + used.completion_tokens,
    }


def data(value: dict[str, Any]) -> bytes:
    """A server-sent event that has no name."""
    return f"data: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


def _sources(reply: Reply) -> Iterator[dict[str, Any]]:
    """Open WebUI's sources with their quotes, in the order of the marks: it counts names, so each has one of its own."""
    answer = reply.answer
    for each in answer.citations if answer else ():
        name = f"{each.n}. {place(each, answer)}" if answer else ""
        metadata = {"source": f"{each.document_id}:{each.start}-{each.end}", "name": name}
        source = {"name": name, "url": link(each, reply.base)}
        yield {"type": "source", "data": {"source": source, "document": [each.quote], "metadata": [metadata]}}
