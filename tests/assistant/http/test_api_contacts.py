from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.http.app import create_app
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest

NEW = """---
title: Desk of Alpha City
organisation: Alpha City
published: 2026-03-01
source: https://alpha.example.kr/desk
aliases:
  - [Alpha City, 알파시]
---

## Trade Group

- Export Team: exports, Room 12, phone 051-222-3333
"""
OLD = NEW.replace("2026-03-01", "2021-03-01").replace("3333", "9999").replace("Desk of", "Old Desk of")
OTHER = """---
title: Desk of Beta City
organisation: Beta City
---

## Harbour Group

- Quay Team: quays, phone 051-222-9999
"""


@pytest.fixture
def client(tmp_path: Path, desk_over: Callable[..., Desk]) -> Iterator[TestClient]:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in (("new.md", NEW), ("old.md", OLD), ("other.md", OTHER)):
        (folder / name).write_text(text, "utf-8")
    ingest([folder], Location(tmp_path / "home"), FakeEmbedder())
    with TestClient(create_app(desk_over(tmp_path / "home")), base_url="http://127.0.0.1") as made:
        yield made


@pytest.mark.parametrize("name", ["Alpha City", "alpha city", "알파시"])
def test_an_organisation_is_found_by_any_of_its_names(client: TestClient, name: str) -> None:
    found = client.get("/v1/contacts", params={"organisation": name}).json()["contacts"]
    assert [each["document_id"] for each in found] == ["new.md", "old.md"]
    found = client.get("/v1/contacts", params={"organisation": name, "need": "Quay Team"}).json()["contacts"]
    assert found == []


def test_an_entry_comes_with_its_document_its_date_and_whether_it_is_old(client: TestClient) -> None:
    contacts = client.get("/v1/contacts").json()["contacts"]
    assert {each["document_id"]: each["old"] for each in contacts} == {
        "new.md": False,
        "old.md": True,
        "other.md": True,
    }
    new = next(each for each in contacts if each["document_id"] == "new.md")
    assert (new["document_title"], new["published"]) == ("Desk of Alpha City", "2026-03-01")
    assert (new["source"], new["page"], new["reason"]) == ("https://alpha.example.kr/desk", None, None)
    assert (new["phone"], new["dial"]) == ("051-222-3333", "+82512223333")


def test_a_contact_is_given_as_a_vcard_of_either_version(client: TestClient) -> None:
    contact = client.get("/v1/contacts", params={"organisation": "Alpha City"}).json()["contacts"][0]
    response = client.get(f"/v1/contacts/{contact['id']}.vcf")
    assert response.headers["content-type"] == "text/vcard; version=4.0; charset=utf-8"
    assert response.headers["content-disposition"] == (
        f"attachment; filename=\"contact-{contact['id']}.vcf\"; filename*=UTF-8''Export-Team.vcf"
    )
    assert response.text.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Export Team\r\n")
    assert "TEL;VALUE=uri;TYPE=work,voice:tel:+82512223333\r\n" in response.text
    unfolded = response.text.replace("\r\n ", "")
    assert r"NOTE:Source: Desk of Alpha City\, 2026-03-01\, https://alpha.example.kr/desk" in unfolded
    older = client.get(f"/v1/contacts/{contact['id']}.vcf", params={"version": "3.0"})
    assert older.text.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")


@pytest.mark.parametrize(("path", "status"), [("nothing.vcf", 404), ("가.vcf", 404), ("a.vcf?version=2.1", 422)])
def test_an_unknown_contact_or_version_is_a_problem(client: TestClient, path: str, status: int) -> None:
    response = client.get(f"/v1/contacts/{path}")
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_contradictions_are_listed_the_newest_value_first_with_documents_and_dates(client: TestClient) -> None:
    changed, shared = client.get("/v1/contacts/conflicts").json()["conflicts"]
    assert (changed["kind"], changed["field"]) == ("changed", "phone")
    assert changed["text"] == (
        "The documents give different phones for Export Team, Trade Group, Alpha City: "
        "051-222-3333 (Desk of Alpha City, 2026-03-01); 051-222-9999 (Old Desk of Alpha City, 2021-03-01). "
        "The newest document comes first; check before you use one."
    )
    assert [each["value"] for each in changed["contacts"]] == ["051-222-3333", "051-222-9999"]
    ids = {each["document_id"]: each["id"] for each in client.get("/v1/contacts").json()["contacts"]}
    assert [each["id"] for each in changed["contacts"]] == [ids["new.md"], ids["old.md"]]
    assert shared["kind"] == "shared"
    assert shared["text"] == (
        "The phone 051-222-9999 stands under several teams: Export Team, Trade Group, Alpha City (Old Desk of Alpha City, "
        "2021-03-01); Quay Team, Harbour Group, Beta City (Desk of Beta City, no date). Check before you use it."
    )


def test_an_answer_is_handed_on_as_text_and_as_json(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "phone of the Export Team of Alpha City"}).json()
    path = f"/v1/answers/{answer['id']}/handoff"
    told = client.get(path).json()
    assert (told["answer_id"], told["contacts"]) == (answer["id"], answer["contacts"])
    assert "051-222-3333" in told["text"]
    plain = client.get(path, headers={"Accept": "text/plain"})
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert plain.text == told["text"]
    missing = client.get("/v1/answers/nothing/handoff")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
