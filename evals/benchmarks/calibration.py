"""Whether thresholds that are set by half of the probes do on the other half what was expected of them.

    python -m evals.benchmarks.calibration HOME BENCHMARK...

Of each benchmark folder (BEIR's form) every other entry that a question was asked about is left out of the index: its questions
are then about something near that is not there. Entries are halved at random, twenty times, each with its questions: half is
calibrated on, the other half measured with the thresholds that ship and with the new ones. Indexes are kept below HOME.
Where another entry answers as well, a question that counts as not answerable is one: the figures are no better than the labels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.calibration import Asker, Probe, Probed, choosing
from assistant.evidence import Thresholds
from assistant.knowledge import Knowledge
from evals.benchmarks.data import Benchmark, read_benchmark
from evals.benchmarks.index import file_name, indexed
from retrieval.embedding import open_embedder

if TYPE_CHECKING:
    from evals.benchmarks.data import Entry

_HALVINGS = 20
_TODAY = date(2026, 11, 24)


def main(home: Path, folders: Sequence[Path]) -> None:
    """Print the figures of each benchmark."""
    embedder = open_embedder("local", home)
    for folder in folders:
        benchmark = read_benchmark(folder)
        probes, entries = probes_of(benchmark)
        with indexed(entries, home / folder.name, embedder) as (search, _):
            known = Knowledge(search)
            asker = Asker(known.judging_by, _TODAY)
            probed = [asker.ask(each) for each in probes]
            for line in figures(probed, known.parting):
                _say(line)
            after = choosing.choose(probed, known.parting, choosing.COST)
            same = sum(asker.asked(each.probe, after).outcome == each.at(after).outcome for each in probed)
            _say(f"| as foreseen when asked with the new thresholds | {same} of {len(probed)} |")


def probes_of(benchmark: Benchmark) -> tuple[list[Probe], list[Entry]]:
    """The questions, and the entries to index; `where` of a probe names its entry."""
    numbers = {each.id: n for n, each in enumerate(benchmark.entries)}
    asked = {
        each.text: [i for i, grade in each.relevance.items() if grade and i in numbers] for each in benchmark.queries
    }
    single = {text: of[0] for text, of in asked.items() if len(of) == 1}
    gone = set(sorted(set(single.values()))[::2])
    kept = [each for each in benchmark.entries if each.id not in gone]
    places = {each.id: file_name(n) for n, each in enumerate(kept)}
    return [Probe(text, i in places, document=places.get(i, ""), where=i) for text, i in single.items()], kept


def figures(probed: Sequence[Probed], before: Thresholds) -> Iterator[str]:
    """A table of means over the halvings."""
    olds, news, expected, within, saved = [], [], [], [], []
    rows: list[tuple[list[float], list[float], list[float]]] = []
    for seed in range(_HALVINGS):
        ours, theirs = _halves(probed, seed)
        made = choosing.propose(ours, before, choosing.COST)
        olds.append(choosing.cost_of(theirs, before, choosing.COST))
        news.append(choosing.cost_of(theirs, made.after, choosing.COST))
        expected.append(made.expected.cost.mean)
        within.append(made.expected.cost.low <= news[-1] <= made.expected.cost.high)
        saved.append(news[-1] < olds[-1])
        rows.append(
            (_shares(theirs, before), _shares(theirs, made.after), [each.mean for each in made.expected.shares])
        )
    kinds = [each.probe.answerable for each in probed]
    yield f"| {sum(kinds)} answerable, {len(kinds) - sum(kinds)} not | as it ships | calibrated | expected |"
    yield "|---|---|---|---|"
    for n, (answerable, name) in enumerate(choosing.ROWS):
        told = (100 * fmean(each[way][n] for each in rows) for way in range(3))
        yield f"| {'there' if answerable else 'not there'}: {name} | {' | '.join(f'{each:.1f} %' for each in told)} |"
    yield f"| cost of a question | {fmean(olds):.3f} | {fmean(news):.3f} | {fmean(expected):.3f} |"
    yield f"| cost within the interval expected; less than as it ships | | {sum(within)} of {_HALVINGS}; {sum(saved)} of {_HALVINGS} | |"


def _halves(probed: Sequence[Probed], seed: int) -> tuple[list[Probed], list[Probed]]:
    entries = sorted({each.probe.where for each in probed})
    ours = set(Random(seed).sample(entries, len(entries) // 2))  # noqa: S311 - which half is taken
    return [e for e in probed if e.probe.where in ours], [e for e in probed if e.probe.where not in ours]


def _shares(probed: Sequence[Probed], at: Thresholds) -> list[float]:
    kinds = [each.probe.answerable for each in probed]
    return [
        n / kinds.count(answerable)
        for n, (answerable, _) in zip(choosing.tally(probed, at), choosing.ROWS, strict=True)
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
