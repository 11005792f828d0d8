"""Two runs on the same cases: what changed, how sure that is, and case by case, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.running.rows import Row
from evals.running.runs import Run
from evals.running.scores import METRICS
from evals.running.statistics import Difference, difference
from evals.running.summary import by_case, parts

_WEIGHTS = ("passed", "wrong_numbers", "fact_recall", "status", "citation_recall", "citation_precision")
Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A case that came out otherwise: the rows before and after, and by how much better each figure is."""

    before: Row
    after: Row
    gains: dict[str, float]

    @property
    def badness(self) -> tuple[float, ...]:
        """Sorts the worst first."""
        return tuple(self.gains.get(name, 0.0) for name in _WEIGHTS)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`figures` is (half, slice) -> metric -> difference, positive for better. `settings` is what was otherwise asked."""

    figures: dict[Part, dict[str, Difference]]
    changes: tuple[Change, ...]
    settings: dict[str, tuple[object, object]]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    otherwise: tuple[str, ...]


def compare(before: Run, after: Run) -> Comparison:
    """Compare the cases that both runs have and that ask the same; the others are named, not counted."""
    first, second = _clean(before), _clean(after)
    both = first.keys() & second.keys()
    otherwise = {key for key in both if first[key].case != second[key].case}
    shared = both - otherwise
    old = [each for each in before.rows if not each.variant and each.key in shared]
    new = [each for each in after.rows if not each.variant and each.key in shared]
    return Comparison(
        _figures(old, new),
        tuple(sorted(_changes(first, second, shared), key=lambda each: (each.badness, each.after.key))),
        {
            name: (before.config.get(name), after.config.get(name))
            for name in sorted((before.config.keys() | after.config.keys()) - {"made"})
            if before.config.get(name) != after.config.get(name)
        },
        tuple(sorted(first.keys() - second.keys())),
        tuple(sorted(second.keys() - first.keys())),
        tuple(sorted(otherwise)),
    )


def _clean(run: Run) -> dict[str, Row]:
    return {each.key: each for each in run.rows if not each.variant and each.repeat == 1}


def _figures(old: Sequence[Row], new: Sequence[Row]) -> dict[Part, dict[str, Difference]]:
    before, after = parts(old), parts(new)
    found: dict[Part, dict[str, Difference]] = {}
    for part in before:
        found[part] = {}
        for name, metric in METRICS.items():
            values = [by_case(rows, name) for rows in (before[part], after[part])]
            if each := difference(*(values if metric.more_is_better else reversed(values))):
                found[part][name] = each
    return found


def _changes(first: dict[str, Row], second: dict[str, Row], shared: set[str]) -> list[Change]:
    changes = []
    for key in shared:
        before, after = first[key], second[key]
        gains = {
            name: (after.scores[name] - before.scores[name]) * (1 if metric.more_is_better else -1)
            for name, metric in METRICS.items()
            if name in before.scores and name in after.scores and after.scores[name] != before.scores[name]
        }
        if before.unscored != after.unscored or before.text != after.text or gains:
            changes.append(Change(before, after, gains))
    return changes
