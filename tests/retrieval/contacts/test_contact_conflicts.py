from __future__ import annotations

import time
from datetime import date

import pytest

from retrieval.contacts.routing.contradictions import Conflict, conflicts
from retrieval.index.stored import StoredDocument
from retrieval.records import Contact, Metadata

Row = tuple[str, tuple[str, ...], str]


def entry(phone: str | None = None, *more: str, **given: str | None) -> Contact:
    """An entry of the Export Team of Alpha City's Trade Group, but for what is given."""
    who = {"organisation": "Alpha City", "unit": "Trade Group", "team": "Export Team"}
    place = dict.fromkeys(("room", "address", "email"))
    return Contact(document_id="", phone=phone, more_phones=more, start=0, end=1, **{**who, **place, **given})  # type: ignore[arg-type]


def document(name: str, published: str | None, *contacts: Contact) -> StoredDocument:
    from dataclasses import replace

    placed = tuple(replace(each, document_id=name, start=n, end=n + 1) for n, each in enumerate(contacts))
    metadata = Metadata(f"Title {name}", published=date.fromisoformat(published) if published else None)
    return StoredDocument(name, "", "", 1, metadata, placed)


def told(*documents: StoredDocument, aliases: tuple[tuple[str, ...], ...] = ()) -> list[Row]:
    found = conflicts(documents, aliases)
    return [(each.kind, tuple(one.value for one in each.values), each.field) for each in found]


def test_a_newer_document_that_changes_a_number_is_named_first_and_one_without_a_date_last() -> None:
    found = conflicts(
        [
            document("old", "2021-03-01", entry("051-222-9999")),
            document("new", "2025-03-01", entry("051-222-3333")),
        ]
    )
    (conflict,) = found
    assert conflict.kind == "changed"
    assert [(each.value, each.title, str(each.published)) for each in conflict.values] == [
        ("051-222-3333", "Title new", "2025-03-01"),
        ("051-222-9999", "Title old", "2021-03-01"),
    ]
    assert conflict.values[0].names == ("Export Team", "Trade Group", "Alpha City")
    undated = document("undated", None, entry("051-222-1111"))
    dated = document("dated", "2020-01-01", entry("051-222-3333"))
    assert told(undated, dated) == [("differs", ("051-222-3333", "051-222-1111"), "phone")]


def test_a_newer_room_or_address_is_a_change_too() -> None:
    new = document("new", "2025-03-01", entry(room="#305", address="12 Port Street, Alpha"))
    old = document("old", "2021-03-01", entry(room="Room 207", address="9 Port Street, Alpha"))
    assert told(old, new) == [
        ("changed", ("#305", "Room 207"), "room"),
        ("changed", ("12 Port Street, Alpha", "9 Port Street, Alpha"), "address"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entry("051-222-3333"), entry("+82-51-222-3333")),
        (entry("051-222-3333", "051-222-3334"), entry("051-222-3334")),
        (entry("051-222-3333 (내선 12)"), entry("051-222-3333")),
        (entry("051-222-3333"), entry("051-222-3333", organisation="알파시")),
        (entry(room="#207"), entry(room="Room 207")),
        (entry(room="207호"), entry(room="Room No. 207, 2F")),
        (
            entry(address="27, Sampung-ro, Gyeongsan-si"),
            entry(address="27 Sampung-ro, Gyeongsan-si (38542), Gyeongbuk"),
        ),
        (entry(address="27, Sampung-ro, Gyeongsan-si"), entry(address="경상북도 경산시 삼풍로 27")),
        (entry("051-222-3333"), entry(room="Room 5")),
        (entry("051-222-3333", person="Kim"), entry("051-222-4444", person="Lee")),
        (entry("051-222-3333", role="Head"), entry("051-222-4444")),
        (entry("051-222-3333"), entry("051-222-4444", team="Import Team")),
        (entry("051-222-3333"), entry("051-222-4444", unit="Port Group")),
        (entry("051-222-3333"), entry("051-222-4444", organisation="Beta City")),
    ],
)
def test_two_documents_that_say_the_same_or_speak_of_others_do_not_conflict(one: Contact, other: Contact) -> None:
    assert told(document("a", "2021-03-01", one), document("b", "2025-03-01", other)) == []


