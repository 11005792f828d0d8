"""Answers made of quotes."""

from assistant.extractive.response import Response
from assistant.extractive.steps import respond
from assistant.extractive.suggest import suggestions, topics

__all__ = ["Response", "respond", "suggestions", "topics"]
