"""Makes `assistant/data/verification/wording.json`: how much has to speak for a sentence before its wording holds.

    python -m evals.fitting.wording

Read are the sentences of `evals/verification`. True ones have to hold by the passage that they cite; planted ones that
nothing bears out must not, nor true ones that cite another passage. Only what all other checks let through counts. The
floor is the highest that lets KEPT of the true sentences hold, one for sentences in the language of their passage and one
for those in another. Figures are crossed: each set is judged by a floor made without it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.verification import Support, Verifier, wording
from evals.benchmarks import verification_sets
from retrieval.search import Search

KEPT = 0.97


@dataclass(frozen=True, slots=True)
class Sample:
    """How much speaks for one sentence by one passage; `kind` is "true", "unsupported" or "miscited"."""

    set: str
    kind: str
    foreign: bool
    spoken_for: float


def main() -> None:
    """Measure, set the floors, judge each set by the others, write the file."""
    with (
        tempfile.TemporaryDirectory() as home,
        verification_sets.opened(Path(home), verification_sets.DOCUMENTS) as (search, citable),
    ):
        samples = list(_samples(search, citable))
    content: dict[str, object] = {"made_by": "evals/fitting/wording.py", "model": search.embedder.name}
    for pair, foreign in (("same", False), ("foreign", True)):
        of_pair = [each for each in samples if each.foreign == foreign]
        content[pair] = round(floor(of_pair), 3)
        content[f"{pair}_that_hold"] = figures(of_pair)
        sys.stdout.write(f"{pair}: {content[pair]} {content[f'{pair}_that_hold']}\n")
    wording.FLOORS_FILE.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def _samples(search: Search, citable: verification_sets.Citable) -> Iterator[Sample]:
    measured: list[tuple[bool, float]] = []

    def note(support: Support, foreign: bool) -> bool:
        measured.append((foreign, support.covered + support.cosine))
        return True

    verifier = Verifier(search.names, search.idf, search.embedder.embed_question, note)
    for path in verification_sets.SETS:
        for row in verification_sets.read_rows(path):
            own = citable.of(row)
            if own is None or (row.label == "planted" and row.kind != "unsupported"):
                continue
            kind = "true" if row.label == "true" else row.kind
            others = [each for each in citable.sources if each is not own] if kind == "true" else []
            for cited, as_kind in [(own, kind), *((each, "miscited") for each in others)]:
                measured.clear()
                verifier.check(row.sentence, [cited])
                yield from (Sample(path.stem, as_kind, *each) for each in measured)


def floor(samples: Sequence[Sample]) -> float:
    """The highest by which KEPT of the true sentences hold."""
    ordered = sorted(each.spoken_for for each in samples if each.kind == "true")
    return ordered[int((1 - KEPT) * len(ordered))]


def figures(samples: Sequence[Sample]) -> dict[str, str]:
    """How many of each kind hold, of how many, each set by a floor that was made of the others."""
    held: dict[str, list[bool]] = {}
    for name in dict.fromkeys(each.set for each in samples):
        least = floor([each for each in samples if each.set != name])
        for each in samples:
            if each.set == name:
                held.setdefault(each.kind, []).append(each.spoken_for >= least)
    return {kind: f"{sum(each)} of {len(each)}" for kind, each in held.items()}


if __name__ == "__main__":
    main()
