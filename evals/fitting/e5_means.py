"""Makes `retrieval/data/e5/means.npy`: what e5's vectors of questions, passages and spans share, by script.

    python -m evals.fitting.e5_means [BENCHMARK ...]

Read are the repository's own texts (FOLDERS, and the questions of QUESTIONS) and the given benchmark folders, in the form
that `policydesk eval bench` reads. Each folder counts alike, whatever its size; a text counts for Hangul when most of its
letters are. The committed file was made from `mtrag` beside the repository's own texts.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from evals.benchmarks import read_benchmark
from retrieval.chunking import chunk
from retrieval.embedding import E5, MEANS_FILE, TEXT_KINDS, quotable
from retrieval.language import Span, is_korean
from retrieval.loading import load
from retrieval.records import Chunk, Metadata

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("documents", "evals/held_out/documents", "evals/unprepared/documents", "evals/contact_layouts/documents")
QUESTIONS = (
    "evals/cases/development/*.jsonl",
    "evals/unprepared/retrieval.jsonl",
    "evals/unprepared/calibration.jsonl",
)

_Item = TypeVar("_Item")
Rows = NDArray[np.float32]
_BATCH = 32


def main(benchmarks: Sequence[Path]) -> None:
    """Embed every text, average, and write the file."""
    model = E5(Path(tempfile.gettempdir()))
    sums: dict[tuple[str, bool], list[Rows]] = {}
    for chunks, questions in _texts(benchmarks):
        found = [*_passages(model, chunks), *_questions(model, questions)]
        for key in {key for key, _ in found}:
            sums.setdefault(key, []).append(np.mean([row for at, row in found if at == key], axis=0))
    means = np.array(
        [[np.mean(sums[kind, hangul], axis=0) for hangul in (False, True)] for kind in TEXT_KINDS], np.float32
    )
    MEANS_FILE.parent.mkdir(parents=True, exist_ok=True)
    np.save(MEANS_FILE, means)
    sys.stdout.write(
        f"{MEANS_FILE.relative_to(ROOT)}: {means.shape}, lengths {np.linalg.norm(means, axis=-1).round(3).tolist()}\n"
    )


def _texts(benchmarks: Sequence[Path]) -> Iterator[tuple[list[Chunk], list[str]]]:
    """Chunks and questions of one folder after the other."""
    for folder in FOLDERS:
        paths = sorted(path for path in (ROOT / folder).iterdir() if path.suffix in {".md", ".txt", ".html", ".pdf"})
        yield [each for path in paths for each in chunk(load(path, path.name))], []
    for pattern in QUESTIONS:
        lines = [line for path in sorted(ROOT.glob(pattern)) for line in path.read_text("utf-8").splitlines()]
        yield [], [str(json.loads(line)["question"]) for line in lines]
    for path in benchmarks:
        read = read_benchmark(path)
        chunks = [
            Chunk(each.id, 0, 0, len(each.text), each.text, (), None, Metadata(title=each.title))
            for each in read.entries
        ]
        yield chunks, [each.text for each in read.queries]


def _passages(model: E5, chunks: Iterable[Chunk]) -> Iterator[tuple[tuple[str, bool], Rows]]:
    for batch in _batches(list(chunks)):
        shifts = [len(each.embedded_text) - len(each.text) for each in batch]
        spans = [[Span(a + by, b + by) for a, b in quotable(each)] for each, by in zip(batch, shifts, strict=True)]
        for each, rows in zip(batch, model.pool("passage", [c.embedded_text for c in batch], spans), strict=True):
            unit = _unit(rows)
            yield ("passage", is_korean(each.embedded_text)), unit[0]
            yield from ((("span", is_korean(each.embedded_text)), row) for row in unit[1:] if row.any())


def _questions(model: E5, questions: Sequence[str]) -> Iterator[tuple[tuple[str, bool], Rows]]:
    for batch in _batches(questions):
        for text, rows in zip(batch, model.pool("query", batch, [()] * len(batch)), strict=True):
            yield ("question", is_korean(text)), _unit(rows)[0]


def _batches(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[at : at + _BATCH] for at in range(0, len(items), _BATCH))


def _unit(rows: Rows) -> Rows:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), np.float32)


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
