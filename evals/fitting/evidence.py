"""Makes `retrieval/data/evidence/weights.json`: by what fragments are ordered as answers, and what tells an answer at all.

    python -m evals.fitting.evidence [BENCHMARK ...]

Asked are the questions of `evals/unprepared` over its documents (retrieval.jsonl, whose quotes answer them, and
calibration.jsonl, which nothing there answers) and those of benchmark folders with qa.jsonl over their corpora, ASKED of
each. A question counts as answered by a fragment that holds an answer or shares most of a quote. The order is fitted as a
softmax over the fragments of a question (ListNet, Cao et al. 2007), the judgement as a logistic regression over the
features of the best fragment; each set counts alike. Figures are given for each set with itself left out.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from assistant.quoting import sources
from evals.benchmarks import area_under_curve, indexed, read_benchmark
from retrieval.embedding import VectorCache, open_embedder
from retrieval.index import Location, open_index
from retrieval.ingest import ingest
from retrieval.search import Found, Search, evidence

ROOT = Path(__file__).parent.parent.parent
UNPREPARED = ROOT / "evals" / "unprepared"
ASKED = 800
_SHARED = 0.6  # of the shorter of a quote and a fragment, in words
_WORD = re.compile(r"[^\W_]+")
_STEPS, _RATE, _DECAY = 3000, 0.05, 1e-5
_PASSING = 0.9  # share of answered questions that the thresholds let through

Rows = NDArray[np.float64]
Step = Callable[[Rows], Rows]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a set; `answers` are strings of which a fragment must hold one, or `quote` one to share."""

    text: str
    answers: tuple[str, ...] = ()
    quote: str = ""

    @property
    def is_answerable(self) -> bool:
        return bool(self.answers or self.quote)


@dataclass(frozen=True, slots=True)
class Sample:
    """One question over one corpus: features of each fragment, which of them answer, and what the judgement builds on."""

    fragments: Rows
    answering: NDArray[np.bool_]
    answerable: bool
    judged: Sequence[Mapping[str, float]]  # for each fragment, as if it were the best


def _homes() -> Path:
    """Where indexes are kept for the next time."""
    return Path(tempfile.gettempdir()) / "policydesk-fitting"


