"""Names are found with an index of the contacts as without one."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.build import Desk
from evals.benchmarks.contact_routing_speed import made_up, needs_of
from retrieval.contacts.routing.candidates import ContactIndex
from retrieval.contacts.routing.matching import Need, match
from retrieval.language.words import content_terms
from retrieval.records import Contact

CASES = Path(__file__).parent.parent.parent.parent / "evals" / "contact_routing" / "bundled.jsonl"


def one(_: str) -> float:
    return 1.0


def contact(team: str, *duties: str, unit: str | None = None, organisation: str | None = None) -> Contact:
    return Contact("d.md", organisation, unit, team, None, None, "02-123-4567", None, 0, 1, duties)


def near(need: str, contacts: list[Contact], aliases: tuple[tuple[str, ...], ...] = ()) -> list[str | None]:
    index = ContactIndex(contacts, content_terms, one)
    return [each.team for each in index.near(Need.of(need, content_terms, one, aliases))]


def test_cases_over_the_bundled_documents_name_the_same_with_and_without_an_index(desk: Desk) -> None:
    contacts = desk.knowledge.current().contacts
    entries, idf, groups = contacts.all(), contacts.idf, contacts.names.groups
    index = ContactIndex(entries, content_terms, idf)
    named = 0
    for case in map(json.loads, CASES.read_text("utf-8").splitlines()[::6]):
        for need in dict.fromkeys((case["question"], contacts.reword(case["question"]).text)):
            plain = match(need, entries, content_terms, idf, groups)
            assert match(need, entries, content_terms, idf, groups, index) == plain, need
            named += bool(plain)
    assert named > 5


def test_made_up_contacts_are_named_alike_with_and_without_an_index() -> None:
    contacts = made_up(30)
    index = ContactIndex(contacts, content_terms, one)
    named = 0
    for need in needs_of(contacts):
        plain = match(need, contacts, content_terms, one)
        assert match(need, contacts, content_terms, one, (), index) == plain, need
        named += bool(plain)
    assert named > 10


def test_only_what_shares_words_with_a_need_is_near() -> None:
    contacts = [contact("Harbour Team", "Plans quays"), contact("Forest Team", "Plants trees")]
    assert near("What is the phone of the Forest Team?", contacts) == ["Forest Team"]
    assert near("Who feeds whales?", contacts) == []


def test_a_korean_word_is_near_with_its_particle_and_a_name_by_its_alias() -> None:
    contacts = [contact("항만팀"), contact("Quay Team")]
    assert near("항만팀은 어디", contacts) == ["항만팀"]
    assert near("안벽팀 전화번호", contacts, (("Quay Team", "안벽팀"),)) == ["Quay Team"]


def test_the_entries_of_a_unit_that_a_need_names_are_near() -> None:
    contacts = [contact("A Team", unit="Whale Office"), contact("B Team", unit="Seal Office")]
    assert near("Whom do I call at the Whale Office?", contacts) == ["A Team"]
