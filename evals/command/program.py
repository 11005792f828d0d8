"""`policydesk eval` with all its commands."""

from __future__ import annotations

from evals.command import cases
from evals.command.runs import app

__all__ = ["app"]

cases.register(app)
