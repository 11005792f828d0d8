"""The command that sets the judge's thresholds by an operator's probe questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import complain, console, progress, settings

if TYPE_CHECKING:
    from rich.table import Table

    from assistant.calibration import Asker, Probe, Probed
    from assistant.calibration.choosing import Proposal
    from assistant.evidence import Thresholds
    from assistant.settings import Settings


def calibrate(
    questions: Annotated[
        Path | None,
        typer.Argument(
            help="A file of probe questions: .jsonl, .csv, or text with + or - before each.", show_default=False
        ),
    ] = None,
    cost: Annotated[
        float,
        typer.Option(
            min=0.1, max=100, help="Of an answer that is wrong, in questions refused though the documents answer them."
        ),
    ] = 2.0,
    write: Annotated[bool, typer.Option("--write", help="Put the new thresholds in force.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the thresholds that ship.")] = False,
) -> None:
    """Set for your own documents from when on an answer is called one, by questions of which you know whether they answer them.

    Each is asked without a language model. What becomes of them with the thresholds in force and with new ones is shown, and
    what is to be expected of the new ones on other questions. Nothing is changed without --write.

    \b
    Examples:
      policydesk calibrate probes.jsonl               look
      policydesk calibrate probes.jsonl --write       and set
      policydesk calibrate probes.csv --cost 5        wrong answers are worse
      policydesk calibrate --reset                    as it ships
    \b
    probes.jsonl, a question a line; quote or document (may be left out) has to be shown for an answer to be right:
      {"question": "Until when does the plan run?", "answerable": true, "quote": "from 2024 to 2028"}
      {"question": "Who pays for the lighthouse?", "answerable": false}
    probes.csv:
      question,answerable,quote,document
      Until when does the plan run?,true,,plans/harbour.md
      Who pays for the lighthouse?,false,,
    probes.txt:
      + Until when does the plan run?
      - Who pays for the lighthouse?
    \b
    Needed are 30 questions that the documents answer and 30 that they do not, better 100 of each, worded and mixed as your
    users ask; those that are near and not answered teach most. What a question costs: 0 answered rightly or refused rightly;
    --cost answered wrongly or though not there; 1 refused though there; 0.5 the right text shown as the nearest, 1 another
    one, 0.1 where there is nothing.
    """
    from retrieval.records import PolicydeskError

    found = settings()
    if reset:
        if questions or write:
            raise PolicydeskError("--reset goes alone: it takes no questions and no --write.")
        _reset(found)
        return
    if questions is None:
        raise PolicydeskError("Name a file of probe questions; `policydesk calibrate --help` shows one.")
    try:
        _calibrate(found, questions, cost, write=write)
    except KeyboardInterrupt:
        complain("Stopped. The thresholds are as they were before.")
        raise typer.Exit(130) from None


def _reset(found: Settings) -> None:
    from assistant.calibration import stored

    removed = stored.reset(found.home)
    typer.echo(
        "The thresholds that ship are in force." if removed else "The thresholds that ship are in force already."
    )


def _calibrate(found: Settings, path: Path, cost: float, *, write: bool) -> None:
    from assistant.build import live_knowledge
    from assistant.calibration import Asker, check, choosing, read_probes
    from retrieval.records import PolicydeskError

    probes = read_probes(path)
    live = live_knowledge(found)
    try:
        known = live.current()
        check(probes, known.documents)
        before, embedder = known.parting, known.search.embedder.name
        probed = _ask(Asker(known.judging_by, date.today()), probes)
    finally:
        live.close()
    if few := choosing.too_few(probes):
        console().print(_table(probed, before, cost))
        raise PolicydeskError(f"{few} Nothing was changed.")
    made = choosing.propose(probed, before, cost)
    out = console()
    out.print(_table(probed, before, cost, made))
    out.print(
        f"\nThresholds: answered {before.answered:g} -> {made.after.answered:g}, near {before.near:g} -> {made.after.near:g}.\n"
        "Expected on other questions of the same kinds: by thresholds chosen without the question, with 95 % intervals.",
        soft_wrap=True,
    )
    _conclude(found, embedder, probed, made, cost, write=write)


def _ask(asker: Asker, probes: Sequence[Probe]) -> list[Probed]:
    from retrieval.ingest import Progress

    probed: list[Probed] = []
    with progress(console(stderr=True)) as show:
        for each in probes:
            show(Progress("asking", len(probed), len(probes)))
            probed.append(asker.ask(each))
        show(Progress("asking", len(probed), len(probes)))
    return probed


def _conclude(
    found: Settings, embedder: str, probed: Sequence[Probed], made: Proposal, cost: float, *, write: bool
) -> None:
    """Put them in force, or say why nothing was changed."""
    from assistant.calibration import choosing, counts, stored

    saved = made.expected.saved
    if not made.is_better:
        typer.echo("No other thresholds are to be expected to do better on other questions. Nothing was changed.")
        raise typer.Exit(1 if write else 0)
    sure = (
        ""
        if made.is_sure
        else f" That may be chance ({_interval(saved.low, saved.high, '.3f')}): more probes would tell."
    )
    typer.echo(f"A question is expected to cost {saved.mean:.3f} less than now.{sure}")
    if choosing.silences(probed, made.before, made.after):
        typer.echo(
            "Far fewer questions would be answered than now, as those of your probes that the documents do not answer come as "
            "near as those that they answer. A lower --cost answers more."
        )
    if not write:
        typer.echo("Nothing was changed; add --write.")
        return
    answerable, others = counts(each.probe for each in probed)
    paid = made.expected.cost
    kept = stored.Calibration(
        made.after, embedder, answerable, others, cost, (paid.mean, paid.low, paid.high), stored.now()
    )
    stored.write(found.home, kept)
    typer.echo(
        f"The new thresholds are in force ({found.home / stored.FILE}), also in a running server. "
        "`policydesk calibrate --reset` goes back."
    )


def _table(probed: Sequence[Probed], before: Thresholds, cost: float, made: Proposal | None = None) -> Table:
    """What becomes of the probes: with the thresholds in force, with new ones, and what is to be expected of those elsewhere."""
    from rich.table import Table

    from assistant.calibration import choosing, counts

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("", "now", *(("new", "expected") if made else ())):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    then = choosing.tally(probed, made.after) if made else []
    kinds = dict(zip((True, False), counts(each.probe for each in probed), strict=True))
    for n, ((answerable, name), now) in enumerate(zip(choosing.ROWS, choosing.tally(probed, before), strict=True)):
        if n == 0 or answerable != choosing.ROWS[n - 1][0]:
            table.add_row(
                f"{kinds[answerable]} that the documents {'answer' if answerable else 'do not answer'}", style="bold"
            )
        shares = [made.expected.shares[n]] if made else []
        told = [f"{100 * each.mean:.0f} % {_interval(100 * each.low, 100 * each.high, '.0f')}" for each in shares]
        table.add_row(f"  {name}", str(now), *(map(str, then[n : n + 1])), *told)
    paid = [choosing.cost_of(probed, each, cost) for each in (before, *((made.after,) if made else ()))]
    told = [
        f"{each.mean:.2f} {_interval(each.low, each.high, '.2f')}" for each in ([made.expected.cost] if made else [])
    ]
    table.add_row("cost of a question", *(f"{each:.2f}" for each in paid), *told, style="bold")
    return table


def _interval(low: float, high: float, form: str) -> str:
    return f"({low:{form}} to {high:{form}})"
