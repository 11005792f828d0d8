"""The directory of an opened index: its entries, and what is read of them once."""

from __future__ import annotations

import pytest

from assistant.build import Desk
from assistant.contacts.contacts import Contacts
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
    assert knowledge.contacts.by_name is knowledge.contacts.by_name
    assert knowledge.contacts.conflicts is knowledge.contacts.conflicts == ()
    assert knowledge.contacts.standings().writers is knowledge.contacts.standings("the quay team").writers


def test_what_is_made_once_can_be_made_before_the_first_question(small_desk: Desk) -> None:
    knowledge = small_desk.knowledge.current()
    knowledge.warm_up()
    assert {"names", "vocabulary"} <= knowledge.search.__dict__.keys()
    assert {"entry_index", "by_name", "conflicts", "reached"} <= knowledge.contacts.__dict__.keys()
    assert {"_naming", "_of_region", "_of_phone"} <= knowledge.contacts.entry_index.__dict__.keys()
