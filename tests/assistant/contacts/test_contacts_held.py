"""The directory of an opened index: its entries, and what is read of them once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from assistant.build import Desk
from assistant.contacts.contacts import Contacts
from retrieval.index import Location
from retrieval.ingest import ingest
from retrieval.records import Filters

PHONE = "+82-51-888-3033"


@pytest.fixture
def contacts(small_desk: Desk) -> Contacts:
    """The one entry of Seaport's Harbour Office."""
    return small_desk.knowledge.current().contacts


def test_all_entries_are_those_of_all_documents(contacts: Contacts) -> None:
    assert [each.phone for each in contacts.all()] == [PHONE]
    assert contacts.all(Filters()) == contacts.all()


def test_filters_leave_the_entries_of_the_documents_that_pass(contacts: Contacts) -> None:
    assert [each.phone for each in contacts.all(Filters(kind="directory"))] == [PHONE]
    assert contacts.all(Filters(kind="plan")) == []


def test_an_entry_is_found_by_its_id_and_by_its_document(contacts: Contacts) -> None:
    [team] = contacts.of("office.md")
    assert contacts.by_id(team.id) is team
    assert contacts.by_id("nobody") is None
    assert contacts.of("plans/harbour.md") == ()


def test_what_is_read_of_the_directory_is_read_once(small_desk: Desk) -> None:
    knowledge = small_desk.knowledge.current()
    assert small_desk.knowledge.current() is knowledge
    assert knowledge.contacts is knowledge.contacts
    assert knowledge.verifier is knowledge.verifier
    assert knowledge.contacts.duties is knowledge.contacts.duties
    assert knowledge.contacts.conflicts is knowledge.contacts.conflicts == ()
    assert knowledge.contacts.standings().writers is knowledge.contacts.standings("the quay team").writers


def test_what_is_made_once_can_be_made_before_the_first_question(small_desk: Desk) -> None:
    knowledge = small_desk.knowledge.current()
    knowledge.warm_up()
    assert {"names", "vocabulary"} <= knowledge.search.__dict__.keys()
    assert {"entry_index", "duties", "conflicts", "reached"} <= knowledge.contacts.__dict__.keys()
    assert {"_naming", "_of_region", "_of_phone"} <= knowledge.contacts.entry_index.__dict__.keys()


DIRECTORY = """# Trade Office

| Team | Duties | Phone |
|---|---|---|
| Export Team | export permits; trade fairs | +82-51-888-3034 |

Fishing Desk: for questions about nets, call +82-51-888-3035.
"""


def test_what_a_need_is_held_against_was_embedded_by_the_ingest(tmp_path: Path, desk_over: Callable[..., Desk]) -> None:
    (tmp_path / "trade.md").write_text(DIRECTORY, "utf-8")
    ingest([tmp_path / "trade.md"], Location(tmp_path / "home"), FakeEmbedder())
    desk = desk_over(tmp_path / "home")
    embedder = desk.knowledge.embedder
    assert isinstance(embedder, FakeEmbedder)
    assert desk.knowledge.current().contacts.duties.fits("permits for exports")["export permits; trade fairs"] > 0
    assert embedder.embedded == []
