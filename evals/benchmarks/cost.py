"""What a question costs as the index grows: CPU and wall time of each kind of question, and a stock chain beside it."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.build import Desk, build, ingest, live_knowledge
from assistant.chain import Chain
from assistant.compose import PolicydeskEmbeddings
from assistant.http import create_app
from assistant.settings import Settings
from evals.benchmarks.stock_chain import stock_app
from retrieval.embedding import Embedder

KINDS: Mapping[str, str] = {
    "answered": "What does the industrial policy planning of the region support?",
    "naming a body": "What does Agency 3 plan for its industry?",
    "refused": "How do I bake a sourdough bread?",
    "small talk": "Hello",
    "contact": "Whom do I call about export support?",
    "contact naming a body": "Which team handles export support at Agency 3, and what is its phone?",
}
_WARM = 3  # askings before the clock counts
_OF_ONE_BODY = 5  # documents

Ask = Callable[[str], None]
Write = Callable[[Path, int], None]
"""Writes text files with about so many paragraphs into a folder."""
_RESULTS = Path(__file__).parent.parent / "results" / "cost.md"


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of one kind of question, in ms; of the stock chain None where it was not asked."""

    chunks: int
    headings: bool
    kind: str
    cpu: float
    wall: float
    stock_cpu: float | None = None
    stock_wall: float | None = None


def run(
    settings: Settings, sizes: Sequence[int], write: Write, embedder: Embedder, *, rounds: int, stock: bool, keep: str
) -> str:
    """The table of `costs`; where `keep` says on what machine, it is written to evals/results too."""
    shown = table(costs(settings, sizes, write, embedder, rounds=rounds, stock=stock), keep)
    if keep:
        _RESULTS.write_text(shown, "utf-8")
    return shown


def costs(
    settings: Settings, sizes: Sequence[int], write: Write, embedder: Embedder, *, rounds: int, stock: bool
) -> list[Cost]:
    """Of each kind of question over made-up texts, with headings and without, of each size in chunks.

    `embedder` is asked for the vectors of texts and questions. Product and stock chain answer by turns, each
    as an application within this process, and are charged for the same client.
    """
    found: list[Cost] = []
    for headings in (True, False):
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="policydesk-cost-") as folder:
                write(Path(folder) / "documents", size)
                with_teams(Path(folder) / "documents", headings=headings)
                with _askers(settings, Path(folder), embedder, stock=stock) as (chunks, askers):
                    found += [_cost(chunks, headings, kind, askers, rounds) for kind in KINDS]
    return found


def _cost(chunks: int, headings: bool, kind: str, askers: Sequence[Ask], rounds: int) -> Cost:
    taken = by_turns(askers, KINDS[kind], rounds)
    return Cost(chunks, headings, kind, *(value for each in taken for value in each))


def by_turns(askers: Sequence[Ask], question: str, rounds: int) -> list[tuple[float, float]]:
    """The median CPU and wall time of each asker, in ms, who are asked one after the other in each round."""
    taken: list[list[tuple[float, float]]] = [[] for _ in askers]
    for number in range(_WARM + rounds):
        asked = f"{question} ({number})" if question.endswith("?") else question  # no answer is known from before
        for ask, times in zip(askers, taken, strict=True):
            cpu, wall = time.process_time(), time.perf_counter()
            ask(asked)
            times.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)))
    counted = [times[_WARM:] for times in taken]
    return [(statistics.median(c for c, _ in each), statistics.median(w for _, w in each)) for each in counted]


def with_teams(folder: Path, *, headings: bool) -> None:
    """Give text files a body that publishes five of them each, a team at the end of one of the five, and headings or none."""
    for number, file in enumerate(sorted(folder.iterdir())):
        body = f"Agency {number // _OF_ONE_BODY}"
        paragraphs = file.read_text("utf-8").split("\n\n")
        parts = [f"## {' '.join(each.split()[:3])}\n\n{each}" if headings else each for each in paragraphs]
        if number % _OF_ONE_BODY == _OF_ONE_BODY - 1 or number == 0:
            title = "## Contacts\n\n" if headings else ""
            phone = f"+82-2-{2000 + number % 7000}-{1000 + number % 9000}"
            parts.append(f"{title}- Export Team: handles export support, phone {phone}")
        described = f"---\ntitle: Plan {number} of {body}\norganisation: {body}\n---\n"
        file.with_suffix(".md").write_text(described + "\n\n".join(parts), "utf-8")
        file.unlink()


@contextmanager
def _askers(settings: Settings, folder: Path, embedder: Embedder, *, stock: bool) -> Iterator[tuple[int, list[Ask]]]:
    from fastapi.testclient import TestClient

    documents, home = folder / "documents", folder / "home"
    own = settings.model_copy(
        update={"home": home, "documents": documents, "chroma_url": None, "database_url": None, "rate_limit": 0}
    )
    chunks = ingest(own, embedder=embedder).chunks
    beside = stock_app(documents, PolicydeskEmbeddings(embedder), folder / "stock") if stock else nullcontext(None)
    with closing(_desk(own, embedder)) as desk, beside as other:
        apps: list[tuple[Any, str]] = [(create_app(desk), "/v1/ask"), *([(other, "/ask")] if other else [])]
        clients = [(TestClient(app, base_url="http://localhost"), path) for app, path in apps]
        yield chunks, [_asker(client, path) for client, path in clients]


def _desk(settings: Settings, embedder: Embedder) -> Desk:
    desk = build(settings)
    knowledge = live_knowledge(settings, embedder)
    return Desk(settings, knowledge, desk.conversations, Chain(knowledge, desk.conversations))


def _asker(client: Any, path: str) -> Ask:
    def ask(question: str) -> None:
        client.post(path, json={"question": question}).raise_for_status()

    return ask


def table(found: Sequence[Cost], machine: str) -> str:
    """The figures as a page in Markdown, with ratios to the stock chain and to the smallest index."""
    lines = [
        "# What a question costs",
        "",
        f"`policydesk bench --asks`{machine and f' on {machine}'}; medians in ms. Texts are made up and have random vectors.",
        "",
        "| texts | chunks | question | CPU | wall p50 | CPU to the smallest | stock CPU | stock p50 | stock CPU / ours | stock p50 / ours |",
        "|---|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    smallest = {(each.headings, each.kind): each.cpu for each in reversed(found)}
    for each in found:
        texts = "with headings" if each.headings else "without"
        row = f"| {texts} | {each.chunks:,} | {each.kind} | {each.cpu:.1f} | {each.wall:.1f} |"
        row += f" {each.cpu / smallest[each.headings, each.kind]:.2f} |"
        if each.stock_cpu is None or each.stock_wall is None:
            lines.append(f"{row} - | - | - | - |")
        else:
            beside = f" {each.stock_cpu:.1f} | {each.stock_wall:.1f} |"
            lines.append(f"{row}{beside} {each.stock_cpu / each.cpu:.2f} | {each.stock_wall / each.wall:.2f} |")
    return "\n".join([*lines, ""])
