"""A desk as `build` makes it, with a scripted model behind it, and what came of asking it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import settings_for
from model_server import Reply, Request

from assistant.build import Desk, build
from assistant.chain import TokenEvent
from assistant.knowledge import Knowledge
from assistant.records import Answer, NoticeKind
from assistant.settings import Settings
from assistant.trace import Trace
from evals.benchmarks.attacks import marked
from retrieval.search.live import Live

with_each_provider = pytest.mark.parametrize("provider", ["openai", "anthropic"])  # where the client makes a difference
MakeDesk = Callable[..., Desk]
KEY = "sk-secret-of-the-tests"
QUESTION = "What does the Informatization Master Plan of Gyeongsangbuk-do hold?"

# True sentences of the bundled documents, each with the mark of a passage that bears it out.
PROJECTS = (
    "Gyeongsangbuk-do plans to carry out the 24 informatization projects over five years [{mark_of:over five years}]."
)
GUESTS = "More than 50 guests were invited to the final briefing [{mark_of:More than 50 guests}]."


@dataclass(frozen=True)
class Asked:
    """An answer, the pieces that were streamed before it, how it came about, and how long it took."""

    answer: Answer
    pieces: tuple[str, ...]
    trace: Trace
    seconds: float

    @property
    def streamed(self) -> str:
        return "".join(self.pieces)

    @property
    def reasons(self) -> list[str]:
        return [each.reason for each in self.trace.removed]

    def notice(self, kind: NoticeKind) -> str:
        """The text of the notices of this kind, "" where there is none."""
        return " ".join(each.text for each in self.answer.notices if each.kind == kind)


def settings_with_model(home: Path, provider: str, address: str, folder: Path, **given: Any) -> Settings:
    """For a model at `address`; conversations lie in `folder`."""
    return settings_for(
        home,
        model=f"{provider}:test-model",
        model_base_url=f"{address}/v1" if provider == "openai" else address,
        model_api_key=KEY,
        database_url=f"sqlite:///{folder / 'conversations.sqlite'}",
        **given,
    )


@contextmanager
def model_desk(settings: Settings, knowledge: Live[Knowledge]) -> Iterator[Desk]:
    """What `build` makes of these settings, over an index that is open already, and ready to answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.build.live_knowledge", lambda _: knowledge)
        desk = build(settings)
    assert desk.model is not None
    desk.model.open()
    yield desk
    desk.conversations.close()


def ask(desk: Desk, question: str = QUESTION, **given: Any) -> Asked:
    """Ask, and check what holds for every answer: the streamed pieces are its text, and it is stored with its trace."""
    pieces: list[str] = []
    began = time.monotonic()
    answer = desk.chain.ask(
        question, on_event=lambda event: pieces.append(event.text) if isinstance(event, TokenEvent) else None, **given
    )
    seconds = time.monotonic() - began
    assert "".join(pieces) == answer.text
    assert desk.conversations.answers(answer.conversation_id)[-1] == answer
    return Asked(answer, tuple(pieces), desk.conversations.trace(answer.id), seconds)


def quotes(desk: Desk) -> Answer:
    """The answer to the question without a model."""
    return desk.chain.ask(QUESTION, mode="extractive")


def replying(text: str, **given: Any) -> Callable[[Request], Reply]:
    """A script: this text, with each {mark_of:WORDS} as the number of the passage that was sent with these words."""

    def script(request: Request) -> Reply:
        return Reply(marked(text, request.prompt), **given)

    return script


def each_desk(home: Path, provider: str, folder: Path, knowledge: Live[Knowledge]) -> Iterator[MakeDesk]:
    """For a fixture: makes desks whose model is at an address, and closes them."""
    with ExitStack() as stack:
        yield lambda address, **given: stack.enter_context(
            model_desk(settings_with_model(home, provider, address, folder, **given), knowledge)
        )


def fell_back(asked: Asked, desk: Desk, reason: str) -> None:
    """The answer is what it is without a model, but for one notice that gives the reason."""
    plain = quotes(desk)
    told = asked.answer
    assert told.mode == "extractive"
    assert (told.status, told.text, told.citations) == (plain.status, plain.text, plain.citations)
    assert [each for each in told.notices if each.kind != "fallback"] == list(plain.notices)
    assert asked.notice("fallback") == f"The language model {reason}; this answer quotes the documents instead."


def wait_until(holds: Callable[[], bool]) -> None:
    """At most ten seconds."""
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("It did not come about within 10 seconds.")
