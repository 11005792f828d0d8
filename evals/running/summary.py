"""The figures of a run: by half and slice with intervals, and what stands beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from statistics import fmean
from typing import Any

import numpy as np

from evals.running.rows import Row
from evals.running.scores import METRICS
from evals.running.statistics import difference, interval, noise_floor

ALL = "all"


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """What summary.json holds. `figures` is half -> slice -> metric -> mean, low, high, count; each half has `all` too."""
    clean = [each for each in rows if not each.variant]
    return {
        "cases": len({each.id for each in clean}),
        "unscored": sum(each.unscored is not None for each in rows),
        "unjudged": sum(each.unjudged for each in rows),
        "figures": _figures(clean),
        "confusion": _confusion(clean),
        "lost": dict(Counter(each.lost for each in clean if each.lost).most_common()),
        "robustness": _robustness(rows),
        "noise": {name: round(floor, 6) for name in METRICS if (floor := noise(clean, name))},
        "latency_ms": _latency(clean),
        "tokens": {
            "prompt": sum(each.usage.prompt_tokens for each in rows),
            "completion": sum(each.usage.completion_tokens for each in rows),
        },
    }


def by_case(rows: Iterable[Row], metric: str) -> dict[str, float]:
    """Case -> figure, the mean over repeats; only the cases that have it."""
    found = defaultdict[str, list[float]](list)
    for row in rows:
        if metric in row.scores:
            found[row.key].append(row.scores[metric])
    return {key: fmean(values) for key, values in found.items()}


def noise(rows: Sequence[Row], metric: str) -> float:
    """How far the means of repeats are apart; 0 for one run."""
    repeats = sorted({each.repeat for each in rows})
    return noise_floor([by_case((each for each in rows if each.repeat == number), metric) for number in repeats])


def parts(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """(half, slice) -> rows, with "all" for either; a half that is the only one stands once."""
    found = defaultdict[tuple[str, str], list[Row]](list)
    for row in rows:
        for half in (ALL, row.half):
            for name in (ALL, row.slice):
                found[half, name].append(row)
    return dict(sorted(found.items()))


def _figures(rows: Sequence[Row]) -> dict[str, dict[str, dict[str, Any]]]:
    found = defaultdict[str, dict[str, dict[str, Any]]](dict)
    for (half, name), part in parts(rows).items():
        found[half][name] = {
            metric: {key: _rounded(value) for key, value in asdict(figure).items()}
            for metric in METRICS
            if (figure := interval(list(by_case(part, metric).values())))
        }
    return dict(found)


def _confusion(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """What was wanted (all statuses that would do) -> what came -> how often."""
    found = defaultdict[str, Counter[str]](Counter)
    for row in rows:
        if not row.unscored:
            found[" or ".join(row.case["status"])][row.status] += 1
    return {wanted: dict(sorted(got.items())) for wanted, got in sorted(found.items())}


def _robustness(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Variant -> the mean of clean and of changed questions over the same cases, and the drop with its interval."""
    found: dict[str, dict[str, Any]] = {}
    for variant in dict.fromkeys(each.variant for each in rows if each.variant):
        changed = by_case(
            [each.model_copy(update={"variant": ""}) for each in rows if each.variant == variant], "passed"
        )
        clean = by_case((each for each in rows if not each.variant and each.id in changed), "passed")
        if drop := difference(clean, changed):
            found[variant] = {
                "cases": drop.interval.count,
                "clean": _rounded(fmean(clean.values())),
                "changed": _rounded(fmean(changed.values())),
                "drop": [_rounded(-each) for each in (drop.interval.mean, drop.interval.high, drop.interval.low)],
            }
    return found


def _latency(rows: Iterable[Row]) -> dict[str, Mapping[str, float]]:
    times = defaultdict[str, list[float]](list)
    for row in rows:
        for stage, value in row.timings_ms.items():
            times[stage].append(value)
    return {
        stage: {f"p{q}": round(float(np.percentile(values, q)), 1) for q in (50, 95)} for stage, values in times.items()
    }


def _rounded(value: float) -> float:
    return round(value, 4) + 0.0  # no minus zero
