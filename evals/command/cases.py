"""The commands about cases and benchmarks: `policydesk eval lint`, `promote`, `mine`, `bench`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import Json, complain, console, open_desk, print_json, settings
from evals.command.runs import Cases, chosen_cases


def lint(
    cases: Cases = None,
    documents: Annotated[Path | None, typer.Option(help="The documents that the cases are about.")] = None,
) -> None:
    """Find cases whose facts, headings, phones or documents are not in the documents, and doubles.

    \b
    Examples:
      policydesk eval lint
      policydesk eval lint --cases my-cases.jsonl --documents my-documents
    """
    from evals.running import faults, read_texts

    found_cases = chosen_cases(cases, "all", None)
    found = faults(found_cases, read_texts(documents or settings().documents))
    for problem in found:
        complain(problem)
    console().print(f"{len(found_cases)} cases, {len(found)} problems.", markup=False)
    if found:
        raise typer.Exit(1)


def promote(
    answer_id: Annotated[
        str | None, typer.Argument(help="The id of a stored answer; without it, candidates are listed.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Append the draft to this file of cases.")] = None,
    limit: Annotated[int, typer.Option(help="How many candidates are listed.", min=1)] = 20,
) -> None:
    """Make the draft of a case from a stored answer, its question without phones, e-mails and the like.

    Without an id the answers to promote are listed, thumbs down first.

    \b
    Examples:
      policydesk eval promote
      policydesk eval promote 2f83480c6d0b4d0f9f0f6c1f6a6d2c11 --out my-cases.jsonl
    """
    from evals.running import append, candidates, draft, stated

    with open_desk(settings()) as desk:
        if answer_id is None:
            for line in candidates(desk.conversations, limit):
                console().print(line, markup=False)
            return
        explained = desk.conversations.explained(answer_id)
        earlier = desk.conversations.line(after=answer_id)[:-1]
        made = draft(explained, earlier, stated(desk.knowledge.current().documents))
    print_json(made.model_dump_json(exclude_defaults=True))
    if out:
        append(made, out)
    complain("A draft: read the question for names, check status, must and documents, and give it an id of its slice.")


def mine(
    least: Annotated[int, typer.Option(help="Only groups of so many questions or more.", min=1)] = 1,
    as_json: Json = False,
) -> None:
    """Group the questions that got no answer: the documents we are missing.

    \b
    Examples:
      policydesk eval mine
      policydesk eval mine --least 3 --json
    """
    import json

    from assistant.build import open_embedder
    from evals.running import as_plain, groups, lines, refused, stated

    with open_desk(settings()) as desk:
        asked = refused(desk.conversations, stated(desk.knowledge.current().documents))
        found = groups(asked, open_embedder(desk.settings)) if asked else []
    kept = [each for each in found if len(each.questions) >= least]
    if as_json:
        print_json(json.dumps(as_plain(kept), ensure_ascii=False, indent=1))
        return
    for line in lines(kept) if kept else ["No question was refused."]:
        console().print(line, markup=False)


def bench(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Benchmark folders, or SQuAD files (.json).")
    ],
    queries: Annotated[
        str | None, typer.Option(help="The file of queries in a folder (default: queries.jsonl).")
    ] = None,
    embeddings: Annotated[str, typer.Option(help="local, or provider:model.")] = "local",
    home: Annotated[Path | None, typer.Option(help="Keep the indexes here and use them again.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the tables (default: evals/results).")] = None,
) -> None:
    """Measure search and choice of sentences on public benchmarks, plain baselines beside ours.

    A folder holds corpus.jsonl with queries.jsonl and qrels.tsv (as BEIR has them), or with qa.jsonl, or all of them.

    \b
    Examples:
      policydesk eval bench beir/scifact
      policydesk eval bench dev-v2.0.json --out tables
    """
    from evals.benchmarks import bench as measured
    from evals.running import RESULTS, check

    check()
    measured(console(), paths, queries=queries, embeddings=embeddings, home=home, out=out or RESULTS)


def register(app: typer.Typer) -> None:
    """Add these commands to those of `policydesk eval`."""
    app.command()(lint)
    app.command()(promote)
    app.command()(mine)
    app.command()(bench)
