"""Public benchmarks through the product's own code, plain baselines beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from evals.benchmarks import answers as answer_benchmark
from evals.benchmarks import report
from evals.benchmarks import retrieval as retrieval_benchmark
from evals.benchmarks.data import Benchmark, read_benchmark
from evals.benchmarks.index import indexed
from retrieval.embedding import Embedder, open_embedder


def bench(
    console: Console,
    paths: Sequence[Path],
    *,
    queries: str | None = None,
    embeddings: str = "local",
    home: Path | None = None,
    out: Path,
) -> None:
    """Measure every set and write the tables to `out`. All of them are read before the first is indexed.

    `queries` names another file of queries; with `home` the indexes stay and are used again. Raises PolicydeskError.
    """
    sets = [read_benchmark(path, queries) for path in paths]
    searched: dict[str, report.Figures] = {}
    answered: dict[str, report.Figures] = {}
    with report.working_folder(home) as folder:
        embedder = open_embedder(embeddings, folder / "model")
        for each in sets:
            _measure(console, each, folder / each.name, embedder, searched, answered)
    if searched:
        report.publish(console, out, "retrieval", "Retrieval benchmark (percent; milliseconds a query)", searched)
    if answered:
        report.publish(console, out, "answers", "Answer benchmark (hits, EM and F1 in percent)", answered)


def _measure(
    console: Console,
    each: Benchmark,
    home: Path,
    embedder: Embedder,
    searched: dict[str, report.Figures],
    answered: dict[str, report.Figures],
) -> None:
    with (
        report.progress_bar(console) as bar,
        indexed(each.entries, home, embedder, report.ingest_progress(bar, each.name)) as (search, failed),
    ):
        report.note_failures(console, failed)
        if each.queries:
            title = f"{each.name} ({len(each.entries)} entries, {len(each.queries)} queries)"
            searched[title] = {
                name: retrieval_benchmark.figures(method, each.entries, each.queries, bar, name)
                for name, method in retrieval_benchmark.methods(search, embedder).items()
            }
        if each.asked:
            answerable = sum(bool(question.answers) for question in each.asked)
            title = f"{each.name} ({answerable} answerable of {len(each.asked)} questions)"
            answered[title] = answer_benchmark.measure(search, each.asked, bar)
