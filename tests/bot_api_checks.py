"""A second opinion on our calls of the Bot API: aiogram's models of its methods, which know nothing of our server."""

from __future__ import annotations

from functools import cache
from typing import Any


def available() -> str:
    """Empty, or why there is no second opinion here."""
    try:
        _models()
    except ImportError:
        return "aiogram is not installed (make test installs it)"
    return ""


def complaint(method: str, parameters: dict[str, Any]) -> str:
    """What is wrong with a call, in one line; empty where nothing is, or where nobody can tell."""
    return "" if available() else _complaint(method, parameters)


def _complaint(method: str, parameters: dict[str, Any]) -> str:
    from pydantic import ValidationError

    model = _models().get(method)
    if model is None:
        return f"{method} is no method of the Bot API"
    unknown = sorted(set(parameters) - set(model.model_fields))
    if unknown:
        return f"{method} has no parameter {', '.join(unknown)}"
    try:
        model.model_validate(parameters)
    except ValidationError as error:
        return f"{method}: " + "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return ""


@cache
def _models() -> dict[str, Any]:
    import aiogram.methods

    found = [getattr(aiogram.methods, name) for name in aiogram.methods.__all__]
    return {each.__api_method__: each for each in found if hasattr(each, "__api_method__")}
