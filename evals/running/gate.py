"""The gate: whether a run is worse than the committed baseline beyond the noise."""

from __future__ import annotations

from collections.abc import Iterator

from evals.running.comparing import Comparison, compare
from evals.running.runs import Run
from evals.running.statistics import Difference
from evals.running.summary import ALL, noise

SURE = 0.95
"""Probability from which on a drop counts as real."""

_SHARES = (
    "passed",
    "fact_recall",
    "status",
    "refusal_recall",
    "citation_precision",
    "citation_recall",
    "contact_top1",
    "standalone",
)
_NEVER = {"wrong_numbers": "wrong phone numbers", "forbidden": "facts that must not be said"}


def regressions(baseline: Run, run: Run) -> list[str]:
    """Why the run may not land, a sentence each; empty when it may.

    A slice is worse when its share fell, by the paired bootstrap with a probability of at least 0.95, and by more than
    repeats of either run differ. One more wrong phone number or forbidden fact is too much, and so is a case that was
    not asked or could not be scored.
    """
    found = compare(baseline, run)
    return [*_coverage(found, run), *_never(found), *_worse(found, baseline, run)]


def _coverage(found: Comparison, run: Run) -> Iterator[str]:
    if found.gone:
        yield f"{len(found.gone)} cases of the baseline were not asked, first {found.gone[0]}: run with --half all."
    if found.otherwise:
        yield (
            f"{len(found.otherwise)} cases are other ones than in the baseline, first {found.otherwise[0]}: "
            "make a new baseline with `policydesk eval run --half all --name baseline`."
        )
    for row in run.rows:
        if row.unscored:
            yield f"{row.key} is unscored: {row.unscored}"


def _never(found: Comparison) -> Iterator[str]:
    for change in found.changes:
        for name, words in _NEVER.items():
            if change.gains.get(name, 0) < 0:
                yield f"{change.after.key} shows {words} that it did not before."


def _worse(found: Comparison, baseline: Run, run: Run) -> Iterator[str]:
    for (half, name), figures in found.figures.items():
        for metric in _SHARES:
            each = figures.get(metric)
            if each and _is_real(each, max(noise(baseline.rows, metric), noise(run.rows, metric))):
                where = " ".join(part for part in (half, name.replace("_", " ")) if part != ALL) or "all cases"
                yield (
                    f"{where}: {metric} fell by {-100 * each.interval.mean:.1f} points "
                    f"({each.worse} worse, {each.better} better of {each.interval.count}; {each.real:.0%} sure)."
                )


def _is_real(each: Difference, floor: float) -> bool:
    return each.interval.mean < 0 and each.real >= SURE and -each.interval.mean > floor
