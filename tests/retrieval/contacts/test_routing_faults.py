"""Faults of routing that people met: each question here once led to the wrong team, or to nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.build import Desk
from assistant.contacts.called import kept_names
from assistant.contacts.contacts import Contacts
from assistant.contacts.directory import entries
from assistant.contacts.need import bare
from assistant.contacts.place import is_origin
from assistant.knowledge import Knowledge
from retrieval.embedding.embed import Embedder
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest
from retrieval.language.korean_glossary import glossary
from retrieval.language.words import content_terms
from retrieval.search.live import Live

pytestmark = pytest.mark.slow

SEAPORT = """---
title: Contacts of Seaport Harbour Office
organisation: Seaport Harbour Office
region: Ulsan
---

# Contacts

| Team | Duties | Phone |
|---|---|---|
| Berth Team | Lets berths to ships; collects harbour dues | 052-700-1001 |
| Media Team | Answers the press; arranges interviews | 052-700-1002 |
| Visits Team | Guides groups of visitors round the harbour | 052-700-1003 |
"""
KOREAN = """---
title: 바다시 조직 안내
organisation: 바다시
language: ko
---

# 부서 연락처

| 부서 | 담당업무 | 전화 |
|---|---|---|
| 해양산업팀 | 조선 기자재 지원 | 055-700-2001 |
| 어촌개발과 | 어항 시설 정비 | 055-700-2002 |
| 농업정책과 | 직불금 지급 | 055-700-2003 |
"""


@pytest.fixture(scope="module")
def contacts(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Contacts]:
    embedder: Embedder = desk.knowledge.embedder
    folder, home = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("home")
    (folder / "seaport.md").write_text(SEAPORT, "utf-8")
    (folder / "bada.md").write_text(KOREAN, "utf-8")
    ingest([folder], Location(home), embedder)
    live = Live(Location(home), lambda: embedder, Knowledge)
    yield live.current().contacts
    live.close()


def teams(contacts: Contacts, need: str) -> list[str | None]:
    return [each.contact.team or each.contact.unit for each in entries(contacts, need)]


@pytest.mark.parametrize(
    ("need", "team"),
    [
        ("Whom do journalists call?", "Media Team"),
        ("Our ship needs a berth for three nights. Whom do we call?", "Berth Team"),
        ("Who organises tours of the harbour?", "Visits Team"),
        ("We are a school and would like to visit the harbour with forty pupils. Contact?", "Visits Team"),
    ],
)
def test_plain_words_and_stories_find_the_duty(contacts: Contacts, need: str, team: str) -> None:
    assert teams(contacts, need)[:1] == [team]


@pytest.mark.parametrize(
    ("need", "team"),
    [
        ("해양산업팀 전화번호", "해양산업팀"),
        ("어촌개발과 연락처 알려줘", "어촌개발과"),
        ("농업정책과에 전화하고 싶어요", "농업정책과"),
    ],
)
def test_a_korean_team_that_is_named_is_the_one_that_is_given(contacts: Contacts, need: str, team: str) -> None:
    assert teams(contacts, need) == [team]


def test_a_korean_name_is_kept_whole_and_a_name_inside_another_is_not_added(contacts: Contacts) -> None:
    assert kept_names("해양 산업팀 전화", "marine industry team phone", contacts) == "phone 해양산업팀"
    assert kept_names("Berth Team", "Berth Team", contacts) == "Berth Team"


@pytest.mark.parametrize(
    "need",
    [
        "Whom in Northport do I ask about berths?",
        "Who in Busan lets berths to ships?",
        "Who in Jeonnam answers the press?",
        "What is the phone of the Northern Berthing Fleet Division?",
    ],
)
def test_another_place_or_team_gets_nobody_of_this_one(contacts: Contacts, need: str) -> None:
    assert teams(contacts, need) == []


def test_where_somebody_comes_from_is_not_where_the_team_is() -> None:
    assert is_origin("Busan", "We are based in Busan. Who lets berths in Ulsan?")
    assert not is_origin("Ulsan", "We are based in Busan. Who lets berths in Ulsan?")


@pytest.mark.parametrize("need", ["\x00", "?", " - ", "_"])
def test_a_need_with_nothing_to_read_in_it_is_for_nobody(contacts: Contacts, need: str) -> None:
    assert entries(contacts, need) == []


def test_without_a_need_all_entries_are_given(contacts: Contacts) -> None:
    assert len(entries(contacts, "")) == len(entries(contacts)) == 6


def test_a_need_says_its_matter_without_its_story_and_its_place(contacts: Contacts) -> None:
    said = bare("Hello, who looks after berths in Harbourville?", contacts.subjects)
    assert content_terms(said) == content_terms("berths")


def test_longer_korean_words_stand_before_those_that_they_contain() -> None:
    words = list(glossary())
    late = [(w, o) for i, w in enumerate(words) for o in words[:i] if o in w]
    assert late == []
