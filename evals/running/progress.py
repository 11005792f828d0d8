"""The progress bar of a run, on stderr where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

    from retrieval.ingest import sources

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Bar:
    """Shows an ingest's stages, then the items of a list as they come."""

    progress: Progress

    def ingest(self, moment: sources.Progress) -> None:
        """Show how far an ingest is; pass it on as `progress`."""
        if not self.progress.task_ids:
            self.progress.add_task("Indexing", total=None)
        self.progress.update(
            self.progress.task_ids[0], description=moment.stage, completed=moment.done, total=moment.total
        )

    def track(self, items: Iterable[_Item], total: int, name: str = "Asking") -> Iterator[_Item]:
        """The items, one step of the bar each."""
        for task in self.progress.task_ids:
            self.progress.remove_task(task)
        yield from self.progress.track(items, total=total, description=name)


@contextmanager
def bar() -> Iterator[Bar]:
    """A bar that goes when the work is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, disable=not sys.stderr.isatty(), transient=True) as progress:
        yield Bar(progress)
