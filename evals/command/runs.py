"""The commands that measure answers: `policydesk eval ...`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli import Json, Mode, complain, console, print_json, settings

if TYPE_CHECKING:
    from evals.running import Case

app = typer.Typer(
    name="eval",
    help="""Measure whether answers got better: cases with known right answers, stored runs, a gate.

\b
Examples:
  policydesk eval run                          ask the development cases, show the figures
  policydesk eval run --half all --name mine   both halves, kept as evals/results/mine
  policydesk eval compare baseline mine        what changed, case by case, worst first
  policydesk eval report mine                  one HTML file to look at
  policydesk eval gate mine                    exit code 1 when a slice got worse
""",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Results = Annotated[Path | None, typer.Option(help="Folder of the stored runs (default: evals/results).")]
Cases = Annotated[
    list[Path] | None,
    typer.Option(help="A file or folder of cases; may be given several times (default: evals/cases)."),
]

Out = Annotated[Path | None, typer.Option(help="Write it to this file or folder.")]
Name = Annotated[str, typer.Argument(help="The name of a stored run.")]


@app.command()
def run(
    cases: Cases = None,
    half: Annotated[
        Literal["development", "unseen", "all"],
        typer.Option(help="Which cases: those to work with, those that are only reported, or both."),
    ] = "development",
    slice_: Annotated[
        list[str] | None, typer.Option("--slice", help="Only this slice; may be given several times.")
    ] = None,
    mode: Mode = "auto",
    model: Annotated[
        str | None, typer.Option(help="Ask this language model in place of the one in the settings.")
    ] = None,
    name: Annotated[str, typer.Option(help="The run is kept under this name, in place of an earlier one.")] = "latest",
    url: Annotated[
        str | None,
        typer.Option(help="Ask a running Policydesk (http://...) or, ending in /v1, an OpenAI-compatible one."),
    ] = None,
    key: Annotated[
        str | None, typer.Option(envvar="POLICYDESK_EVAL_KEY", help="Bearer key for --url; better in the variable.")
    ] = None,
    documents: Annotated[Path | None, typer.Option(help="The documents that the cases are about.")] = None,
    home: Annotated[Path | None, typer.Option(help="Keep the index in this folder instead of a passing one.")] = None,
    stress: Annotated[bool, typer.Option("--stress", help="Ask changed wordings too, and report the drop.")] = False,
    repeat: Annotated[
        int, typer.Option(help="Ask everything so often; how far apart they are is the noise.", min=1)
    ] = 1,
    judges: Annotated[
        int, typer.Option(help="Let the language model judge each answer so often (0: not at all).", min=0)
    ] = 0,
    results: Results = None,
) -> None:
    """Ask every case, show the figures by slice, and keep them.

    Ends with exit code 1 when a case could not be scored.

    \b
    Examples:
      policydesk eval run --slice contact --slice number
      policydesk eval run --half all --stress --name tuesday
      policydesk eval run --url http://127.0.0.1:8000 --name production
    """
    from contextlib import ExitStack

    from evals.reporting import show
    from evals.running import DeskTarget, bar, check, judged, opened, runs, target_at
    from retrieval.records import PolicydeskError

    check()
    runs.prepare(name, results or runs.RESULTS)
    chosen = chosen_cases(cases, half, slice_)
    if judges and not (model or settings().model):  # said before an index is made
        raise PolicydeskError("--judges needs a language model: set POLICYDESK_MODEL (see the README).")
    out = console()
    asks_another = url is not None and not judges  # which needs the index for its chunks only
    with ExitStack() as open_things:
        elsewhere = open_things.enter_context(target_at(url, model, key, mode)) if url else None
        progress = open_things.enter_context(bar())
        indexed = opened(home, documents, model="" if asks_another else model, progress=progress.ingest)
        desk, corpus = open_things.enter_context(indexed)
        target = elsewhere or DeskTarget(desk, mode)
        asked = runs.plan(chosen, corpus, stress=stress, repeats=repeat)
        answered = progress.track(runs.ask(asked, target, corpus), len(asked))
        rows = list(judged(answered, desk.model, judges) if desk.model and judges else answered)
        described = runs.config(target, corpus, chosen, half=half, stress=stress, repeats=repeat, judges=judges)
    made = runs.write(name, described, rows, results or runs.RESULTS)
    show(out, made)
    for row in rows:
        if row.unscored:
            complain(f"{row.key} is unscored: {row.unscored}")
    if any(row.unscored for row in rows):
        raise typer.Exit(1)


def chosen_cases(cases: list[Path] | None, half: str, slices: list[str] | None) -> list[Case]:
    from typing import get_args

    from evals.running import CASES, Slice, half_of, read_all
    from retrieval.records import PolicydeskError

    found = read_all(cases or [CASES / "development", CASES / "unseen"])
    if wrong := [each for each in slices or () if each not in get_args(Slice)]:
        raise PolicydeskError(
            f"--slice {wrong[0]}: there is none of this name; write one of {', '.join(get_args(Slice))}."
        )
    kept = [
        case for case in found if (cases or half in ("all", half_of(case))) and (not slices or case.slice in slices)
    ]
    if not kept:
        raise PolicydeskError("No case is left: the chosen files have none of the chosen slices and half.")
    return kept


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="The run to start from.")] = "baseline",
    after: Annotated[str, typer.Argument(help="The run to hold against it.")] = "latest",
    results: Results = None,
    as_json: Json = False,
) -> None:
    """Show what changed between two runs: figures with how sure they are, then case by case, worst first.

    \b
    Examples:
      policydesk eval compare
      policydesk eval compare baseline tuesday
    """
    from evals.reporting import as_plain, show_comparison
    from evals.running import compare as compared
    from evals.running import runs

    first, second = (runs.read(each, results or runs.RESULTS) for each in (before, after))
    found = compared(first, second)
    if as_json:
        print_json(as_plain(found))
    else:
        show_comparison(console(), first, second, found)


@app.command()
def report(
    name: Name = "latest",
    out: Out = None,
    documents: Annotated[Path | None, typer.Option(help="The documents that passages are shown from.")] = None,
    results: Results = None,
) -> None:
    """Write a run as one HTML file: slices, trends over stored runs, and every case to look into.

    \b
    Examples:
      policydesk eval report
      policydesk eval report baseline --out baseline.html
    """
    from evals.reporting import report as page
    from evals.running import read_texts, runs

    texts = read_texts(documents or settings().documents)
    console().print(str(page.write(name, texts, results or runs.RESULTS, out, complain)), markup=False)


@app.command()
def gate(
    name: Name = "latest",
    baseline: Annotated[str, typer.Option(help="The run that must not be fallen behind.")] = "baseline",
    results: Results = None,
) -> None:
    """End with exit code 1 when a slice is worse than the baseline beyond the noise.

    A new baseline is a run of that name: policydesk eval run --half all --name baseline

    \b
    Examples:
      policydesk eval run --half all && policydesk eval gate
    """
    from evals.running import regressions, runs

    first, second = (runs.read(each, results or runs.RESULTS) for each in (baseline, name))
    found = regressions(first, second)
    for problem in found:
        complain(problem)
    if found:
        complain(f"`policydesk eval compare {baseline} {name}` shows it case by case.")
        raise typer.Exit(1)
    console().print(f"{name} is not worse than {baseline} in any slice.", markup=False)
