"""How sure a figure is: bootstrap intervals, and the comparison of two runs on the same cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
_SEED = 20_261_124  # any; fixed, so that the same rows give the same interval


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the bounds between which it lies with 95 % confidence; all of them 0 to 1 for shares."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better a run is than another on the same cases, and how sure that is.

    `real` is the share of resamples in which the difference has the sign that it has in all; 0.5 where there is none.
    """

    interval: Interval
    real: float
    better: int
    worse: int


def interval(values: Sequence[float]) -> Interval | None:
    """The mean of one value per case with its percentile bootstrap interval (Efron 1979). None without values."""
    if not values:
        return None
    each = np.asarray(values, dtype=float)
    if each.min() == each.max():
        return Interval(float(each[0]), float(each[0]), float(each[0]), len(each))
    low, high = np.percentile(_means(each), [2.5, 97.5])
    return Interval(float(each.mean()), float(low), float(high), len(each))


def difference(before: Mapping[str, float], after: Mapping[str, float]) -> Difference | None:
    """Paired bootstrap of `after` minus `before`, by case id, over the cases that both have. None when they share none."""
    shared = sorted(before.keys() & after.keys())
    if not shared:
        return None
    gains = np.asarray([after[each] - before[each] for each in shared], dtype=float)
    means = _means(gains)
    low, high = np.percentile(means, [2.5, 97.5])
    mean = float(gains.mean())
    real = 0.5 if mean == 0 else float((np.sign(means) == np.sign(mean)).mean())
    found = Interval(mean, float(low), float(high), len(shared))
    return Difference(found, real, int((gains > 0).sum()), int((gains < 0).sum()))


def noise_floor(runs: Sequence[Mapping[str, float]]) -> float:
    """The largest difference of means between runs that differ in nothing, over the cases that all have; 0 for one run."""
    shared = set.intersection(*(set(each) for each in runs)) if runs else set()
    means = [float(np.mean([each[name] for name in sorted(shared)])) for each in runs] if shared else [0.0]
    return max(means) - min(means)


def _means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of resamples with replacement: (RESAMPLES,)."""
    drawn = np.random.default_rng(_SEED).integers(0, len(values), (RESAMPLES, len(values)))
    means: NDArray[np.float64] = values[drawn].mean(axis=1)
    return means
