"""The one place that makes objects from settings; entry points call it and hand on what it gives."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import sources
from assistant.ingested import note
from assistant.settings import PREFIX, Settings
from retrieval.index import Location
from retrieval.records import PolicydeskError, Report
from retrieval.search import Live, Search
from retrieval.sources import NO_SOURCES

if TYPE_CHECKING:
    from assistant.chain import Chain
    from assistant.conversations import Conversations
    from assistant.generated import Model
    from assistant.knowledge import Knowledge
    from retrieval.embedding import Embedder
    from retrieval.ingest import Look, Progress

_log = logging.getLogger(__name__)

# What the libraries would tell their makers, or look up, over the network.
QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "FASTAPI_OTEL_AUTO_CONFIGURE": "false",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "ORT_DISABLE_TELEMETRY": "1",  # ONNX Runtime looks only when it is loaded, and reports to Microsoft otherwise
    "OTEL_SDK_DISABLED": "true",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that answers questions, made once and shared by all threads of a process."""

    settings: Settings
    knowledge: Live[Knowledge]
    conversations: Conversations
    chain: Chain
    model: Model | None = None

    def close(self) -> None:
        """Let go of files and connections."""
        self.knowledge.close()
        self.conversations.close()
        if self.model:
            self.model.close()


def build(settings: Settings, *, today: Callable[[], date] = date.today) -> Desk:
    """A desk over the index in force, whether or not there is one yet; whether a plan is over is seen from `today`.

    Raises PolicydeskError when HOME cannot be written, the conversations cannot be opened, or the provider of the
    language model is not installed.
    """
    from assistant.chain import Chain
    from assistant.conversations import Conversations
    from assistant.generated import generator

    prepare(settings)
    knowledge = live_knowledge(settings)
    conversations = Conversations(settings.database_url or settings.home / "conversations.sqlite")
    model = open_model(settings)
    writer = generator(model, settings.model_deadline, settings.model_context) if model else None
    chain = Chain(knowledge, conversations, generator=writer, today=today)
    return Desk(settings, knowledge, conversations, chain, model)


def live_knowledge(settings: Settings, embedder: Embedder | None = None) -> Live[Knowledge]:
    """What is known from the index in force of these settings, judged by the thresholds that were set for it; their embedder
    is opened when none is given."""
    from assistant.calibration import stored
    from assistant.knowledge import Knowledge

    def known(search: Search) -> Knowledge:
        return Knowledge(search, thresholds=stored.InForce(settings.home, search.embedder.name))

    return Live(location(settings), lambda: embedder or open_embedder(settings), known)


def ingest(
    settings: Settings,
    paths: Sequence[Path] = (),
    *,
    embedder: Embedder | None = None,
    force: bool = False,
    rebuild: bool = False,
    fetch: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Bring the index in line with `paths`, by default all sources that are set up, or else the folder of documents (see
    `retrieval.ingest.ingest`).

    With `fetch` the sources on the web for which it is time are looked at first; what was fetched before is read in any
    case. An `embedder` that is open already saves opening another.
    """
    from retrieval.ingest import Progress
    from retrieval.ingest import ingest as run

    prepare(settings)
    os.environ[f"{PREFIX}OCR"] = settings.ocr  # for the process that reads files, which is given no settings
    found = sources.configured(settings)
    looked = []
    if fetch and not paths and found.all:
        looked = sources.refresh(settings, progress=lambda done, of: progress(Progress("Fetching", done, of)))
        found = sources.configured(settings)
    model = embedder or open_embedder(settings)
    wanted = list(paths) or ([settings.documents] if found is NO_SOURCES else list(found.paths))
    if paths:
        found = replace(found, gone=())
    at = location(settings)
    report = run(wanted, at, model, force=force, rebuild=rebuild, progress=progress, configured=found)
    report = replace(report, failed=(*report.failed, *(failure for each in looked for failure in each.failed)))
    if not paths:
        sources.note(settings, found)
    note(settings.home, report)
    return report


def look(
    settings: Settings, paths: Sequence[Path] = (), *, progress: Callable[[Progress], None] = lambda _: None
) -> Look:
    """What there is to say of documents before they are indexed: of `paths`, by default of all that an ingest would read."""
    from retrieval.ingest import look as look_at

    os.environ[f"{PREFIX}OCR"] = settings.ocr  # for the process that reads files, which is given no settings
    found = sources.configured(settings)
    wanted = list(paths) or ([settings.documents] if found is NO_SOURCES else list(found.paths))
    return look_at(wanted, date.today(), configured=found, progress=progress)


def location(settings: Settings) -> Location:
    """Where the index of these settings lives."""
    return Location(settings.home, settings.chroma_url)


def open_embedder(settings: Settings) -> Embedder:
    """The embedding model of these settings; what it caches lies in HOME/cache."""
    from retrieval.embedding import open_embedder as open_one

    _silence()
    return open_one(settings.embeddings, settings.home / "cache")


def open_model(settings: Settings) -> Model | None:
    """The language model of these settings, or None when they name none. Raises PolicydeskError."""
    from assistant.generated import Model

    if settings.model is None:
        return None
    key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
    speaks_openai = settings.model.startswith("openai:")
    if key is None and speaks_openai and settings.model_base_url and "OPENAI_API_KEY" not in os.environ:
        key = "none"  # a server of one's own asks for none, but OpenAI's client does
    return Model(settings.model, base_url=settings.model_base_url, api_key=key)


def prepare(settings: Settings) -> None:
    """Silence what would call home, and make sure that HOME can be written. Raises PolicydeskError."""
    _silence()
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            pass
    except OSError as error:
        raise PolicydeskError(
            f"The data folder {settings.home} cannot be written ({error.strerror or error}): mend its permissions, or "
            "set POLICYDESK_HOME to a folder that can be."
        ) from error


def _silence() -> None:
    """Before the libraries are loaded; whoever set a variable themselves is heeded."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
