"""Makes `retrieval/data/ranking/weights.json`: what each feature of a candidate counts when passages are ordered.

    python -m evals.fitting.ranking BENCHMARK ...

Read are benchmark folders (corpus.jsonl, queries.jsonl, qrels.tsv), each with its titles and without, as texts that have
headings and texts that have none must both be ranked well, and `evals/unprepared`, whose passages are right when they hold
a question's quote. One weight at a time is moved for as long as the mean nDCG@10 over all of these rises (coordinate
ascent, Metzler and Croft 2007); of each set ASKED questions count. Figures are given for each set with both of its forms
left out, beside plain convex fusion of the same candidates.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from evals.benchmarks import document_ids, indexed, read_benchmark
from retrieval.embedding import Embedder, VectorCache, open_embedder
from retrieval.index import Location, open_index
from retrieval.ingest import ingest
from retrieval.records import Chunk
from retrieval.search import RANKING_FEATURES, RANKING_WEIGHTS_FILE, Ranking, Search

UNPREPARED = Path(__file__).parent.parent / "unprepared"
ASKED = 400
DEPTH = 10
_FACTORS = (0.0, 0.4, 0.7, 1.4, 2.5)
_FROM_NOTHING = (0.05, 0.2)  # what a weight of 0 is tried with
_LEAST_GAIN = 2e-4
_START = (1.5, 0.7, 0.5, 0.25, 0.25, 0.25)
_DISCOUNT = 1 / np.log2(np.arange(2, DEPTH + 2))
_DENSE, _LEXICAL = RANKING_FEATURES.index("dense"), RANKING_FEATURES.index("lexical")

Rows = NDArray[np.float64]
Grade = Callable[[Chunk], tuple[str, int]]
"""What a chunk belongs to, of which only the first counts, and how well it answers."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One question's candidates: `features` (candidates, features), the number of what each belongs to, its grade, and the
    discounted gain of the best order there is."""

    features: Rows
    units: NDArray[np.int64]
    grades: Rows
    ideal: float

    def ndcg(self, scores: Rows) -> float:
        """nDCG@10 of the order by falling scores."""
        order = np.argsort(-scores, kind="stable")
        _, first = np.unique(self.units[order], return_index=True)
        gains = self.grades[order][np.sort(first)[:DEPTH]]
        return float(gains @ _DISCOUNT[: len(gains)]) / self.ideal


def _homes() -> Path:
    """Where indexes are kept for the next time."""
    return Path(tempfile.gettempdir()) / "policydesk-fitting"


def main(benchmarks: Sequence[Path]) -> None:
    """Search, fit, judge each set by the others, write the file."""
    embedder = open_embedder("local", _homes())
    sets: dict[str, list[Sample]] = {}
    for path, form in product(benchmarks, ("titled", "plain")):
        name = f"{path.name} {form}"
        sets[name] = list(_benchmark(path, form == "titled", _homes() / name.replace(" ", "-"), embedder))
        _say(f"{name}: {len(sets[name])} questions")
    sets |= _unprepared(embedder)
    found = _fitted(list(sets.values()))
    figures = {name: _figures(name, sets, found) for name in sets}
    content = {
        "features": dict(zip(RANKING_FEATURES, found.round(3).tolist(), strict=True)),
        "figures": figures,
        "made_by": f"evals/fitting/ranking.py with {', '.join(path.name for path in benchmarks)} and evals/unprepared",
    }
    RANKING_WEIGHTS_FILE.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def _benchmark(path: Path, titled: bool, home: Path, embedder: Embedder) -> Iterator[Sample]:
    read = read_benchmark(path)
    entries = read.entries if titled else [replace(each, title="") for each in read.entries]
    with indexed(entries, home, embedder) as (search, _):
        asked = Random(7).sample(read.queries, min(ASKED, len(read.queries)))  # noqa: S311 - which questions are taken
        for query in asked:

            def grade(chunk: Chunk, relevance: Mapping[str, int] = query.relevance) -> tuple[str, int]:
                [document] = document_ids([chunk.id], entries)
                return document, relevance.get(document, 0)

            yield _sample(search.ranking(query.text, limit=DEPTH), grade, list(query.relevance.values()))


def _unprepared(embedder: Embedder) -> dict[str, list[Sample]]:
    at = Location(_homes() / "unprepared" / "documents")
    ingest([UNPREPARED / "documents"], at, embedder)
    rows = [json.loads(line) for line in (UNPREPARED / "retrieval.jsonl").read_text("utf-8").splitlines()]
    found: dict[str, list[Sample]] = {}
    index = open_index(at, embedder.name, embedder.dimensions)
    with closing(index.store), closing(VectorCache(at.home / "vectors.sqlite")) as cache:
        search = Search(index, embedder, cache)
        for row in rows:

            def grade(chunk: Chunk, row: Mapping[str, str] = row) -> tuple[str, int]:
                return chunk.id, int(chunk.document_id.endswith(row["document"]) and _holds(chunk.text, row["quote"]))

            ranking = search.ranking(row["question"], limit=DEPTH)
            found.setdefault(f"unprepared {row['language']}", []).append(_sample(ranking, grade, [1]))
    return found


def _holds(text: str, quote: str) -> bool:
    """Whether a text has a quote, or the half of it that a border between chunks leaves it."""
    held, sought = (re.sub(r"\W", "", each) for each in (text, quote))
    half = len(sought) // 2
    return sought[:half] in held or sought[half:] in held


def _sample(ranking: Ranking, grade: Grade, best: Sequence[int]) -> Sample:
    graded = [grade(chunk) for chunk in ranking.chunks]
    names = {unit: number for number, unit in enumerate(dict.fromkeys(unit for unit, _ in graded))}
    ideal = np.array(sorted(best, reverse=True)[:DEPTH], float)
    return Sample(
        ranking.made.features,
        np.array([names[unit] for unit, _ in graded], int),
        np.array([worth for _, worth in graded], float),
        float(ideal @ _DISCOUNT[: len(ideal)]),
    )


def _fitted(sets: Sequence[Sequence[Sample]]) -> Rows:
    weights, best = np.array(_START), _mean(sets, np.array(_START))
    while True:
        before = best
        for i in range(len(weights)):
            if i == _DENSE:  # only the others' share beside it counts
                continue
            for value in [weights[i] * factor for factor in _FACTORS] if weights[i] else _FROM_NOTHING:
                moved = weights.copy()
                moved[i] = value
                reached = _mean(sets, moved)
                if reached > best + _LEAST_GAIN:
                    weights, best = moved, reached
        if best == before:
            return weights


def _mean(sets: Sequence[Sequence[Sample]], weights: Rows) -> float:
    """Each set counts alike, whatever its size."""
    return float(np.mean([np.mean([each.ndcg(each.features @ weights) for each in of_set]) for of_set in sets]))


def _figures(name: str, sets: Mapping[str, Sequence[Sample]], found: Rows) -> dict[str, float]:
    others = [each for other, each in sets.items() if other.split()[0] != name.split()[0]]
    figures = {
        "convex": float(np.mean([each.ndcg(_convex(each.features)) for each in sets[name]])),
        "left out": _mean([sets[name]], _fitted(others) if others else found),
        "all": _mean([sets[name]], found),
    }
    figures = {kind: round(100 * each, 1) for kind, each in figures.items()}
    _say(f"{name}: {figures}")
    return figures


def _convex(features: Rows) -> Rows:
    """The mean of both kinds of evidence, each scaled to 0..1 over the candidates of the question."""
    both = features[:, [_DENSE, _LEXICAL]]
    reach = np.ptp(both, axis=0)
    scores: Rows = ((both - both.min(axis=0)) / np.where(reach > 0, reach, 1)).sum(axis=1)
    return scores


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
