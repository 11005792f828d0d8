"""Which fragments answer a question, and how likely any does."""

from assistant.evidence import judge, views
from assistant.evidence.judge import Judge, Judgement

__all__ = ["Judge", "Judgement", "judge", "views"]
