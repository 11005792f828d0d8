"""Which fragments answer a question, and how likely any does."""

from assistant.evidence import judge, views

__all__ = ["judge", "views"]
