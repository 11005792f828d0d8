"""What verification catches and what it removes wrongly: sentences with planted errors beside true paraphrases.

    python -m evals.benchmarks.verification [FILES...] [--write] [--home FOLDER] [--failures]

Each row of a file names a document, words of the passage that the sentence cites, the sentence, and whether it is true
or planted. A planted sentence is caught when the verifier fails it; a true one is removed wrongly when it fails.
Intervals are Wilson's at 95% (Wilson 1927).
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evals.benchmarks import report
from evals.benchmarks.verification_sets import DOCUMENTS, SETS, Row, opened, read_rows

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.verification import Source, Verdict, Verifier

HERE = Path(__file__).parent.parent
RESULTS = HERE / "results"
_Z = 1.959964
_NOTES = "## Notes"  # from here on the page is written by hand and stays


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on a row, how long it took and how much of that the embedding; None when no passage holds the anchor."""

    row: Row
    verdict: Verdict | None
    milliseconds: float
    embedding: float = 0.0

    @property
    def right(self) -> bool:
        """Whether a planted sentence failed or a true one held."""
        return self.verdict is not None and (self.verdict.reason is not None) == (self.row.label == "planted")


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code is 1 when a file cannot be used."""
    options = _options().parse_args(argv)
    return report.run(lambda console: _run(console, options))


def _run(console: Console, options: argparse.Namespace) -> None:
    sets = {path.stem: read_rows(path) for path in options.files}
    with report.working_folder(options.home) as home, opened(home, options.documents) as (search, citable):
        from assistant.verification import Verifier, wording

        embed = _Timed(search.embedder.embed_question)
        verifier = Verifier(search.names, search.idf, embed, wording.by_model(search.embedder.name))
        results = {}
        with report.progress_bar(console) as bar:
            for name, rows in sets.items():
                results[name] = list(judged(report.tracked(bar, rows, name), verifier, citable.of, embed))
    if options.failures:
        show_failures(console, results)
    publish(console, {name: figures(outcomes) for name, outcomes in results.items()}, options.write)


class _Timed:
    """An embedding function that adds up the milliseconds it takes."""

    def __init__(self, embed: Callable[[str], NDArray[np.float32]]) -> None:
        self._embed = embed
        self.milliseconds = 0.0

    def __call__(self, text: str) -> NDArray[np.float32]:
        began = time.perf_counter()
        vector = self._embed(text)
        self.milliseconds += 1000 * (time.perf_counter() - began)
        return vector


def judged(
    rows: Iterable[Row], verifier: Verifier, cite: Callable[[Row], Source | None], embed: _Timed
) -> Iterator[Outcome]:
    """Each row with its verdict."""
    for row in rows:
        source = cite(row)
        if source is None:
            yield Outcome(row, None, 0.0)
            continue
        before, began = embed.milliseconds, time.perf_counter()
        verdict = verifier.check(row.sentence, [source])
        yield Outcome(row, verdict, 1000 * (time.perf_counter() - began), embed.milliseconds - before)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share, in 0..1; (0, 1) for none of none."""
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    middle = share + _Z**2 / (2 * of)
    spread = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    whole = 1 + _Z**2 / of
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts by label and kind with their intervals, rows that could not be judged, milliseconds a sentence."""
    scored = [each for each in outcomes if each.verdict is not None]
    kinds = dict.fromkeys((each.row.label, each.row.kind) for each in scored)
    found: dict[str, Any] = {"planted": {}, "true": {}}
    for label, kind in [*kinds, ("planted", "all"), ("true", "all")]:
        of_kind = [each for each in scored if each.row.label == label and kind in (each.row.kind, "all")]
        failed = sum(each.right == (label == "planted") for each in of_kind)
        shares = (failed / max(1, len(of_kind)), *wilson(failed, len(of_kind)))
        percent, low, high = (round(100 * share, 1) for share in shares)
        found[label][kind] = {"failed": failed, "of": len(of_kind), "percent": percent, "low": low, "high": high}
    times = sorted(each.milliseconds for each in scored) or [0.0]
    found["unscored"] = [each.row.id for each in outcomes if each.verdict is None]
    own = sorted(each.milliseconds - each.embedding for each in scored) or [0.0]
    found["ms"] = {
        "p50": round(statistics.median(times), 1),
        "p95": round(_at(times, 0.95), 1),
        "p50 without embedding": round(statistics.median(own), 1),
        "p95 without embedding": round(_at(own, 0.95), 1),
    }
    return found


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show_failures(console: Console, results: Mapping[str, Sequence[Outcome]]) -> None:
    """Each row that was judged wrongly, with the reason given."""
    for name, outcomes in results.items():
        for each in outcomes:
            if not each.right:
                said = (
                    f"{each.verdict.reason}: {each.verdict.detail}" if each.verdict else "no passage holds the anchor"
                )
                line = f"{name} {each.row.id} {each.row.label} {each.row.kind} | {each.row.sentence} | {said}"
                console.print(line, markup=False, highlight=False, soft_wrap=True)


def publish(console: Console, sets: Mapping[str, Mapping[str, Any]], write: bool) -> None:
    """Print the tables, and write them into evals/results when asked to."""
    console.print(markdown(sets), markup=False, highlight=False)
    if write:
        (RESULTS / "verification.json").write_text(json.dumps(sets, indent=1, ensure_ascii=False) + "\n", "utf-8")
        page = RESULTS / "verification.md"
        _, heading, notes = (page.read_text("utf-8") if page.exists() else "").partition(_NOTES)
        page.write_text(markdown(sets) + heading + notes, "utf-8")


def markdown(sets: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures as Markdown tables."""
    lines = ["# What verification catches, and what it removes wrongly", ""]
    for name, found in sets.items():
        lines += [f"## {name}", "", "| label | kind | failed | of | % | 95% interval |", "|---|---|---:|---:|---:|---|"]
        for label in ("planted", "true"):
            for kind, each in found[label].items():
                interval = f"{each['low']} to {each['high']}"
                lines.append(f"| {label} | {kind} | {each['failed']} | {each['of']} | {each['percent']} | {interval} |")
        unscored = ", ".join(found["unscored"]) or "none"
        times = ", ".join(f"{name} {value}" for name, value in found["ms"].items())
        lines += ["", f"Milliseconds a sentence, the first look at its passage included: {times}.", ""]
        lines += [f"Not scored, because no passage holds the anchor: {unscored}.", ""]
    return "\n".join(lines)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.benchmarks.verification", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "files", nargs="*", type=Path, default=list(SETS), help="sets of sentences (evals/verification)"
    )
    parser.add_argument("--documents", nargs="+", type=Path, default=list(DOCUMENTS), help="the folders that they cite")
    parser.add_argument("--home", type=Path, help="keep the index here and reuse it (default: a temporary folder)")
    parser.add_argument("--write", action="store_true", help="write the tables into evals/results")
    parser.add_argument("--failures", action="store_true", help="show each sentence that was judged wrongly")
    return parser


if __name__ == "__main__":
    sys.exit(main())
