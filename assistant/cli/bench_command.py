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
    asks: Annotated[
        list[int] | None,
        typer.Option(help="Only ask, each kind of question, over this many made-up chunks; may be given again.", min=1),
    ] = None,
    stock: Annotated[bool, typer.Option("--stock", help="With --asks: measure a stock chain beside it.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="With --asks: write evals/results/cost.md.")] = False,
) -> None:
    """Measure speed and memory on this machine, with the documents in a folder of their own.

    \b
    Examples:
      policydesk bench
      policydesk bench --chunks 10000 --json
      policydesk bench --asks 1000 --asks 10000 --stock
    """
    import json
    from dataclasses import asdict

    from rich.table import Table

    from assistant.cli.bench import run
    from assistant.cli.bench_figures import machine

    if asks:
        from assistant.build import open_embedder
        from assistant.cli.bench_synthetic import RandomVectors, made_up_words, write_documents
        from assistant.cli.elsewhere import cost

        found = settings()
        words, vectors = made_up_words(found.documents), RandomVectors(open_embedder(found))
        kept_for = machine() if keep else ""
        typer.echo(
            cost().run(
                found,
                asks,
                lambda folder, chunks: write_documents(folder, words, chunks),
                vectors,
                rounds=rounds,
                stock=stock,
                keep=kept_for,
            )
        )
        return
    figures = run(settings(), lambda stage: typer.echo(f"{stage}...", err=True), rounds=rounds, chunks=chunks)
    if as_json:
        print_json(json.dumps({"machine": machine(), "figures": [asdict(each) for each in figures]}, indent=2))
        return
    table = Table("what", "measured", "aim", box=None, padding=(0, 2, 0, 0))
    for each in figures:
        table.add_row(each.name, f"{each.value:.1f} {each.unit}", each.aim)
    console().print(table)
    console().print(machine(), markup=False)
