"""Which fragments answer a question, and how likely any does."""

from assistant.evidence import interaction, judge, views
from assistant.evidence.judge import CLOSE, MOST_SHOWN, READ, Judge, Judgement, Outcome, Ranked

__all__ = ["CLOSE", "MOST_SHOWN", "READ", "Judge", "Judgement", "Outcome", "Ranked", "interaction", "judge", "views"]
