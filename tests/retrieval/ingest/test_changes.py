from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from retrieval.index.index import Location
from retrieval.ingest.apply import ingest
from retrieval.ingest.changes.compare import State, compare
from retrieval.records import Contact, DocumentChange, FieldChange, Report

EXPORT = Contact("d", "Alpha City", None, "Export Team", "Room 3", None, "051-222-3333", None, 0, 1)


def state(text: str, *contacts: Contact) -> State:
    return State("Desk", text, contacts)


def test_a_phone_of_a_team_that_changed_is_told_before_and_after() -> None:
    found = compare("d", state("a", EXPORT), state("b", replace(EXPORT, phone="051-222-9999", start=40, end=50)))
    assert found.contacts == (
        FieldChange("changed", "Export Team, Alpha City", "phone", ("051-222-3333",), ("051-222-9999",)),
    )


def test_an_entry_that_is_new_or_gone_is_told_with_how_it_is_reached() -> None:
    other = replace(EXPORT, team="Port Team", room=None, phone=None, email="port@alpha.example")
    found = compare("d", state("a", EXPORT), state("b", other))
    assert found.contacts == (
        FieldChange("gone", "Export Team, Alpha City", "phone", ("051-222-3333",)),
        FieldChange("gone", "Export Team, Alpha City", "room", ("Room 3",)),
        FieldChange("new", "Port Team, Alpha City", "email", (), ("port@alpha.example",)),
    )


def test_a_phone_more_of_the_same_team_is_new_and_one_in_another_place_of_the_text_no_change() -> None:
    more = replace(EXPORT, more_phones=("051-222-4444",))
    assert compare("d", state("a", EXPORT), state("b", more)).contacts == (
        FieldChange("changed", "Export Team, Alpha City", "phone", (), ("051-222-4444",)),
    )
    assert compare("d", state("a", EXPORT), state("b", replace(EXPORT, start=9, end=12))).contacts == ()


def test_dates_and_phones_of_a_text_are_told_as_they_are_written() -> None:
    before = "Call 051-222-3333.\nApply until 31 March 2026.\nThe fair is in Busan."
    after = "Call 051-222-3333 now.\nApply until 30 April 2026.\nThe fair is in Busan.\nWrite to fair@alpha.example."
    found = compare("d", state(before), state(after))
    assert found.values == (
        FieldChange("new", "", "email", (), ("fair@alpha.example",)),
        FieldChange("changed", "", "date", ("31 March 2026",), ("30 April 2026",)),
    )
    assert found.gone == ("Call 051-222-3333.", "Apply until 31 March 2026.")
    assert found.new == ("Call 051-222-3333 now.", "Apply until 30 April 2026.", "Write to fair@alpha.example.")


def test_a_date_in_another_spelling_is_no_other_date() -> None:
    assert compare("d", state("Until 2026-03-31."), state("Until 31 March 2026.")).values == ()


def test_lines_that_only_moved_did_not_change() -> None:
    found = compare("d", state("one\ntwo\ntwo\nthree"), state("three\ntwo\none\ntwo"))
    assert (found.gone, found.new) == ((), ())


@pytest.fixture
def take_in(tmp_path: Path) -> Callable[..., Report]:
    """Writes documents (None removes one) and ingests their folder."""

    def go(**texts: str | None) -> Report:
        (tmp_path / "docs").mkdir(exist_ok=True)
        for name, text in texts.items():
            file = tmp_path / "docs" / f"{name}.md"
            if text is None:
                file.unlink()
            else:
                file.write_text(f"---\ntitle: {name}\norganisation: Alpha City\n---\n# {name}\n\n{text}\n", "utf-8")
        return ingest([tmp_path / "docs"], Location(tmp_path / "home"), FakeEmbedder())

    return go


def kinds(report: Report) -> list[tuple[str, str]]:
    return [(each.kind, each.title) for each in report.changes]


@pytest.mark.slow
def test_an_ingest_tells_what_changed_since_the_one_before(take_in: Callable[..., Report]) -> None:
    assert take_in(desk="- Export Team: exports, phone 051-222-3333", plan="It ends in 2026.").changes == ()
    assert take_in().changes == ()
    changed = take_in(desk="- Export Team: exports, phone 051-222-9999").changes
    assert changed == (
        DocumentChange(
            "changed",
            "desk.md",
            "desk",
            (FieldChange("changed", "Export Team, Alpha City", "phone", ("051-222-3333",), ("051-222-9999",)),),
            (FieldChange("changed", "", "phone", ("051-222-3333",), ("051-222-9999",)),),
            ("- Export Team: exports, phone 051-222-3333",),
            ("- Export Team: exports, phone 051-222-9999",),
        ),
    )
    report = take_in(plan=None, fair="- Fair Team: fairs, phone 051-222-5555")
    assert kinds(report) == [("new", "fair"), ("gone", "plan")]
    assert report.changes[0].contacts == (FieldChange("new", "Fair Team, Alpha City", "phone", (), ("051-222-5555",)),)


@pytest.mark.slow
def test_what_is_kept_for_it_may_be_lost_or_damaged_and_is_kept_anew(
    take_in: Callable[..., Report], tmp_path: Path
) -> None:
    take_in(desk="One.", plan="It ends in 2026.")
    for damage in (b"no database", None):
        kept = tmp_path / "home" / "texts.sqlite"
        kept.unlink() if damage is None else kept.write_bytes(damage)
        assert take_in(desk=f"Two {damage!r}.").changes == ()
        assert kinds(take_in(desk=f"Three {damage!r}.")) == [("changed", "desk")]


@pytest.mark.slow
def test_the_text_of_a_document_that_left_is_not_kept(take_in: Callable[..., Report], tmp_path: Path) -> None:
    take_in(desk="One.", plan="Confidential wording.")
    take_in(plan=None)
    with closing(sqlite3.connect(tmp_path / "home" / "texts.sqlite")) as kept:
        assert [each for (each,) in kept.execute("SELECT id FROM texts")] == ["desk.md"]
