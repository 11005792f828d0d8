from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.conversations.store import ExplainedAnswer
from assistant.http.app import create_app
from assistant.records import Answer
from assistant.trace import Message, ModelCall, Removed, Trace

QUESTION = {"question": "What is the budget of the harbour plan?"}


@pytest.fixture
def client(small_desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(small_desk), base_url="http://127.0.0.1") as made:
        yield made


def test_an_answer_is_explained_with_its_time_and_the_passages_that_were_found(client: TestClient) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    told = client.get(f"/v1/answers/{answer['id']}").json()
    assert told["answer"] == answer
    created = datetime.fromisoformat(told["created"])
    assert timedelta(0) <= datetime.now(UTC) - created < timedelta(minutes=1)
    passages = told["trace"]["passages"]
    assert "40 billion won" in passages[0]["text"]
    assert (passages[0]["title"], passages[0]["document_id"]) == ("Harbour Plan of Seaport", "plans/harbour.md")
    assert [each["score"] for each in passages] == sorted((each["score"] for each in passages), reverse=True)


def test_a_generated_answer_is_explained_with_prompt_reply_and_what_was_removed(
    client: TestClient, small_desk: Desk
) -> None:
    answer = Answer(
        id="a1",
        conversation_id="c1",
        status="partial",
        mode="generated",
        text="Yes.",
        question="?",
        standalone_question="?",
    )
    call = ModelCall(
        prompt="answer",
        prompt_hash="9f2c",
        model="openai:gpt",
        messages=(Message(role="system", text="Be brief."), Message(role="human", text="계획?")),
        reply="Until 2027. [1]",
    )
    removed = Removed(text="Until 2027. [1]", reason="fact", detail="2027")
    trace = Trace(rewritten_by="model", index_version="v1", calls=(call,), removed=(removed,))
    small_desk.conversations.add(answer, [], trace=trace)
    told = ExplainedAnswer.model_validate_json(client.get("/v1/answers/a1").content)
    assert (told.answer, told.trace) == (answer, trace)


def test_an_answer_that_is_unknown_or_was_deleted_is_a_problem(client: TestClient) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    client.delete(f"/v1/conversations/{answer['conversation_id']}")
    for answer_id in (answer["id"], "nothing", "%20", "가"):
        response = client.get(f"/v1/answers/{answer_id}")
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"].startswith("There is no answer with the id ")


def test_the_trace_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    operation = described["paths"]["/v1/answers/{answer_id}"]["get"]
    assert operation["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/ExplainedAnswer"
    }
    assert "application/problem+json" in operation["responses"]["404"]["content"]
    assert set(described["components"]["schemas"]["ExplainedAnswer"]["properties"]) == {
        "created",
        "answer",
        "trace",
        "feedback",
    }
    assert "removed" in described["components"]["schemas"]["Trace"]["properties"]


def test_feedback_is_kept_with_the_answer_and_the_last_one_counts(client: TestClient) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    address = f"/v1/answers/{answer['id']}/feedback"
    assert client.get(f"/v1/answers/{answer['id']}").json()["feedback"] is None
    client.post(address, json={"value": "up"})
    given = client.post(address, json={"value": "down", "reason": " wrong\u200b \n contact "})
    assert given.status_code == 200
    assert (given.json()["value"], given.json()["reason"]) == ("down", "wrong contact")
    assert client.get(f"/v1/answers/{answer['id']}").json()["feedback"] == given.json()
    assert client.post(address, json={"value": "down", "reason": " "}).json()["reason"] is None


def test_feedback_for_an_answer_that_is_unknown_or_was_deleted_is_a_problem(client: TestClient) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    client.post(f"/v1/answers/{answer['id']}/feedback", json={"value": "up"})
    client.delete(f"/v1/conversations/{answer['conversation_id']}")
    for answer_id in (answer["id"], "nothing", "가"):
        response = client.post(f"/v1/answers/{answer_id}/feedback", json={"value": "up"})
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"].startswith("There is no answer with the id ")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body.value"),
        ({"value": "sideways"}, "body.value"),
        ({"value": "down", "reason": "x" * 501}, "body.reason"),
        ({"value": "down", "reason": 3}, "body.reason"),
        ({"value": "up", "user": "me"}, "body.user"),
    ],
)
def test_feedback_that_cannot_be_used_is_a_problem_that_names_the_field(
    client: TestClient, body: dict[str, object], field: str
) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    response = client.post(f"/v1/answers/{answer['id']}/feedback", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [each["field"] for each in response.json()["errors"]] == [field]
    assert client.get(f"/v1/answers/{answer['id']}").json()["feedback"] is None


def test_feedback_with_half_a_character_is_a_problem(client: TestClient) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    body = b'{"value": "down", "reason": "\\ud800"}'
    sent = client.post(
        f"/v1/answers/{answer['id']}/feedback", content=body, headers={"Content-Type": "application/json"}
    )
    assert sent.status_code == 422
