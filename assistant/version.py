"""The version of the installed package."""

from __future__ import annotations


def version() -> str:
    """As pyproject.toml states it."""
    from importlib import metadata

    return metadata.version("policydesk")
