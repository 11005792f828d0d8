"""The entries that a need can name are looked up, by what each way of naming one means."""

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.contacts.entry_index import EntryIndex
from retrieval.records import Contact, Metadata
from retrieval.search import Names


def entry(document: str, body: str, team: str, **stated: str) -> Contact:
    room, address, phone, email = map(stated.get, ("room", "address", "phone", "email"))
    return Contact(document, body, None, team, room, address, phone, email, 0, 9)


ENTRIES = (
    entry("a.md", "Port Agency", "Quay Team", phone="+82-51-123-4567", room="305"),
    entry("b.md", "Hill Agency", "Quay Team", email="Quay@hill.kr", address="Busan"),
    entry("b.md", "Hill Agency", "Pier Team", phone="051-123-9999"),
)


class Stored:
    def stored(self, document_id: str) -> Any:
        return SimpleNamespace(metadata=Metadata(title="Ulsan plan" if document_id == "a.md" else "A plan"))


@pytest.fixture
def index() -> EntryIndex:
    return EntryIndex(ENTRIES, Stored(), Names([("Port Agency", "PA"), ("Pier Team", "Jetty Team")]))  # type: ignore[arg-type]


def test_a_number_a_room_or_an_address_that_is_given_finds_its_entry_and_no_other(index: EntryIndex) -> None:
    assert index.given_exactly("Whose number is 051 123 4567?") == {0}
    assert index.given_exactly("Who is in room 305?") == {0}
    assert index.given_exactly("Who is in room 3055?") == set()
    assert index.given_exactly("Whose address is quay@hill.kr?") == {1}


def test_teams_of_one_name_at_two_bodies_are_two(index: EntryIndex) -> None:
    assert index.of_teams(["Quay Team"]) == {0, 1}
    assert index.of_same_team(ENTRIES[0]) == {0}
    assert index.of_team_alike("jetty team") == {2}


def test_an_entry_is_of_its_own_region_or_its_documents_or_of_any_when_neither_says(index: EntryIndex) -> None:
    assert index.of_regions({"Busan"}) == {1, 2}
    assert index.of_regions({"Ulsan"}) == {0, 2}


def test_a_body_is_found_by_each_of_its_names(index: EntryIndex) -> None:
    group = ("Port Agency", "PA")
    assert index.naming(group) == index.serving(group) == {0}
    assert index.saying(("busan",)) == {1}


def test_the_last_digits_of_a_number_are_enough(index: EntryIndex) -> None:
    assert index.gives_number({"11239999"})
    assert index.gives_number({"9999"})
    assert not index.gives_number({"8888"})
