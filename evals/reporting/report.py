"""A run as one HTML file that needs nothing else: charts, trends, and every case to look into."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.running import ALL, METRICS, Place, Row, Run, runs
from retrieval.records import PolicydeskError

_PAGE = Path(__file__).parent / "page"
_EXCERPT = 400  # characters of a passage


def page(run: Run, stored: Iterable[Run], texts: Mapping[str, str]) -> str:
    """The report; `stored` are the runs of the trend, oldest first, `texts` the documents that passages are shown from.

    Where a citation is no longer at its place in `texts`, passages are shown by their place only.
    """
    shown = texts if _fits(run.rows, texts) else {}
    payload = {
        "name": run.name,
        "config": dict(run.config),
        "summary": dict(run.summary),
        "metrics": {name: asdict(metric) for name, metric in METRICS.items()},
        "trend": [{"name": each.name, "figures": _means(each)} for each in stored],
        "rows": [_row(each, shown) for each in run.rows if each.repeat == 1],
    }
    parts = {
        "title": html.escape(f"Policydesk evals: {run.name}"),
        "css": (_PAGE / "report.css").read_text("utf-8"),
        "js": (_PAGE / "report.js").read_text("utf-8"),
        "data": json.dumps(payload, ensure_ascii=False).replace("<", "\\u003c"),
    }
    text = (_PAGE / "report.html").read_text("utf-8")
    pieces = []
    for part in text.split("{{"):
        name, closed, rest = part.partition("}}")
        pieces.append(parts[name] + rest if closed else part)
    return "".join(pieces)


def write(
    name: str,
    texts: Mapping[str, str],
    results: Path,
    file: Path | None = None,
    note: Callable[[str], None] = lambda _: None,
) -> Path:
    """Write the report of a stored run to `file`, by default report.html in the run's folder. Raises PolicydeskError.

    Other runs that cannot be read are left out of the trend, and `note` is told so.
    """
    run = runs.read(name, results)
    trend: list[Run] = []
    for each in runs.stored(results):
        try:
            trend.append(runs.read(each, results))
        except PolicydeskError as error:
            note(f"Left out of the trend: {error}")
    target = file or runs.named(name, results) / "report.html"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(run, trend, texts), "utf-8")
    except OSError as error:
        raise PolicydeskError(f"{target} cannot be written ({error.strerror}): choose another --out.") from error
    return target


def _means(run: Run) -> dict[str, dict[str, float]]:
    return {
        half: {metric: figure["mean"] for metric, figure in slices[ALL].items()}
        for half, slices in run.summary["figures"].items()
    }


def _row(row: Row, texts: Mapping[str, str]) -> dict[str, Any]:
    plain = row.model_dump(mode="json", exclude_defaults=True)
    for each in plain.get("passages", ()):
        each["text"] = texts.get(each["document"], "")[each["start"] : each["end"]][:_EXCERPT]
    return plain


def _fits(rows: Iterable[Row], texts: Mapping[str, str]) -> bool:
    cited: list[Place] = [each for row in rows for each in row.citations]
    return all(texts.get(each.document, "")[each.start : each.end] == each.quote for each in cited)
