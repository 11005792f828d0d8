"""Answers made of quotes."""

from assistant.extractive.response import Response
from assistant.extractive.steps import respond
from assistant.extractive.strangers import may_strangers_answer, of_strangers
from assistant.extractive.suggest import suggestions, topics

__all__ = ["Response", "may_strangers_answer", "of_strangers", "respond", "suggestions", "topics"]
