"""Who is shown for a contact question, over the real chain without a language model.

    python -m evals.benchmarks.contact_routing [FILES...] [--failures] [--write] [--home FOLDER]
    python -m evals.benchmarks.contact_routing --speed [--write]

A file that is named "bundled" is asked of the bundled documents, every other one of the held-out ones. "Top" is the part
of the cases with somebody to show whose right team, unit or body came first (for a clarifying question, that it was asked).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.records import Answer
from evals.benchmarks.contact_routing_judge import RoutingCase, RoutingResult, judge_routing, read_routing
from retrieval.records import PolicydeskError

HERE = Path(__file__).parent.parent
SETS = tuple(
    HERE / "contact_routing" / f"{name}.jsonl"
    for name in (
        "bundled",
        "other",
        "fresh_shipped",
        "fresh_new",
        "fresh2_shipped",
        "fresh2_new",
        "fresh3_shipped",
        "fresh3_new",
    )
)
DOCUMENTS = (HERE.parent / "documents", HERE / "held_out" / "documents")
RESULTS = HERE / "results"
_NOTES = "## Notes"  # from here on the page is written by hand and stays
_COLUMNS = ("cases", "passed", "top", "refused", "wrong numbers", "said")

Ask = Callable[[str, str | None], Answer]
Figures = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; 0 when no wrong number was shown."""
    from rich.console import Console

    options = _options().parse_args(argv)
    console = Console()
    try:
        figures = _speed() if options.speed else _routing(options, console)
    except PolicydeskError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    if options.write:
        write(figures)
    if options.speed:
        console.print_json(json.dumps(figures))
    return int(any(each["all"]["wrong numbers"] for each in figures.get("sets", {}).values()))


def ask_all(cases: Iterable[RoutingCase], ask: Ask) -> Iterator[RoutingResult]:
    """Ask each case in a conversation of its own, its earlier turns first, and judge the last answer."""
    for case in cases:
        conversation = None
        for turn in case.turns:
            conversation = ask(turn, conversation).conversation_id
        yield judge_routing(case, ask(case.question, conversation))


def summary(results: Sequence[RoutingResult]) -> dict[str, Figures]:
    """Figures by slice, and of all."""
    slices = dict.fromkeys(each.case.slice for each in results)
    rows = {name: _figures([each for each in results if each.case.slice == name]) for name in slices}
    return rows | {"all": _figures(results)}


def _figures(results: Sequence[RoutingResult]) -> Figures:
    to_show = [each for each in results if not each.case.refuses]
    to_refuse = [each for each in results if each.case.refuses]
    said = [each for each in results if each.case.must_say]
    return {
        "cases": len(results),
        "passed": _part(results, [each.passed for each in results]),
        "top": _part(to_show, [each.right("routed") for each in to_show]),
        "refused": _part(to_refuse, [each.right("routed") and each.right("wrong_numbers") for each in to_refuse]),
        "wrong numbers": sum(not each.right("wrong_numbers") for each in results),
        "said": _part(said, [each.right("must_say") for each in said]),
    }


def _part(of: Sequence[RoutingResult], right: Sequence[bool]) -> float | None:
    return round(sum(right) / len(of), 3) if of else None


def _routing(options: argparse.Namespace, console: Any) -> Figures:
    sets: dict[str, dict[str, Figures]] = {}
    for path in options.files:
        with _desk(_documents(path), options.home and options.home / path.stem) as ask:
            results = list(ask_all(read_routing(path), ask))
        if options.failures:
            _show_failures(console, results)
        sets[path.stem] = summary(results)
        console.print(f"\n{path.stem}\n\n{_table(sets[path.stem])}", markup=False, highlight=False)
    return {"sets": sets}


def _documents(path: Path) -> Path:
    """What the cases of a file are asked of: the folder beside it for new documents, else the shipped or held-out ones."""
    if path.stem.endswith("_new"):
        return path.with_name(f"{path.stem.removesuffix('_new')}_documents")
    return DOCUMENTS[1] if path.stem == "other" else DOCUMENTS[0]


def _show_failures(console: Any, results: Iterable[RoutingResult]) -> None:
    for each in results:
        if each.passed:
            continue
        case = each.case
        wrong = "; ".join(f"{check.name}: {check.seen}" for check in each.checks if not check.passed)
        asked = " / ".join((*case.turns, case.question))
        lines = (f"{case.id} {case.slice}: {asked}", f"  wanted {case.expected}: {case.top}", f"  {wrong}")
        console.print(
            "\n".join((*lines, f"  {' '.join(each.answer.text.split())[:400]}")), markup=False, highlight=False
        )


def _table(rows: Mapping[str, Figures]) -> str:
    lines = [f"| slice | {' | '.join(_COLUMNS)} |", f"|---|{'---:|' * len(_COLUMNS)}"]
    for name, figures in rows.items():
        lines.append(f"| {name} | {' | '.join(_cell(figures[column]) for column in _COLUMNS)} |")
    return "\n".join(lines)


def _cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{100 * value:.1f}%" if isinstance(value, float) else str(value)


def write(figures: Figures, folder: Path = RESULTS) -> None:
    """Put figures into contact_routing.json, beside those it holds, and the tables into contact_routing.md."""
    kept = folder / "contact_routing.json"
    known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    both = known | figures | {"sets": known.get("sets", {}) | figures.get("sets", {})}
    kept.write_text(json.dumps(both, indent=1) + "\n", "utf-8")
    page = folder / "contact_routing.md"
    notes = page.read_text("utf-8").partition(_NOTES)[2] if page.exists() else "\n"
    parts = ["# Contact routing", __doc__.strip() if __doc__ else ""]
    parts += [f"## {name}\n\n{_table(rows)}" for name, rows in both["sets"].items()]
    if "speed" in both:
        parts.append(f"## Speed\n\n```json\n{json.dumps(both['speed'], indent=1)}\n```")
    page.write_text("\n\n".join(parts) + f"\n\n{_NOTES}{notes}", "utf-8")


@contextmanager
def _desk(documents: Path, home: Path | None) -> Iterator[Ask]:
    from assistant.build import build, ingest
    from assistant.settings import load

    with TemporaryDirectory() as passing:
        settings = load(
            home=home or Path(passing), database_url=f"sqlite:///{passing}/conversations.sqlite", model=None
        )
        ingest(settings, [documents])
        desk = build(settings)
        try:
            yield lambda question, conversation: desk.chain.ask(question, conversation_id=conversation)
        finally:
            desk.close()


def _speed() -> Figures:
    from evals.benchmarks.contact_routing_speed import measure

    return {"speed": measure()}


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.benchmarks.contact_routing", description="Who is shown for contact questions."
    )
    parser.add_argument("files", nargs="*", type=Path, default=list(SETS), help="files of cases")
    parser.add_argument("--failures", action="store_true", help="show each failed case")
    parser.add_argument("--write", action="store_true", help="write evals/results/contact_routing.json and .md")
    parser.add_argument("--home", type=Path, help="keep the indexes in this folder instead of a passing one")
    parser.add_argument("--speed", action="store_true", help="time the routing over made-up contacts instead")
    return parser


if __name__ == "__main__":
    sys.exit(main())
