"""Answers that a language model writes, from the prompt to the reader."""

from assistant.generated.generate import Deadline, Generator, generator
from assistant.generated.model import Model
from assistant.generated.prompts import Prompt, fenced, read
from assistant.generated.rewrite import turns_to_tell
from assistant.generated.writing import Written

__all__ = ["Deadline", "Generator", "Model", "Prompt", "Written", "fenced", "generator", "read", "turns_to_tell"]
