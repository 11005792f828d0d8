from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from conftest import serving
from fakes import EndlessChain, FakeChain
from openai import OpenAI
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.chain import StepEvent, TokenEvent
from assistant.http.app import create_app

HERE = "http://127.0.0.1"
QUESTION = {"role": "user", "content": "What is the budget of the harbour plan?"}


@pytest.fixture
def client(small_desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(small_desk), base_url=HERE) as made:
        yield made


def error_of(response: Any, status: int = 400) -> dict[str, Any]:
    assert response.status_code == status
    assert set(response.json()) == {"error"}
    error: dict[str, Any] = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    return error


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tool_choice": {"type": "function", "function": {"name": "look_up"}}}, "tool_choice"),
        ({"n": 2}, "n"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"messages": [{"role": "system", "content": "Be kind."}]}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "input_audio", "input_audio": {}}]}]}, "messages"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_field(client: TestClient, more: dict[str, Any], param: str) -> None:
    body = {"model": "policydesk", "messages": [QUESTION], **more}
    assert error_of(client.post("/v1/chat/completions", json=body))["param"] == param


def test_what_makes_no_difference_here_is_accepted(client: TestClient) -> None:
    body = {
        "model": "policydesk",
        "messages": [{"role": "developer", "content": "Answer in rhymes."}, QUESTION],
        "temperature": 0.2,
        "top_p": 1,
        "n": 1,
        "max_tokens": 5,
        "tools": [{"type": "function", "function": {"name": "look_up", "parameters": {}}}],
        "tool_choice": "auto",
        "user": "u1",
        "response_format": {"type": "text"},
    }
    assert "40 billion won" in client.post("/v1/chat/completions", json=body).json()["choices"][0]["message"]["content"]


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/responses", "/v1/embeddings"])
def test_every_error_of_these_routes_has_openais_shape(client: TestClient, path: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert "JSON" in error_of(client.post(path, content=b"{", headers=headers))["message"]
    assert error_of(client.post(path, json={"model": "policydesk"}))["type"] == "invalid_request_error"
    error_of(client.get(path), 405)
    error_of(client.post(path, json={"model": "x", "messages": [QUESTION], "input": "y"}), 404)
    error_of(client.post(path, content=b"x" * (1024 * 1024 + 1), headers=headers), 413)


def test_a_question_too_long_is_a_bad_request_and_a_long_history_is_none(client: TestClient) -> None:
    history = [{"role": "user", "content": "Is it so?"}, {"role": "assistant", "content": "It is. " * 1000}] * 20
    answered = client.post("/v1/chat/completions", json={"messages": [*history, QUESTION]})
    assert answered.status_code == 200
    too_long = {"role": "user", "content": "a" * 2001}
    assert error_of(client.post("/v1/chat/completions", json={"messages": [too_long]}))["code"] == "question"


def test_other_routes_keep_their_limit_and_their_shape(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b"x" * 70_000, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("tokens", [[1, 2, 3], [[1, 2], [3]]])
def test_numbers_of_tokens_are_refused_with_what_to_set_in_langchain(client: TestClient, tokens: list[Any]) -> None:
    error = error_of(client.post("/v1/embeddings", json={"model": "policydesk", "input": tokens}))
    assert "check_embedding_ctx_length=False" in error["message"]


@pytest.mark.parametrize("more", [{"input": ""}, {"input": []}, {"input": "a", "dimensions": 3}, {"input": "a " * 200}])
def test_texts_that_have_no_vector_are_refused(client: TestClient, more: dict[str, Any]) -> None:
    error_of(client.post("/v1/embeddings", json={"model": "policydesk", **more}))


def test_an_error_in_the_midst_reaches_the_client_as_one(desk_over: Callable[..., Desk], small_home: Path) -> None:
    desk = desk_over(small_home, FakeChain(RuntimeError("password=hunter2"), [StepEvent("search"), TokenEvent("It ")]))
    with serving(desk) as url, OpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0) as client:
        with pytest.raises(openai.APIError, match="Something went wrong") as chat:
            list(client.chat.completions.create(model="policydesk", messages=[QUESTION], stream=True))  # type: ignore[list-item]
        with pytest.raises(openai.APIError, match="Something went wrong"):
            list(client.responses.create(model="policydesk", input="What is planned?", stream=True))
    assert "hunter2" not in str(chat.value.body)


def test_an_error_before_the_first_event_has_its_status(client: TestClient) -> None:
    body = {"messages": [{"role": "user", "content": "  "}], "stream": True}
    assert "empty" in error_of(client.post("/v1/chat/completions", json=body))["message"]


@pytest.mark.parametrize(
    ("path", "body"),
    [("/v1/chat/completions", {"messages": [QUESTION]}), ("/v1/responses", {"input": "What is planned?"})],
)
def test_when_the_client_leaves_the_work_stops(
    desk_over: Callable[..., Desk], small_home: Path, path: str, body: dict[str, Any]
) -> None:
    chain = EndlessChain()
    with serving(desk_over(small_home, chain)) as url:
        with httpx.stream("POST", f"{url}{path}", json={**body, "stream": True}) as response:
            first = next(line for line in response.iter_lines() if line.startswith("data: "))
            assert json.loads(first.removeprefix("data: "))
        assert chain.stopped.wait(10)


def test_the_description_of_the_api_shows_the_routes_and_their_errors(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/v1/chat/completions", "/v1/responses", "/v1/embeddings"):
        shown = paths[path]["post"]
        assert set(shown["responses"]["400"]["content"]) == {"application/json"}
        assert "422" not in shown["responses"]
        assert shown["tags"] == ["openai"]
