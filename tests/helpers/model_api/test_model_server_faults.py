"""The faults of the model server, and what they become in the clients that the product uses."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aside
import pytest
from model_clients import CLIENTS, Client, closed, names, read
from model_server import (
    BadJson,
    CutStream,
    DripFeed,
    ErrorInStream,
    ModelServer,
    Page,
    RateLimited,
    Reply,
    Silence,
    Status,
    refused,
)

pytestmark = pytest.mark.slow


@pytest.fixture(params=CLIENTS, ids=lambda client: client.name)
def client(request: pytest.FixtureRequest) -> Client:
    found: Client = request.param
    return found


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
        await closed(client, chat)
        return took

    assert aside.run(leave_while_open()) < 2


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
    assert time.monotonic() - began < 2


def test_an_unknown_path_is_not_found() -> None:
    import urllib.error
    import urllib.request

    with ModelServer(Reply("Three.")) as server:
        asked = urllib.request.Request(f"{server.url}/models", data=b"{}")  # noqa: S310 - loopback
        with pytest.raises(urllib.error.HTTPError, match="404") as raised:
            urllib.request.urlopen(asked)  # noqa: S310 - loopback
        raised.value.close()
