"""ask(question): the steps from a question to a stored Answer, in one place."""

from __future__ import annotations

import time
import unicodedata
import uuid
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.conversations import Conversations
from assistant.extractive import may_strangers_answer, of_strangers, respond
from assistant.knowledge import Knowledge
from assistant.question import without_unseen
from assistant.records import Answer
from assistant.turn import Turn
from assistant.wording import Language, language_of
from retrieval.patterns import late_pattern
from retrieval.records import Filters, Passage, PolicydeskError
from retrieval.search import Live

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.generated import Generator

MAX_QUESTION = 2_000  # characters
Step = Literal["understand", "search", "answer"]
AskMode = Literal["auto", "extractive", "generated"]
_REHEARSED = "What does the plan support, and until when?"
_TOKEN = late_pattern(r"\s*\S+\s*")


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
    """Answers questions over the index in force, with a language model where there is one. Thread-safe."""

    def __init__(
        self,
        knowledge: Live[Knowledge],
        conversations: Conversations,
        *,
        generator: Generator | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._knowledge = knowledge
        self._conversations = conversations
        self._generator = generator
        self._today = today

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        after: str | None = None,
        filters: Filters | None = None,
        mode: AskMode = "auto",
        language: Language | None = None,
        on_event: OnEvent = lambda _: None,
    ) -> Answer:
        """Answer a question, within a conversation or in a new one, and store the answer.

        It follows the newest answer of the conversation, or the one whose id is `after`, and what led to that.
        What the product says by itself is in `language`, else in that of the question; quotes stay as they are.
        With a language model, it writes the answer unless the mode is "extractive" or the directory of contacts answers.
        Raises `QuestionError` for an empty or too long question, `NoModelError` for `mode="generated"` without a
        model, `UnknownConversationError`, `NothingIngestedError`, or another PolicydeskError when the index cannot be
        read or the model cannot be set up.
        """
        asked = clean(question)
        if mode == "generated" and self._generator is None:
            raise NoModelError('No language model is set up: set POLICYDESK_MODEL, or ask with mode "auto".')
        history = self._conversations.line(conversation_id, after=after) if conversation_id or after else []
        turn = Turn(
            self._knowledge.current(),
            None if mode == "extractive" else self._generator,
            self._today(),
            language_of(asked, language),
        )
        answer, passages = _answered(turn, asked, history, filters, on_event)
        followed = history[-1].id if history else None
        self._conversations.add(answer, passages, after=followed, trace=turn.trace(passages))
        return answer

    def rehearse(self) -> None:
        """Make an answer of quotes that nobody gets and nothing keeps, so that the first one takes no longer than the second.

        It reads no words: every question does that anew for what it finds.
        """
        turn = Turn(replace(self._knowledge.current(), reads=False), None, self._today())
        _, passages = _answered(turn, _REHEARSED, [], None, lambda _: None)
        turn.trace(passages)


def _answered(
    turn: Turn, asked: str, history: Sequence[Answer], filters: Filters | None, on_event: OnEvent
) -> tuple[Answer, tuple[Passage, ...]]:
    """The answer, with the passages found for it."""
    clock = _Clock(on_event)
    with clock.step("understand"):
        ask = turn.understand(asked, history)
    with clock.step("search"):
        found = turn.knowledge.search.search(ask.searched, filters=filters) if ask.searches else None
    passages = found.passages if found else ()
    on_event(PassagesEvent(passages))
    with clock.step("answer"):
        response = respond(ask, found, turn.knowledge, filters, turn.today)
        if found and turn.wider and may_strangers_answer(ask, found, response, turn.knowledge.search.subjects):
            strange = turn.wider.search.search(ask.searched, filters=filters)
            if other := of_strangers(respond(ask, strange, turn.wider, filters, turn.today)):
                turn.widen()
                response, passages = other, strange.passages
                on_event(PassagesEvent(passages))
        draft = turn.draft(ask.standalone, response, lambda text: on_event(TokenEvent(text)))
    answer = Answer(
        id=uuid.uuid4().hex,
        conversation_id=history[-1].conversation_id if history else uuid.uuid4().hex,
        question=asked,
        standalone_question=ask.standalone,
        ask=ask,
        usage=turn.usage,
        timings_ms=clock.timings() | turn.timings,
        **draft.fields(),
    )
    for piece in _TOKEN.findall(answer.text[turn.streamed :]):
        on_event(TokenEvent(piece))
    return answer, passages


def clean(question: str) -> str:
    """A question without control and invisible characters, NFC. Raises `QuestionError` when nothing or too much is left."""
    text = unicodedata.normalize("NFC", " ".join(without_unseen(question).split()))
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
