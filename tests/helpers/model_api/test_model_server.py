"""The model server of the tests, through the clients that the product uses: LangChain's for OpenAI and for Anthropic."""

from __future__ import annotations

import asyncio

import aside
import pytest
from model_clients import CLIENTS, KEY, Client, closed, read
from model_server import (
    EmptyReply,
    ModelServer,
    Reply,
    Request,
)

pytestmark = pytest.mark.slow


@pytest.fixture(params=CLIENTS, ids=lambda client: client.name)
def client(request: pytest.FixtureRequest) -> Client:
    found: Client = request.param
    return found


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
        await closed(client, chat)
        return [answer.text for answer in answers]

    with ModelServer(Reply("Three.", delay=0.3)) as server:
        assert aside.run(ask_three_times(server.anthropic_url)) == ["Three."] * 3
    assert server.most_at_once == 3
    assert server.open == 0
