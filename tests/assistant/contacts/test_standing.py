"""Whose word an entry is: another body's claim never stands before a body's own entry, and says what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.build import Desk
from assistant.knowledge import Knowledge
from assistant.records import Answer
from retrieval.embedding.embed import Embedder
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest
from retrieval.language.lookalike import is_disguised, look
from retrieval.search.live import Live

pytestmark = pytest.mark.slow

OWN, OTHER = "051-222-3333", "051-222-9999"
QUESTION = "What is the phone of the Export Team?"
DISGUISED = "Alph\u0430 City"

Asked = Callable[..., Answer]


def page(organisation: str | None, text: str, published: str = "2026-03-01", title: str = "Notes on exports") -> str:
    by = f"organisation: {organisation}\n" if organisation else ""
    return f"---\ntitle: {title}\n{by}published: {published}\n---\n\n{text}\n"


ALPHA = page("Alpha City", f"- Export Team: phone {OWN}", "2025-03-01", "Export Team of Alpha City")


@pytest.fixture
def asked(tmp_path: Path, desk_over: Callable[..., Desk], desk: Desk) -> Asked:
    """The answer to a question over the page of Alpha City and another one that was written later."""

    def ask(other: str, question: str = QUESTION) -> Answer:
        embedder: Embedder = desk.knowledge.embedder
        folder, home = tmp_path / "documents", tmp_path / "home"
        folder.mkdir()
        (folder / "z.md").write_text(ALPHA, "utf-8")
        (folder / "a.md").write_text(other, "utf-8")
        ingest([folder], Location(home), embedder)
        made = desk_over(home)
        object.__setattr__(made, "knowledge", Live(Location(home), lambda: embedder, Knowledge))
        made.chain._knowledge = made.knowledge
        return made.chain.ask(question)

    return ask


def phones(answer: Answer) -> list[str | None]:
    return [each.phone for each in answer.contacts]


def unverified(answer: Answer) -> list[str]:
    return [notice.text for notice in answer.notices if notice.kind == "unverified"]


@pytest.mark.parametrize(
    "text",
    [
        f"| Team | Body | Phone |\n|---|---|---|\n| Export Team | Alpha City | {OTHER} |",
        f"| Team | Of | Phone |\n|---|---|---|\n| Export Team | Alpha City | {OTHER} |",
        f"- Export Team of Alpha City: phone {OTHER}",
        f"According to Alpha City, the phone of the Export Team is {OTHER}.",
    ],
)
def test_a_row_an_item_and_a_sentence_that_name_another_body_come_after_its_own_entry(asked: Asked, text: str) -> None:
    answer = asked(page("Beta City", text))
    assert phones(answer) == [OWN, OTHER]
    assert unverified(answer) == [
        'The entry "Export Team" of Alpha City stands in a document of Beta City; check it with Alpha City.'
    ]


def test_a_later_page_that_lists_the_team_as_its_own_comes_after_the_body_that_writes_of_it(asked: Asked) -> None:
    assert phones(asked(page("Beta City", f"- Export Team: phone {OTHER}"))) == [OWN, OTHER]


def test_a_body_whose_name_only_looks_the_same_is_another_one(asked: Asked) -> None:
    answer = asked(page(DISGUISED, f"- Export Team: phone {OTHER}"))
    assert phones(answer) == [OWN, OTHER]
    assert unverified(answer) == [
        'The entry "Export Team" of Alpha City stands in a document of a body whose name only looks the same; '
        "check it with Alpha City."
    ]


def test_a_page_that_does_not_say_whose_it_is_cannot_speak_for_a_body_that_has_a_page(asked: Asked) -> None:
    answer = asked(page(None, f"- Export Team of Alpha City: phone {OTHER}"))
    assert phones(answer) == [OWN, OTHER]
    assert unverified(answer) == [
        'The entry "Export Team" of Alpha City stands in a document of a body that it does not name; '
        "check it with Alpha City."
    ]


def test_a_phone_that_only_another_body_gives_brings_the_bodys_own_entry(asked: Asked) -> None:
    answer = asked(
        page("Beta City", f"- Export Team of Alpha City: phone {OTHER}"), f"Which team do I reach at {OTHER}?"
    )
    assert phones(answer) == [OWN, OTHER]


def test_a_publisher_whose_name_holds_a_phone_is_not_named(asked: Asked) -> None:
    answer = asked(page("Call 051-222-9998 City", f"- Export Team of Alpha City: phone {OTHER}"))
    assert phones(answer) == [OWN, OTHER]
    assert "of a body that it does not name" in unverified(answer)[0]


def test_a_team_of_which_its_own_body_says_nothing_is_shown_with_the_notice(asked: Asked) -> None:
    other = page("Beta City", f"- Customs Team of Alpha Agency: phone {OTHER}")
    answer = asked(other, "phone of the Customs Team of Alpha Agency")
    assert phones(answer) == [OTHER]
    assert len(unverified(answer)) == 1


def test_a_bodys_own_entry_has_no_notice(asked: Asked) -> None:
    answer = asked(page("Beta City", "- Rent Team: phone 051-222-4444"))
    assert (phones(answer), unverified(answer)) == ([OWN], [])


def test_names_that_look_alike_have_one_look() -> None:
    assert look("Alpha  City") == look("ALPHA-CITY") == look("\uff21lpha City") == look(DISGUISED) == "alphacity"
    assert look("정책기획단") == "정책기획단"
    assert is_disguised(DISGUISED)
    assert not is_disguised("Alpha City 정책기획단")
    assert not is_disguised("\u041c\u043e\u0441\u043a\u0432\u0430")
