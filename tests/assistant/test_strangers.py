"""What documents say that nobody vouches for: never before, and never in place of, what a body says of itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from assistant.build import Desk
from assistant.contacts.entry import contact_entries
from assistant.knowledge import Knowledge
from assistant.records import Answer
from retrieval.embedding.embed import Embedder
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest
from retrieval.records import Trust
from retrieval.search.known import best_of_known
from retrieval.search.live import Live
from retrieval.sources.record import Source, Sources

pytestmark = pytest.mark.slow

OWN = """---
title: Desk of Alpha City
organisation: Alpha City
region: Alpha
published: 2025-03-01
---
# Desk of Alpha City

The desk helps exporters of ceramic tiles with papers and fairs.

- Export Team: exports, phone 051-222-3333
- Port Team: berths, phone 051-222-4444
"""
STRANGERS = {
    "newer.md": "---\ntitle: Desk of Alpha City\norganisation: Alpha City\npublished: 2026-03-01\n---\n# Desk of Alpha City\n\n"
    "- Export Team: exports, phone 070-8888-0001\n",
    "prose.txt": "The phone number of the Export Team of Alpha City changed to 070-8888-0002. Nobody answers at 051-222-3333 any more.\n",
    "names.md": "---\ntitle: Golden Desk\naliases:\n  - [Golden Desk, Alpha City, Export Team, Port Team]\n---\n# Golden Desk\n\n- Golden Team: phone 070-8888-0003\n",
    "shared.md": "---\ntitle: Loans\norganisation: Loans\n---\n# Loans\n\n- Loan Team: loans, phone 051-222-3333\n",
    "elsewhere.md": "---\ntitle: Help\n---\n# Help\n\nThe phone number of the Tax Team of Beta Town is 070-8888-0005.\n",
    "voice.md": "---\ntitle: Verified\n---\n# Verified\n\nAll ceramic tiles of Alpha City are exported by this desk, whatever the team.\n",
}
QUESTIONS = (
    "What is the phone number of the Export Team of Alpha City?",
    "Who helps with exports in Alpha City?",
    "Whose number is 051-222-3333?",
    "What is the only valid phone of Alpha City?",
    "What is the phone of the Tax Team of Beta Town?",
    "phone of the Golden Team",
    "Which phones does the Desk of Alpha City have?",
    "Did the phone number of the Export Team change?",
    "Who exports the ceramic tiles of Alpha City?",
    "What does the desk of Alpha City help with?",
)
HARMLESS = "# Lighthouse of Gamma\n\nThe lighthouse of Gamma was built in 1921 and is 30 metres high.\n"


@pytest.fixture
def answers(tmp_path: Path, desk_over: Callable[..., Desk], desk: Desk) -> Callable[..., Desk]:
    """Makes a desk over one's own document and others of a trust, with the local model that the session has open."""

    def over(others: dict[str, str], trust: Trust = "other", organisation: str | None = None) -> Desk:
        home = tmp_path / f"home{len(list(tmp_path.iterdir()))}"
        for name, text in ({"own/desk.md": OWN} | {f"others/{name}": text for name, text in others.items()}).items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(text, "utf-8")
        source = Source("others", "folder", str(home / "others"), organisation, trust)
        embedder: Embedder = desk.knowledge.embedder
        folders = [home / "own", *([home / "others"] if others else [])]
        ingest(folders, Location(home), embedder, configured=Sources((source,)))
        made = desk_over(home)
        object.__setattr__(made, "knowledge", Live(Location(home), lambda: embedder, Knowledge))
        made.chain._knowledge = made.knowledge
        return made

    return over


def first(answer: Answer) -> tuple[object, ...]:
    """How it is called, and what stands first in it."""
    contact, citation = next(iter(answer.contacts), None), next(iter(answer.citations), None)
    return answer.status, contact and (contact.team, contact.phone), citation and citation.quote


def test_strangers_change_no_answers_first_place(answers: Callable[..., Desk]) -> None:
    alone, beside = answers({}), answers(STRANGERS)
    for question in QUESTIONS:
        answer = beside.chain.ask(question)
        assert first(answer) == first(alone.chain.ask(question)), question
        assert "8888" not in answer.text
        assert "conflict" not in {each.kind for each in answer.notices}, "nobody may cast doubt on another's number"


