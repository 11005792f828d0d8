from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.build import Desk, ingest
from assistant.http.app import create_app

pytestmark = pytest.mark.slow

KEY = "0123456789abcdef"
TEXT = b"---\ntitle: Fair of Alpha City\n---\n# Fair\n\nThe fair opens on 31 March 2026.\n"


@pytest.fixture
def desk_of(tmp_path: Path, desk_over: Callable[..., Desk]) -> Callable[..., Desk]:
    """Makes a desk over a HOME and a folder of documents of its own."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plan.md").write_text("# Plan\n\nThe plan ends in 2028.\n", "utf-8")

    def make(**settings: object) -> Desk:
        made = desk_over(tmp_path / "home", documents=tmp_path / "documents", **settings)
        ingest(made.settings, embedder=made.knowledge.embedder)
        return made

    return make


@pytest.fixture
def client(desk_of: Callable[..., Desk]) -> Iterator[TestClient]:
    yield from _client(desk_of())


def _client(desk: Desk, here: str = "127.0.0.1") -> Iterator[TestClient]:
    with TestClient(create_app(desk), base_url="http://127.0.0.1", client=(here, 5000)) as made:
        yield made


def handed_in(
    client: TestClient, name: str = "fair.md", content: bytes = TEXT, **headers: str
) -> tuple[int, dict[str, str]]:
    told = {key.replace("_", "-"): value for key, value in headers.items()}
    response = client.post("/v1/documents", files={"file": (name, content)}, headers=told)
    return response.status_code, response.json()


def kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "home" / "uploads"
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


def test_a_document_that_is_handed_in_is_kept_and_found(client: TestClient, tmp_path: Path) -> None:
    assert handed_in(client) == (201, {"id": "fair.md", "outcome": "added"})
    assert kept(tmp_path) == ["fair.md"]
    assert client.get("/v1/documents/fair.md").json()["title"] == "Fair of Alpha City"
    assert handed_in(client) == (201, {"id": "fair.md", "outcome": "unchanged"})
    assert handed_in(client, content=TEXT.replace(b"31", b"30")) == (201, {"id": "fair.md", "outcome": "changed"})
    assert "30 March" in client.get("/v1/documents/fair.md").json()["text"]


def test_a_later_ingest_of_everything_keeps_what_was_handed_in(
    desk_of: Callable[..., Desk], client: TestClient, tmp_path: Path
) -> None:
    handed_in(client)
    made = desk_of()
    assert {each.id for each in made.knowledge.current().documents} == {"plan.md", "fair.md"}
    (tmp_path / "home" / "uploads" / "fair.md").unlink()
    ingest(made.settings, embedder=made.knowledge.embedder, force=True)
    assert {each.id for each in made.knowledge.current().documents} == {"plan.md"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("fair.exe", b"MZ\x90\0\3", "is a program, which is not read"),
        ("fair.md", b"# \n", "holds no text"),
        ("fair.pdf", b"%PDF-1.7 nothing", "fair.pdf"),
        ("_fair.md", TEXT, "no name that can be used"),
        ("..", TEXT, "no name that can be used"),
        ("README.md", TEXT, "has a name that is left out"),
        ("plan.md", TEXT, "has the same name as a document from"),
        ("a" * 300 + ".md", TEXT, "more than 200 bytes"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_not_kept(
    client: TestClient, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    status, problem = handed_in(client, name, content)
    assert (status, problem["type"]) == (422, "urn:policydesk:problem:document")
    assert said in problem["detail"]
    assert kept(tmp_path) == []


def test_a_file_that_cannot_be_read_does_not_replace_one_that_could(client: TestClient, tmp_path: Path) -> None:
    handed_in(client)
    assert handed_in(client, content=b"---\ntitle: [\n---\n")[0] == 422
    assert kept(tmp_path) == ["fair.md"]
    assert (tmp_path / "home" / "uploads" / "fair.md").read_bytes() == TEXT


def test_only_the_last_part_of_a_name_counts(client: TestClient, tmp_path: Path) -> None:
    for name in ("../../../etc/fair.md", "C:\\plans\\fair.md", "/fair.md"):
        assert handed_in(client, name)[1]["id"] == "fair.md"
    assert kept(tmp_path) == ["fair.md"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"X_Forwarded_For": "203.0.113.5"},
        {"Forwarded": "for=203.0.113.5"},
    ],
)
def test_without_a_key_neither_a_page_elsewhere_nor_a_proxy_may(client: TestClient, headers: dict[str, str]) -> None:
    assert handed_in(client, "fair.md", TEXT, **headers)[0] == 403
    assert handed_in(client, Origin="http://127.0.0.1")[0] == 201


def test_without_a_key_no_other_machine_may_and_no_server_for_others_takes_anything(
    desk_of: Callable[..., Desk],
) -> None:
    for desk, here in ((desk_of(), "192.0.2.7"), (desk_of(host="0.0.0.0"), "127.0.0.1")):  # noqa: S104 - not bound
        for client in _client(desk, here):
            assert handed_in(client)[0] == 403


def test_with_a_key_who_has_it_may_and_nobody_else(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    for client in _client(desk_of(ingest_key=KEY, host="0.0.0.0"), "192.0.2.7"):  # noqa: S104 - not bound
        for wrong in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {KEY}"}):
            assert handed_in(client, "fair.md", TEXT, **wrong)[0] == 401
        assert kept(tmp_path) == []
        assert handed_in(client, Authorization=f"Bearer {KEY}")[0] == 201


def test_what_is_no_file_says_what_to_send(client: TestClient) -> None:
    assert client.post("/v1/documents", json={"file": "x"}).status_code == 415
    assert client.post("/v1/documents", files={"other": ("a.md", TEXT)}).status_code == 422
    two = client.post("/v1/documents", files=[("file", ("a.md", TEXT)), ("file", ("b.md", TEXT))])
    assert two.status_code == 400
    broken = client.post("/v1/documents", content=b"x", headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert broken.status_code in (400, 422)


def test_a_file_may_be_larger_than_a_question_but_not_than_what_is_read(client: TestClient) -> None:
    assert handed_in(client, content=TEXT + b"A line of text.\n" * 8000)[0] == 201
    told = {"Content-Length": str(60 * 2**20), "Content-Type": "multipart/form-data; boundary=b"}
    assert client.post("/v1/documents", content=b"x", headers=told).status_code == 413
