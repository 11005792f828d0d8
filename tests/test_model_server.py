"""The model server of the tests, through the clients that the product uses: LangChain's for OpenAI and for Anthropic."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from model_server import (
    BadJson,
    CutStream,
    DripFeed,
    EmptyReply,
    ErrorInStream,
    ModelServer,
    Page,
    RateLimited,
    Reply,
    Request,
    Silence,
    Status,
    refused,
)

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


@pytest.fixture(params=CLIENTS, ids=lambda client: client.name)
def client(request: pytest.FixtureRequest) -> Client:
    found: Client = request.param
    return found


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
    return asyncio.run(_read(client, client.over(address, **given), within))


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
    await _closed(client, chat)
    return Came(whole, tuple(texts), error)


async def _closed(client: Client, chat: Any) -> None:
    await client.close(chat)
    for _ in range(3):
        await asyncio.sleep(0)  # asyncio closes a transport at the loop's next turn


def names(error: Exception | None) -> str:
    assert error is not None, "No error was raised"
    return " ".join(each.__name__ for each in type(error).__mro__)


# --- answers ---


def test_a_stream_brings_the_pieces_the_usage_and_why_it_ended(client: Client) -> None:
    with ModelServer(Reply("Three quays [1].", prompt_tokens=120, completion_tokens=9)) as server:
        came = read(client, server.anthropic_url)
    assert came.error is None
    assert came.texts == ("Three ", "quays ", "[1].")
    assert came.whole is not None
    assert came.whole.usage_metadata is not None
    assert came.whole.usage_metadata["input_tokens"] == 120
    assert came.whole.usage_metadata["output_tokens"] == 9
    assert came.whole.response_metadata[client.ended] in ("stop", "end_turn")


def test_the_pieces_of_a_stream_are_the_given_ones(client: Client) -> None:
    with ModelServer(Reply("", pieces=("+82-53-8", "19-3024"))) as server:
        assert read(client, server.anthropic_url).texts == ("+82-53-8", "19-3024")


def test_a_whole_answer_comes_without_a_stream(client: Client) -> None:
    with ModelServer(Reply("Three quays [1].")) as server:
        answer = client.over(server.anthropic_url).invoke("How many quays?")
    assert answer.text == "Three quays [1]."
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["total_tokens"] == 18
    assert not server.requests[0].streamed


def test_a_synchronous_stream_brings_the_same(client: Client) -> None:
    with ModelServer(Reply("Three quays [1].")) as server:
        texts = [chunk.text for chunk in client.over(server.anthropic_url).stream("How many quays?")]
    assert "".join(texts) == "Three quays [1]."


def test_a_reply_cut_by_length_says_so(client: Client) -> None:
    with ModelServer(Reply("Three quays", cut_by_length=True)) as server:
        came = read(client, server.anthropic_url)
    assert came.whole is not None
    assert came.whole.response_metadata[client.ended] in ("length", "max_tokens")


def test_an_empty_reply_ends_well_and_brings_no_text(client: Client) -> None:
    with ModelServer(EmptyReply()) as server:
        came = read(client, server.anthropic_url)
    assert came.error is None
    assert came.texts == ()


def test_a_request_is_kept_without_its_key(client: Client) -> None:
    with ModelServer(Reply("Three.")) as server:
        read(client, server.anthropic_url)
    [request] = server.requests
    assert request.path == {"openai": "/v1/chat/completions", "anthropic": "/v1/messages"}[client.name]
    assert request.streamed
    assert request.body["model"] == "test-model"
    assert request.prompt == "Be brief.\nHow many quays?"
    assert request.has_key
    assert KEY not in repr(request)


# --- scripts ---


def test_a_list_gives_a_step_to_each_request_in_turn(client: Client) -> None:
    with ModelServer([Reply("First."), Reply("Second.")]) as server:
        chat = client.over(server.anthropic_url)
        assert [chat.invoke("How many quays?").text for _ in range(2)] == ["First.", "Second."]


def test_a_function_chooses_the_step_by_the_request(client: Client) -> None:
    def script(request: Request) -> Reply:
        return Reply("Quays." if "quays" in request.prompt else "Something else.")

    with ModelServer(script) as server:
        assert read(client, server.anthropic_url).text == "Quays."


def test_a_request_that_the_script_does_not_know_fails_the_test(client: Client) -> None:
    with pytest.raises(AssertionError, match="no step for this request"), ModelServer([]) as server:
        read(client, server.anthropic_url)


def test_requests_run_at_once(client: Client) -> None:
    async def ask_three_times(address: str) -> list[str]:
        chat = client.over(address)
        answers = await asyncio.gather(*(chat.ainvoke("How many quays?") for _ in range(3)))
        await _closed(client, chat)
        return [answer.text for answer in answers]

    with ModelServer(Reply("Three.", delay=0.3)) as server:
        assert asyncio.run(ask_three_times(server.anthropic_url)) == ["Three."] * 3
    assert server.most_at_once == 3
    assert server.open == 0


# --- faults ---


def test_nobody_listens_at_a_refused_address(client: Client) -> None:
    with refused() as address:
        assert "APIConnectionError" in names(read(client, address).error)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (404, "NotFoundError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
    ],
)
def test_a_status_becomes_the_clients_own_error(client: Client, code: int, kind: str) -> None:
    with ModelServer(Status(code, "Not so.")) as server:
        error = read(client, server.anthropic_url).error
    assert kind in names(error)
    assert "Not so." in str(error)


def test_retry_after_is_heeded_by_the_client(client: Client) -> None:
    with ModelServer([RateLimited(retry_after=0.3), Reply("Three.")]) as server:
        assert read(client, server.anthropic_url, max_retries=1).text == "Three."
    first, second = server.requests
    assert 0.3 <= second.at - first.at < 0.5


def test_a_dropped_stream_is_an_error_after_its_pieces(client: Client) -> None:
    with ModelServer(CutStream(("Three ",))) as server:
        came = read(client, server.anthropic_url)
    assert came.text == "Three "
    assert ("APIConnectionError" if client.name == "openai" else "RemoteProtocolError") in names(came.error)


def test_a_stream_that_a_proxy_closes_is_silent_about_its_end(client: Client) -> None:
    with ModelServer(CutStream(("Three ",), closed_well=True)) as server:
        came = read(client, server.anthropic_url)
    assert came.error is None
    assert came.text == "Three "
    assert came.whole is not None
    assert client.ended not in came.whole.response_metadata
    assert came.whole.usage_metadata is None


def test_an_error_within_a_stream_is_raised(client: Client) -> None:
    with ModelServer(ErrorInStream(("Three ",))) as server:
        came = read(client, server.anthropic_url)
    assert came.text == "Three "
    assert "APIError" in names(came.error)


def test_json_that_breaks_off_is_a_value_error(client: Client) -> None:
    with ModelServer(BadJson(("Three ",))) as server:
        came = read(client, server.anthropic_url)
    assert came.text == "Three "
    assert "JSONDecodeError" in names(came.error)


def test_a_login_page_is_no_answer(client: Client) -> None:
    with ModelServer(Page()) as server:
        assert "ValueError" in names(read(client, server.anthropic_url).error)


def test_silence_ends_by_the_clients_timeout(client: Client) -> None:
    with ModelServer(Silence(60)) as server:
        assert "APITimeoutError" in names(read(client, server.anthropic_url, timeout=0.2).error)


def test_a_drip_feed_never_meets_the_clients_timeout(client: Client) -> None:
    with ModelServer(DripFeed("a", every=0.02)) as server:
        came = read(client, server.anthropic_url, within=0.6, timeout=0.2)
    assert isinstance(came.error, TimeoutError)
    assert came.text == "a" * len(came.texts)
    assert len(came.texts) > 10


@pytest.mark.parametrize("step", [Silence(60), Silence(60, pieces=("Three ",)), DripFeed()], ids=repr)
def test_a_client_that_leaves_is_noticed(client: Client, step: Silence | DripFeed) -> None:
    with ModelServer(step) as server:
        read(client, server.anthropic_url, within=0.3)
        for _ in range(50):
            if server.open:
                time.sleep(0.01)
        assert server.abandoned == 1
        assert server.open == 0


@pytest.mark.parametrize("step", [Silence(60), Silence(60, pieces=("Three ",)), DripFeed()], ids=repr)
def test_the_server_closes_at_once_under_an_open_request(client: Client, step: Silence | DripFeed) -> None:
    async def leave_while_open() -> float:
        server = ModelServer(step).__enter__()
        chat = client.over(server.anthropic_url)
        task = asyncio.create_task(_drained(chat))
        while not server.requests:
            await asyncio.sleep(0.01)
        began = time.monotonic()
        await asyncio.to_thread(server.__exit__, None)
        took = time.monotonic() - began
        assert isinstance(await task, Exception)
        await _closed(client, chat)
        return took

    assert asyncio.run(leave_while_open()) < 0.3


async def _drained(chat: Any) -> Exception | None:
    try:
        async for _ in chat.astream("How many quays?"):
            pass
    except Exception as error:  # noqa: BLE001 - each client has its own
        return error
    return None


def test_the_server_closes_at_once_beside_kept_connections(client: Client) -> None:
    server = ModelServer(Reply("Three."))
    with server:
        assert client.over(server.anthropic_url).invoke("How many quays?").text == "Three."
        began = time.monotonic()
    assert time.monotonic() - began < 0.3


def test_an_unknown_path_is_not_found() -> None:
    import urllib.error
    import urllib.request

    with ModelServer(Reply("Three.")) as server:
        asked = urllib.request.Request(f"{server.url}/models", data=b"{}")  # noqa: S310 - loopback
        with pytest.raises(urllib.error.HTTPError, match="404") as raised:
            urllib.request.urlopen(asked)  # noqa: S310 - loopback
        raised.value.close()
