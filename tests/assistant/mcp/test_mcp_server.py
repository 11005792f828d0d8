"""The SDK's own client, in memory, over HTTP and over standard input and output."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from conftest import DOCUMENTS
from fakes import EndlessChain, FakeEmbedder, awaited
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters

from assistant.build import Desk
from assistant.mcp.server import server_of
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest

QUESTION = "What is the budget of the harbour plan?"
HARBOUR = "policydesk://documents/plans/harbour.md"
TOOLS = {"ask", "search", "contacts", "rows", "read"}


def with_client(server: Any, steps: Callable[[Client], Awaitable[Any]]) -> Any:
    """What the steps give, with a client of the server."""

    async def run() -> Any:
        async with Client(server) as client:
            try:
                return await steps(client)
            except MCPError as error:  # out of the client's tasks it would come in a group
                return error

    if isinstance(given := awaited(run()), MCPError):
        raise given
    return given


def called(server: Any, name: str, **arguments: Any) -> Any:
    """The structured result of one call, which must not be an error."""
    result = with_client(server, lambda client: client.call_tool(name, arguments))
    assert not result.is_error, result.content
    return result.structured_content


def refused(server: Any, name: str, **arguments: Any) -> str:
    """The sentence of a call that must be refused."""
    result = with_client(server, lambda client: client.call_tool(name, arguments))
    assert result.is_error
    text: str = result.content[0].text
    return text


def test_an_answer_is_structured_and_its_quotes_stand_in_the_documents(small_desk: Desk) -> None:
    server = server_of(small_desk)
    answer = called(server, "ask", question=QUESTION)
    assert answer["status"] == "answered"
    assert "40 billion won" in answer["text"]
    [cited] = answer["citations"]
    read = called(server, "read", document_id=cited["document_id"])
    assert read["text"][cited["start"] : cited["end"]] == cited["quote"]
    assert [each["kind"] for each in answer["notices"]] == ["dated"]
    assert small_desk.conversations.answer(answer["answer_id"]).question == QUESTION


def test_a_question_goes_on_from_a_conversation(small_desk: Desk) -> None:
    server = server_of(small_desk)
    first = called(server, "ask", question=QUESTION)
    second = called(server, "ask", question="And until when?", conversation_id=first["conversation_id"])
    assert "2028" in second["text"]


def test_search_contacts_and_rows_give_what_the_documents_state(desk: Desk, small_desk: Desk) -> None:
    server = server_of(small_desk)
    found = called(server, "search", query="quays for container ships", limit=1)["passages"]
    assert [(each["document_id"], each["text"]) for each in found] == [
        ("plans/harbour.md", "The city builds three quays for container ships.")
    ]
    assert called(server, "search", query="harbour", kind="directory")["passages"][0]["document_id"] == "office.md"
    [contact] = called(server, "contacts", need="quay construction")["contacts"]
    assert (contact["team"], contact["phone"]) == ("Quay Construction Team", "+82-51-888-3033")
    rows = called(server_of(desk), "rows", question="What are the six core initiatives of Gyeongsangbuk-do?")
    [listed] = rows["lists"]
    assert len(listed["rows"]) == rows["fitting"] == rows["looked_at"] == 6
    text = called(server_of(desk), "read", document_id=listed["document_id"], start=listed["rows"][0]["start"])["text"]
    assert text.startswith(listed["rows"][0]["text"])


def test_a_long_document_is_read_in_parts(desk_over: Callable[..., Desk], tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("\n\n".join(f"Quay {n} was built by the city." for n in range(800)), "utf-8")
    ingest([tmp_path / "long.txt"], Location(tmp_path / "home"), FakeEmbedder())
    made = desk_over(tmp_path / "home")
    parts = [called(server_of(made), "read", document_id="long.txt")]
    while (start := parts[-1]["next_start"]) is not None:
        parts.append(called(server_of(made), "read", document_id="long.txt", start=start))
    assert [each["start"] for each in parts] == [8_000 * n for n in range(len(parts))]
    assert len(parts) > 2
    assert "".join(each["text"] for each in parts) == whole(made, "long.txt")


def whole(desk: Desk, document_id: str) -> str:
    found = desk.knowledge.current().documents.whole(document_id)
    assert found
    return found.text


def test_documents_are_resources_by_list_and_by_template(small_desk: Desk) -> None:
    server = server_of(small_desk)

    async def steps(client: Client) -> tuple[Any, Any, Any]:
        listed = await client.list_resources()
        return listed, await client.list_resource_templates(), await client.read_resource(HARBOUR)

    listed, templates, read = with_client(server, steps)
    assert {str(each.uri): each.title for each in listed.resources} == {
        HARBOUR: "Harbour Plan of Seaport",
        "policydesk://documents/office.md": "Harbour Office",
    }
    assert [each.uri_template for each in templates.resource_templates] == ["policydesk://documents/{+document_id}"]
    assert read.contents[0].text == whole(small_desk, "plans/harbour.md")


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("ask", {"question": "  "}, "The question is empty: write what you want to know."),
        ("ask", {"question": "Yes?", "conversation_id": "nowhere"}, "There is no conversation with the id"),
        ("search", {"query": ""}, "write what is wanted"),
        ("rows", {"question": "What is the mass of the moon?"}, "No list or table is near enough"),
        ("read", {"document_id": "../secret"}, 'There is no document "../secret"'),
        ("read", {"document_id": "office.md", "start": 10**6}, "start from 0"),
    ],
)
def test_errors_arrive_as_sentences(small_desk: Desk, name: str, arguments: dict[str, Any], sentence: str) -> None:
    assert sentence in refused(server_of(small_desk), name, **arguments)


def test_a_resource_that_is_not_there_is_named_in_a_sentence(small_desk: Desk) -> None:
    with pytest.raises(MCPError, match="There is no document"):
        with_client(server_of(small_desk), lambda client: client.read_resource("policydesk://documents/none.md"))


def test_before_the_first_ingest_it_says_what_to_run(desk_over: Callable[..., Desk], tmp_path: Path) -> None:
    server = server_of(desk_over(tmp_path / "empty"))
    assert "policydesk ingest" in refused(server, "ask", question=QUESTION)
    with pytest.raises(MCPError, match="policydesk ingest"):
        with_client(server, lambda client: client.list_resources())


def test_tools_say_what_they_give_and_which_only_look(small_desk: Desk) -> None:
    tools = with_client(server_of(small_desk), lambda client: client.list_tools()).tools
    assert {each.name for each in tools} == TOOLS
    assert all(each.description and each.output_schema for each in tools)
    assert {each.name for each in tools if each.annotations.read_only_hint} == TOOLS - {"ask"}


def test_the_server_answers_the_client_over_http(small_url: str) -> None:
    answer = called(f"{small_url}/mcp", "ask", question=QUESTION)
    again = called(f"{small_url}/mcp", "ask", question="And until when?", conversation_id=answer["conversation_id"])
    assert "2028" in again["text"]


def test_only_our_own_pages_and_programs_may_ask_over_http(small_url: str) -> None:
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    accepts = {"Accept": "application/json, text/event-stream"}

    def status(**headers: str) -> int:
        return httpx.post(f"{small_url}/mcp", json=body, headers=accepts | headers).status_code

    assert (status(), status(Origin=small_url), status(Origin="http://localhost:3000")) == (200, 200, 200)
    assert (status(Origin="https://evil.example"), status(Origin="null"), status(Origin="http://[")) == (403, 403, 403)
    assert status(Host="evil.example") == 400


def test_the_first_requests_over_http_may_come_at_once(small_url: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: called(f"{small_url}/mcp", "search", query="quays", limit=1), range(3)))
    assert [each["passages"][0]["document_id"] for each in found] == ["plans/harbour.md"] * 3


def test_when_the_client_gives_up_the_work_stops(desk_over: Callable[..., Desk], small_home: Path) -> None:
    chain = EndlessChain()
    server = server_of(desk_over(small_home, chain))

    async def steps(client: Client) -> bool:
        with anyio.move_on_after(0.5) as patience:
            await client.call_tool("ask", {"question": QUESTION})
        return patience.cancelled_caught

    assert with_client(server, steps)
    assert chain.stopped.wait(10)


@pytest.mark.slow
def test_the_command_answers_the_client_over_its_standard_streams(indexed_home: Path) -> None:
    settings = {"POLICYDESK_HOME": str(indexed_home), "POLICYDESK_DOCUMENTS": str(DOCUMENTS)}
    program = [sys.executable, "-c", "from assistant.cli import main; main()", "mcp"]
    started = StdioServerParameters(command=program[0], args=program[1:], env={**os.environ, **settings})

    async def steps(client: Client) -> Any:
        await client.list_tools()
        return await client.call_tool("ask", {"question": "What are the six core initiatives of Gyeongsangbuk-do?"})

    result = with_client(started, steps)
    assert not result.is_error
    assert result.structured_content["status"] == "answered"
    assert len(result.structured_content["citations"]) >= 6
