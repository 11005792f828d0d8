"""The clients that the product uses, LangChain's for OpenAI and for Anthropic, and what a stream of theirs brings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aside
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk

KEY = "sk-of-the-tests"


@dataclass(frozen=True)
class Client:
    """How a provider's client is made for an address and closed, and its word for why a reply ended."""

    name: str
    make: Callable[..., Any]
    close: Callable[[Any], Awaitable[None]]
    ended: str

    def over(self, address: str, **given: Any) -> Any:
        return self.make(address, **{"max_retries": 0, **given})


def _openai(address: str, **given: Any) -> BaseChatModel:
    from langchain_openai import ChatOpenAI

    # Python 3.11 loses a cancellation now and then in the asyncio.wait_for that a chunk timeout brings (gh-86296).
    fixed: dict[str, Any] = {"api_key": KEY, "stream_usage": True, "stream_chunk_timeout": 0}
    return ChatOpenAI(base_url=f"{address}/v1", model="test-model", **fixed, **given)


def _anthropic(address: str, **given: Any) -> BaseChatModel:
    from langchain_anthropic import ChatAnthropic

    return ChatAnthropic(base_url=address, api_key=KEY, model="test-model", **given)  # type: ignore[call-arg, arg-type]


CLIENTS = (
    Client("openai", _openai, lambda chat: chat.root_async_client.close(), "finish_reason"),
    Client("anthropic", _anthropic, lambda chat: chat._async_client.close(), "stop_reason"),
)


@dataclass(frozen=True)
class Came:
    """What a stream brought: its chunks added up, the texts as they came, and the error that ended it."""

    whole: AIMessageChunk | None
    texts: tuple[str, ...]
    error: Exception | None

    @property
    def text(self) -> str:
        return "".join(self.texts)


def read(client: Client, address: str, within: float = 5.0, **given: Any) -> Came:
    """Ask by `astream`, and close the client."""
    return aside.run(_read(client, client.over(address, **given), within))


async def _read(client: Client, chat: Any, within: float) -> Came:
    whole: AIMessageChunk | None = None
    texts: list[str] = []
    error: Exception | None = None
    try:
        async with asyncio.timeout(within):
            async for chunk in chat.astream([("system", "Be brief."), ("human", "How many quays?")]):
                whole = chunk if whole is None else whole + chunk
                texts += [chunk.text] if chunk.text else []
    except Exception as raised:  # noqa: BLE001 - what is raised is what the tests are about
        error = raised
    await closed(client, chat)
    return Came(whole, tuple(texts), error)


async def closed(client: Client, chat: Any) -> None:
    await client.close(chat)
    for _ in range(3):
        await asyncio.sleep(0)  # asyncio closes a transport at the loop's next turn


def names(error: Exception | None) -> str:
    assert error is not None, "No error was raised"
    return " ".join(each.__name__ for each in type(error).__mro__)
