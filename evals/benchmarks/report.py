"""What benchmarks share at the rim: the arguments, the progress bar, the table on screen and the files that stay."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from retrieval.ingest import sources
from retrieval.records import Failure, PolicydeskError

_Item = TypeVar("_Item")
Figures = Mapping[str, Mapping[str, float]]
"""Method -> figure -> value."""


def run(main: Callable[[Console], None]) -> int:
    """Run a benchmark; an error for people becomes one line on the error stream and exit code 1."""
    try:
        main(Console())
    except PolicydeskError as error:
        Console(stderr=True).print(f"[red]{error}[/red]", markup=True, highlight=False)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


@contextmanager
def working_folder(home: Path | None) -> Iterator[Path]:
    """`home`, or a folder that goes when the work is done."""
    if home is not None:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="policydesk-benchmark-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def progress_bar(console: Console) -> Iterator[Progress]:
    """A bar with rate and time left; silent where nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bar:
        yield bar


def tracked(bar: Progress, items: Sequence[_Item], name: str) -> Iterable[_Item]:
    """The items, one step of the bar each."""
    return bar.track(items, description=name)


def ingest_progress(bar: Progress, name: str) -> Callable[[sources.Progress], None]:
    """Shows an ingest's stages on the bar."""
    task = bar.add_task(name, total=None)

    def show(moment: sources.Progress) -> None:
        bar.update(task, description=f"{name}: {moment.stage}", completed=moment.done, total=moment.total)

    return show


def note_failures(console: Console, failures: Sequence[Failure]) -> None:
    """Say which entries are not in the index: they count as not found."""
    for failure in failures:
        console.print(f"Left out: {failure.path} {failure.reason}", markup=False, highlight=False)


def publish(console: Console, out: Path, name: str, title: str, sets: Mapping[str, Figures]) -> None:
    """Print a table for each set, and write them all as `name`.json and `name`.md into `out`."""
    for set_name, figures in sets.items():
        table = Table("", *_columns(figures), title=set_name, title_justify="left")
        for method, values in figures.items():
            table.add_row(method, *(_shown(values.get(column)) for column in _columns(figures)))
        console.print(table)
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.json").write_text(json.dumps(sets, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (out / f"{name}.md").write_text(markdown(title, sets), "utf-8")
    except OSError as error:
        raise PolicydeskError(
            f"The tables cannot be written to {out} ({error.strerror}): choose another --out."
        ) from error


def markdown(title: str, sets: Mapping[str, Figures]) -> str:
    """The tables as Markdown."""
    lines = [f"# {title}", ""]
    for set_name, figures in sets.items():
        columns = _columns(figures)
        lines += [f"## {set_name}", "", f"| | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
        for method, values in figures.items():
            lines.append(f"| {method} | {' | '.join(_shown(values.get(column)) for column in columns)} |")
        lines.append("")
    return "\n".join(lines)


def _columns(figures: Figures) -> list[str]:
    return list(dict.fromkeys(column for values in figures.values() for column in values))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.{3 if abs(value) < 1 else 1}f}"
