"""Ask every case and show what was right: `python -m evals.run_cases [FILES...] [--floor 0.9] [--home FOLDER]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.records import Answer
from evals.cases import Case, read_cases
from evals.judge import Judgement, judge
from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

CASES = Path(__file__).parent / "cases" / "development"
UNSEEN = CASES.parent / "unseen"  # for reports only: nothing is tuned on it

Ask = Callable[[str, str | None], Answer]


@dataclass(frozen=True, slots=True)
class Unscored:
    """A case that could not be judged because asking it failed, and why."""

    case: Case
    reason: str


Result = Judgement | Unscored


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; 0 when every case was scored and the part that passed is not under the floor."""
    from rich.console import Console

    options = _options().parse_args(argv)
    console = Console()
    try:
        cases = [case for path in options.files for case in read_cases(path)]
        with _desk(options.home, options.documents) as ask:
            results = list(run(cases, ask))
    except PolicydeskError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    show(console, results)
    if options.results:
        options.results.write_text(markdown(results), "utf-8")
    return 0 if clears(results, options.floor) else 1


def run(cases: Iterable[Case], ask: Ask) -> Iterator[Result]:
    """Ask each case in a conversation of its own, its earlier turns first, and judge the last answer."""
    for case in cases:
        conversation = None
        try:
            for turn in case.turns:
                conversation = ask(turn, conversation).conversation_id
            yield judge(case, ask(case.question, conversation))
        except PolicydeskError as error:
            yield Unscored(case, str(error))


def clears(results: Sequence[Result], floor: float) -> bool:
    """Whether every case was scored and at least the part `floor` (0 to 1) of them passed."""
    judged = [each for each in results if isinstance(each, Judgement)]
    passed = sum(each.passed for each in judged)
    return len(judged) == len(results) and passed >= floor * len(results)


def show(console: Console, results: Sequence[Result]) -> None:
    """Print each failure in words, then a table of what passed in every slice."""
    for result in results:
        if isinstance(result, Unscored):
            _show_failure(console, result.case, [f"Unscored: {result.reason}"])
        elif not result.passed:
            answered = " ".join(result.answer.text.split())
            _show_failure(console, result.case, [*result.failures, f"Answer: {answered[:300]}"])
    console.print(_table(results))


def _show_failure(console: Console, case: Case, lines: Sequence[str]) -> None:
    console.print(case.id, " / ".join([*case.turns, case.question]), style="bold", markup=False, highlight=False)
    for line in lines:
        console.print(f"  {line}", markup=False, highlight=False)


def _table(results: Sequence[Result]) -> Table:
    from rich.table import Table

    table = Table("slice", show_footer=True)
    for name in ("passed", "total", "unscored", "%"):
        table.add_column(name, justify="right")
    slices = dict.fromkeys(result.case.slice for result in results)
    for each in slices:
        table.add_row(each, *_counts([result for result in results if result.case.slice == each]))
    for column, footer in zip(table.columns, ("all", *_counts(results)), strict=True):
        column.footer = footer
    return table


def markdown(results: Sequence[Result]) -> str:
    """The table of `show` as Markdown."""
    slices = dict.fromkeys(result.case.slice for result in results)
    rows = [(each, *_counts([result for result in results if result.case.slice == each])) for each in slices]
    lines = ["| slice | passed | total | unscored | % |", "|---|---:|---:|---:|---:|"]
    lines += [f"| {' | '.join(row)} |" for row in (*rows, ("all", *_counts(results)))]
    return "\n".join(lines) + "\n"


def _counts(results: Sequence[Result]) -> tuple[str, str, str, str]:
    judged = [each for each in results if isinstance(each, Judgement)]
    passed = sum(each.passed for each in judged)
    share = f"{100 * passed / len(judged):.0f}" if judged else "-"
    return str(passed), str(len(results)), str(len(results) - len(judged)), share


@contextmanager
def _desk(home: Path | None, documents: Path | None) -> Iterator[Ask]:
    """A desk over `documents` (else those of the settings): in `home`, or in a folder that lasts as long as the run."""
    from assistant.build import build, ingest
    from assistant.settings import load

    with tempfile.TemporaryDirectory() as passing:
        settings = load(home=home or Path(passing), database_url=f"sqlite:///{passing}/conversations.sqlite")
        ingest(settings, [documents] if documents else ())
        desk = build(settings)
        try:
            yield lambda question, conversation: desk.chain.ask(question, conversation_id=conversation)
        finally:
            desk.close()


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.run_cases", description="Ask every case and judge the answers."
    )
    parser.add_argument("files", nargs="*", type=Path, default=[CASES], help="files or folders of cases (evals/cases)")
    parser.add_argument("--floor", type=_part, default=1.0, help="least part of all cases that must pass, 0 to 1 (1)")
    parser.add_argument("--documents", type=Path, help="ask about the documents in this folder")
    parser.add_argument("--results", type=Path, help="write the table to this Markdown file too")
    parser.add_argument("--home", type=Path, help="keep the index in this folder instead of a passing one")
    return parser


def _part(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


if __name__ == "__main__":
    sys.exit(main())
