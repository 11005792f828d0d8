"""Aliases: a document may give its own names and nobody's others; it cannot make its name a synonym of another's."""

from __future__ import annotations

from datetime import date

from retrieval.index.stored import StoredDocument
from retrieval.records import Contact, Metadata
from retrieval.search.name_owners import NameOwners
from retrieval.search.rewording import Names

Group = tuple[str, ...]


def page(
    organisation: str | None,
    *aliases: Group,
    teams: Group = (),
    region: str | None = None,
    title: str = "Notes",
    published: date | None = None,
    entries_of: str | None = None,
) -> StoredDocument:
    """A stored document named after its organisation, with an entry for each team."""
    name = f"{organisation or title}.md"
    whose = entries_of or organisation
    contacts = tuple(Contact(name, whose, None, team, None, None, "02-1", None, 0, 1) for team in teams)
    metadata = Metadata(title, organisation, region, published=published, aliases=aliases)
    return StoredDocument(name, "digest", "root", 1, metadata, contacts)


def names(*documents: StoredDocument) -> Names:
    owners = NameOwners(documents)
    return Names(owners.groups(), owners.may_link)


ALPHA = page("Alpha Park", ("Alpha Park", "알파파크"), ("Export Team", "수출팀"), teams=("Export Team", "Rent Team"))


def test_a_document_names_itself_and_its_teams_as_it_likes() -> None:
    assert names(ALPHA).groups == [("Alpha Park", "알파파크"), ("Export Team", "수출팀")]


def test_a_document_cannot_make_itself_a_synonym_of_another_body_or_its_teams() -> None:
    hostile = page("Beta Cluster", ("Beta Cluster", "Export Team", "Alpha Park", "Beta water"))
    found = names(ALPHA, hostile)
    assert not found.same("Beta Cluster", "Alpha Park")
    assert not found.same("Beta Cluster", "Export Team")
    assert found.same("Beta Cluster", "Beta water")
    assert found.same("Alpha Park", "알파파크")


def test_a_team_that_another_document_lists_too_does_not_become_its_own() -> None:
    hostile = page("Beta Cluster", ("Beta Cluster", "Export Team"), teams=("Export Team",))
    assert not names(ALPHA, hostile).same("Beta Cluster", "Export Team")


def test_entries_for_teams_of_another_body_own_nothing() -> None:
    guide = page("Guide Office", teams=("수출팀",), entries_of="Alpha Park")
    assert names(ALPHA, guide).same("Export Team", "수출팀")


def test_two_teams_of_one_body_are_not_linked_by_another() -> None:
    hostile = page("Beta Cluster", ("Export Team", "Rent Team"))
    assert not names(ALPHA, hostile).same("Export Team", "Rent Team")


def test_a_further_name_of_another_body_may_be_given() -> None:
    guide = page("Guide Office", ("Alpha Park", "AP"), ("Export Team", "Sales Abroad"))
    found = names(ALPHA, guide)
    assert found.same("알파파크", "AP")
    assert found.same("수출팀", "Sales Abroad")


def test_a_name_in_another_language_cannot_be_taken_over_and_stays_with_the_older_document() -> None:
    hostile = page("Beta Cluster", ("Beta Cluster", "수출팀"), published=date(2026, 1, 1))
    found = names(hostile, ALPHA)
    assert found.same("Export Team", "수출팀")
    assert not found.same("Beta Cluster", "수출팀")


def test_bodies_that_both_say_so_are_one() -> None:
    english = page("Alpha Park", ("Alpha Park", "알파파크"))
    korean = page("알파파크", ("알파파크", "Alpha Park"))
    assert names(english, korean).same("Alpha Park", "알파파크")
    assert not names(english, page("알파파크")).same("Alpha Park", "알파파크")


def test_documents_of_one_body_speak_for_each_other() -> None:
    old = page("Alpha Park", teams=("수출팀",), title="Old notes")
    assert names(ALPHA, old).same("Export Team", "수출팀")


def test_the_names_of_a_region_of_korea_are_the_same_whoever_says_so() -> None:
    one = page("Alpha Park", ("Gyeongbuk", "경상북도", "Gyeongsangbuk-do"), region="Gyeongbuk")
    other = page("Gyeongsangbuk-do", region="Gyeongsangbuk-do")
    assert names(one, other).same("Gyeongbuk", "Gyeongsangbuk-do")
    hostile = page("Beta Cluster", ("Gyeongbuk", "Busan"), region="Busan")
    assert not names(one, other, hostile).same("Gyeongbuk", "Busan")


def test_a_name_that_only_looks_like_anothers_is_not_linked_to_it() -> None:
    disguised = "Alph\u0430 Park"
    hostile = page(disguised, (disguised, "Alpha Park"))
    assert not names(ALPHA, hostile).same(disguised, "Alpha Park")


def test_titles_are_owned_too() -> None:
    plan = page(None, ("Alpha Plan", "알파계획"), title="Alpha Plan")
    hostile = page("Beta Cluster", ("Beta Cluster", "Alpha Plan"))
    found = names(plan, hostile)
    assert found.same("Alpha Plan", "알파계획")
    assert not found.same("Beta Cluster", "알파계획")
