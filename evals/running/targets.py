"""What can be asked: a desk in this process, a running Policydesk, or any OpenAI-compatible endpoint."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.records import Answer
from assistant.trace import Trace
from evals.running.cases import Case
from evals.running.corpus import Corpus, corpus_of

if TYPE_CHECKING:
    from assistant.build import Desk
    from assistant.chain import AskMode
    from retrieval.ingest import Progress

AS_OF = date(2026, 11, 24)
"""The day on which the cases are asked, so that a plan that ends later changes no figure."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with what is known of its way; `trace` is None where the system does not tell, `bare` where it gives text only."""

    answer: Answer
    trace: Trace | None
    bare: bool = False


class Target(Protocol):
    """Answers the turns of a case in a conversation of their own."""

    @property
    def described(self) -> dict[str, object]:
        """What has to be known to ask the same again."""
        ...

    def ask(self, case: Case) -> Reply:
        """The reply to the case's question, its earlier turns asked first. Raises PolicydeskError."""
        ...


class DeskTarget:
    """A desk in this process."""

    def __init__(self, desk: Desk, mode: AskMode = "auto") -> None:
        self._desk = desk
        self._mode = mode

    @property
    def described(self) -> dict[str, object]:
        """Mode, model and embeddings."""
        settings = self._desk.settings
        return {"target": "desk", "mode": self._mode, "model": settings.model, "embeddings": settings.embeddings}

    def ask(self, case: Case) -> Reply:
        """See `Target`."""
        conversation = None
        for turn in case.turns:
            conversation = self._desk.chain.ask(turn, conversation_id=conversation, mode=self._mode).conversation_id
        answer = self._desk.chain.ask(case.question, conversation_id=conversation, mode=self._mode)
        return Reply(answer, self._desk.conversations.trace(answer.id))


@contextmanager
def opened(
    home: Path | None = None,
    documents: Path | None = None,
    *,
    model: str | None = None,
    as_of: date = AS_OF,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Iterator[tuple[Desk, Corpus]]:
    """A desk over `documents` (else those of the settings), and its corpus.

    The index is kept in `home`, or in a folder that goes with the run; conversations always go with it. `model` is
    asked in place of the one in the settings; "" is none. Raises PolicydeskError.
    """
    from assistant.build import build, ingest
    from assistant.settings import load
    from retrieval.records import PolicydeskError

    with tempfile.TemporaryDirectory(prefix="policydesk-eval-", ignore_cleanup_errors=True) as passing:
        chosen = {} if model is None else {"model": model or None}
        settings = load(home=home or Path(passing), database_url=f"sqlite:///{passing}/conversations.sqlite", **chosen)
        report = ingest(settings, [documents] if documents else (), progress=progress)
        if report.failed:
            first = report.failed[0]
            raise PolicydeskError(
                f"{first.path} could not be read ({first.reason}): mend it, or figures would be wrong."
            )
        desk = build(settings, today=lambda: as_of)
        try:
            yield desk, corpus_of(desk.knowledge.current().search)
        finally:
            desk.close()
