"""The linter, changed wordings, promoted answers, mined questions and judges."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from evals_play import PLAN, TEXT, a_case, a_corpus, a_reply, a_row
from fakes_model import FakeModel

from assistant.conversations.feedback import Feedback
from assistant.conversations.store import Conversations, ExplainedAnswer
from assistant.trace import Trace
from evals.running.cases import read_cases
from evals.running.judges import judged, parsed
from evals.running.lint import faults
from evals.running.mine import as_plain, groups, lines, refused
from evals.running.perturb import variants
from evals.running.promote import append, candidates, draft
from evals.running.scrub import scrubbed
from retrieval.records import PolicydeskError

TEXTS = {PLAN: f"Harbour Plan\n{TEXT}"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"must": ["50 billion won"]}, '"50 billion won" does not stand in its documents'),
        ({"documents": ["other.md"]}, "there is no document other.md; there are plan.md"),
        ({"documents": []}, "none is named"),
        ({"or_says": ["gives no budget"]}, '"gives no budget" does not stand in any document'),
        ({"cited": [{"document": PLAN, "heading": "Quays"}]}, '"Quays" is no heading of plan.md'),
        ({"contacts": ["+82-2-111-2222"]}, "+82-2-111-2222 does not stand in any document"),
        ({"must_not": ["billion"]}, '"billion" stands in a fact of `must` too'),
        ({"status": ["not_found"]}, "facts are wanted of an answer that is not_found"),
        ({"turns": ["And before?"]}, "dialogues are of slice follow_up"),
    ],
)
def test_the_linter_finds_what_the_documents_do_not_hold(fields: dict[str, object], words: str) -> None:
    case = a_case(**{key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()})
    [found] = [each for each in faults([case], TEXTS) if words in each]
    assert found.startswith("a: ")


def test_a_right_case_has_no_problem_and_a_double_is_found() -> None:
    right = a_case(cited=({"document": PLAN, "heading": "Harbour Plan"},), contacts=("+82-51-888-3033",))
    assert faults([right], TEXTS) == []
    assert len(faults([right, right.model_copy(update={"id": "b"})], TEXTS)) == 2


def test_changed_wordings_are_the_same_each_time_and_leave_the_rest_of_the_case() -> None:
    made = variants(a_case(), a_corpus().aliases)
    assert made == variants(a_case(), a_corpus().aliases)
    assert made["typing"].question == "what is the budget of the harbour plan"
    assert made["synonyms"].question == "What is the budget of the Port Plan?"
    assert sorted(made["word_order"].question.rstrip("?").split()) == sorted(a_case().question.rstrip("?").split())
    assert made["spelling"].question != a_case().question
    assert {each.must for each in made.values()} == {("40 billion won",)}


def test_korean_loses_particles_and_spaces() -> None:
    made = variants(a_case(question="부산의 계획은 언제까지입니까?"), ())
    assert made["particles"].question == "부산 계획 언제까지입니까?"
    assert made["spacing"].question == "부산의계획은언제까지입니까?"
    assert "word_order" not in made


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("I'm Kim Minsu, call 010-1234-5678 or kim@mail.kr", "I'm <name>, call <phone> or <email>"),
        ("제 이름은 김철수입니다. 예산은?", "제 이름은 <name>입니다. 예산은?"),
        ("My number is 900101-1234567.", "My number is <registration number>."),
        ("Who answers +82-51-888-3033?", "Who answers +82-51-888-3033?"),
        ("What is planned for 2024–2028, and is this Busan's?", "What is planned for 2024–2028, and is this Busan's?"),
    ],
)
def test_personal_data_goes_and_what_the_documents_state_stays(question: str, kept: str) -> None:
    assert scrubbed(question, {"+82518883033"}) == kept


def explained(thumb: str | None = None, **given: Any) -> ExplainedAnswer:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    thought = Feedback.model_validate({"value": thumb, "created": now}) if thumb else None
    return ExplainedAnswer(created=now, answer=a_reply(**given).answer, trace=Trace(), feedback=thought)


def test_a_draft_takes_what_a_trusted_answer_says_and_only_the_question_of_another() -> None:
    trusted = draft(explained(), ())
    assert (trusted.status, trusted.documents, trusted.must) == (("answered", "partial"), (PLAN,), ("40 billion won",))
    doubted = draft(explained("down"), (a_reply(question="Call me at 010-1234-5678?").answer,))
    assert (doubted.slice, doubted.must, doubted.documents) == ("follow_up", (), ())
    assert doubted.status == ("answered", "partial", "not_found")
    assert doubted.turns == ("Call me at <phone>?",)


def test_a_draft_is_appended_once(tmp_path: Path) -> None:
    file = tmp_path / "drafts.jsonl"
    append(draft(explained(), ()), file)
    assert [case.id for case in read_cases(file)] == ["draft-11111111"]
    with pytest.raises(PolicydeskError, match="holds draft-11111111 already"):
        append(draft(explained(), ()), file)


def test_a_draft_is_not_appended_to_a_folder(tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match=r"is a folder: name a file for --out, e\.g\. .*drafts\.jsonl"):
        append(draft(explained(), ()), tmp_path)


@pytest.fixture
def conversations(tmp_path: Path) -> Conversations:
    made = Conversations(tmp_path / "conversations.sqlite")
    for n, (status, question) in enumerate(
        [
            ("answered", "What is the budget?"),
            ("not_found", "Who is the mayor?"),
            ("not_found", "Who was the mayor? I am Lee Jun"),
            ("not_found", "Where are the whales?"),
        ]
    ):
        given: dict[str, Any] = {
            "id": str(n),
            "conversation_id": str(n),
            "question": question,
            "standalone_question": question,
        }
        made.add(a_reply(status=status, **given).answer, ())
    made.add_feedback("0", "down", "too long")
    return made


def test_thumbs_down_are_promoted_before_refusals_newest_first(conversations: Conversations) -> None:
    listed = list(candidates(conversations, 3))
    assert [each.partition(" ")[0] for each in listed] == ["0", "3", "2"]
    assert "thumb down (too long): What is the budget?" in listed[0]
    assert "<name>" in listed[2]


class ByWord:
    """Embeds a question by the one word that matters."""

    def embed_question(self, text: str) -> np.ndarray:
        return np.array([1.0, 0.0] if "mayor" in text else [0.0, 1.0], dtype=np.float32)


def test_refused_questions_about_one_thing_make_a_group(conversations: Conversations) -> None:
    found = groups(refused(conversations), ByWord())  # type: ignore[arg-type]
    assert [[each.answer_id for each in group.questions] for group in found] == [["2", "1"], ["3"]]
    assert "mayor" in found[0].words
    assert next(lines(found)).startswith("2 questions about ")
    assert as_plain(found)[0]["words"] == list(found[0].words)


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ('{"reason": "all stands there", "verdict": "yes"}', "yes"),
        ('```json\n{"verdict": "no"}\n```', "no"),
        ('{"verdict": "maybe"}', None),
        ("yes", None),
        ("", None),
    ],
)
def test_a_verdict_is_read_or_there_is_none(reply: str, verdict: str | None) -> None:
    assert parsed(reply) == verdict


def test_judgements_that_cannot_be_read_are_counted_and_are_no_zero() -> None:
    model = FakeModel('{"verdict": "yes"}', "I think so", "?", "?")
    [row] = judged([a_row()], model, 2)  # type: ignore[arg-type]
    assert row.scores["faithfulness"] == 1
    assert "completeness" not in row.scores
    assert row.unjudged == 3


def test_refusals_are_not_judged() -> None:
    refusal = a_row(reply=a_reply(status="not_found", lines=(), text="Not found."))
    assert list(judged([refusal], FakeModel(), 3)) == [refusal]  # type: ignore[arg-type]
