"""The area under the curve of scores, and the plain ways of fusing two rankings that ours is compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

_RRF = 60  # Cormack et al. 2009


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Chance that a positive scores above a negative, ties counting half (Mann and Whitney 1947). nan without either."""
    if not positive or not negative:
        return math.nan
    ordered = sorted([*positive, *negative])
    first: dict[float, int] = {}
    count: dict[float, int] = {}
    for place, score in enumerate(ordered):
        first.setdefault(score, place)
        count[score] = count.get(score, 0) + 1
    ranks = sum(first[score] + (count[score] + 1) / 2 for score in positive)
    return (ranks - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative))


def reciprocal_rank_fusion(*rankings: Sequence[str]) -> list[str]:
    """Best first by the sum of 1 / (60 + rank)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, each in enumerate(ranking, 1):
            scores[each] = scores.get(each, 0.0) + 1 / (_RRF + rank)
    return best_first(scores)


def convex(*scored: Mapping[str, float]) -> list[str]:
    """Best first by the mean of scores scaled to 0..1 within each list; what a list lacks gets 0 there."""
    scores: dict[str, float] = {}
    for each in scored:
        low, high = min(each.values(), default=0.0), max(each.values(), default=0.0)
        for name, score in each.items():
            scores[name] = scores.get(name, 0.0) + ((score - low) / (high - low) if high > low else 0.0)
    return best_first(scores)


def best_first(scores: Mapping[str, float]) -> list[str]:
    """Names by falling score, ties by name."""
    return sorted(scores, key=lambda name: (-scores[name], name))
