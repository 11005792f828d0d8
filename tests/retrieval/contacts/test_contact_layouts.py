"""Contacts in many layouts: how they are judged, and that no field is invented."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from evals.benchmarks.contact_layouts import LAYOUTS, Layout, entry_of, judge, main, read_layouts, scores
from retrieval.contacts.finding.finder import find
from retrieval.loading.loader import UnreadableFileError, discover, document_id, load
from retrieval.records import Contact, Document

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent.parent
FOLDERS = (LAYOUTS / "documents", ROOT / "documents", ROOT / "evals" / "held_out" / "documents")
PHONE = ("phone", "053-819-3001")
TEAM = ("team", "Planning Team")


def test_white_space_and_case_make_no_difference() -> None:
    judged = judge(Layout("x", ((TEAM, PHONE),), ((("team", "PLANNING  TEAM"), PHONE),)))
    assert (len(judged.right), judged.wrong, judged.missed) == (2, (), ())


def test_values_count_for_the_entry_that_has_most_in_common_only() -> None:
    other = ("phone", "053-819-3002")
    judged = judge(Layout("x", ((TEAM, PHONE), (("team", "Rent Team"), other)), ((TEAM, other), (TEAM, PHONE))))
    assert judged.right == (TEAM, PHONE, other)
    assert (judged.wrong, judged.missed) == ((TEAM,), (("team", "Rent Team"),))


def test_a_duty_counts_when_one_wording_holds_the_other() -> None:
    judged = judge(Layout("x", ((("duties", "job fairs"),),), ((("duties", "Runs job fairs."),),)))
    assert (judged.wrong, judged.missed) == ((), ())


def test_what_is_found_where_nothing_is_costs_precision_only() -> None:
    scored = scores([judge(Layout("x", (), ((PHONE,),))), judge(Layout("y", ((PHONE,),), ((PHONE,),)))])["all"]
    assert (scored.precision, scored.recall) == (0.5, 1.0)


def test_precision_and_recall_of_all_fields_hold() -> None:
    all_fields = scores([judge(layout) for layout in read_layouts()])["all"]
    assert all_fields.precision >= 0.98
    assert all_fields.recall >= 0.93


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "odd", "--failures"]) == 0
    assert "| all | 357 |" in capsys.readouterr().out


@cache
def documents() -> dict[str, Document]:
    found: dict[str, Document] = {}
    for folder in FOLDERS:
        for path in discover(folder):
            with suppress(UnreadableFileError):
                found[document_id(path, folder)] = load(path, document_id(path, folder))
    return found


@cache
def contacts() -> list[tuple[Contact, str]]:
    found: list[tuple[Contact, str]] = []
    for document in documents().values():
        text = f"{document.text}\n{document.metadata.organisation or ''}\n{document.metadata.title}"
        found += [(contact, text) for contact in find(document)]
    return found


def test_every_field_of_every_entry_stands_in_its_document() -> None:
    found = contacts()
    assert len(found) > 150
    assert [
        (contact.document_id, name, value)
        for contact, text in found
        for name, value in entry_of(contact)
        if value not in text
    ] == []


def test_every_number_is_written_whole_in_its_document() -> None:
    for contact, text in contacts():
        for number in filter(None, (contact.phone, contact.fax, *contact.more_phones)):
            before, _, after = text.partition(number)
            assert not before[-1:].isdigit()
            assert not after[:1].isdigit()


def test_every_reachable_entry_gives_its_ways_inside_its_span_or_above_it() -> None:
    for contact, _ in contacts():
        stated = documents()[contact.document_id].text[contact.start : contact.end]
        ways = (contact.phone, *contact.more_phones, contact.fax, contact.email, contact.room, contact.address)
        assert [way for way in ways if way and way not in stated] == []