@pytest.mark.parametrize(
    "name",
    [
        {"team": "EXPORT  team"},
        {"team": "Ехроrt Team"},  # with Cyrillic letters
        {"team": "수출팀"},
        {"unit": None},
        {"organisation": None, "unit": None},
    ],
)
def test_a_name_that_looks_the_same_an_alias_or_a_shorter_name_is_the_same_team(name: dict[str, str | None]) -> None:
    found = told(
        document("a", None, entry("051-222-3333")),
        document("b", None, entry("051-222-4444", **name)),
        aliases=(("Export Team", "수출팀"),),
    )
    assert found == [("differs", ("051-222-3333", "051-222-4444"), "phone")]


def test_a_team_without_a_unit_is_nobodys_where_two_units_have_such_a_team() -> None:
    both = document("a", None, entry("051-222-3333"), entry("051-222-4444", unit="Port Group"))
    assert told(both, document("b", None, entry("051-222-5555", unit=None))) == []


def test_two_entries_of_a_team_in_one_document_conflict_unless_they_are_two_places() -> None:
    assert told(document("a", None, entry("051-222-3333"), entry("051-222-4444"))) == [
        ("differs", ("051-222-3333", "051-222-4444"), "phone")
    ]
    assert told(document("a", None, entry("051-222-3333", room="Room 1"), entry("051-222-4444", room="Room 2"))) == []
    body = {"team": None, "unit": None}
    assert told(document("a", None, entry("051-222-3333", **body), entry("051-222-4444", **body))) == []


def test_several_numbers_of_one_entry_are_no_conflict() -> None:
    assert told(document("a", None, entry("051-222-3333", "051-222-4444", "1588-0000"))) == []


def test_one_number_under_teams_of_different_units_or_bodies_is_a_conflict() -> None:
    found = conflicts(
        [
            document("a", "2020-01-01", entry("051-222-3333"), entry("051-222-3333", team="Import Team")),
            document("b", "2024-01-01", entry("+82 51 222 3333", unit="Port Group", team="Quay Team")),
        ]
    )
    (conflict,) = found
    assert (conflict.kind, conflict.field) == ("shared", "phone")
    assert [each.names[0] for each in conflict.values] == ["Quay Team", "Export Team", "Import Team"]
    bodies = [document("a", None, entry("051-222-3333")), document("b", None, entry("051-222-3333", organisation="B"))]
    assert told(*bodies) == [("shared", ("051-222-3333", "051-222-3333"), "phone")]


def test_a_switchboard_of_one_unit_or_of_the_whole_body_is_no_conflict() -> None:
    teams = [entry("051-222-3333", team=f"Team {n}") for n in range(3)]
    assert told(document("a", None, *teams)) == []
    body = entry("051-222-3333", unit=None, team=None)
    assert told(document("a", None, body, entry("051-222-3333"))) == []


def test_extensions_of_one_switchboard_are_numbers_of_their_own() -> None:
    one, other = entry("051-222-3333 ext. 12"), entry("051-222-3333 ext. 13", unit="Port Group")
    assert told(document("a", None, one, other)) == []
    changed = entry("051-222-3333 ext. 14")
    assert told(document("a", None, one), document("b", None, changed)) == [
        ("differs", ("051-222-3333 ext. 12", "051-222-3333 ext. 14"), "phone")
    ]


def test_two_thousand_entries_are_compared_in_a_moment() -> None:
    same = [entry("051-222-3333", team=f"Team {n}", room=f"Room {n}") for n in range(1_000)]
    rooms = [entry(f"051-333-{n:04}", room=f"Room {n}") for n in range(1_000)]
    began = time.process_time()
    found: tuple[Conflict, ...] = conflicts([document("a", None, *same, *rooms)])
    assert time.process_time() - began < 2
    assert found == ()
