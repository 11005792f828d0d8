"""The two wire formats of the model server: OpenAI's chat completions and Anthropic's Messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from model_server_replies import Reply

Body = Mapping[str, Any]


def event(data: Any, name: str | None = None) -> bytes:
    """One server-sent event; data that is no string is written as JSON."""
    text = data if isinstance(data, str) else json.dumps(data)
    return f"{f'event: {name}' + chr(10) if name else ''}data: {text}\n\n".encode()


class Wire(Protocol):
    """How a provider writes an answer, the parts of a stream, and an error."""

    def whole(self, reply: Reply, asked: Body) -> Body: ...
    def start(self, asked: Body) -> bytes: ...
    def piece(self, text: str, asked: Body) -> bytes: ...
    def end(self, reply: Reply, asked: Body) -> bytes: ...
    def error(self, code: int, message: str) -> Body: ...
    def error_event(self, message: str) -> bytes: ...
    def broken_event(self) -> bytes: ...


class OpenAI:
    """POST /v1/chat/completions (platform.openai.com/docs/api-reference/chat)."""

    _types = {401: "invalid_request_error", 404: "invalid_request_error", 429: "rate_limit_exceeded"}  # noqa: RUF012

    def whole(self, reply: Reply, asked: Body) -> Body:
        message = {"role": "assistant", "content": reply.text, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": self._finish(reply)}
        return self._head(asked, "chat.completion") | {"choices": [choice], "usage": self._usage(reply)}

    def start(self, asked: Body) -> bytes:
        return self._chunk(asked, {"role": "assistant", "content": "", "refusal": None})

    def piece(self, text: str, asked: Body) -> bytes:
        return self._chunk(asked, {"content": text})

    def end(self, reply: Reply, asked: Body) -> bytes:
        sent = self._chunk(asked, {}, self._finish(reply))
        if (asked.get("stream_options") or {}).get("include_usage"):
            head = self._head(asked, "chat.completion.chunk")
            sent += event(head | {"choices": [], "usage": self._usage(reply)})
        return sent + event("[DONE]")

    def error(self, code: int, message: str) -> Body:
        kind = self._types.get(code, "server_error" if code >= 500 else "invalid_request_error")
        return {"error": {"message": message, "type": kind, "param": None, "code": None}}

    def error_event(self, message: str) -> bytes:
        return event(self.error(500, message))

    def broken_event(self) -> bytes:
        return event('{"id": "chatcmpl-1", "choices": [{"index": 0, "delta": {"cont')

    def _chunk(self, asked: Body, delta: Body, finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return event(self._head(asked, "chat.completion.chunk") | {"choices": [choice]})

    def _head(self, asked: Body, kind: str) -> dict[str, Any]:
        return {"id": "chatcmpl-1", "object": kind, "created": 1_700_000_000, "model": asked.get("model", "")}

    def _usage(self, reply: Reply) -> Body:
        asked, given = reply.prompt_tokens, reply.completion_tokens
        return {"prompt_tokens": asked, "completion_tokens": given, "total_tokens": asked + given}

    def _finish(self, reply: Reply) -> str:
        return "length" if reply.cut_by_length else "stop"


class Anthropic:
    """POST /v1/messages (docs.anthropic.com/en/api/messages-streaming)."""

    _types = {  # noqa: RUF012
        400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
        429: "rate_limit_error", 529: "overloaded_error",
    }  # fmt: skip

    def whole(self, reply: Reply, asked: Body) -> Body:
        content = [{"type": "text", "text": reply.text}] if reply.text else []
        usage = {"input_tokens": reply.prompt_tokens, "output_tokens": reply.completion_tokens}
        return self._message(asked) | {"content": content, "stop_reason": self._stop(reply), "usage": usage}

    def start(self, asked: Body) -> bytes:
        block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
        message = self._message(asked) | {"usage": {"input_tokens": Reply("").prompt_tokens, "output_tokens": 1}}
        return (
            self._event({"type": "message_start", "message": message})
            + self._event(block)
            + self._event({"type": "ping"})
        )

    def piece(self, text: str, asked: Body) -> bytes:
        return self._event({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}})

    def end(self, reply: Reply, asked: Body) -> bytes:
        delta = {"stop_reason": self._stop(reply), "stop_sequence": None}
        usage = {"input_tokens": reply.prompt_tokens, "output_tokens": reply.completion_tokens}
        return (
            self._event({"type": "content_block_stop", "index": 0})
            + self._event({"type": "message_delta", "delta": delta, "usage": usage})
            + self._event({"type": "message_stop"})
        )

    def error(self, code: int, message: str) -> Body:
        return {"type": "error", "error": {"type": self._types.get(code, "api_error"), "message": message}}

    def error_event(self, message: str) -> bytes:
        return self._event(dict(self.error(529, message)))

    def broken_event(self) -> bytes:
        return event('{"type": "content_block_delta", "index": 0, "del', "content_block_delta")

    def _event(self, data: Body) -> bytes:
        return event(data, data["type"])

    def _message(self, asked: Body) -> dict[str, Any]:
        return {
            "id": "msg_1", "type": "message", "role": "assistant", "model": asked.get("model", ""), "content": [],
            "stop_reason": None, "stop_sequence": None,
        }  # fmt: skip

    def _stop(self, reply: Reply) -> str:
        return "max_tokens" if reply.cut_by_length else "end_turn"
