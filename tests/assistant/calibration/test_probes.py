"""Files of probe questions: what is read of them, and what is said of bad lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.calibration.probes import Probe, counts, read_probes
from retrieval.records import PolicydeskError

JSON = """{"question": "How many quays are built?", "answerable": true, "quote": "three quays"}

{"question": "Who paints the crane?", "answerable": false, "note": "nobody says"}
"""
CSV = """Question, Answerable ,quote,document
"How many quays, and where?",yes,,plans/harbour.md

Who paints the crane?,FALSE,,
"""
TEXT = """# of the harbour
+ How many quays are built?
-Who paints the crane?
"""


def read(folder: Path, name: str, content: str) -> list[Probe]:
    (folder / name).write_text(content, "utf-8")
    return read_probes(folder / name)


def complaint(folder: Path, name: str, content: str) -> str:
    with pytest.raises(PolicydeskError) as error:
        read(folder, name, content)
    return str(error.value).replace(f"{folder}/", "")


def test_json_lines_give_question_answerable_quote_and_where(tmp_path: Path) -> None:
    first, second = read(tmp_path, "p.jsonl", JSON)
    assert first == Probe("How many quays are built?", True, "three quays", "", f"{tmp_path}/p.jsonl:1")
    assert second == Probe("Who paints the crane?", False, where=f"{tmp_path}/p.jsonl:3")


def test_a_table_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    first, second = read(tmp_path, "p.CSV", "\ufeff" + CSV)
    assert (first.question, first.answerable, first.document) == (
        "How many quays, and where?",
        True,
        "plans/harbour.md",
    )
    assert (second.question, second.answerable, second.where) == ("Who paints the crane?", False, f"{tmp_path}/p.CSV:4")


def test_plain_text_has_plus_and_minus(tmp_path: Path) -> None:
    assert [(e.question, e.answerable) for e in read(tmp_path, "p.txt", TEXT)] == [
        ("How many quays are built?", True),
        ("Who paints the crane?", False),
    ]


def test_questions_are_counted_by_kind(tmp_path: Path) -> None:
    assert counts(read(tmp_path, "p.txt", "+ a\n+ b\n- c\n")) == (2, 1)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("p.jsonl", "{", 'p.jsonl:1: this is not JSON; write e.g. {"question": "Until when does the plan run?", "answerable": true}.'),
        ("p.jsonl", "\n[]", 'p.jsonl:2: an object is wanted here, e.g. {"question": "Until when does the plan run?", "answerable": true}.'),
        ("p.jsonl", '{"question": "a"}', 'p.jsonl:1: "answerable" has to be true or false, without quotation marks.'),
        ("p.jsonl", '{"question": "a", "answerable": "true"}', 'p.jsonl:1: "answerable" has to be true or false, without quotation marks.'),
        ("p.jsonl", '{"answerable": true}', "p.jsonl:1: The question is empty: write what you want to know."),
        ("p.jsonl", '{"question": 1, "answerable": true}', 'p.jsonl:1: "question" has to be a text in quotation marks.'),
        ("p.jsonl", '{"question": "a", "answerable": false, "quote": "b"}',
         "p.jsonl:1: a question that the documents do not answer has no quote and no document: leave them out."),
        ("p.csv", "a,b\n", "p.csv:1: the first line names the columns: question,answerable, and if you like quote,document."),
        ("p.csv", "question,answerable\na,perhaps\n", "p.csv:2: the column answerable has to hold true or false."),
        ("p.csv", "question,answerable\na, and b,true\n",
         "p.csv:2: there are 3 cells under 2 columns: put a question with commas in quotation marks."),
        ("p.txt", "What?\n", 'p.txt:1: begin with "+ " where the documents answer the question, with "- " where they do not.'),
        ("p.txt", "+ a\n- b\n- a\n", "p.txt:3: this is asked on line 1 as well: keep one of the two."),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_what_would_be_right(tmp_path: Path, name: str, content: str, said: str) -> None:
    assert complaint(tmp_path, name, content) == said


def test_several_bad_lines_are_named_at_once(tmp_path: Path) -> None:
    lines = complaint(tmp_path, "p.txt", "?\n" * 7).split("\n")
    assert [each.partition(" ")[0] for each in lines] == [
        "p.txt:1:",
        "p.txt:2:",
        "p.txt:3:",
        "p.txt:4:",
        "p.txt:5:",
        "...",
    ]
    assert lines[-1] == "... and 2 more."


def test_an_empty_file_says_what_a_line_is_like(tmp_path: Path) -> None:
    assert complaint(tmp_path, "p.jsonl", "\n").startswith(
        "p.jsonl holds no questions. A line of a .jsonl file is e.g. {"
    )


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match=r"none.txt cannot be read \(No such file or directory\)"):
        read_probes(tmp_path / "none.txt")
    (tmp_path / "p.txt").write_bytes(b"\xff\xfe+")
    with pytest.raises(PolicydeskError, match=r"p.txt is not text in UTF-8"):
        read_probes(tmp_path / "p.txt")
