from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.http.app import create_app
from assistant.http.guard import MAX_BODY, allowed_hosts

PATHS = ["/", "/health", "/nothing", "/assets/style.css", "/assets/nothing.js", "/v1/documents"]


@pytest.fixture
def client(small_desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(small_desk), base_url="http://127.0.0.1") as made:
        yield made


@pytest.mark.parametrize("path", PATHS)
def test_every_response_forbids_foreign_content(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(each.strip().split(" ", 1) for each in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_local_server_answers_to_local_names_only(client: TestClient) -> None:
    for host in ("127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "[::1]"):
        assert client.get("/health", headers={"Host": host}).status_code == 200, host
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]", ""):
        response = client.get("/health", headers={"Host": host})
        assert response.status_code == 400, host
        assert response.headers["content-type"] == "application/problem+json"
        assert "content-security-policy" in response.headers


def test_a_server_for_others_answers_to_any_name() -> None:
    assert allowed_hosts("0.0.0.0") is None  # noqa: S104 - that is what it is about
    assert allowed_hosts("192.168.1.5") is None
    assert allowed_hosts("desk.example") is None
    assert allowed_hosts("127.0.0.2") == frozenset({"localhost", "127.0.0.1", "::1", "127.0.0.2"})


def body_of(size: int) -> bytes:
    frame = json.dumps({"question": ""}).encode()
    return frame.replace(b'""', b'"' + b"a" * (size - len(frame)) + b'"')


def test_a_body_over_the_limit_is_refused_whether_or_not_its_length_is_given(server_url: str) -> None:
    headers = {"Content-Type": "application/json"}
    too_large = body_of(MAX_BODY + 1)
    pieces = [too_large[at : at + 5000] for at in range(0, len(too_large), 5000)]
    for content in (too_large, iter(pieces)):
        response = httpx.post(f"{server_url}/v1/ask", content=content, headers=headers)
        assert response.status_code == 413
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"] == "The body is larger than 64 KB: ask a shorter question."


def test_a_body_at_the_limit_is_read(server_url: str) -> None:
    response = httpx.post(
        f"{server_url}/v1/ask", content=body_of(MAX_BODY), headers={"Content-Type": "application/json"}
    )
    assert (response.status_code, response.json()["type"]) == (422, "urn:policydesk:problem:question")
