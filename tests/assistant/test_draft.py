"""From a model's verified text, or from quotes, to the answer: status, notices, contacts and what is offered next."""

from __future__ import annotations

from datetime import date

import pytest
from fakes_model import FakeVerifier, found, model_call, source
from spoken import english

from assistant.build import Desk
from assistant.draft import Draft, extractive, generated
from assistant.extractive.response import Response
from assistant.generated.writing import Writing, Written
from assistant.quoting.quotes import Part, of_chunk
from assistant.records import Noted
from assistant.wording import said
from retrieval.language.sentences import Span
from retrieval.search.documents import Documents

TODAY = date(2025, 1, 1)
PLAN = source("Its budget is 40 billion won. It ends in 2028.", document="plans/harbour.md", published=date(2024, 5, 1))
QUOTE = of_chunk(PLAN.passage.chunk, Span(0, 29))
QUOTES = Response("answered", (Part((QUOTE,)),), notices=(Noted(kind="conflict", said=said("unmeasured")),), suggestions=("Next?",), found=(found(PLAN),))  # fmt: skip


@pytest.fixture
def documents(small_desk: Desk) -> Documents:
    return small_desk.knowledge.current().documents


def write(reply: str, error: str | None = None, unmeasured: tuple[str, ...] = ()) -> Written:
    writing = Writing("q", [PLAN], FakeVerifier(unmeasured), lambda _: None)  # type: ignore[arg-type]
    writing.take(reply)
    return writing.end(model_call(reply, error=error))


def notices(draft: Draft) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in draft.notices]


def test_quotes_are_set_out_with_the_notices_of_the_response_first() -> None:
    draft = extractive(QUOTES, date(2027, 1, 1))
    assert (draft.status, draft.mode, draft.text) == ("answered", "extractive", "Its budget is 40 billion won. [1]")
    assert [each.kind for each in draft.notices] == ["conflict", "dated"]
    assert (draft.suggestions, draft.contacts) == (("Next?",), ())


def test_a_draft_is_all_of_an_answer_but_its_ids_and_times() -> None:
    assert set(extractive(QUOTES, TODAY).fields()) == {
        "status", "text", "mode", "citations", "contacts", "notices", "suggestions", "suggestion_labels", "language", "said",
        "items", "choices", "missing",
    }  # fmt: skip


def test_a_text_that_held_is_the_answer(documents: Documents) -> None:
    draft = generated(write("Its budget is 40 billion won. [1]"), QUOTES, documents, TODAY)
    assert (draft.status, draft.mode, notices(draft)) == ("answered", "generated", [])
    assert draft.text == "Its budget is 40 billion won. [1]"
    assert draft.suggestions == ('What does "Harbour Plan of Seaport" say about "Quays"?',)


def test_notices_of_age_are_those_of_what_the_text_quotes(documents: Documents) -> None:
    draft = generated(write("It ends in 2028. [1]"), QUOTES, documents, date(2031, 1, 1))
    assert notices(draft) == [
        ("dated", english("dated", title="Harbour Plan", published="2024-05-01")),
        ("dated", english("past", year=2028)),
    ]


@pytest.mark.parametrize(
    ("reply", "text", "n"),
    [("No. [1] It ends in 2028. [1]", english("removed", n=1), 1), ("No. [1] It ends in 2028. [1] Never. [1]", english("removed", n=2), 2)],
)  # fmt: skip
def test_what_was_removed_makes_it_partial_with_the_number(documents: Documents, reply: str, text: str, n: int) -> None:
    written = write(reply)
    draft = generated(written, QUOTES, documents, TODAY)
    assert len(written.removed) == n
    assert (draft.status, notices(draft)) == ("partial", [("unverified", text)])


def test_wording_that_could_not_be_compared_is_told(documents: Documents) -> None:
    draft = generated(write("Viel Geld. [1]", unmeasured=("Viel Geld.",)), QUOTES, documents, TODAY)
    assert (draft.status, notices(draft)) == ("answered", [("unverified", english("unmeasured"))])


def test_a_text_that_broke_off_says_why_before_all_else(documents: Documents) -> None:
    draft = generated(
        write("No. [1] It ends in 2028. [1] And it", error="did not answer in time"), QUOTES, documents, TODAY
    )
    assert (draft.status, draft.text) == ("partial", "It ends in 2028. [1]")
    assert notices(draft) == [
        ("fallback", english("broke-off", reason="did not answer in time")),
        ("unverified", english("removed", n=1)),
    ]


def test_not_stated_beside_a_text_is_said_below_it(documents: Documents) -> None:
    draft = generated(write("It ends in 2028. [1]\nNOT_STATED"), QUOTES, documents, TODAY)
    assert (draft.status, draft.text) == ("partial", f"It ends in 2028. [1]\n\n{english('not-all-stated')}")


def test_not_stated_alone_gives_only_the_nearest_quote(documents: Documents) -> None:
    two = Response("answered", (Part((QUOTE, of_chunk(PLAN.passage.chunk, Span(30, 46)))),))
    draft = generated(write("NOT_STATED"), two, documents, TODAY)
    assert (draft.status, draft.mode, notices(draft)) == ("not_found", "extractive", [])
    assert draft.text == f"{english('not-stated-nearest')}\n\nIts budget is 40 billion won. [1]"


def test_not_stated_leaves_a_refusal_as_it_was(documents: Documents) -> None:
    refusal = Response("not_found", (Part((QUOTE,), lead=said("nearest-sections")),), suggestions=("Other?",))
    draft = generated(write("NOT_STATED"), refusal, documents, TODAY)
    assert draft == extractive(refusal, TODAY)


@pytest.mark.parametrize(
    ("reply", "error", "text"),
    [
        ("No. [1]", None, english("nothing-held")),
        ("", None, english("nothing-held")),
        ("No. [1]\nNOT_STATED", None, english("nothing-held")),
        ("", "cannot be reached", english("fell-back", reason="cannot be reached")),
        ("NOT_STATED", "did not answer in time", english("fell-back", reason="did not answer in time")),
    ],
)
def test_without_a_text_the_quotes_stand_in_with_the_reason_first(
    documents: Documents, reply: str, error: str | None, text: str
) -> None:
    draft = generated(write(reply, error=error), QUOTES, documents, TODAY)
    quoted = extractive(QUOTES, TODAY)
    assert notices(draft) == [("fallback", text), ("conflict", english("unmeasured"))]
    assert (draft.status, draft.mode, draft.text) == ("answered", "extractive", quoted.text)
    assert (draft.citations, draft.suggestions) == (quoted.citations, quoted.suggestions)


def test_a_text_that_broke_off_is_partial_even_when_nothing_was_removed(documents: Documents) -> None:
    draft = generated(
        write("It ends in 2028. [1] And it", error="did not answer in time"), QUOTES, documents, date(2031, 1, 1)
    )
    assert draft.status == "partial"
    assert [each.kind for each in draft.notices] == ["fallback", "dated", "dated"]
