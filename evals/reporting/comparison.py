"""A comparison on the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from evals.running import ALL, METRICS, Change, Comparison, Difference, Run

if TYPE_CHECKING:
    from rich.console import Console

_EXCERPT = 200  # characters of an answer


def show_comparison(console: Console, before: Run, after: Run, found: Comparison) -> None:
    """Print what was asked otherwise, the figures that differ, and the cases that came out otherwise, worst first."""
    from rich.table import Table

    def line(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    for name, (old, new) in found.settings.items():
        line(f"{name}: {old} became {new}.")
    for words, keys in (("gone", found.gone), ("new", found.new), ("asked otherwise", found.otherwise)):
        if keys:
            line(f"Not compared, since {words}: {', '.join(keys[:5])}{f' and {len(keys) - 5} more' * (len(keys) > 5)}.")
    table = Table("half", "slice", "figure", title=f"{before.name} to {after.name}", title_justify="left")
    for heading in ("difference (95 %)", "better", "worse", "chance that it is real"):
        table.add_column(heading, justify="right")
    for (half, name), figures in found.figures.items():
        for metric, each in figures.items():
            if each.better or each.worse:
                table.add_row(
                    half,
                    name.replace("_", " "),
                    metric,
                    _points(metric, each),
                    str(each.better),
                    str(each.worse),
                    f"{each.real:.0%}",
                    style="bold" if name == ALL else None,
                )
    if table.row_count:
        console.print(table)
    else:
        line("No figure differs.")
    for change in found.changes:
        _show_change(line, change)
    line(f"{len(found.changes)} cases came out otherwise.")


def as_plain(found: Comparison) -> str:
    """The comparison as JSON."""
    return json.dumps(
        {
            "settings": found.settings,
            "not_compared": {"gone": found.gone, "new": found.new, "otherwise": found.otherwise},
            "figures": {
                half: {
                    name: {metric: asdict(each) for metric, each in figures.items()}
                    for (of, name), figures in found.figures.items()
                    if of == half
                }
                for half in dict.fromkeys(of for of, _ in found.figures)
            },
            "changes": [
                {"case": each.after.key, "gains": each.gains, "before": each.before.text, "after": each.after.text}
                for each in found.changes
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def _points(metric: str, each: Difference) -> str:
    scale = 100 if METRICS[metric].unit == "%" else 1
    mean, low, high = (scale * value for value in (each.interval.mean, each.interval.low, each.interval.high))
    return f"{mean:+.1f} ({low:+.1f} to {high:+.1f})"


def _show_change(line: Callable[..., None], change: Change) -> None:
    verdict = {1.0: "right now", -1.0: "wrong now"}.get(change.gains.get("passed", 0.0), "otherwise")
    line(f"{change.after.key}: {verdict}. {change.after.case['question']}", "bold")
    for failure in change.after.failures:
        line(f"  {failure}")
    if change.before.text != change.after.text:
        line(f"  before: {_short(change.before.text)}")
        line(f"  after:  {_short(change.after.text)}")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _EXCERPT else f"{plain[:_EXCERPT]} ..."
