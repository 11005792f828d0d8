"""Thresholds that cost least over probes, and what they are to be expected to cost on questions that nobody has asked yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.calibration.asking import Probed, Reply
from assistant.calibration.probes import Probe, counts
from assistant.evidence import Thresholds

FEWEST = 30
"""Probes of either kind. Of fewer, a share is not known to 18 points either way (half the width of a 95 % interval at its widest)."""
COST = 2.0
"""Of an answer that is wrong or to what is not there, in questions that are refused though the documents answer them."""
_NEAR = 0.5
"""Of the right text shown as only the nearest: half of a refusal, as the reader has it and has to judge it."""
_IN_VAIN = 0.1
"""Of texts shown as the nearest where there is nothing: they are read in vain, and claim nothing."""
_TRIED = 60  # values of each threshold
_FOLDS, _REPEATS = 10, 20
_RESAMPLES = 2_000
_SEED = 7

Rows = NDArray[np.float64]

ROWS: tuple[tuple[bool, str], ...] = (
    (True, "answered rightly"),
    (True, "answered wrongly"),
    (True, "nearest, with the right text"),
    (True, "nearest, without it"),
    (True, "refused though there"),
    (False, "answered though not there"),
    (False, "nearest"),
    (False, "refused rightly"),
)
"""What can become of a probe: whether it is answerable, and in words."""


@dataclass(frozen=True, slots=True)
class Share:
    """A mean over probes (0..1, or a cost) and its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What thresholds chosen in this way are to be expected to do: the share of each of `ROWS` among probes of its kind, the
    cost a probe, and by how much less that is than with the thresholds in force."""

    shares: tuple[Share, ...]
    cost: Share
    saved: Share


@dataclass(frozen=True, slots=True)
class Proposal:
    """The thresholds in force and those that cost least over the probes, and what is to be expected of the latter elsewhere."""

    before: Thresholds
    after: Thresholds
    expected: Expected

    @property
    def is_better(self) -> bool:
        """Whether they are other ones and cost less on probes that they were not chosen by."""
        return self.after != self.before and self.expected.saved.mean > 0

    @property
    def is_sure(self) -> bool:
        """Whether that is more than chance."""
        return self.expected.saved.low > 0


def too_few(probes: Sequence[Probe]) -> str:
    """What is missing for thresholds to be set, in sentences; empty where nothing is."""
    answerable, others = counts(probes)
    if min(answerable, others) >= FEWEST:
        return ""
    return (
        f"There are {answerable} probe questions that the documents answer and {others} that they do not; {FEWEST} of each are "
        "needed, better 100, as a share of fewer is not known to 18 points either way. Add what users ask."
    )


def propose(probed: Sequence[Probed], before: Thresholds, cost: float) -> Proposal:
    """The thresholds to set in place of those `before`."""
    return Proposal(before, choose(probed, before, cost), expect(probed, before, cost))


def became(probed: Probed, thresholds: Thresholds) -> int:
    """The number in `ROWS` of what becomes of a probe."""
    return _row(probed.at(thresholds), answerable=probed.probe.answerable)


def _row(reply: Reply, *, answerable: bool) -> int:
    if not answerable:
        return {"answered": 5, "nearest": 6, "not_found": 7}[reply.outcome]
    return {"answered": 0 if reply.right else 1, "nearest": 2 if reply.right else 3, "not_found": 4}[reply.outcome]


def silences(probed: Sequence[Probed], before: Thresholds, after: Thresholds) -> bool:
    """Whether new thresholds would leave fewer than half of the right answers."""
    return tally(probed, after)[0] < tally(probed, before)[0] / 2


def tally(probed: Sequence[Probed], thresholds: Thresholds) -> list[int]:
    """How many probes each of `ROWS` has."""
    rows = [became(each, thresholds) for each in probed]
    return [rows.count(n) for n in range(len(ROWS))]


def prices(cost: float) -> tuple[float, ...]:
    """What each of `ROWS` costs where a wrong answer costs so much."""
    return (0.0, cost, _NEAR, 1.0, 1.0, cost, _IN_VAIN, 0.0)


def cost_of(probed: Sequence[Probed], thresholds: Thresholds, cost: float) -> float:
    """The mean cost of a probe."""
    return sum(n * price for n, price in zip(tally(probed, thresholds), prices(cost), strict=True)) / len(probed)


def choose(probed: Sequence[Probed], before: Thresholds, cost: float) -> Thresholds:
    """The thresholds that cost least over probes; of several those nearest to the ones `before`."""
    return _Costs(probed, before, cost).cheapest(np.ones(len(probed)))


def expect(probed: Sequence[Probed], before: Thresholds, cost: float) -> Expected:
    """What is to be expected of `choose`, by repeated stratified cross-validation: each probe is judged by thresholds that
    were chosen without it (Kohavi 1995; ten folds, twenty times).

    Intervals are percentiles over resampled probes (Efron and Tibshirani 1993). Chance in the choosing is not in them, so
    they are somewhat narrow (Bates, Hastie and Tibshirani 2023); both need probes like the questions to come.
    """
    costs, chance = _Costs(probed, before, cost), np.random.default_rng(_SEED)
    rows = np.zeros((len(probed), len(ROWS)))
    answerable = np.array([each.probe.answerable for each in probed])
    for _ in range(_REPEATS):
        fold_of = _folds(answerable, chance)
        for fold in range(_FOLDS):
            chosen = costs.cheapest((fold_of != fold).astype(float))
            for at in np.flatnonzero(fold_of == fold).tolist():
                rows[at, became(probed[at], chosen)] += 1 / _REPEATS
    paid = rows @ np.array(prices(cost))
    now = np.array(prices(cost))[[became(each, before) for each in probed]]
    drawn = _drawn(answerable, chance)
    shares = [_share(rows[:, n], drawn, answerable == of) for n, (of, _) in enumerate(ROWS)]
    whole = np.ones(len(probed), bool)
    return Expected(tuple(shares), _share(paid, drawn, whole), _share(now - paid, drawn, whole))


def _folds(answerable: NDArray[np.bool_], chance: np.random.Generator) -> NDArray[np.int64]:
    """The fold of each probe; either kind is spread evenly over all."""
    folds = np.zeros(len(answerable), np.int64)
    for kind in (True, False):
        at = np.flatnonzero(answerable == kind)
        folds[chance.permutation(at)] = np.arange(len(at)) % _FOLDS
    return folds


def _drawn(answerable: NDArray[np.bool_], chance: np.random.Generator) -> Rows:
    """How often each probe (columns) is drawn in each resample (rows); as many of either kind as there are."""
    drawn = np.zeros((_RESAMPLES, len(answerable)))
    for kind in (True, False):
        at = np.flatnonzero(answerable == kind)
        drawn[:, at] = chance.multinomial(len(at), np.full(len(at), 1 / max(1, len(at))), _RESAMPLES)
    return drawn


def _share(values: Rows, drawn: Rows, among: NDArray[np.bool_]) -> Share:
    means = drawn[:, among] @ values[among] / among.sum()
    low, high = np.percentile(means, [2.5, 97.5])
    return Share(float(values[among].mean()), float(low), float(high))


class _Costs:
    """The cost of every pair of thresholds worth trying, over any of the probes."""

    def __init__(self, probed: Sequence[Probed], before: Thresholds, cost: float) -> None:
        chances, scores = (np.array([getattr(each, name) for each in probed]) for name in ("chance", "score"))
        self._answered, self._nearest, self._refused = (
            np.array([prices(cost)[_row(getattr(e, way), answerable=e.probe.answerable)] for e in probed])
            for way in ("answered", "nearest", "refused")
        )
        self._before = before
        self._chances = _worth_trying(chances, before.answered)
        self._scores = _worth_trying(scores, before.near)
        self._is_answer = (chances[:, None] >= self._chances).astype(float)
        self._is_near = (scores[:, None] >= self._scores).astype(float)

    def cheapest(self, counts: Rows) -> Thresholds:
        """Where each probe counts so much. Ties go to those nearest to the thresholds before."""
        answered, nearest, refused = (counts * each for each in (self._answered, self._nearest, self._refused))
        total = (
            (self._is_answer * (answered - nearest)[:, None]).T @ self._is_near
            + (nearest - refused) @ self._is_near
            + refused.sum()
        )
        far = np.abs(self._chances - self._before.answered)[:, None] + np.abs(self._scores - self._before.near)
        tied = np.where(total <= total.min() + 1e-9, far, np.inf)
        at, near = np.unravel_index(int(np.argmin(tied)), tied.shape)
        return Thresholds(float(self._chances[at]), float(self._scores[near]))


def _worth_trying(values: Rows, before: float) -> Rows:
    """Half way between neighbouring values, thinned out evenly where there are many; below and above all; the one before."""
    known = np.unique(values)
    between = (known[:-1] + known[1:]) / 2
    if len(between) > _TRIED:
        between = between[np.linspace(0, len(between) - 1, _TRIED).round().astype(int)]
    return np.unique(np.round([0.0, *between, 1.0, before], 4))
