"""Choice of sentences and refusal on questions and answers as SQuAD 2.0 has them, ours beside cosine plus word overlap.

Questions are asked over the whole corpus. hit@n is the percentage of answerable questions with an answer string in the
first n chosen sentences; AUC is the chance that an answerable question gets more evidence than one that is not (0.5 is
chance, 1 is perfect). EM and F1 hold the first sentence against the answer strings as SQuAD's script does (Rajpurkar et
al. 2016): we answer in whole sentences, so EM is near 0 by design and F1 low; they are there to compare with others.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rich.progress import Progress

from assistant.knowledge import Knowledge
from assistant.quoting import fragment
from evals.benchmarks import report
from evals.benchmarks.data import Asked
from evals.benchmarks.ranking_metrics import area_under_curve
from evals.benchmarks.squad_metrics import exact_match, token_f1
from retrieval.embedding import quotable
from retrieval.language import analyze, content_terms
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
    exact: list[float] = field(default_factory=list)
    overlap: list[float] = field(default_factory=list)

    def add(self, asked: Asked, choice: Choice, milliseconds: float) -> None:
        """Count one question."""
        (self.answerable if asked.answers else self.unanswerable).append(choice.evidence)
        self.milliseconds.append(milliseconds)
        first = next(
            (n for n, text in enumerate(choice.sentences) if asked.answers and holds(text, asked.answers)), None
        )
        if asked.answers:
            best = choice.sentences[0] if choice.sentences else ""
            self.exact.append(max(exact_match(best, answer) for answer in asked.answers))
            self.overlap.append(max(token_f1(best, answer) for answer in asked.answers))
        for n in range(_CHOSEN):
            self.hits[n] += first is not None and first <= n

    def figures(self) -> dict[str, float]:
        """hit@n in percent, AUC in 0..1, milliseconds a question without the search; the last two may be left out."""
        found: dict[str, float] = {}
        if self.answerable:
            found |= {f"hit@{n + 1}": round(100 * hits / len(self.answerable), 1) for n, hits in enumerate(self.hits)}
            found["EM"] = round(100 * statistics.fmean(self.exact), 1)
            found["F1"] = round(100 * statistics.fmean(self.overlap), 1)
        if self.answerable and self.unanswerable:
            found["AUC"] = round(area_under_curve(self.answerable, self.unanswerable), 3)
        return found | {"ms p50": round(statistics.median(self.milliseconds), 1)}


def measure(search: Search, asked: Sequence[Asked], bar: Progress) -> report.Figures:
    """Method -> figures over the questions."""
    tallies, knowledge = {name: Tally() for name in _METHODS}, Knowledge(search)
    for each in report.tracked(bar, asked, "Questions"):
        found = search.search(each.question).on_subject
        for name, method in _METHODS.items():
            began = time.perf_counter()
            choice = method(found, knowledge)
            tallies[name].add(each, choice, 1000 * (time.perf_counter() - began))
    return {name: tally.figures() for name, tally in tallies.items()}


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether an answer stands in the text, case aside."""
    low = text.lower()
    return any(answer.lower() in low for answer in answers)


def plain(found: Found, knowledge: Knowledge) -> Choice:
    """Half cosine, half share of the question's words by idf."""
    idf = knowledge.idf
    weights = {term: idf(term) for term in content_terms(found.wording.text)}
    total = sum(weights.values()) or 1.0
    scored: list[tuple[float, str]] = []
    for passage, vectors in zip(found.passages, found.sentences, strict=True):
        for span, vector in zip(quotable(passage.chunk), vectors, strict=True):
            text = passage.chunk.text[span.start : span.end]
            overlap = sum(weights.get(term, 0.0) for term in set(analyze(text))) / total
            scored.append((0.5 * float(vector @ found.vector) + 0.5 * overlap, text))
    scored.sort(key=lambda each: -each[0])
    return Choice([text for _, text in scored[:_CHOSEN]], scored[0][0] if scored else 0.0)


def ours(found: Found, knowledge: Knowledge) -> Choice:
    """The evidence judge's choice."""
    judgement = knowledge.judged(found)
    best = judgement.fragments[:_CHOSEN]
    return Choice([fragment(found, each.source, each.fragment).text for each in best], judgement.answered)


_METHODS: Mapping[str, Callable[[Found, Knowledge], Choice]] = {
    "cosine + overlap": plain,
    "Policydesk": ours,
}
