"""How the head for question types is made."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.question.types import QuestionType
from evals.fitting.question_types import OWN, Question, fitted, read_own, read_trec, template


def test_trecs_fine_classes_become_types_and_what_is_none_only_measures(tmp_path: Path) -> None:
    path = tmp_path / "trec.label"
    path.write_text("NUM:date When did Hawaii become a state ?\nNUM:code What is its zip code ?\n", "latin-1")
    assert read_trec(path) == [
        Question("When did Hawaii become a state ?", QuestionType.TIME, "NUM"),
        Question("What is its zip code ?", None, "NUM"),
    ]


def test_questions_of_one_make_share_a_template() -> None:
    assert template("How many beds are there?") == template("how many books?") == "how many"
    assert template("정기권은 얼마예요?") == template("커피는 얼마예요") == "얼마예요"


def test_no_question_that_measures_is_one_that_was_learnt_from() -> None:
    learnt = {each.text for name in ("english.txt", "korean.txt") for each in read_own(OWN / name)}
    assert not learnt & {each.text for each in read_own(OWN / "held_out.txt")}


def test_types_that_lie_apart_are_told_apart() -> None:
    rows = np.array([[1, 0, 1], [0, 1, 1]] * 4, np.float32)
    questions = [Question("", QuestionType.COUNT), Question("", QuestionType.PLACE)] * 4
    told = np.argmax(rows @ fitted(rows, questions, 1e-4).T, axis=1)
    assert [list(QuestionType)[each] for each in told[:2]] == [QuestionType.COUNT, QuestionType.PLACE]
