"""Choice of sentences and refusal on SQuAD 2.0 in benchmark form, ours beside cosine plus word overlap.

    python -m evals.answer_benchmark FOLDER [FOLDER...]

A folder holds corpus.jsonl and qa.jsonl. Questions are asked over the whole corpus. hit@n is the percentage of
answerable questions with an answer string in the first n chosen sentences; AUC is the chance that an answerable question
gets more evidence than one that is not (0.5 is chance, 1 is perfect).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from assistant.weighing import weigh
from evals import benchmark_report as report
from evals.benchmark_data import Asked, Entry, read_asked, read_corpus
from evals.benchmark_index import indexed
from evals.ranking_metrics import area_under_curve
from retrieval.embed import Embedder, open_embedder
from retrieval.embedding import quotable
from retrieval.lexical import analyze, content_terms
from retrieval.search import Found, Search

_CHOSEN = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The best sentences, best first, and the evidence that they answer."""

    sentences: Sequence[str]
    evidence: float


@dataclass(slots=True)
class Tally:
    """What one method did on the questions so far."""

    hits: list[int] = field(default_factory=lambda: [0] * _CHOSEN)
    answerable: list[float] = field(default_factory=list)
    unanswerable: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, asked: Asked, choice: Choice, milliseconds: float) -> None:
        """Count one question."""
        (self.answerable if asked.answers else self.unanswerable).append(choice.evidence)
        self.milliseconds.append(milliseconds)
        first = next(
            (n for n, text in enumerate(choice.sentences) if asked.answers and holds(text, asked.answers)), None
        )
        for n in range(_CHOSEN):
            self.hits[n] += first is not None and first <= n

    def figures(self) -> dict[str, float]:
        """hit@n in percent, AUC in 0..1, milliseconds a question without the search; the last two may be left out."""
        found: dict[str, float] = {}
        if self.answerable:
            found |= {f"hit@{n + 1}": round(100 * hits / len(self.answerable), 1) for n, hits in enumerate(self.hits)}
        if self.answerable and self.unanswerable:
            found["AUC"] = round(area_under_curve(self.answerable, self.unanswerable), 3)
        return found | {"ms p50": round(statistics.median(self.milliseconds), 1)}


def main() -> int:
    """Run from the command line; the exit code is 1 when a folder cannot be used."""
    chosen = report.arguments((__doc__ or "").partition("\n")[0]).parse_args()
    return report.run(lambda console: _run(console, chosen))


def _run(console: Console, chosen: argparse.Namespace) -> None:
    read = {folder: (read_corpus(folder), read_asked(folder)) for folder in chosen.folders}
    with report.working_folder(chosen.home) as home:
        embedder = open_embedder(chosen.embeddings, home / "model")
        sets = {}
        for folder, (entries, asked) in read.items():
            name = folder.resolve().name
            title = f"{name} ({sum(bool(each.answers) for each in asked)} answerable of {len(asked)} questions)"
            sets[title] = _measure(console, home / name, embedder, entries, asked)
    report.publish(console, chosen.out, "answers", "Answer benchmark (hits in percent)", sets)


def _measure(
    console: Console, home: Path, embedder: Embedder, entries: Sequence[Entry], asked: Sequence[Asked]
) -> report.Figures:
    tallies = {name: Tally() for name in _METHODS}
    with (
        report.progress_bar(console) as bar,
        indexed(entries, home, embedder, report.ingest_progress(bar, home.name)) as (search, failed),
    ):
        report.note_failures(console, failed)
        for each in report.tracked(bar, asked, "Questions"):
            found = search.search(each.question)
            for name, method in _METHODS.items():
                began = time.perf_counter()
                choice = method(found, search)
                tallies[name].add(each, choice, 1000 * (time.perf_counter() - began))
    return {name: tally.figures() for name, tally in tallies.items()}


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether an answer stands in the text, case aside."""
    low = text.lower()
    return any(answer.lower() in low for answer in answers)


def plain(found: Found, search: Search) -> Choice:
    """Half cosine, half share of the question's words by idf."""
    weights = {term: search.index.lexical.idf(term) for term in content_terms(found.wording.text)}
    total = sum(weights.values()) or 1.0
    scored: list[tuple[float, str]] = []
    for passage, vectors in zip(found.passages, found.sentences, strict=True):
        for span, vector in zip(quotable(passage.chunk), vectors, strict=True):
            text = passage.chunk.text[span.start : span.end]
            overlap = sum(weights.get(term, 0.0) for term in set(analyze(text))) / total
            scored.append((0.5 * float(vector @ found.vector) + 0.5 * overlap, text))
    scored.sort(key=lambda each: -each[0])
    return Choice([text for _, text in scored[:_CHOSEN]], scored[0][0] if scored else 0.0)


def ours(found: Found, search: Search) -> Choice:
    """The product's weighing."""
    weighed = weigh(found, search.index.lexical.idf)
    texts = [
        found.passages[each.passage].chunk.text[each.span.start : each.span.end] for each in weighed.fragments[:_CHOSEN]
    ]
    return Choice(texts, weighed.answerable)


_METHODS: Mapping[str, Callable[[Found, Search], Choice]] = {"cosine + overlap": plain, "Policydesk": ours}

if __name__ == "__main__":
    sys.exit(main())
