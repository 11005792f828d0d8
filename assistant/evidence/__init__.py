"""Which fragments answer a question, and how likely any does."""

from assistant.evidence import interaction, judge, views
from assistant.evidence.judge import (
    CLOSE,
    MOST_SHOWN,
    READ,
    Judge,
    Judgement,
    Outcome,
    Ranked,
    Thresholds,
    shipped_thresholds,
    weights_version,
)

__all__ = [
    "CLOSE",
    "MOST_SHOWN",
    "READ",
    "Judge",
    "Judgement",
    "Outcome",
    "Ranked",
    "Thresholds",
    "interaction",
    "judge",
    "shipped_thresholds",
    "views",
    "weights_version",
]
