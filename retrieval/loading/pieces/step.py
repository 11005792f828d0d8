"""What a reader says of itself while it works for long, to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Hear = Callable[[str, int, int], None]
"""Told which kind of step it is, how many of them are done, and of how many."""
_hears: ContextVar[Hear | None] = ContextVar("hears", default=None)


def step(stage: str, done: int, total: int) -> None:
    """Say that a long step is done; whoever waits, waits as long again for the next."""
    if hear := _hears.get():
        hear(stage, done, total)


@contextmanager
def heard(hear: Hear) -> Iterator[None]:
    """Give what readers say meanwhile to `hear`."""
    token = _hears.set(hear)
    try:
        yield
    finally:
        _hears.reset(token)
