"""What the commands share: the console, a bar, the settings, an open desk, the options that several take."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.build import Desk
    from assistant.records import Answer
    from assistant.settings import Settings
    from retrieval.ingest import Progress
    from retrieval.records import Filters

_PIPE_WIDTH = 10_000
_PLAIN_EVERY = 5.0  # seconds between two lines of progress where there is no terminal

Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Organisation = Annotated[
    str | None, typer.Option(help="Only documents of this organisation; any of its names will do.")
]
Region = Annotated[str | None, typer.Option(help="Only documents about this region.")]
Kind = Annotated[str | None, typer.Option(help="Only documents of this kind, e.g. plan or directory.")]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Only documents valid on this day.")
]

Spoken = Annotated[
    Literal["en", "ko"] | None,
    typer.Option(
        "--language", help="Of the sentences around the quotes; else that of the question.", show_default=False
    ),
]
Mode = Annotated[
    Literal["auto", "extractive", "generated"],
    typer.Option(help="auto asks the language model if there is one; extractive makes the answer of quotes."),
]


def console(*, stderr: bool = False) -> Console:
    """Rich's console: no colours with NO_COLOR or into a pipe, where long lines are also left whole."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False, emoji=False)
    if not made.is_terminal:
        made.width = _PIPE_WIDTH
    return made


def settings(**given: Any) -> Settings:
    """The settings in force; variables that nothing reads are named on stderr."""
    from assistant.settings import load, unknown_variables

    for sentence in unknown_variables():
        complain(sentence)
    return load(**given)


@contextmanager
def open_desk(found: Settings) -> Iterator[Desk]:
    """A desk that is closed at the end."""
    from assistant.build import build

    desk = build(found)
    try:
        yield desk
    finally:
        desk.close()


def filters(organisation: str | None, region: str | None, kind: str | None, as_of: datetime | None) -> Filters:
    """As retrieval takes them."""
    from retrieval.records import Filters

    return Filters(organisation, region, kind, as_of.date() if as_of else None)


def print_json(text: str) -> None:
    """JSON on stdout, whatever the terminal's encoding."""
    encoding = sys.stdout.encoding or "utf-8"
    if encoding.lower().replace("-", "") != "utf8":
        text = text.encode("ascii", "backslashreplace").decode()
    typer.echo(text)


def complain(sentence: str) -> None:
    """A line on stderr."""
    typer.echo(f"policydesk: {plain(sentence)}", err=True)


def plain(text: str) -> str:
    """`text` without the control characters that could steer a terminal; line breaks and tabs stay."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def answer_at_terminal(desk: Desk, question: str, **given: Any) -> Answer:
    """Ask (see `Chain.ask`), with a sign of life while a language model writes."""
    from assistant.wording import language_of, said, say

    out = console(stderr=True)
    if desk.model is None or not out.is_terminal:
        return desk.chain.ask(question, **given)
    with out.status(say(said("cli-asking"), language_of(question, given.get("language")))):
        return desk.chain.ask(question, **given)


@contextmanager
def progress(out: Console) -> Iterator[Callable[[Progress], None]]:
    """A bar with rate and time left on a terminal, plain lines now and then otherwise."""
    if not out.is_terminal:
        yield _lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:15}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=out, transient=True) as bars:
        tasks: dict[str, tuple[Any, float]] = {}

        def show(now: Progress) -> None:
            if now.stage not in tasks:
                tasks[now.stage] = (bars.add_task(now.stage, rate="", total=now.total), time.monotonic())
            task, began = tasks[now.stage]
            seconds = time.monotonic() - began
            rate = f"{now.done / seconds:.0f}/s" if now.done and seconds > 0.5 else ""
            bars.update(task, completed=now.done, total=now.total, rate=rate)

        yield show


def _lines() -> Callable[[Progress], None]:
    said: dict[str, float] = {}

    def show(now: Progress) -> None:
        moment = time.monotonic()
        over = now.done >= now.total
        if now.stage in said and moment - said[now.stage] < _PLAIN_EVERY and not over:
            return
        said[now.stage] = moment
        if now.total if over else now.done:
            typer.echo(f"{now.stage}: {now.done} of {now.total}", err=True)

    return show
