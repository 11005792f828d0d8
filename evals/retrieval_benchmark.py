"""Search quality and speed on benchmark folders, ours beside the plain ways, through the product's own code.

    python -m evals.retrieval_benchmark FOLDER [FOLDER...] [--queries NAME]

A folder holds corpus.jsonl, queries.jsonl and qrels.tsv. Every corpus entry is ingested as a document; the rank of a
document is that of its best chunk.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from evals import benchmark_report as report
from evals.benchmark_data import Entry, Query, read_corpus, read_queries
from evals.benchmark_index import entry_number, indexed
from evals.ranking_metrics import best_first, convex, ndcg, recall, reciprocal_rank_fusion
from retrieval.embed import Embedder, open_embedder
from retrieval.search import CANDIDATES, Search

_DEPTH = 100  # chunks, so that ten documents are among them
Ranking = Sequence[str]
Method = Callable[[str], Iterable[str]]
"""A question to chunk ids or document ids, best first."""


def main() -> int:
    """Run from the command line; the exit code is 1 when a folder cannot be used."""
    parser = report.arguments((__doc__ or "").partition("\n")[0])
    parser.add_argument("--queries", help="the file of queries (default: queries.jsonl or queries_lastturn.jsonl)")
    chosen = parser.parse_args()
    return report.run(lambda console: _run(console, chosen))


def _run(console: Console, chosen: argparse.Namespace) -> None:
    read = {folder: (read_corpus(folder), read_queries(folder, chosen.queries)) for folder in chosen.folders}
    with report.working_folder(chosen.home) as home:
        embedder = open_embedder(chosen.embeddings, home / "model")
        sets = {}
        for folder, (entries, queries) in read.items():
            name = folder.resolve().name
            sets[f"{name} ({len(entries)} entries, {len(queries)} queries)"] = _measure(
                console, home / name, embedder, entries, queries
            )
    report.publish(console, chosen.out, "retrieval", "Retrieval benchmark (percent; milliseconds a query)", sets)


def _measure(
    console: Console, home: Path, embedder: Embedder, entries: Sequence[Entry], queries: Sequence[Query]
) -> report.Figures:
    with (
        report.progress_bar(console) as bar,
        indexed(entries, home, embedder, report.ingest_progress(bar, home.name)) as (search, failed),
    ):
        report.note_failures(console, failed)
        return {
            name: figures(method, entries, queries, bar, name) for name, method in methods(search, embedder).items()
        }


def methods(search: Search, embedder: Embedder) -> Mapping[str, Method]:
    """The plain ways and ours. Each does all the work that it needs, as its milliseconds are compared."""
    store, lexical = search.index.store, search.index.lexical

    def words(question: str, limit: int) -> dict[str, float]:
        return {each.chunk_id: each.score for each in lexical.search(question, limit)}

    def meaning(question: str, limit: int) -> dict[str, float]:
        return {each.chunk_id: each.similarity for each in store.nearest(embedder.embed_question(question), limit)}

    return {
        "BM25": lambda question: best_first(words(question, _DEPTH)),
        "dense": lambda question: best_first(meaning(question, _DEPTH)),
        "RRF": lambda question: reciprocal_rank_fusion(
            best_first(meaning(question, _DEPTH)), best_first(words(question, _DEPTH))
        ),
        "convex": lambda question: convex(meaning(question, CANDIDATES), words(question, CANDIDATES)),
        "Policydesk": lambda question: [each.chunk.id for each in search.search(question, limit=_DEPTH).passages],
    }


def figures(
    method: Method, entries: Sequence[Entry], queries: Sequence[Query], bar: Progress, name: str
) -> dict[str, float]:
    """nDCG@10 and recall@10 in percent, and milliseconds a query (the first query, which opens files, left out)."""
    gains, recalls, times = [], [], []
    list(method(queries[0].text))
    for query in report.tracked(bar, queries, name):
        began = time.perf_counter()
        chunks = list(method(query.text))
        times.append(1000 * (time.perf_counter() - began))
        ranking = _documents(chunks, entries)
        gains.append(ndcg(ranking, query.relevance))
        recalls.append(recall(ranking, query.relevance))
    return {
        "nDCG@10": round(100 * statistics.fmean(gains), 1),
        "recall@10": round(100 * statistics.fmean(recalls), 1),
        "ms p50": round(statistics.median(times), 1),
        "ms p95": round(sorted(times)[int(0.95 * (len(times) - 1))], 1),
    }


def _documents(chunks: Iterable[str], entries: Sequence[Entry]) -> Ranking:
    """The corpus ids of the chunks' documents, each where its first chunk stands."""
    numbers = dict.fromkeys(entry_number(chunk.partition("#")[0]) for chunk in chunks)
    return [entries[number].id for number in numbers]


if __name__ == "__main__":
    sys.exit(main())
