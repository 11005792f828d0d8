"""The figures of a case and the stage that lost it, worked out by hand."""

from __future__ import annotations

import pytest
from evals_play import PLAN, a_case, a_corpus, a_reply, a_row, wrong

from assistant.trace import Removed
from evals.running.cases import Case
from evals.running.judge import judge
from evals.running.lost import lost_at
from evals.running.rows import unscored
from evals.running.scores import refuses, scores, should_answer, should_refuse
from evals.running.targets import Reply

PHONE = "+82-51-888-3033"


def figures(case: Case, reply: Reply) -> dict[str, float]:
    return scores(judge(case, reply.answer), reply, a_corpus())


def test_a_right_answer_has_every_figure_that_its_case_gives_ground_for() -> None:
    found = figures(a_case(), a_reply())
    assert found == pytest.approx(
        {
            "passed": 1,
            "length": len("Its budget is 40 billion won. [1]"),
            "recall@5": 1,
            "recall@10": 1,
            "ndcg@10": 1,
            "mrr": 1,
            "facts_retrieved": 1,
            "citation_precision": 1,
            "citation_recall": 1,
            "facts_quoted": 1,
            "fact_recall": 1,
            "status": 1,
            "wrong_numbers": 0,
        }
    )


def test_the_relevant_chunk_in_second_place_halves_its_reciprocal_rank() -> None:
    assert figures(a_case(), a_reply(found=(0, 1)))["mrr"] == 0.5


def test_a_fact_beside_the_quote_is_shown_but_not_quoted() -> None:
    found = figures(a_case(), a_reply(lines=(0,)))
    assert (found["fact_recall"], found["facts_quoted"]) == (1, 0)


def test_a_quote_that_is_not_at_its_place_is_no_precise_citation() -> None:
    reply = a_reply()
    moved = reply.answer.citations[0].model_copy(update={"start": 5})
    assert (
        figures(a_case(), Reply(reply.answer.model_copy(update={"citations": (moved,)}), reply.trace))[
            "citation_precision"
        ]
        == 0
    )


@pytest.mark.parametrize(
    ("status", "refuse", "answer"),
    [
        (("answered", "partial"), False, True),
        (("not_found", "partial"), True, False),
        (("answered", "not_found"), False, False),
        (("smalltalk",), False, False),
        (("refused",), True, False),
    ],
)
def test_what_has_to_be_refused_is_read_from_the_statuses(status: tuple[str, ...], refuse: bool, answer: bool) -> None:
    case = a_case(status=status)
    assert (should_refuse(case), should_answer(case)) == (refuse, answer)


def test_an_answer_that_says_what_is_left_open_refuses() -> None:
    case = a_case(status=("not_found",), must=(), documents=(), or_says=("gives no budget",))
    assert refuses(case, a_reply(text="The plan gives no budget. [1]").answer)
    assert not refuses(case, a_reply().answer)


def test_refusing_what_the_documents_say_costs_precision_and_nothing_else_counts() -> None:
    refused = a_reply(text="Not found.", lines=(), status="not_found")
    assert figures(a_case(), refused)["refusal_precision"] == 0
    assert "refusal_precision" not in figures(a_case(status=("answered", "not_found")), refused)
    assert "refusal_recall" not in figures(a_case(), refused)
    near_miss = a_case(status=("not_found",), must=(), documents=())
    assert figures(near_miss, refused)["refusal_recall"] == figures(near_miss, refused)["refusal_precision"] == 1
    assert figures(near_miss, a_reply())["refusal_recall"] == 0


def test_a_number_is_wrong_when_it_is_invented_or_of_another_team_or_not_to_be_shown() -> None:
    invented = a_reply(text="Call +82-2-111-2222. [1]")
    assert figures(a_case(), invented)["wrong_numbers"] == 1
    wanted = a_case(contacts=("+82-51-888-3033",))
    assert figures(wanted, a_reply(cards=(PHONE,)))["contact_top1"] == 1
    other = figures(a_case(contacts=("+82-51-000-0000",)), a_reply(cards=(PHONE,)))
    assert (other["contact_top1"], other["wrong_numbers"]) == (0, 1)
    assert figures(a_case(contacts=()), a_reply(cards=(PHONE,)))["wrong_numbers"] == 1


def test_a_number_of_the_question_itself_may_be_repeated() -> None:
    asked = a_case(question="Is +82-2-111-2222 the number?")
    assert figures(asked, a_reply(text="No: +82-2-111-2222 is not. [1]"))["wrong_numbers"] == 0


def test_a_system_that_gives_text_only_has_no_figures_of_citation_and_retrieval() -> None:
    reply = a_reply(lines=())
    bare = Reply(reply.answer, None, bare=True)
    found = scores(judge(a_case(), bare.answer, bare=True), bare, a_corpus())
    assert set(found) == {"passed", "length", "fact_recall", "status", "wrong_numbers"}
    assert found["passed"] == 1


@pytest.mark.parametrize(
    ("case", "reply", "stage"),
    [
        (a_case(), a_reply(), None),
        (a_case(must=("50 billion won",)), wrong(), "not in the corpus"),
        (a_case(must=("2028. Its budget",)), wrong(), "not in any chunk"),
        (a_case(), a_reply(text="No. [1]", found=(0,)), "not retrieved"),
        (a_case(), wrong(), "retrieved but not chosen"),
        (a_case(cited=({"document": PLAN, "heading": "Money"},)), a_reply(), "shown but not cited"),
        (a_case(must=()), a_reply(text="No.", lines=(), status="not_found"), "refused though the documents say"),
        (a_case(status=("not_found",), must=()), a_reply(), "answered though the documents do not say"),
        (a_case(must_not=("billion",)), a_reply(), "said what must not be"),
        (a_case(contacts=(PHONE,)), a_reply(), "wrong contact"),
        (a_case(standalone=("port",)), a_reply(), "wrong standalone question"),
        (a_case(notice=True), a_reply(), "without its notice"),
    ],
)
def test_the_stage_that_lost_a_case_is_named(case: Case, reply: Reply, stage: str | None) -> None:
    assert lost_at(judge(case, reply.answer), reply, a_corpus()) == stage


def test_what_verification_took_out_was_lost_there() -> None:
    reply = wrong()
    assert reply.trace
    taken = Removed(text="Its budget is 40 billion won.", reason="no_mark", detail="")
    removed = Reply(reply.answer, reply.trace.model_copy(update={"removed": (taken,)}))
    assert lost_at(judge(a_case(), removed.answer), removed, a_corpus()) == "removed by verification"


def test_a_case_that_cannot_be_asked_has_no_figures() -> None:
    row = unscored(a_case(), "", 1, "The server is away.")
    assert row.scores == {}
    assert row.unscored == "The server is away."


def test_a_row_holds_no_id_of_its_answer_so_that_runs_are_equal() -> None:
    assert "1" * 32 not in a_row().model_dump_json()
