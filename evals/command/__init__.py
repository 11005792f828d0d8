"""`policydesk eval`: the commands that measure answers."""

from evals.command.program import app

__all__ = ["app"]
