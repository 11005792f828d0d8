"""Reading benchmark folders, and what is said of bad ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evals.benchmarks.data import Asked, Entry, Query, read_asked, read_benchmark, read_corpus, read_queries
from retrieval.records import PolicydeskError

CORPUS = '{"_id": "a", "title": "T", "text": "x"}\n\n{"_id": "b", "text": "y"}\n'
QUERIES = '{"_id": "1", "text": "|user|: \\"What is it?\\n|user|: And then?"}\n{"_id": "2", "text": "q"}\n'
QRELS = "query-id\tcorpus-id\tscore\n1\ta\t2\n1\tb\t-1\n2\ta\t0\n"


def folder(at: Path, **files: str) -> Path:
    for name, content in files.items():
        (at / name.replace("__", ".")).write_text(content, "utf-8")
    return at


def test_a_folder_is_read_with_titles_grades_and_clean_queries(tmp_path: Path) -> None:
    here = folder(tmp_path, corpus__jsonl=CORPUS, queries__jsonl=QUERIES, qrels__tsv=QRELS)
    assert read_corpus(here) == [Entry("a", "T", "x"), Entry("b", "", "y")]
    assert read_queries(here, None) == [Query("1", "What is it? And then?", {"a": 2, "b": 0})]


def test_the_file_of_queries_can_be_named_and_has_a_second_default(tmp_path: Path) -> None:
    here = folder(tmp_path, queries_lastturn__jsonl=QUERIES, other__jsonl=QUERIES, qrels__tsv=QRELS)
    assert read_queries(here, None) == read_queries(here, "other.jsonl")


def test_questions_keep_answers_only_where_they_are_answerable(tmp_path: Path) -> None:
    rows = (
        '{"question": "q", "answers": ["a"], "answerable": true}\n{"question": "r", "answers": [], "answerable": false}'
    )
    assert read_asked(folder(tmp_path, qa__jsonl=rows)) == [Asked("q", ("a",)), Asked("r", ())]


@pytest.mark.parametrize(
    ("read", "files", "message"),
    [
        (read_corpus, {}, r"corpus\.jsonl cannot be read .* benchmark folder"),
        (read_corpus, {"corpus__jsonl": ""}, "holds no entries"),
        (read_corpus, {"corpus__jsonl": '{"_id": "a"}'}, r"corpus\.jsonl:1: `text` is missing"),
        (read_corpus, {"corpus__jsonl": CORPUS + "[1]"}, r"corpus\.jsonl:4: a JSON object"),
        (read_corpus, {"corpus__jsonl": "{"}, r"corpus\.jsonl:1: this is not JSON"),
        (lambda here: read_queries(here, None), {}, r"has no queries\.jsonl or .*--queries"),
        (
            lambda here: read_queries(here, None),
            {"queries__jsonl": QUERIES, "qrels__tsv": "1\ta\tgood"},
            r"qrels\.tsv:1: write query id",
        ),
        (
            lambda here: read_queries(here, None),
            {"queries__jsonl": QUERIES, "qrels__tsv": "1\ta\tnan"},
            "finite",
        ),
        (
            lambda here: read_queries(here, None),
            {"queries__jsonl": QUERIES, "qrels__tsv": "9\ta\t1"},
            "do not match",
        ),
        (read_asked, {"qa__jsonl": '{"question": "q"}'}, r"qa\.jsonl:1: a question needs"),
        (read_asked, {"qa__jsonl": ""}, "holds no questions"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    read: Callable[[Path], object], files: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(PolicydeskError, match=message):
        read(folder(tmp_path, **files))


def test_questions_of_dialogues_are_left_out_as_their_answers_stand_nowhere_word_for_word(tmp_path: Path) -> None:
    row = '{"question": "And then?", "dialogue": [{"speaker": "user", "text": "Hello"}], "answerable": "PARTIAL"}'
    (tmp_path / "qa.jsonl").write_text(row, "utf-8")
    assert read_asked(tmp_path) == []


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(PolicydeskError, match="not UTF-8"):
        read_corpus(tmp_path)


def test_a_squad_file_is_a_corpus_of_paragraphs_with_what_its_answerable_questions_ask_for(tmp_path: Path) -> None:
    file = tmp_path / "dev.json"
    file.write_text(
        '{"data": [{"title": "Smart_farm", "paragraphs": [{"context": "It grows tomatoes.", "qas": ['
        '{"id": "1", "question": "What grows?", "answers": [{"text": "tomatoes", "answer_start": 9}]},'
        '{"id": "2", "question": "Who owns it?", "is_impossible": true, "answers": []}]}]}]}',
        "utf-8",
    )
    read = read_benchmark(file)
    assert read.entries == [Entry("p0", "Smart farm", "It grows tomatoes.")]
    assert read.queries == [Query("1", "What grows?", {"p0": 1})]
    assert read.asked == [Asked("What grows?", ("tomatoes",)), Asked("Who owns it?", ())]


def test_judgements_may_lie_where_beir_has_them(tmp_path: Path) -> None:
    here = folder(tmp_path, corpus__jsonl=CORPUS, queries__jsonl=QUERIES)
    (here / "qrels").mkdir()
    (here / "qrels" / "test.tsv").write_text(QRELS, "utf-8")
    assert [each.id for each in read_benchmark(here).queries] == ["1"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("dev.json", "[]", "is not in SQuAD's form"),
        ("dev.json", '{"data": []}', "holds no questions"),
        ("corpus.jsonl", CORPUS, "asks nothing: beside corpus.jsonl"),
    ],
)
def test_a_benchmark_that_asks_nothing_is_said_to(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(PolicydeskError, match=message):
        read_benchmark(tmp_path / name if name.endswith(".json") else tmp_path)
