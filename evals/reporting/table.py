"""A run on the terminal: a row for each slice, then what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from evals.running import ALL, METRICS, Run

if TYPE_CHECKING:
    from rich.console import Console

_COLUMNS = {
    "passed": "right",
    "fact_recall": "facts",
    "status": "status",
    "refusal_recall": "refusal recall",
    "refusal_precision": "refusal precision",
    "citation_precision": "citation precision",
    "ndcg@10": "nDCG@10",
    "wrong_numbers": "wrong numbers",
}


def show(console: Console, run: Run) -> None:
    """Print the figures of a run, one table for each half that was run."""
    halves = {half: parts for half, parts in run.summary["figures"].items() if half != ALL}
    for half, parts in halves.items():
        _table(console, f"{half} half", parts)
    _beside(console, run.summary)


def shown(metric: str, figure: Mapping[str, float] | None) -> str:
    """A figure as people read it: a share in percent, a count as it sums up."""
    if figure is None:
        return "-"
    unit = METRICS[metric].unit
    if unit == "count":
        return f"{figure['mean'] * figure['count']:.0f}"
    return f"{100 * figure['mean']:.0f}" if unit == "%" else f"{figure['mean']:.0f}"


def bounds(metric: str, figure: Mapping[str, float] | None) -> str:
    """A share with the bounds of its interval."""
    if figure is None:
        return "-"
    return f"{shown(metric, figure)} ({100 * figure['low']:.0f}–{100 * figure['high']:.0f})"


def _table(console: Console, title: str, parts: Mapping[str, Mapping[str, Any]]) -> None:
    from rich.table import Table

    table = Table("slice", title=f"{title}: percent, with 95 % intervals in brackets", title_justify="left")
    table.add_column("cases", justify="right")
    for heading in _COLUMNS.values():
        table.add_column(heading, justify="right")
    for name in (*(each for each in parts if each != ALL), ALL):
        figures = parts[name]
        table.add_row(
            name.replace("_", " "),
            str(figures["passed"]["count"]) if "passed" in figures else "0",
            *(
                (bounds if metric in ("passed", "fact_recall") else shown)(metric, figures.get(metric))
                for metric in _COLUMNS
            ),
            end_section=False,
            style="bold" if name == ALL else None,
        )
    console.print(table)


def _beside(console: Console, summary: Mapping[str, Any]) -> None:
    for line in _lines(summary):
        console.print(line, markup=False, highlight=False)


def _lines(summary: Mapping[str, Any]) -> Iterator[str]:
    lost = ", ".join(f"{stage}: {count}" for stage, count in summary["lost"].items())
    yield f"Where cases were lost: {lost or 'none was'}."
    for variant, each in summary["robustness"].items():
        drop, low, high = (100 * value for value in each["drop"])
        yield (
            f"Changed by {variant.replace('_', ' ')}: {100 * each['clean']:.0f} % right become {100 * each['changed']:.0f} %"
            f" of {each['cases']} (drop {drop:.1f}, {low:.1f} to {high:.1f})."
        )
    for metric, floor in summary["noise"].items():
        yield f"Repeats differ by {100 * floor:.1f} in {metric}."
    times = summary["latency_ms"].get("total")
    if times:
        yield f"An answer took {times['p50']} ms at p50, {times['p95']} ms at p95."
    if summary["tokens"]["prompt"]:
        yield f"Tokens: {summary['tokens']['prompt']:,} sent, {summary['tokens']['completion']:,} received."
    if summary["unjudged"]:
        yield f"Not judged, since the judge's reply could not be read: {summary['unjudged']} times (unscored, not zero)."
    if summary["unscored"]:
        yield f"Unscored: {summary['unscored']}."
