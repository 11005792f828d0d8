"""What a name in a question prefers, by hand."""

from __future__ import annotations

from retrieval.records import Chunk, Metadata
from retrieval.search.preference import Preference
from retrieval.search.subjects import Subject

NORTH = Subject("Northport", ("Northport",), frozenset({"north.md", "both.md"}))
SOUTH = Subject("Southport", ("Southport",), frozenset({"south.md"}))
CITY = Subject("Northport City", ("Northport City",), frozenset({"both.md"}))
BUSAN = Subject("Busan", ("busan",), frozenset())


def chunk(document: str, text: str = "The plan.") -> Chunk:
    return Chunk(f"{document}.md", 0, 0, len(text), text, (), None, Metadata(document))


def order(subjects: tuple[Subject, ...], *chunks: Chunk) -> list[int]:
    return Preference(subjects).of(chunks).order(range(len(chunks)))


def test_without_a_name_the_order_stays() -> None:
    assert order((), chunk("a"), chunk("b")) == [0, 1]
    assert Preference(()).documents == []


def test_what_is_of_the_subject_or_mentions_it_comes_first() -> None:
    chunks = (chunk("other"), chunk("other", "Ships from Southport call."), chunk("south"))
    assert order((SOUTH,), *chunks) == [1, 2, 0]
    assert Preference((SOUTH,)).of(chunks).on_subject == (False, True, True)


def test_subjects_that_share_no_document_take_turns() -> None:
    chunks = (chunk("north"), chunk("north"), chunk("other"), chunk("south"), chunk("north"), chunk("south"))
    assert order((NORTH, SOUTH), *chunks) == [0, 3, 1, 5, 4, 2]
    assert Preference((NORTH, SOUTH)).documents == [NORTH.documents, SOUTH.documents]


def test_what_is_about_both_counts_for_each_of_them_once() -> None:
    chunks = (chunk("north", "With Southport."), chunk("south"), chunk("north"))
    assert order((NORTH, SOUTH), *chunks) == [0, 2, 1]


def test_subjects_that_share_a_document_are_wanted_together() -> None:
    assert Preference((NORTH, CITY)).documents == [frozenset({"both.md"})]
    assert order((NORTH, CITY), chunk("north"), chunk("both")) == [1, 0]


def test_a_region_that_no_document_is_about_must_be_mentioned() -> None:
    chunks = (chunk("south"), chunk("south", "It is near Busan."))
    assert Preference((BUSAN,)).of(chunks).on_subject == (False, True)
    assert Preference((SOUTH, BUSAN)).of(chunks).on_subject == (False, True)


def test_many_subjects_are_looked_for_together() -> None:
    many = tuple(Subject(f"Town {n}", (f"Town {n}",), frozenset({f"{n}.md"})) for n in range(5))
    assert Preference(many).documents == [frozenset(f"{n}.md" for n in range(5))]


def test_a_region_that_most_of_a_document_mentions_is_what_all_of_it_is_about() -> None:
    busan = [
        chunk("page", "Busan builds quays."),
        chunk("page", "Busan trains pilots."),
        chunk("page", "A tank is built."),
    ]
    plan = [
        chunk("plan", "Busan and Daegu are named."),
        chunk("plan", "The plan runs on."),
        chunk("plan", "Money is given."),
    ]
    on_subject = Preference((BUSAN,)).of((*busan, *plan)).on_subject
    assert on_subject == (True, True, True, True, False, False)