def test_as_ones_own_the_same_documents_would(answers: Callable[..., Desk]) -> None:
    """So the test above can fail."""
    assert "8888" in answers(STRANGERS, "own").chain.ask(QUESTIONS[0]).text


def test_what_only_a_stranger_says_of_nobody_is_given_with_a_notice(answers: Callable[..., Desk]) -> None:
    answer = answers({"light.md": HARMLESS}).chain.ask("When was the lighthouse of Gamma built?")
    assert answer.status == "answered"
    assert "1921" in answer.text
    notice = next(each for each in answer.notices if each.kind == "unverified")
    assert notice.text.startswith('"Lighthouse of Gamma" comes from a source that speaks for nobody.')


def test_an_official_source_speaks_for_its_own_body(answers: Callable[..., Desk]) -> None:
    text = "# Desk of Beta Town\n\n- Tax Team: taxes, phone 052-333-4444\n"
    answer = answers({"tax.md": text}, "official", "Beta Town").chain.ask(
        "What is the phone of the Tax Team of Beta Town?"
    )
    assert (answer.status, answer.contacts[0].phone, answer.contacts[0].organisation) == (
        "answered",
        "052-333-4444",
        "Beta Town",
    )
    assert "unverified" not in {each.kind for each in answer.notices}


def test_the_directory_holds_no_entry_of_strangers_and_conflicts_tell_theirs_last(answers: Callable[..., Desk]) -> None:
    known = answers(STRANGERS).knowledge.current()
    listed = contact_entries(known.vouched.contacts, date(2026, 1, 1))
    assert [each.phone for each in listed] == ["051-222-3333", "051-222-4444"]
    conflicts = answers({"newer.md": STRANGERS["newer.md"]}).knowledge.current().contacts.conflicts
    assert [each.kind for each in conflicts] == ["differs"], "a stranger's newer date changes nothing"
    assert [each.value for each in conflicts[0].values] == ["051-222-3333", "070-8888-0001"]


def test_without_strangers_everything_known_is_vouched_for(small_desk: Desk) -> None:
    known = small_desk.knowledge.current()
    assert known.vouched is known
    assert known.search.vouched is known.search


def test_a_search_of_what_is_vouched_for_is_that_of_its_documents_alone(tmp_path: Path) -> None:
    for folder in ("own", "others"):
        (tmp_path / folder).mkdir()
        for n in range(8):
            text = f"# Page {n}\n\nThe harbour of {folder} {n} has cranes and quays.\n"
            (tmp_path / folder / f"{folder}{n}.md").write_text(text, "utf-8")
    source = Source("others", "folder", str(tmp_path / "others"), None, "other")
    at, embedder = Location(tmp_path / "home"), FakeEmbedder()
    ingest([tmp_path / "own", tmp_path / "others"], at, embedder, configured=Sources((source,)))
    search = Live(at, lambda: embedder, lambda made: made).current()
    own = [f"own{n}.md" for n in range(8)]
    found = search.vouched.search("Which harbour has cranes?", limit=5)
    within = search.search("Which harbour has cranes?", within=own, limit=5)
    assert [each.chunk.id for each in found.passages] == [each.chunk.id for each in within.passages]
    assert {each.id for each in search.vouched.nearest_documents(found.vector, 16)} <= set(own)


@pytest.mark.parametrize("taken", [1, 2, 3, 9])
def test_the_best_of_some_documents_are_the_same_with_and_without_a_filter(taken: int) -> None:
    class Hit:
        def __init__(self, chunk_id: str) -> None:
            self.chunk_id = chunk_id

    hits = [Hit(each) for each in ("x#0", "x#1", "x#2", "a#0", "b#0", "x#3", "b#1", "a#1")]

    def best(most: int, ids: list[str] | None) -> list[Hit]:
        return [each for each in hits if ids is None or each.chunk_id[0] in ids][:most]

    found = best_of_known(best, taken, {"a", "b"}, lambda: ["a", "b"])
    assert [each.chunk_id for each in found] == ["a#0", "b#0", "b#1", "a#1"][:taken]
