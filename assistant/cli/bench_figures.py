"""What a benchmark asks, how it takes time, and what it gives."""

from __future__ import annotations

import math
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

QUESTIONS = (
    "Which team handles regional industrial planning at Gyeongbuk Technopark, and what is its phone?",
    "What are the six core initiatives of the informatization plan?",
    "Who is in charge of the integrated culture and tourism mobile service?",
    "What are the future strategic industries of Busan?",
    "How long does the 5th basic plan for industrial complexes run?",
    "What does the industrial policy planning of Gwangju Techno Park do?",
    "contct for the smrt busines platfrom",
    "How do I bake a sourdough bread?",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; `aim` says in words what the project wants of it."""

    name: str
    value: float
    unit: str
    aim: str


def machine() -> str:
    """What the figures were taken on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def timed(call: Callable[[str], object], questions: Sequence[str], *, rounds: int) -> list[float]:
    """Milliseconds of each call: all questions in turn, `rounds` times."""
    taken = []
    for question in [*questions] * rounds:
        began = time.perf_counter()
        call(question)
        taken.append((time.perf_counter() - began) * 1000)
    return taken
