"""Measures the product on this machine: a real server over the given documents, search alone, ingest, memory."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from assistant.build import ingest, live_knowledge
from assistant.cli.bench_figures import QUESTIONS, Figure, percentile, timed
from assistant.cli.bench_synthetic import change_at, ingest_rate, search_at
from assistant.settings import Settings
from retrieval.records import PolicydeskError

_WARM = 2  # rounds before the clock counts
_TIMEOUT = 60  # seconds for one answer


def run(settings: Settings, say: Callable[[str], None], *, rounds: int = 25, chunks: int = 0) -> list[Figure]:
    """All figures, in a HOME of their own; every question is asked `rounds` times. `say` hears what is going on.

    `chunks` > 0 also measures search over about that many made-up chunks, which take 1 s for some 300 to write, and
    what one changed paragraph among them costs.
    """
    with tempfile.TemporaryDirectory(prefix="policydesk-bench-") as folder:
        own = settings.model_copy(update={"home": Path(folder), "chroma_url": None, "database_url": None})
        say("Indexing the documents")
        ingest(own)
        say("Asking over HTTP")
        figures = _answers(own, rounds)
        say("Searching")
        figures.insert(2, _search(own, rounds))
        say("Ingesting made-up documents")
        figures.append(ingest_rate(own))
        if chunks:
            say(f"Searching {chunks:,} made-up chunks")
            figures.append(search_at(own, chunks))
            say(f"Changing paragraphs among {chunks:,} chunks")
            figures += change_at(own, chunks)
    return figures


def _search(settings: Settings, rounds: int) -> Figure:
    live = live_knowledge(settings)
    search = live.current().search
    timed(search.search, QUESTIONS, rounds=_WARM)
    taken = timed(search.search, QUESTIONS, rounds=rounds)
    live.close()
    return Figure("search alone, p50", statistics.median(taken), "ms", "at most 20 at 100,000 chunks")


def _answers(settings: Settings, rounds: int) -> list[Figure]:
    with _server(settings) as (process, address):
        connection = http.client.HTTPConnection(address.hostname or "", address.port or 0, timeout=_TIMEOUT)

        def ask(question: str) -> None:
            _ask(connection, question)

        timed(ask, QUESTIONS, rounds=_WARM)
        taken = timed(ask, QUESTIONS, rounds=rounds)
        connection.close()
        memory = _resident_mb(process.pid)
    figures = [
        Figure("answer over HTTP, p50", statistics.median(taken), "ms", "at most 60"),
        Figure("answer over HTTP, p95", percentile(taken, 0.95), "ms", "at most 150"),
    ]
    return figures if memory is None else [*figures, Figure("memory of the server", memory, "MB", "at most 600")]


@contextmanager
def _server(settings: Settings) -> Iterator[tuple[subprocess.Popen[str], SplitResult]]:
    """`policydesk serve` on a free port of this machine, and its address."""
    given = {"POLICYDESK_HOME": str(settings.home), "POLICYDESK_EMBEDDINGS": settings.embeddings}
    environment = {**os.environ, **given, "PYTHONUNBUFFERED": "1"}
    program = [sys.executable, "-c", "from assistant.cli import main; main()"]
    command = [*program, "serve", "--host", "127.0.0.1", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        greeting = process.stdout.readline() if process.stdout else ""
        address = next((word for word in greeting.split() if word.startswith("http://")), None)
        if address is None:
            raise PolicydeskError("The server did not start: `policydesk serve` shows why.")
        yield process, urlsplit(address)
    finally:
        process.terminate()
        process.communicate()


def _ask(connection: http.client.HTTPConnection, question: str) -> None:
    connection.request("POST", "/v1/ask", json.dumps({"question": question}), {"Content-Type": "application/json"})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise PolicydeskError(f"The server answered a question with {response.status}: {content[:200]!r}")


def _resident_mb(pid: int) -> float | None:
    """Resident memory; None where there is no /proc to read it from."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return None
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024
