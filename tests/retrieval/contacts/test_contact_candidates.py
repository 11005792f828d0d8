"""Routing with an index of the contacts gives what routing without one gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.build import Desk
from assistant.contacts.need import bare
from evals.benchmarks.contact_routing_speed import made_up, needs_of
from retrieval.contacts.routing.candidates import ContactIndex
from retrieval.contacts.routing.matching import Need
from retrieval.contacts.routing.routes import route
from retrieval.language.words import content_terms
from retrieval.records import Contact

CASES = Path(__file__).parent.parent.parent.parent / "evals" / "contact_routing" / "bundled.jsonl"


def one(_: str) -> float:
    return 1.0


def contact(team: str, *duties: str, unit: str | None = None, organisation: str | None = None) -> Contact:
    return Contact("d.md", organisation, unit, team, None, None, "02-123-4567", None, 0, 1, duties)


def near(need: str, contacts: list[Contact], aliases: tuple[tuple[str, ...], ...] = ()) -> list[str | None]:
    index = ContactIndex(contacts, content_terms, one)
    held = index.near(Need.of(need, content_terms, one, aliases))
    return [each.team for each in contacts if id(each) in held]


def test_the_bundled_cases_are_routed_alike_with_and_without_an_index(desk: Desk) -> None:
    contacts = desk.knowledge.current().contacts
    duties = contacts.duties
    told = [duties.told(each) for each in contacts.all()]
    idf, groups = contacts.idf, contacts.names.groups
    index = ContactIndex(told, content_terms, idf)
    routed = 0
    for case in map(json.loads, CASES.read_text("utf-8").splitlines()):
        for need in dict.fromkeys((case["question"], contacts.reword(case["question"]).text)):
            for fits in (None, duties.fits(bare(need, contacts.subjects))):
                plain = route(need, told, content_terms, idf, groups, fits)
                assert route(need, told, content_terms, idf, groups, fits, index) == plain, need
                routed += bool(plain.ranked)
    assert routed > 100


@pytest.mark.parametrize("without_fits", [True, False])
def test_made_up_contacts_are_routed_alike_with_and_without_an_index(without_fits: bool) -> None:
    contacts = made_up(30)
    index = ContactIndex(contacts, content_terms, one)
    fits = None if without_fits else {contacts[7].duties[0]: 0.9, contacts[8].duties[1]: 0.89}
    routed = 0
    for need in needs_of(contacts):
        plain = route(need, contacts, content_terms, one, (), fits)
        assert route(need, contacts, content_terms, one, (), fits, index) == plain, need
        routed += bool(plain.ranked)
    assert routed > 30


def test_only_what_shares_words_with_a_need_is_near() -> None:
    contacts = [contact("Harbour Team", "Plans quays"), contact("Forest Team", "Plants trees")]
    assert near("Who plans quays?", contacts) == ["Harbour Team"]
    assert near("What is the phone of the Forest Team?", contacts) == ["Forest Team"]
    assert near("Who feeds whales?", contacts) == []


def test_a_korean_word_is_near_with_its_particle_and_a_name_by_its_alias() -> None:
    contacts = [contact("항만팀", "부두를 짓는다"), contact("Quay Team")]
    assert near("부두 담당자", contacts) == ["항만팀"]
    assert near("안벽팀 전화번호", contacts, (("Quay Team", "안벽팀"),)) == ["Quay Team"]


def test_the_entries_of_a_unit_that_a_need_names_are_near() -> None:
    contacts = [contact("A Team", unit="Whale Office"), contact("B Team", unit="Seal Office")]
    assert near("Whom do I call at the Whale Office?", contacts) == ["A Team"]
