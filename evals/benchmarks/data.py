"""Reads benchmarks: folders with corpus.jsonl, queries and qrels (the BEIR form) or qa.jsonl, and SQuAD files (.json)."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.records import PolicydeskError

_QUERIES = ("queries.jsonl", "queries_lastturn.jsonl")
_QRELS = ("qrels.tsv", "qrels/test.tsv")
_SPEAKER = "|user|:"


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of the corpus; `title` may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the grades of the entries that were judged for it."""

    id: str
    text: str
    relevance: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over the corpus; `answers` are the strings that answer it, none where nothing does."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A corpus with what is asked over it; either list may be empty."""

    name: str
    entries: list[Entry]
    queries: list[Query]
    asked: list[Asked]


def read_benchmark(path: Path, queries: str | None = None) -> Benchmark:
    """What a folder or a SQuAD file holds. Raises PolicydeskError naming what is wrong and what would be right."""
    name = path.resolve().name
    if path.suffix == ".json":
        return _squad(path)
    entries = read_corpus(path)
    ranked = any((path / each).is_file() for each in _QRELS)
    asked = read_asked(path) if (path / "qa.jsonl").is_file() else []
    if not ranked and not asked:
        raise PolicydeskError(
            f"{path} asks nothing: beside corpus.jsonl, give it queries.jsonl and qrels.tsv, or qa.jsonl."
        )
    return Benchmark(name, entries, read_queries(path, queries) if ranked else [], asked)


def read_corpus(folder: Path) -> list[Entry]:
    """The entries of corpus.jsonl. Raises PolicydeskError naming file and line."""
    entries = [
        Entry(_text(row, "_id", where), str(row.get("title") or ""), _text(row, "text", where))
        for where, row in _rows(folder / "corpus.jsonl")
    ]
    if not entries:
        raise PolicydeskError(f"{folder / 'corpus.jsonl'} holds no entries: there is nothing to search.")
    return entries


def read_queries(folder: Path, name: str | None) -> list[Query]:
    """The queries with at least one relevant entry, speaker marks and stray quotes taken off.

    Without `name`, queries.jsonl is read, or else queries_lastturn.jsonl. Raises PolicydeskError naming file and line.
    """
    found = next((folder / each for each in ([name] if name else _QUERIES) if (folder / each).is_file()), None)
    if found is None:
        raise PolicydeskError(f"{folder} has no {name or ' or '.join(_QUERIES)}: name the file with --queries.")
    relevance = _read_relevance(
        next((folder / each for each in _QRELS if (folder / each).is_file()), folder / _QRELS[0])
    )
    rows = [(_text(row, "_id", where), _text(row, "text", where)) for where, row in _rows(found)]
    queries = [Query(id_, _clean(text), relevance[id_]) for id_, text in rows if any(relevance.get(id_, {}).values())]
    if not queries:
        raise PolicydeskError(
            f"None of the queries in {found} has a relevant entry in qrels.tsv: the files do not match."
        )
    return queries


def read_asked(folder: Path) -> list[Asked]:
    """The questions of qa.jsonl, but for those of a dialogue, whose answers are told freely and stand nowhere word for word.
    Raises PolicydeskError naming file and line."""
    asked: list[Asked] = []
    dialogues = 0
    for where, row in _rows(folder / "qa.jsonl"):
        if row.get("dialogue"):
            dialogues += 1
            continue
        answers = row.get("answers")
        if not isinstance(answers, list) or not isinstance(row.get("answerable"), bool):
            raise PolicydeskError(f"{where}: a question needs a list `answers` and `answerable`, true or false.")
        asked.append(Asked(_text(row, "question", where), tuple(map(str, answers)) if row["answerable"] else ()))
    if not asked and not dialogues:
        raise PolicydeskError(f"{folder / 'qa.jsonl'} holds no questions.")
    return asked


def _read_relevance(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, row in enumerate(csv.reader(_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if not row or row[0] == "query-id":
            continue
        try:
            query, entry, grade = row[0], row[1], float(row[2])
        except (IndexError, ValueError) as error:
            raise PolicydeskError(f"{path}:{number}: write query id, entry id and grade, apart by tabs.") from error
        if not math.isfinite(grade):
            raise PolicydeskError(f"{path}:{number}: the grade must be a finite number.")
        found.setdefault(query, {})[entry] = max(round(grade), 0)
    return found


def _squad(path: Path) -> Benchmark:
    """A file in SQuAD's form: every paragraph is an entry, and what its answerable questions ask for."""
    try:
        articles = json.loads("\n".join(_lines(path)))["data"]
        entries, queries, asked = list[Entry](), list[Query](), list[Asked]()
        for article in articles:
            for paragraph in article["paragraphs"]:
                entry = Entry(f"p{len(entries)}", str(article.get("title", "")).replace("_", " "), paragraph["context"])
                entries.append(entry)
                for each in paragraph["qas"]:
                    given = () if each.get("is_impossible") else tuple(answer["text"] for answer in each["answers"])
                    asked.append(Asked(each["question"], given))
                    if given:
                        queries.append(Query(str(each["id"]), each["question"], {entry.id: 1}))
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise PolicydeskError(
            f"{path} is not in SQuAD's form ({type(error).__name__}: {error}): data[].paragraphs[] with context and qas[]."
        ) from error
    if not asked:
        raise PolicydeskError(f"{path} holds no questions.")
    return Benchmark(path.stem, entries, queries, asked)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """("file:line", object) of each line that is not blank."""
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise PolicydeskError(f"{where}: this is not JSON ({error.msg}).") from error
        if not isinstance(row, dict):
            raise PolicydeskError(f"{where}: a JSON object is wanted here.")
        yield where, row


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").split("\n")
    except OSError as error:
        raise PolicydeskError(f"{path} cannot be read ({error.strerror}): is this a benchmark folder?") from error
    except UnicodeDecodeError as error:
        raise PolicydeskError(f"{path} is not UTF-8: convert it first.") from error


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise PolicydeskError(f"{where}: `{key}` is missing or not a string.")
    return value


def _clean(text: str) -> str:
    turns = (turn.replace(_SPEAKER, "").strip().strip('"').strip() for turn in text.split("\n"))
    return " ".join(turn for turn in turns if turn)
