"""Between whom a question is asked back, and when all are given."""

from __future__ import annotations

from typing import Any

from assistant.contacts.pick import choices_of
from retrieval.contacts.routing import ScoredContact
from retrieval.records import Contact
from retrieval.search.rewording import Names


class OwnEntries:
    """A directory in which each body speaks for itself."""

    names = Names([])

    def standings(self) -> OwnEntries:
        return self

    def claim(self, contact: Contact) -> None:
        """No entry is what a document says of another's team."""


def person(name: str, unit: str, phone: str) -> ScoredContact:
    contact = Contact("a.md", "다산재단", unit, None, None, None, phone, None, 0, 9, person=name)
    return ScoredContact(contact, 0.8, "duty", f"{unit} {name} {phone}")


def called(asked: str, *best: ScoredContact) -> list[str]:
    directory: Any = OwnEntries()
    return [choice.name for choice in choices_of(asked, best, directory) or ()]


def test_a_department_that_is_asked_for_is_all_its_people_and_no_choice() -> None:
    two = (person("도한별", "하천관리과", "041-600-7001"), person("표나래", "하천관리과", "041-600-7002"))
    assert called("하천관리과 전화번호", *two) == []


def test_people_of_a_department_that_is_not_named_are_a_choice() -> None:
    two = (person("도한별", "하천관리과", "041-600-7001"), person("표나래", "하천관리과", "041-600-7002"))
    assert called("하천 점용 허가 문의", *two) == ["도한별", "표나래"]
