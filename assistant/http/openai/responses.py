"""An answer as a response of OpenAI's Responses API: whole, or as its events."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.chain import Event, TokenEvent
from assistant.http.openai.errors import error_of
from assistant.http.openai.reply import Annotation, Reply, policydesk_object

_AT = {"output_index": 0, "content_index": 0}


def new_id() -> str:
    """The id of a response that is not made yet."""
    return f"resp_{uuid.uuid4().hex}"


@dataclass(slots=True)
class ResponseEvents:
    """Events of the chain as those of a response; `whole` gives the response at once. `follows` are the ids that were given."""

    id: str
    model: str
    follows: dict[str, Any]
    created: int = field(default_factory=lambda: int(time.time()))
    sent: int = 0
    begun: bool = False

    def __call__(self, item: Event | Reply | Exception) -> bytes:
        begin = b"" if self.begun or isinstance(item, Exception) else b"".join(self._begin())
        match item:
            case TokenEvent():
                return begin + self._text(item.text)
            case Reply():
                return begin + b"".join(self._end(item))
            case Exception():
                error = error_of(item)
                return self._event("error", error=error, code=error["code"], message=error["message"], param=None)
            case _:
                return begin

    def whole(self, reply: Reply) -> dict[str, Any]:
        """The finished response."""
        used = reply.usage
        usage = {
            "input_tokens": used.prompt_tokens,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": used.completion_tokens,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": used.prompt_tokens + used.completion_tokens,
        }
        held = policydesk_object(reply)
        about = {"policydesk": held} if held else {}
        return self._response("completed", [self._message("completed", [_part(reply)])], usage) | about

    def _begin(self) -> Iterator[bytes]:
        self.begun = True
        begun = self._response("in_progress", [], None)
        yield self._event("response.created", response=begun)
        yield self._event("response.in_progress", response=begun)
        yield self._event("response.output_item.added", output_index=0, item=self._message("in_progress", []))
        yield self._event("response.content_part.added", item_id=self._item, **_AT, part=_part(Reply("")))

    def _end(self, reply: Reply) -> Iterator[bytes]:
        if reply.appended:
            yield self._text(reply.appended)
        for i, each in enumerate(reply.annotations):
            added = {"annotation_index": i, "annotation": _annotation(each)}
            yield self._event("response.output_text.annotation.added", item_id=self._item, **_AT, **added)
        part = _part(reply)
        yield self._event("response.output_text.done", item_id=self._item, **_AT, text=reply.text, logprobs=[])
        yield self._event("response.content_part.done", item_id=self._item, **_AT, part=part)
        done = self._message("completed", [part])
        yield self._event("response.output_item.done", output_index=0, item=done)
        yield self._event("response.completed", response=self.whole(reply))

    def _text(self, text: str) -> bytes:
        return self._event("response.output_text.delta", item_id=self._item, **_AT, delta=text, logprobs=[])

    def _event(self, name: str, **fields: Any) -> bytes:
        value = {"type": name, "sequence_number": self.sent, **fields}
        self.sent += 1
        return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()

    @property
    def _item(self) -> str:
        return self.id.replace("resp_", "msg_")

    def _message(self, status: str, content: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": self._item, "type": "message", "role": "assistant", "status": status, "content": content}

    def _response(self, status: str, output: list[dict[str, Any]], usage: dict[str, Any] | None) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": status,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "model": self.model,
            "output": output,
            "parallel_tool_calls": False,
            "temperature": None,
            "tool_choice": "auto",
            "tools": [],
            "top_p": None,
            "usage": usage,
            **self.follows,
        }


def _part(reply: Reply) -> dict[str, Any]:
    annotations = [_annotation(each) for each in reply.annotations]
    return {"type": "output_text", "text": reply.text, "annotations": annotations, "logprobs": []}


def _annotation(each: Annotation) -> dict[str, Any]:
    """A mark as responses have it."""
    return {
        "type": "url_citation",
        "start_index": each.start,
        "end_index": each.end,
        "url": each.url,
        "title": each.title,
    }
