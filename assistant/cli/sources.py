"""Commands about sources: add, list, remove, refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.cli.shared import Json, complain, console, plain, print_json, progress, settings

if TYPE_CHECKING:
    from retrieval.sources import Source
    from retrieval.sources.web import Refreshed

app = typer.Typer(no_args_is_help=True, help="Where documents come from, and how far each place is trusted.")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Letters, digits and hyphens.")],
    place: Annotated[str, typer.Argument(help="A folder, a file, or a web address.")],
    form: Annotated[
        Literal["folder", "file", "page", "sitemap", "feed"] | None,
        typer.Option("--as", help="What it is; left out, told by the place: an address is a page.", show_default=False),
    ] = None,
    organisation: Annotated[str | None, typer.Option(help="Who stands behind it.", show_default=False)] = None,
    trust: Annotated[
        Literal["own", "official", "other"] | None,
        typer.Option(
            help="own: speaks for anybody; official: for its organisation; other: for nobody. "
            "Left out: own for folders and files, other for addresses.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[str | None, typer.Option(help="Of its documents, e.g. ko.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option(help="Of its documents, e.g. plan.", show_default=False)] = None,
    every: Annotated[
        str | None, typer.Option(help='How often an address is looked at again, e.g. "12 hours".', show_default=False)
    ] = None,
    files: Annotated[bool, typer.Option("--files", help="Also the files that pages link to.")] = False,
) -> None:
    """Set a source up; the next ingest reads it.

    \b
    Examples:
      policydesk source add plans ~/plans
      policydesk source add technopark https://www.example.org/contacts --trust official --organisation "Example Technopark"
      policydesk source add news https://www.example.org/rss --as feed --every "6 hours"
    """
    from pathlib import Path

    from assistant.sources import add as add_one

    kept = form or ("page" if "://" in place else "file" if Path(place).expanduser().is_file() else "folder")
    where = place if "://" in place else str(Path(place).expanduser().absolute())
    keys: dict[str, Any] = {"name": name, kept: where, "organisation": organisation, "trust": trust}
    keys |= {"language": language, "kind": kind, "every": every, "files": True if files else None}
    found = add_one(settings(), {key: value for key, value in keys.items() if value is not None})
    typer.echo(f"{found.name} is set up ({_spoken(found)}). `policydesk ingest` reads it.")


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """Show the sources that are set up."""
    import json

    from rich.table import Table

    from assistant.sources import configured, sources_file

    found = settings()
    held = configured(found).all
    if as_json:
        print_json(json.dumps([_fields(each) for each in held], ensure_ascii=False, indent=2))
        return
    if not held:
        typer.echo(f"No source is set up: {found.documents} is read. `policydesk source add` sets one up.")
        return
    table = Table.grid(padding=(0, 2))
    for each in held:
        table.add_row(*map(plain, (each.name, _spoken(each), each.place)))
    console().print(table, markup=False)
    typer.echo(f"From {sources_file(found)}.")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="As `policydesk source list` shows it.")]) -> None:
    """Take a source out; its documents leave at the next ingest."""
    from assistant.sources import remove as remove_one

    removed = remove_one(settings(), name)
    typer.echo(f"{removed.name} is taken out. Its documents leave at the next `policydesk ingest`.")


@app.command()
def refresh(
    names: Annotated[
        list[str] | None, typer.Argument(help="Left out, all sources on the web.", show_default=False)
    ] = None,
) -> None:
    """Fetch now what is new at web addresses, however lately they were looked at; an ingest indexes it.

    \b
    Examples:
      policydesk source refresh && policydesk ingest
      policydesk source refresh technopark
    """
    from assistant.build import prepare
    from assistant.sources import refresh as look
    from retrieval.ingest import Progress

    found = settings()
    prepare(found)
    try:
        with progress(console(stderr=True)) as show:
            came = look(
                found,
                names=names or [],
                anyway=True,
                progress=lambda done, of: show(Progress("Fetching", done, of)),
            )
    except KeyboardInterrupt:
        complain("Stopped. What was fetched by then is kept.")
        raise typer.Exit(130) from None
    for each in came:
        typer.echo(f"{each.source.name}: {_counted(each)}")
        for failure in each.failed:
            complain(f"{failure.path} {failure.reason}")
    if not came:
        typer.echo("No source is a web address: there is nothing to fetch.")
    if any(each.failed for each in came):
        raise typer.Exit(1)


def _counted(looked: Refreshed) -> str:
    counts = [f"{number} {outcome}" for outcome, number in looked.counts.items()]
    return ", ".join([*counts, *([f"{len(looked.failed)} failed"] if looked.failed else [])]) or "nothing there"


def _spoken(source: Source) -> str:
    behind = f", {source.organisation}" if source.organisation else ""
    return f"{source.form}, {source.trust}{behind}"


def _fields(source: Source) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(source) | {"every": source.every.total_seconds() if source.is_address else None}