def main(benchmarks: Sequence[Path]) -> None:
    """Search, fit, judge each set by the others, write the file."""
    chance = Random(7)  # noqa: S311 - which questions are taken
    sets = {"unprepared": (UNPREPARED / "documents", _unprepared())}
    for path in benchmarks:
        read = read_benchmark(path)
        asked = [Question(each.question, each.answers) for each in read.asked]
        sets[read.name] = (path, chance.sample(asked, min(ASKED, len(asked))))
    samples: dict[str, list[Sample]] = {}
    for name, (folder, questions) in sets.items():
        strange = [q for other, (_, qs) in sets.items() if other != name for q in qs]
        unrelated = [Question(each.text) for each in chance.sample(strange, min(len(strange), len(questions) // 2))]
        samples[name] = list(_samples(folder, [*questions, *unrelated]))
        _say(f"{name}: {len(questions)} questions, {len(unrelated)} of another set")
    found = _fitted(list(samples.values()))
    figures = {}
    for name, held in samples.items():
        others = [each for other, each in samples.items() if other != name]
        figures[name] = _figures(held, _fitted(others) if others else found)
        _say(f"{name}, left out: {figures[name]}")
    content = {
        **asdict(found),
        "figures_left_out": figures,
        "made_by": f"evals/fitting/evidence.py with {', '.join(samples)}",
    }
    evidence.WEIGHTS_FILE.parent.mkdir(parents=True, exist_ok=True)
    evidence.WEIGHTS_FILE.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def _unprepared() -> list[Question]:
    rows = [json.loads(line) for line in (UNPREPARED / "retrieval.jsonl").read_text("utf-8").splitlines()]
    near = [json.loads(line) for line in (UNPREPARED / "calibration.jsonl").read_text("utf-8").splitlines()]
    return [Question(row["question"], quote=row["quote"]) for row in rows] + [Question(row["question"]) for row in near]


def _samples(folder: Path, questions: Sequence[Question]) -> Iterator[Sample]:
    home = _homes() / folder.parent.name / folder.name
    embedder = open_embedder("local", _homes())
    if (folder / "corpus.jsonl").is_file():
        with indexed(read_benchmark(folder).entries, home, embedder) as (search, _):
            yield from (_sample(search.search(each.text).on_subject, search.idf, each) for each in questions)
        return
    at = Location(home)
    ingest([folder], at, embedder)
    index = open_index(at, embedder.name, embedder.dimensions)
    with closing(index.store), closing(VectorCache(home / "vectors.sqlite")) as cache:
        search = Search(index, embedder, cache)
        yield from (_sample(search.search(each.text).on_subject, search.idf, each) for each in questions)


def _sample(found: Found, idf: Callable[[str], float], question: Question) -> Sample:
    asked = evidence.Asked(found.wording.text, found.vector, idf, found.canonical)
    fragments, answering, judged = [], [], []
    for number, source in enumerate(sources(found)):
        view = evidence.View(asked, source)
        for at, features in enumerate(view.fragment_features()):
            fragments.append([features[name] for name in evidence.FRAGMENT_FEATURES])
            answering.append(_answers(source.fragments[at], question))
            judged.append(view.answer_features(evidence.Weighed(number, at, 0.0)))
    rows = np.array(fragments).reshape(-1, len(evidence.FRAGMENT_FEATURES))
    return Sample(rows, np.array(answering, bool), question.is_answerable, judged)


def _answers(fragment: str, question: Question) -> bool:
    low = fragment.lower()
    if any(answer.lower() in low for answer in question.answers):
        return True
    held, quoted = (set(_WORD.findall(text.lower())) for text in (fragment, question.quote))
    return bool(held and quoted) and len(held & quoted) >= _SHARED * min(len(held), len(quoted)) and len(held) > 2


def _fitted(sets: Sequence[Sequence[Sample]]) -> evidence.Weights:
    order = _order(sets)
    total = order.sum()
    bests = [[(_best(each, order), each.answerable) for each in of_set if len(each.fragments)] for of_set in sets]
    names = list(evidence.ANSWER_FEATURES)
    rows = np.array([_judged(best, names, order, total) for of_set in bests for best, _ in of_set])
    labels = np.array([answerable for of_set in bests for _, answerable in of_set], float)
    counts = np.concatenate([_balance([a for _, a in of_set]) for of_set in bests])
    judgement = _logistic(rows, labels, counts)
    sure = 1 / (1 + np.exp(-(rows @ judgement)))
    scores = rows[:, names.index("best")]
    right, foreign = labels > 0, rows[:, names.index("foreign")] > 0
    return evidence.Weights(
        {name: round(float(w), 3) for name, w in zip(evidence.FRAGMENT_FEATURES, order, strict=True)},
        {name: round(float(w), 3) for name, w in zip(names, judgement, strict=True)},
        _least(scores[right & ~foreign], scores[right]),
        _least(scores[right & foreign], scores[right]),
        _least(sure[right], sure[right]),
    )


def _least(scores: Rows, otherwise: Rows) -> float:
    """What all but a few reach; of other scores where there are none."""
    return round(float(np.quantile(scores if scores.size else otherwise, (1 - _PASSING) / 2)), 3)


def _best(sample: Sample, order: Rows) -> tuple[float, Mapping[str, float]]:
    scores = sample.fragments @ order
    at = int(np.argmax(scores))
    return float(scores[at]), sample.judged[at]


def _judged(best: tuple[float, Mapping[str, float]], names: Sequence[str], order: Rows, total: float) -> list[float]:
    return [best[0] / total if name == "best" else best[1][name] for name in names]


def _balance(labels: Sequence[bool]) -> Rows:
    right = np.array(labels, bool)
    counts: Rows = np.where(right, 0.5 / max(1, right.sum()), 0.5 / max(1, (~right).sum()))
    return counts


def _order(sets: Sequence[Sequence[Sample]]) -> Rows:
    """Weights that are not negative, by Adam (Kingma and Ba 2015) on the mean over sets of the softmax loss."""
    usable = [[each for each in of_set if each.answering.any()] for of_set in sets]
    blocks = [(each, 1 / (len(usable) * len(of_set))) for of_set in usable for each in of_set]

    def slope(weights: Rows) -> Rows:
        total = np.zeros_like(weights)
        for each, share in blocks:
            scores = each.fragments @ weights
            chances = np.exp(scores - scores.max())
            right = chances * each.answering
            total += share * each.fragments.T @ (chances / chances.sum() - right / right.sum())
        return total

    return _adam(np.ones(len(evidence.FRAGMENT_FEATURES)), slope, lambda w: np.maximum(w, 0), 300)


def _logistic(rows: Rows, labels: Rows, counts: Rows) -> Rows:
    def slope(weights: Rows) -> Rows:
        return rows.T @ (counts * (1 / (1 + np.exp(-(rows @ weights))) - labels)) + _DECAY * weights

    return _adam(np.zeros(rows.shape[1]), slope, lambda w: w, _STEPS)


def _adam(weights: Rows, slope: Step, held: Step, steps: int) -> Rows:
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        down = slope(weights)
        first, second = 0.9 * first + 0.1 * down, 0.999 * second + 0.001 * down**2
        move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = held(weights - _RATE * move)
    return weights


def _figures(held: Sequence[Sample], fitted: evidence.Weights) -> dict[str, float]:
    order = np.array([fitted.fragment[name] for name in evidence.FRAGMENT_FEATURES])
    names = list(evidence.ANSWER_FEATURES)
    judgement = np.array([fitted.answer[name] for name in names])
    answerable = [each for each in held if each.answerable and len(each.fragments)]
    ranks = [_rank(each, order) for each in answerable]
    sure: dict[bool, list[float]] = {True: [], False: []}
    passed: dict[bool, list[bool]] = {True: [], False: []}
    for each in held:
        if len(each.fragments):
            row = np.array(_judged(_best(each, order), names, order, order.sum()))
            sure[each.answerable].append(float(1 / (1 + np.exp(-(row @ judgement)))))
            floor = fitted.foreign_floor if row[names.index("foreign")] else fitted.floor
            passed[each.answerable].append(
                row[names.index("best")] >= floor and sure[each.answerable][-1] >= fitted.likely
            )
    return {
        **{f"hit@{n}": round(100 * float(np.mean([rank < n for rank in ranks])), 1) for n in (1, 3)},
        "AUC": round(area_under_curve(sure[True], sure[False]), 3),
        "passes": round(100 * float(np.mean(passed[True])), 1),
        "refused": round(100 - 100 * float(np.mean(passed[False])), 1),
    }


def _rank(sample: Sample, order: Rows) -> int:
    by_score = np.argsort(-(sample.fragments @ order), kind="stable")
    return int(np.argmax(sample.answering[by_score])) if sample.answering.any() else 99


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
