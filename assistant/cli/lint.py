"""The command that looks at documents before anything of them is indexed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.shared import Json, complain, console, plain, print_json, progress, settings

if TYPE_CHECKING:
    from retrieval.ingest import Look


def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders; left out, what an ingest would read.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what is wrong with documents before they are indexed: what cannot be read or was lost, hidden parts, missing dates.

    Nothing is written. Ends with exit code 1 when a file cannot be read.

    \b
    Examples:
      policydesk lint
      policydesk lint ~/plans ~/directory.xlsx
      policydesk lint --json
    """
    import json

    from assistant.build import look

    try:
        with progress(console(stderr=True)) as show:
            found = look(settings(), paths or [], progress=show)
    except KeyboardInterrupt:
        complain("Stopped.")
        raise typer.Exit(130) from None
    if as_json:
        print_json(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    if found.failed:
        raise typer.Exit(1)


def _print(found: Look) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for style, name, told in (
        ("bold yellow", "remarks", found.remarks),
        ("bold red", "not read", [(each.path, each.reason) for each in found.failed]),
    ):
        for number, (path, words) in enumerate(told):
            table.add_row(Text("" if number else f"{len(told)} {name}", style), Text(f"{plain(path)}: {plain(words)}"))
    out = console()
    out.print(table)
    out.print(
        f"{len(found.read)} files can be read, with {sum(len(each.document.text) for each in found.read):,} characters and "
        f"{sum(each.contacts for each in found.read)} contacts; {len(found.failed)} cannot."
    )


def _plain(found: Look) -> dict[str, Any]:
    return {
        "read": [
            {
                "path": each.path,
                "title": each.document.metadata.title,
                "characters": len(each.document.text),
                "blocks": len(each.document.blocks),
                "contacts": each.contacts,
            }
            for each in found.read
        ],
        "failed": [{"path": each.path, "reason": each.reason} for each in found.failed],
        "remarks": [{"path": path, "words": words} for path, words in found.remarks],
    }
