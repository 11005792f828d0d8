"""Ranking figures of one question by ir-measures (MacAvaney et al. 2022), the one home of that library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.records import PolicydeskError

NAMES = {"R@5": "recall@5", "R@10": "recall@10", "nDCG@10": "ndcg@10", "RR": "mrr"}


def check() -> None:
    """Raises PolicydeskError when ir-measures is not installed."""
    try:
        import ir_measures  # noqa: F401
    except ImportError as error:
        raise PolicydeskError(
            "The ranking figures need the package ir-measures: run `make eval`, which sets it up, or "
            "`pip install 'policydesk[evals]'`."
        ) from error


def ranking_scores(ranking: Sequence[str], gains: Mapping[str, int]) -> dict[str, float]:
    """recall@5, recall@10, nDCG@10 and MRR of names, best first; nothing where nothing is relevant."""
    from ir_measures import RR, Qrel, R, ScoredDoc, iter_calc, nDCG

    if not gains:
        return {}
    if not ranking:
        return dict.fromkeys(NAMES.values(), 0.0)
    judged = [Qrel("q", name, gain) for name, gain in gains.items()]
    ranked = [ScoredDoc("q", name, float(-place)) for place, name in enumerate(ranking)]
    found = iter_calc([R @ 5, R @ 10, nDCG @ 10, RR], judged, ranked)
    return {NAMES[str(each.measure)]: float(each.value) for each in found}
