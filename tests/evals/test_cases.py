"""The cases that ship and the judge that holds answers against them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from assistant.records import Answer, Citation, ContactCard, Notice, Status
from evals.running.cases import Case, Slice, read_all, read_cases
from evals.running.judge import judge, says
from evals.running.lint import faults, read_texts
from evals.running.rows import half_of
from evals.running.runs import CASES
from retrieval.records import PolicydeskError

DOCUMENTS = Path(__file__).resolve().parent.parent.parent / "documents"
SLICES = set(get_args(Slice))
PHONE = "+82-53-819-3033"
GROUP = "group.md"
LINE = '{"id": "a", "slice": "plan_detail", "question": "Who?", "status": ["answered"]}'


def test_every_slice_has_cases_in_both_halves() -> None:
    for half, least in (("development", 5), ("unseen", 7)):
        counts = Counter(case.slice for case in read_cases(CASES / half))
        assert set(counts) == SLICES
        assert min(counts.values()) >= least


def test_the_halves_are_told_apart_by_the_ids() -> None:
    assert {half_of(case) for case in read_cases(CASES / "development")} == {"development"}
    assert {half_of(case) for case in read_cases(CASES / "unseen")} == {"unseen"}


def test_the_cases_that_ship_have_nothing_that_the_linter_finds() -> None:
    cases = read_all([CASES / "development", CASES / "unseen"])
    assert len(cases) >= 300
    assert faults(cases, read_texts(DOCUMENTS)) == []


def test_citations_must_point_into_the_sections_wanted() -> None:
    case = a_case(cited=({"document": GROUP, "heading": "Teams"},))
    inside = an_answer("Yes [1].").model_copy(update={"citations": (a_citation("Group > Teams"),)})
    outside = an_answer("Yes [1].").model_copy(update={"citations": (a_citation("Group > Duties"),)})
    assert judge(case, inside).passed
    assert judge(case, outside).failures == (f'No citation points into "Teams" of {GROUP}.',)


def test_the_question_searched_for_and_the_notice_are_judged() -> None:
    case = a_case(standalone=("harbour", "port"), notice=True)
    assert judge(case, an_answer("Yes [1].")).failures == (
        'The question searched for is "Who?", without "harbour" or "port".',
        "No notice says that it is over, dated or not final.",
    )
    told = {"standalone_question": "Who runs the port?", "notices": (Notice(kind="expired", text="It is over."),)}
    assert judge(case, an_answer("Yes [1].").model_copy(update=told)).passed


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: Invalid JSON"),
        ("[]", "line 2: Input should be an object"),
        ('{"slice": "plan_detail", "question": "Who?", "status": ["answered"]}', 'line 2, field "id": Field required'),
        (LINE.replace("plan_detail", "plans"), 'line 2, field "slice": Input should be'),
        (LINE.replace("answered", "error"), 'line 2, field "status": Input should be'),
        (LINE.replace("Who?", " "), 'line 2, field "question": String should match'),
        (LINE.replace("}", ', "musst": []}'), 'line 2, field "musst": Extra inputs'),
        (LINE.replace("}", ', "must": [[]]}'), 'line 2, field "must"'),
    ],
)
def test_a_wrong_line_is_named_with_file_line_and_field(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(PolicydeskError) as error:
        read_cases(file)
    assert f"{file}, {message}" in str(error.value)


def test_an_id_used_in_two_files_is_named_with_both_places(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(LINE, "utf-8")
    (tmp_path / "two.jsonl").write_text(LINE, "utf-8")
    with pytest.raises(PolicydeskError, match=r'two\.jsonl, line 1, field "id": a is used at .*one\.jsonl, line 1 too'):
        read_cases(tmp_path)


@pytest.mark.parametrize(("name", "message"), [("absent.jsonl", "cannot be read"), (".", "holds no cases")])
def test_a_path_without_cases_is_named(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(PolicydeskError, match=message):
        read_cases(tmp_path / name)


def test_a_right_answer_passes_every_check() -> None:
    case = a_case(must=("Future Strategy Promotion Team", ("room 305", "#305")), documents=(GROUP,), contacts=(PHONE,))
    judgement = judge(case, an_answer("**Future strategy** promotion team [1]", cards=(a_card(),)))
    assert judgement.passed
    assert judgement.failures == ()


def test_each_thing_that_is_wrong_is_said_in_words() -> None:
    case = a_case(must=(("2013–2017", "2017"),), must_not=("+82-53",), documents=("other.md",), contacts=("+82-2-1",))
    answer = an_answer("By 2016 [2].", status="partial", cards=(a_card(),))
    assert judge(case, answer).failures == (
        "The status is partial, not answered.",
        '"2013–2017" or "2017" is missing.',
        '"+82-53" is there.',
        "other.md is not cited.",
        "A card with +82-2-1 is missing.",
        "No citation has the number of [2].",
    )


def test_no_card_may_be_shown_where_contacts_are_empty() -> None:
    wrong = judge(a_case(contacts=()), an_answer("None given [1].", cards=(a_card(),)))
    assert wrong.failures == ("Cards: Future Strategy Promotion Team; none may be shown.",)
    assert judge(a_case(contacts=()), an_answer("None given [1].")).passed


def test_an_answer_that_says_the_page_leaves_it_open_passes_as_a_refusal() -> None:
    case = a_case(status=("not_found",), or_says=("gives no budget",))
    assert judge(case, an_answer("The page gives no budget. [1]")).passed
    assert not judge(case, an_answer("The budget is KRW 190.2 billion. [1]")).passed
    assert not judge(case, an_answer("The page gives no budget.", status="error")).passed


def test_an_answer_without_a_citation_fails() -> None:
    assert judge(a_case(), an_answer("In 2025.", cited=False)).failures == ("The answer cites nothing.",)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("in 2024 there were", "24", False),
        ("24 projects", "24", True),
        ("room #2071", "#207", False),
        ("2013-2017", "2013–2017", True),
        ("660,000\u00a0㎡", "660,000 m2", True),
        ("the **six** core\ninitiatives", "six core initiatives", True),
        ("packaging", "aging", False),
        ("예산은 3억 원이며 2028년까지이다", "3억 원", True),
        ("부산에서 열린다", "부산", True),
        ("Busan에서 열린다", "Busan", True),
        ("예산은 13억 원이다", "3억 원", False),
    ],
)
def test_words_are_found_whole_and_without_regard_to_typography(text: str, words: str, found: bool) -> None:
    assert says(text, words) is found


def a_case(**fields: object) -> Case:
    basis: dict[str, object] = {"id": "a", "slice": "plan_detail", "question": "Who?", "status": ("answered",)}
    return Case.model_validate(basis | fields)


def a_citation(section: str) -> Citation:
    return Citation(n=1, document_id=GROUP, title="Group", section=section, quote="Yes", start=0, end=3)


def a_card() -> ContactCard:
    return ContactCard(team="Future Strategy Promotion Team", room="#305", phone=PHONE, document_id=GROUP, citation=1)


def an_answer(
    text: str,
    *,
    status: Status = "answered",
    cards: tuple[ContactCard, ...] = (),
    cited: bool = True,
    conversation: str = "talk",
) -> Answer:
    citation = Citation(n=1, document_id=GROUP, title="Group", quote="quote", start=0, end=5)
    return Answer(
        id="answer",
        conversation_id=conversation,
        status=status,
        text=text,
        question="Who?",
        standalone_question="Who?",
        citations=(citation,) if cited else (),
        contacts=cards,
    )


def test_the_cases_about_other_documents_parse() -> None:
    assert len(read_cases(CASES.parent / "held_out" / "other")) > 80
