"""Runs to look at: tables and a page."""

from evals.reporting import report
from evals.reporting.comparison import as_plain, show_comparison
from evals.reporting.table import show

__all__ = ["as_plain", "report", "show", "show_comparison"]
