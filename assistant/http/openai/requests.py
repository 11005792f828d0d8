"""What clients send in OpenAI's formats: what is read of it, what is ignored, what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.http.openai.errors import Refused

MODEL = "policydesk"
_TEXT = ("text", "input_text", "output_text")


class _Read(BaseModel):
    """Fields that are not named here (temperature, top_p, tools, user ...) are accepted and ignored."""

    model_config = ConfigDict(extra="allow")


class Part(_Read):
    """A part of a message; only those of text are read."""

    type: str = "text"
    text: str | None = None


class Message(_Read):
    """A turn of the conversation. System prompts and results of tools are not read."""

    role: str | None = None
    content: str | list[Part] | None = None


class _Asking(_Read):
    model: str = MODEL
    stream: bool = False
    n: int | None = None
    modalities: list[str] | None = None
    tool_choice: str | dict[str, Any] | None = None


class StreamOptions(_Read):
    include_usage: bool = False


class ChatRequest(_Asking):
    """A question, as the last message of a user, with the turns before it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"model": MODEL, "messages": [{"role": "user", "content": "What are the six core initiatives?"}]}
            ]
        }
    )

    messages: list[Message] = Field(min_length=1)
    stream_options: StreamOptions | None = None


class ConversationId(_Read):
    id: str


class ResponseRequest(_Asking):
    """A question, alone or as the last message of `input`; what it follows is named by id, or are the turns before it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": MODEL, "input": "What are the six core initiatives?"}]}
    )

    input: str | list[Message]
    previous_response_id: str | None = None
    conversation: str | ConversationId | None = None


class EmbeddingsRequest(_Read):
    """Texts for vectors: `passage` for what is searched, `query` for what is searched for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": MODEL, "input": ["smart farms"], "input_type": "query"}]}
    )

    model: str = MODEL
    input: str | list[str] | list[int] | list[list[int]]
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = None
    input_type: Literal["query", "passage"] = "passage"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side wrote."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """The last question, and the turns before it as the client shows them, oldest first."""

    question: str
    before: tuple[Turn, ...] = ()


def check_model(model: str) -> None:
    """Raises `Refused` for a name that is not ours."""
    if not model.startswith(MODEL):
        raise Refused(
            f'There is no model "{model[:80]}" here: send "{MODEL}", as /v1/models lists it.',
            "model",
            "model_not_found",
            404,
        )


def check(asked: _Asking) -> None:
    """Raises `Refused` for what would be answered otherwise than the client expects."""
    check_model(asked.model)
    if asked.n not in (None, 1):
        raise Refused("One answer is given to a question: leave n out, or send 1.", "n")
    if asked.tool_choice == "required" or isinstance(asked.tool_choice, dict):
        raise Refused(
            'No tools are called here, so none can be required: leave tool_choice out, or send "auto".', "tool_choice"
        )
    if "audio" in (asked.modalities or ()):
        raise Refused('Answers are text: leave modalities out, or send ["text"].', "modalities")


def transcript_of(messages: str | list[Message], param: str) -> Transcript:
    """The question and what came before it. Raises `Refused` where there is none, or where it is not text."""
    if isinstance(messages, str):
        return Transcript(messages)
    last = max((i for i, each in enumerate(messages) if each.role == "user"), default=None)
    if last is None:
        raise Refused('There is no question: send a message with the role "user".', param)
    content = messages[last].content
    if isinstance(content, list) and (other := next((p.type for p in content if p.type not in _TEXT), None)):
        raise Refused(f'The question holds a part of type "{other[:40]}": only text is read, so send text.', param)
    before = tuple(
        Turn("user" if each.role == "user" else "assistant", text)
        for each in messages[:last]
        if each.role in ("user", "assistant") and (text := _text(each))
    )
    return Transcript(_text(messages[last]), before)


def _text(message: Message) -> str:
    if isinstance(message.content, str):
        return message.content
    return "\n".join(part.text for part in message.content or () if part.type in _TEXT and part.text)
