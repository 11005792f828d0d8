"""Search quality and speed on a benchmark, ours beside the plain ways, through the product's own code.

Every corpus entry is ingested as a document; the rank of a document is that of its best chunk.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.progress import Progress

from evals.benchmarks import report
from evals.benchmarks.data import Entry, Query
from evals.benchmarks.index import entry_number
from evals.benchmarks.ranking_metrics import best_first, convex, reciprocal_rank_fusion
from evals.running import ranking_scores
from retrieval.embedding import Embedder
from retrieval.search import CANDIDATES, Search

_DEPTH = 100  # chunks, so that ten documents are among them
Ranking = Sequence[str]
Method = Callable[[str], Iterable[str]]
"""A question to chunk ids or document ids, best first."""


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
    """nDCG@10, recall@10 and MRR in percent, and milliseconds a query (the first query, which opens files, left out)."""
    found, times = list[dict[str, float]](), list[float]()
    list(method(queries[0].text))
    for query in report.tracked(bar, queries, name):
        began = time.perf_counter()
        chunks = list(method(query.text))
        times.append(1000 * (time.perf_counter() - began))
        found.append(ranking_scores(document_ids(chunks, entries), query.relevance))
    return {
        **{
            title: round(100 * statistics.fmean(each[name] for each in found), 1)
            for title, name in (("nDCG@10", "ndcg@10"), ("recall@10", "recall@10"), ("MRR", "mrr"))
        },
        "ms p50": round(statistics.median(times), 1),
        "ms p95": round(sorted(times)[int(0.95 * (len(times) - 1))], 1),
    }


def document_ids(chunks: Iterable[str], entries: Sequence[Entry]) -> Ranking:
    """The corpus ids of the chunks' documents, each where its first chunk stands."""
    numbers = dict.fromkeys(entry_number(chunk.partition("#")[0]) for chunk in chunks)
    return [entries[number].id for number in numbers]
