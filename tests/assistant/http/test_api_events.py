from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import serving
from fakes import EndlessChain, FakeChain
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.chain import StepEvent, TokenEvent
from assistant.http.app import create_app
from assistant.records import Answer

STREAM = {"Accept": "text/event-stream"}
HERE = "http://127.0.0.1"


@pytest.fixture
def client(small_desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(small_desk), base_url=HERE) as made:
        yield made


def events(text: str) -> list[tuple[str, Any]]:
    """(name, data) of each event, by the rules of the HTML standard, section 9.2.6."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_the_stream_tells_the_steps_then_the_text_in_pieces_then_the_answer(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "What is the budget of the harbour plan?"}, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    found = events(response.text)
    names = [name for name, _ in found]
    tokens = [data["text"] for name, data in found if name == "token"]
    answer = Answer.model_validate(found[-1][1])
    assert names == ["status", "status", "passages", "status", *["token"] * len(tokens), "answer"]
    assert [data["step"] for name, data in found if name == "status"] == ["understand", "search", "answer"]
    assert len(tokens) > 3
    assert "".join(tokens) == answer.text
    passage = found[2][1]["passages"][0]
    assert set(passage) == {"document_id", "title", "section", "page", "score"}
    stored = client.get(f"/v1/conversations/{answer.conversation_id}").json()
    assert Answer.model_validate(stored["answers"][0]) == answer


def test_an_error_before_the_first_event_is_a_problem_with_its_status(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": " "}, headers=STREAM)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_an_error_in_the_midst_ends_the_stream_with_a_problem(desk_over: Callable[..., Desk], small_home: Path) -> None:
    desk = desk_over(small_home, FakeChain(RuntimeError("password=hunter2"), [StepEvent("search")]))
    with TestClient(create_app(desk), base_url=HERE) as client:
        response = client.post("/v1/ask", json={"question": "What is planned?"}, headers=STREAM)
    (first, _), (last, problem) = events(response.text)
    assert (response.status_code, first, last) == (200, "status", "error")
    assert problem["status"] == 500
    assert "hunter2" not in response.text


def test_text_with_line_breaks_stays_one_event(desk_over: Callable[..., Desk], small_home: Path) -> None:
    text = "first\n\nevent: fake\ndata: {}\r\n\r\n둘째\u2028"
    desk = desk_over(small_home, FakeChain(RuntimeError("end"), [TokenEvent(text)]))
    with TestClient(create_app(desk), base_url=HERE) as client:
        response = client.post("/v1/ask", json={"question": "What is planned?"}, headers=STREAM)
    assert events(response.text)[0] == ("token", {"text": text})


def test_when_the_reader_leaves_the_work_stops(desk_over: Callable[..., Desk], small_home: Path) -> None:
    chain = EndlessChain()
    with serving(desk_over(small_home, chain)) as url:
        body = {"question": "What is planned?"}
        with httpx.stream("POST", f"{url}/v1/ask", json=body, headers=STREAM) as response:
            assert next(response.iter_lines()) == "event: token"
        assert chain.stopped.wait(10)
