"""Models of pydantic that wait until they are used: those that describe an API take a tenth of a second to build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel, ConfigDict


@contextmanager
def deferred_models() -> Iterator[None]:
    """Every model whose class is made meanwhile, also by a library, is built when it is first used (`defer_build`)."""
    before = BaseModel.model_config
    BaseModel.model_config = ConfigDict(**before, defer_build=True)
    try:
        yield
    finally:
        BaseModel.model_config = before
