from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.http.app import create_app
from assistant.records import Answer

HERE = "http://127.0.0.1"


@pytest.fixture
def client(small_desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(small_desk), base_url=HERE) as made:
        yield made


def test_a_question_gets_an_answer_whose_quotes_stand_in_the_document(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "What is the budget of the harbour plan?"})
    answer = Answer.model_validate_json(response.content)
    assert response.headers["content-type"] == "application/json"
    assert answer.status == "answered"
    assert "40 billion won" in answer.text
    document = client.get(f"/v1/documents/{answer.citations[0].document_id}").json()
    for citation in answer.citations:
        assert document["text"][citation.start : citation.end] == citation.quote


def test_a_conversation_can_be_read_and_forgotten(client: TestClient) -> None:
    first = client.post("/v1/ask", json={"question": "What is the budget of the harbour plan?"}).json()
    conversation = first["conversation_id"]
    second = client.post("/v1/ask", json={"question": "And until when?", "conversation_id": conversation}).json()
    path = f"/v1/conversations/{conversation}"
    assert client.get(path).json() == {"id": conversation, "answers": [first, second]}
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_filters_narrow_the_answer(client: TestClient) -> None:
    question = {"question": "What is the budget of the harbour plan?"}
    inside = client.post("/v1/ask", json={**question, "filters": {"kind": "plan", "as_of": "2025-01-01"}}).json()
    outside = client.post("/v1/ask", json={**question, "filters": {"kind": "plan", "as_of": "2035-01-01"}}).json()
    assert (inside["status"], outside["status"]) == ("answered", "not_found")


def test_passages_come_with_their_place_and_scores(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "quays for container ships", "limit": 1}).json()
    [passage] = found["passages"]
    assert found["query"] == "quays for container ships"
    assert passage["document_id"] == "plans/harbour.md"
    assert passage["section"] == "Harbour Plan of Seaport > Quays"
    assert (passage["page"], passage["published"]) == (None, "2024-05-01")
    assert passage["text"] == "The city builds three quays for container ships."
    assert passage["end"] - passage["start"] == len(passage["text"])
    assert passage["dense"] > 0
    assert passage["lexical"] > 0
    assert 0 < passage["score"] <= 1


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({"kind": "directory"}, {"office.md"}),
        ({"organisation": "Seaport City"}, {"office.md", "plans/harbour.md"}),
        ({"as_of": "2030-01-01"}, {"office.md"}),
        ({"region": "Elsewhere"}, set()),
    ],
)
def test_a_search_can_be_narrowed(client: TestClient, filters: dict[str, str], documents: set[str]) -> None:
    passages = client.get("/v1/search", params={"q": "harbour", **filters}).json()["passages"]
    assert {each["document_id"] for each in passages} == documents


def test_documents_are_listed_with_what_they_say_of_themselves(client: TestClient) -> None:
    office, harbour = client.get("/v1/documents").json()["documents"]
    assert office["id"] == "office.md"
    assert harbour == {
        "id": "plans/harbour.md",
        "title": "Harbour Plan of Seaport",
        "organisation": "Seaport City",
        "region": "Seaport",
        "kind": "plan",
        "published": "2024-05-01",
        "valid_from": "2024-01-01",
        "valid_until": "2028-12-31",
        "source": None,
        "language": None,
        "chunks": 2,
    }


def test_the_file_of_a_document_can_be_saved_and_no_other_file(small_desk: Desk, client: TestClient) -> None:
    root = Path(small_desk.knowledge.current().documents.stored("plans/harbour.md").root)
    saved = client.get("/v1/originals/plans/harbour.md")
    assert saved.content == (root / "plans" / "harbour.md").read_bytes()
    assert saved.headers["content-disposition"] == 'attachment; filename="harbour.md"'
    assert saved.headers["content-type"] == "application/octet-stream"
    for other in ("nothing.md", "plans", "..%2F..%2Fetc%2Fpasswd", "plans/../office.md/"):
        refused = client.get(f"/v1/originals/{other}")
        assert refused.status_code == 404, other


