"""A second opinion on our calls of the Bot API: aiogram's models of its methods, which know nothing of our server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


def complaint(method: str, parameters: dict[str, Any]) -> str:
    """What is wrong with a call, in one line; empty where nothing is. Raises AssertionError without aiogram."""
    from pydantic import ValidationError

    model = models().get(method)
    if model is None:
        return f"{method} is no method of the Bot API"
    unknown = sorted(set(parameters) - set(model.model_fields))
    if unknown:
        return f"{method} has no parameter {', '.join(unknown)}"
    _complete(model)
    try:
        model.model_validate(parameters)
    except ValidationError as error:
        return f"{method}: " + "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return ""


@cache
def models() -> dict[str, Any]:
    """aiogram's model of each method, by the name of the method. Raises AssertionError without aiogram."""
    try:
        with _validators_put_off():
            import aiogram.methods
    except ImportError:
        raise AssertionError(
            "aiogram is not installed, so the calls of the bot cannot be checked: it is a package for development, "
            "and `make test` installs it."
        ) from None
    found = [getattr(aiogram.methods, name) for name in aiogram.methods.__all__]
    return {each.__api_method__: each for each in found if hasattr(each, "__api_method__")}


@contextmanager
def _validators_put_off() -> Iterator[None]:
    """aiogram makes validators for hundreds of types when it is imported, for seven seconds; the bot calls a dozen methods."""
    from pydantic import BaseModel

    rebuild = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(lambda *_, **__: None)  # type: ignore[assignment, method-assign]
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
        del BaseModel.model_config["defer_build"]


def _complete(model: Any) -> None:
    """Makes the validator of a method that was put off."""
    import aiogram.types
    from aiogram.client.default import Default

    model.model_rebuild(_types_namespace={**vars(aiogram.types), "Default": Default})
