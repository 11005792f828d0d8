"""The ingest that stays: it looks at the sources again and again, and takes in what is dropped into them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from assistant.cli.shared import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from assistant.settings import Settings
    from retrieval.ingest import State

LOOK_SECONDS = 1.0  # between two looks at the files; one that is written to between two is left for later
WEB_SECONDS = 60.0  # between two looks at whether it is time for a source on the web


def watch(found: Settings, paths: Sequence[Path], run: Callable[[], object], is_over: Callable[[], bool]) -> None:
    """Call `run` now, and whenever files have changed and nobody writes to them any more, or it is time for a source on the web.

    An error of a later run is a line on stderr, and the next change runs again.
    """
    from retrieval.ingest import Watch

    watched = Watch(lambda: _state(found, paths))  # before the first run, so that what changes meanwhile is noticed
    run()
    asked = time.monotonic()
    typer.echo("Watching for changes. Ctrl-C stops it.")
    while not is_over():
        time.sleep(LOOK_SECONDS)
        is_time = not paths and time.monotonic() - asked > WEB_SECONDS
        if is_time:
            asked = time.monotonic()
        if watched.is_due() or (is_time and _is_web_due(found)):
            watched.take()
            _run(run)


def _state(found: Settings, paths: Sequence[Path]) -> State:
    """The files of what is watched, and what is set up; a file of sources that is wrong is met by the run that it causes."""
    from assistant.sources import configured, sources_file
    from retrieval.ingest import state_of_all
    from retrieval.records import PolicydeskError

    try:
        held = configured(found)
        local = [path for path in (held.paths or [found.documents]) if path != held.web]
    except PolicydeskError:
        local = []
    return state_of_all([*(paths or local), *([] if paths else [sources_file(found)])])


def _is_web_due(found: Settings) -> bool:
    from assistant.sources import due
    from retrieval.records import PolicydeskError

    try:
        return bool(due(found))
    except PolicydeskError:
        return False


def _run(run: Callable[[], object]) -> None:
    from retrieval.records import PolicydeskError

    try:
        run()
    except PolicydeskError as error:
        complain(str(error))
