"""Which fragments answer a question, and how likely any does."""

from assistant.evidence import interaction, judge, views
from assistant.evidence.judge import Judge, Judgement, Outcome

__all__ = ["Judge", "Judgement", "Outcome", "interaction", "judge", "views"]
