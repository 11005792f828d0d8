"""ask(question): the steps from a question to a stored Answer, in one place."""

from __future__ import annotations

import re
import time
import unicodedata
import uuid
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from assistant.conversations import Conversations
from assistant.notices import notices
from assistant.quotes import set_out
from assistant.records import Answer
from assistant.respond import Response, respond
from assistant.understand import understand
from retrieval.live import LiveSearch
from retrieval.records import Filters, Passage, PolicydeskError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.runnables import Runnable

MAX_QUESTION = 2_000  # characters
Step = Literal["understand", "search", "answer"]
AskMode = Literal["auto", "extractive", "generated"]
_TOKEN = re.compile(r"\S+\s*")


class QuestionError(PolicydeskError):
    """The question cannot be asked as it is: it is empty or too long."""


class NoModelError(PolicydeskError):
    """A generated answer was asked for, but there is no language model."""


@dataclass(frozen=True, slots=True)
class StepEvent:
    """A step begins."""

    step: Step


@dataclass(frozen=True, slots=True)
class PassagesEvent:
    """What the search found, best first."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class TokenEvent:
    """The next piece of the answer's text."""

    text: str


Event = StepEvent | PassagesEvent | TokenEvent
OnEvent = Callable[[Event], None]


class Chain:
    """Answers questions over the index in force. Thread-safe."""

    def __init__(
        self, search: LiveSearch, conversations: Conversations, *, today: Callable[[], date] = date.today
    ) -> None:
        self._search = search
        self._conversations = conversations
        self._today = today

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        filters: Filters | None = None,
        mode: AskMode = "auto",
        on_event: OnEvent = lambda _: None,
    ) -> Answer:
        """Answer a question, within a conversation or in a new one, and store the answer.

        Raises `QuestionError` for an empty or too long question, `NoModelError` for `mode="generated"` without a
        model, `UnknownConversationError`, `NothingIngestedError`, or another PolicydeskError when the index cannot be
        read.
        """
        asked = clean(question)
        if mode == "generated":
            raise NoModelError('No language model is set up: ask with mode "auto" or "extractive".')
        history = self._conversations.answers(conversation_id) if conversation_id else []
        clock = _Clock(on_event)
        search = self._search.current()
        with clock.step("understand"):
            worded = search.reword(asked)
            understood = understand(asked, worded, history, search.names, lambda name: bool(search.subjects(name)))
        with clock.step("search"):
            found = search.search(understood.standalone, filters=filters) if understood.searches else None
        passages = found.passages if found else ()
        on_event(PassagesEvent(passages))
        with clock.step("answer"):
            response = respond(understood, found, search, filters)
            answer = self._answer(response, asked, understood.standalone, conversation_id, clock)
        for piece in _TOKEN.findall(answer.text):
            on_event(TokenEvent(piece))
        self._conversations.add(
            answer, passages, index_version=search.index.version, follow_up=conversation_id is not None
        )
        return answer

    def as_runnable(self) -> Runnable[Any, Answer]:
        """The same as a LangChain Runnable over a question, or a dict of `ask`'s arguments."""
        from langchain_core.runnables import RunnableLambda

        def call(given: str | dict[str, Any]) -> Answer:
            return self.ask(given) if isinstance(given, str) else self.ask(**given)

        return RunnableLambda(call, name="policydesk")

    def _answer(
        self, response: Response, asked: str, standalone: str, conversation_id: str | None, clock: _Clock
    ) -> Answer:
        text, citations = set_out(response.parts)
        quoted = [quote for part in response.parts for quote in part.quotes]
        return Answer(
            id=uuid.uuid4().hex,
            conversation_id=conversation_id or uuid.uuid4().hex,
            status=response.status,
            text=text,
            question=asked,
            standalone_question=standalone,
            citations=citations,
            contacts=response.cards(citations),
            notices=(*response.notices, *notices(quoted, self._today())),
            suggestions=response.suggestions,
            timings_ms=clock.timings(),
        )


def clean(question: str) -> str:
    """A question without control and invisible characters, NFC. Raises `QuestionError` when nothing or too much is left."""
    unseen = "".join(c for c in question if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in unseen)
    text = unicodedata.normalize("NFC", " ".join(kept.split()))
    if not text:
        raise QuestionError("The question is empty: write what you want to know.")
    if len(text) > MAX_QUESTION:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {MAX_QUESTION:,} are read. Shorten it."
        )
    return text


@dataclass(slots=True)
class _Clock:
    """Announces the steps and takes their times."""

    on_event: OnEvent
    began: float = field(default_factory=time.perf_counter)
    taken: dict[str, float] = field(default_factory=dict)
    running: tuple[str, float] | None = None

    @contextmanager
    def step(self, name: Step) -> Iterator[None]:
        self.on_event(StepEvent(name))
        self.running = (name, time.perf_counter())
        yield
        self.taken[name] = (time.perf_counter() - self.running[1]) * 1000

    def timings(self) -> dict[str, float]:
        now = time.perf_counter()
        running = {self.running[0]: (now - self.running[1]) * 1000} if self.running else {}
        taken = {**self.taken, **running, "total": (now - self.began) * 1000}
        return {name: round(value, 2) for name, value in taken.items()}
