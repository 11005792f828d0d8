from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeChain
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.http.app import create_app
from retrieval.index.faults import IndexChangingError
from retrieval.records import PolicydeskError

HERE = "http://127.0.0.1"


@pytest.fixture
def client(small_desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(small_desk), base_url=HERE) as made:
        yield made


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": question, **more})
    problem: dict[str, Any] = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code == problem["status"]
    return problem


def test_what_passes_by_itself_says_when_to_come_again(
    desk_over: Callable[..., Desk], small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_over(small_home)

    def changing() -> None:
        raise IndexChangingError

    monkeypatch.setattr(desk.knowledge, "current", changing)
    with TestClient(create_app(desk), base_url=HERE) as client:
        for response in (client.get("/ready"), client.post("/v1/ask", json={"question": "How many quays?"})):
            assert (response.status_code, response.headers["retry-after"]) == (503, "10")
            assert response.json()["detail"].endswith("ask again.")


@pytest.mark.parametrize("question", ["", "  \n\t ", "\x00\x07\x1b", "\u200b\u202e"])
def test_a_question_without_a_word_is_refused(client: TestClient, question: str) -> None:
    assert ask(client, question) == {
        "type": "urn:policydesk:problem:question",
        "title": "The question cannot be used",
        "status": 422,
        "detail": "The question is empty: write what you want to know.",
    }


def test_a_question_of_20_000_characters_is_refused_with_the_limit(client: TestClient) -> None:
    problem = ask(client, "quay " * 4000)
    assert problem["status"] == 422
    assert problem["detail"] == "The question has 19,999 characters; at most 2,000 are read. Shorten it."


@pytest.mark.parametrize(
    "question",
    [
        "What is the budget\x00 of the\x1b[31m harbour plan?",
        "<script>alert(1)</script> What is the budget of the harbour plan?",
        "{{7*7}} '; DROP TABLE answers; -- budget of the harbour plan",
    ],
)
def test_control_characters_and_markup_are_only_text(client: TestClient, question: str) -> None:
    response = client.post("/v1/ask", json={"question": question})
    assert response.status_code == 200
    assert "\x1b" not in response.json()["question"]
    assert "<script>" not in response.json()["text"]


def test_a_body_that_is_no_json_is_a_bad_request(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b'{"question":', headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["detail"]) == (
        400,
        'The body is not JSON: send, for example, {"question": "..."}.',
    )


def test_a_body_of_another_type_says_which_to_send(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b'{"question": "x"}', headers={"Content-Type": "text/plain"})
    assert (response.status_code, response.json()["detail"]) == (
        415,
        "Send the body with Content-Type: application/json.",
    )


def test_each_wrong_field_is_named_and_its_value_is_not_repeated(client: TestClient) -> None:
    problem = ask(client, "x", mode="secret-value", filters={"as_of": "tomorrow"}, colour="red")
    assert problem["type"] == "urn:policydesk:problem:fields"
    assert [each["field"] for each in problem["errors"]] == ["body.filters.as_of", "body.mode", "body.colour"]
    assert "secret-value" not in str(problem)


def test_a_question_that_is_not_unicode_is_no_server_error(client: TestClient) -> None:
    content = b'{"question": "\\ud800", "mode": "\\ud800"}'
    response = client.post("/v1/ask", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 422


def test_a_search_needs_words(client: TestClient) -> None:
    for query in ("", "%20"):
        assert client.get(f"/v1/search?q={query}").status_code == 422


def test_an_unknown_conversation_is_not_found(client: TestClient) -> None:
    problem = ask(client, "And then?", conversation_id="nope")
    assert (problem["status"], problem["title"]) == (404, "No such conversation or answer")
    assert client.delete("/v1/conversations/nope").status_code == 404


def test_a_generated_answer_without_a_model_is_refused(client: TestClient) -> None:
    problem = ask(client, "What is planned?", mode="generated")
    assert (problem["status"], problem["type"]) == (422, "urn:policydesk:problem:no-model")


def test_an_unknown_document_is_not_found(client: TestClient) -> None:
    for document in ("nope.md", "../../etc/passwd", "%00"):
        response = client.get(f"/v1/documents/{document}")
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_an_unknown_address_or_method_is_a_problem_too(client: TestClient) -> None:
    missing, wrong = client.get("/nothing"), client.put("/v1/ask")
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert wrong.headers["allow"] == "POST"
    assert "openapi.json" in missing.json()["detail"]
    assert missing.headers["content-type"] == wrong.headers["content-type"] == "application/problem+json"


def test_what_the_product_cannot_do_now_is_said_in_its_own_words(
    desk_over: Callable[..., Desk], small_home: Path
) -> None:
    desk = desk_over(small_home, FakeChain(PolicydeskError("The index is damaged: run `policydesk ingest --rebuild`.")))
    with TestClient(create_app(desk), base_url=HERE) as client:
        problem = ask(client, "What is planned?")
    assert (problem["status"], problem["detail"]) == (
        503,
        "The index is damaged: run `policydesk ingest --rebuild`.",
    )


def test_an_unexpected_error_tells_nothing_but_the_id_that_the_log_has_it_under(
    desk_over: Callable[..., Desk], small_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_over(small_home, FakeChain(RuntimeError("password=hunter2")))
    with TestClient(create_app(desk), base_url=HERE) as client, caplog.at_level(logging.ERROR):
        problem = ask(client, "What is planned?")
    [record] = caplog.records
    assert (problem["status"], problem["title"]) == (500, "Internal Server Error")
    assert "hunter2" not in str(problem)
    assert problem["instance"].startswith("urn:policydesk:error:")
    assert problem["instance"] in record.getMessage()
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "password=hunter2"
