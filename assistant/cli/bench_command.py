"""The command that measures."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.shared import Json, console, print_json, settings


def bench(
    as_json: Json = False,
    chunks: Annotated[
        int, typer.Option(help="Also search this many made-up chunks; 100000 take minutes to write.", min=0)
    ] = 0,
    rounds: Annotated[int, typer.Option(help="How often each question is asked.", min=1)] = 25,
) -> None:
    """Measure speed and memory on this machine, with the documents in a folder of their own.

    \b
    Examples:
      policydesk bench
      policydesk bench --chunks 10000 --json
    """
    import json
    from dataclasses import asdict

    from rich.table import Table

    from assistant.cli.bench import run
    from assistant.cli.bench_figures import machine

    figures = run(settings(), lambda stage: typer.echo(f"{stage}...", err=True), rounds=rounds, chunks=chunks)
    if as_json:
        print_json(json.dumps({"machine": machine(), "figures": [asdict(each) for each in figures]}, indent=2))
        return
    table = Table("what", "measured", "aim", box=None, padding=(0, 2, 0, 0))
    for each in figures:
        table.add_row(each.name, f"{each.value:.1f} {each.unit}", each.aim)
    console().print(table)
    console().print(machine(), markup=False)