def test_a_file_that_became_a_link_to_another_place_is_not_given(small_desk: Desk, client: TestClient) -> None:
    root = Path(small_desk.knowledge.current().documents.stored("office.md").root)
    (root / "office.md").rename(root / "kept")
    (root / "office.md").symlink_to("/etc/hostname")
    refused = client.get("/v1/originals/office.md")
    (root / "office.md").unlink()
    (root / "kept").rename(root / "office.md")
    assert refused.status_code == 404
    assert "/v1/documents lists them" in refused.json()["detail"]


def test_a_document_in_a_folder_is_read_with_its_blocks_and_sections(client: TestClient) -> None:
    document = client.get("/v1/documents/plans/harbour.md").json()
    text = document["text"]
    headings = [text[b["start"] : b["end"]] for b in document["blocks"] if b["kind"] == "heading"]
    assert headings == ["Harbour Plan of Seaport", "Quays"]
    assert [each["path"] for each in document["sections"]] == [
        ["Harbour Plan of Seaport"],
        ["Harbour Plan of Seaport", "Quays"],
    ]
    last = document["sections"][1]
    assert text[last["start"] : last["end"]] == "Quays\n\nThe city builds three quays for container ships."


def test_contacts_are_those_that_the_documents_state(client: TestClient) -> None:
    for path in ("/v1/contacts", "/v1/contacts?need=quay construction"):
        [contact] = client.get(path).json()["contacts"]
        assert (contact["team"], contact["room"]) == ("Quay Construction Team", "Room 12")
        assert contact["phone"] == "+82-51-888-3033"
        assert (contact["document_id"], contact["document_title"]) == ("office.md", "Harbour Office")
    assert contact["reason"] == "Named: Quay Construction Team"


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "up"}
    assert client.get("/ready").json() == {"status": "ready", "documents": 2, "chunks": 3, "mode": "extractive"}


def test_every_route_is_described_with_its_errors(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/v1/ask",
        "/v1/search",
        "/v1/contacts",
        "/v1/contacts/conflicts",
        "/v1/contacts/{contact_id}.vcf",
        "/v1/documents",
        "/v1/documents/{document_id}",
        "/v1/originals/{document_id}",
        "/v1/answers/{answer_id}",
        "/v1/answers/{answer_id}/handoff",
        "/v1/answers/{answer_id}/feedback",
        "/v1/conversations/{conversation_id}",
        "/v1/models",
        "/v1/models/{name}",
        "/v1/chat/completions",
        "/v1/responses",
        "/v1/responses/{response_id}",
        "/v1/embeddings",
        "/health",
        "/ready",
    }
    assert described["components"]["schemas"]["AskRequest"]["examples"]
    operations = [each for path in described["paths"].values() for each in path.values()]
    for operation in operations:
        problem = "application/json" if operation["tags"] == ["openai"] else "application/problem+json"
        assert operation["summary"]
        assert operation["tags"]
        for status, response in operation["responses"].items():
            kinds = set(response.get("content", {}))
            assert status[0] == "2" or kinds == {problem}, (operation["summary"], status)
    assert "HTTPValidationError" not in json.dumps(described)


def test_twenty_questions_at_once_are_all_answered(server_url: str) -> None:
    def ask(number: int) -> Answer:
        question = {"question": f"What are the six core initiatives of Gyeongsangbuk-do? ({number})"}
        return Answer.model_validate_json(httpx.post(f"{server_url}/v1/ask", json=question, timeout=60).content)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(20)))
    assert {each.status for each in answers} == {"answered"}
    assert len({each.id for each in answers}) == 20


def test_before_the_first_ingest_the_service_says_what_to_run(desk_over: Callable[..., Desk], tmp_path: Path) -> None:
    with TestClient(create_app(desk_over(tmp_path / "empty")), base_url=HERE) as client:
        calls = [client.get(path) for path in ("/ready", "/v1/documents", "/v1/contacts", "/v1/search?q=x")]
        calls.append(client.post("/v1/ask", json={"question": "What is planned?"}))
        assert client.get("/health").status_code == 200
    for response in calls:
        assert response.status_code == 503
        assert response.json() == {
            "type": "urn:policydesk:problem:nothing-indexed",
            "title": "Nothing has been indexed yet",
            "status": 503,
            "detail": "Nothing has been indexed yet. Run `policydesk ingest` (or `make ingest`) first.",
        }
