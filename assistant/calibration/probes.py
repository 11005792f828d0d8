"""Probe questions: what an operator asks to see where the thresholds part right answers from wrong ones."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.chain import QuestionError, clean
from retrieval.records import PolicydeskError

_MOST_NAMED = 5  # bad lines in one message
_SAID = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_COLUMNS = ("question", "answerable", "quote", "document")
_MARKS = {"+": True, "-": False}
_EXAMPLE = '{"question": "Until when does the plan run?", "answerable": true}'


@dataclass(frozen=True, slots=True)
class Probe:
    """A question, and whether the documents answer it.

    Where a `quote` or a `document` (its id) is given, an answer is right that shows it; else any answer is. `where` is the
    file and line that it stands on.
    """

    question: str
    answerable: bool
    quote: str = ""
    document: str = ""
    where: str = ""


class _BadLineError(Exception):
    """What would be right on a line."""


def read_probes(path: Path) -> list[Probe]:
    """The probes of a file: JSON lines (.jsonl), CSV with a header (.csv), else text with + or - before each question.

    Raises PolicydeskError that names bad lines by file and line, and says what would be right.
    """
    read = {".jsonl": _of_json, ".ndjson": _of_json, ".csv": _of_csv}.get(path.suffix.lower(), _of_text)
    probes: list[Probe] = []
    bad: list[str] = []
    asked: dict[str, int] = {}
    for line, made in read(_text(path)):
        where = f"{path}:{line}"
        try:
            probe = _checked(made(), where)
            if probe.question in asked:
                raise _BadLineError(f"this is asked on line {asked[probe.question]} as well: keep one of the two")
        except (_BadLineError, QuestionError) as error:
            bad.append(f"{where}: {str(error).rstrip('.')}.")
            continue
        asked[probe.question] = line
        probes.append(probe)
    complain_of(bad)
    if not probes:
        raise PolicydeskError(f"{path} holds no questions. A line of a .jsonl file is e.g. {_EXAMPLE}")
    return probes


def complain_of(bad: Sequence[str]) -> None:
    """Raises PolicydeskError with the first sentences on bad lines, if there are any."""
    more = [f"... and {len(bad) - _MOST_NAMED} more."] if len(bad) > _MOST_NAMED else []
    if bad:
        raise PolicydeskError("\n".join((*bad[:_MOST_NAMED], *more)))


_Line = tuple[int, Callable[[], Mapping[str, Any]]]
"""The number of a line, and what makes a row of it or raises _BadLineError."""


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise PolicydeskError(
            f"{path} cannot be read ({error.strerror}): name a file of probe questions; --help shows one."
        ) from error
    except UnicodeDecodeError as error:
        raise PolicydeskError(
            f"{path} is not text in UTF-8: save it as .jsonl, .csv or .txt in that encoding."
        ) from error


def _of_json(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, partial(_json_row, line)


def _json_row(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _BadLineError(f"this is not JSON; write e.g. {_EXAMPLE}") from error
    if not isinstance(row, dict):
        raise _BadLineError(f"an object is wanted here, e.g. {_EXAMPLE}")
    if not isinstance(row.get("answerable"), bool):
        raise _BadLineError('"answerable" has to be true or false, without quotation marks')
    return row


def _of_csv(text: str) -> Iterator[_Line]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header: list[str] | None = None
    try:
        for cells in reader:
            if not any(each.strip() for each in cells):
                continue
            if header is None:
                header = [each.strip().lower() for each in cells]
                if not {"question", "answerable"} <= set(header):
                    yield reader.line_num, _no_header
                    return
                continue
            yield reader.line_num, partial(_csv_row, cells, header)
    except csv.Error as error:
        yield reader.line_num, partial(_not_csv, error)


def _no_header() -> Mapping[str, Any]:
    raise _BadLineError("the first line names the columns: question,answerable, and if you like quote,document")


def _not_csv(error: csv.Error) -> Mapping[str, Any]:
    raise _BadLineError(f"this is not CSV ({error})")


def _csv_row(cells: Sequence[str], header: Sequence[str]) -> Mapping[str, Any]:
    if len(cells) > len(header):
        raise _BadLineError(
            f"there are {len(cells)} cells under {len(header)} columns: put a question with commas in quotation marks"
        )
    row: dict[str, Any] = dict(zip(header, cells, strict=False))
    said = row.get("answerable", "").strip().lower()
    if said not in _SAID:
        raise _BadLineError("the column answerable has to hold true or false")
    return row | {"answerable": _SAID[said]}


def _of_text(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, partial(_text_row, line.strip())


def _text_row(line: str) -> Mapping[str, Any]:
    if line[0] not in _MARKS:
        raise _BadLineError('begin with "+ " where the documents answer the question, with "- " where they do not')
    return {"question": line[1:], "answerable": _MARKS[line[0]]}


def _checked(row: Mapping[str, Any], where: str) -> Probe:
    """A row as a probe; what a key other than the four holds is passed over."""
    values = {name: row.get(name) or "" for name in _COLUMNS if name != "answerable"}
    if wrong := [name for name, value in values.items() if not isinstance(value, str)]:
        raise _BadLineError(f'"{wrong[0]}" has to be a text in quotation marks')
    question, quote, document = (values[name].strip() for name in ("question", "quote", "document"))
    if (quote or document) and not row["answerable"]:
        raise _BadLineError("a question that the documents do not answer has no quote and no document: leave them out")
    return Probe(clean(question), row["answerable"], quote, document, where)


def counts(probes: Iterable[Probe]) -> tuple[int, int]:
    """How many are answerable, and how many are not."""
    kinds = [each.answerable for each in probes]
    return sum(kinds), len(kinds) - sum(kinds)
