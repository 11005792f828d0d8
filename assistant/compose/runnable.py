"""The answerer as a LangChain Runnable: invoke and batch give Answers, stream gives pieces of text and last the Answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.chain import AskMode, Chain, Event, TokenEvent
from assistant.records import Answer
from assistant.wording import Language
from retrieval.records import Filters, PolicydeskError

AskInput = str | Mapping[str, Any]


class Text(str):
    """A piece of an answer's text. All pieces and the Answer add up to the Answer, for LangChain adds up streams."""

    __slots__ = ()

    def __add__(self, other: Any) -> Any:
        return other if isinstance(other, Answer) else Text(super().__add__(other))


Piece = Text | Answer


def as_runnable(chain: Chain) -> Answerer:
    """The chain as a LangChain Runnable, to be joined with others by `|`.

    Its input is a question, or a dict with `question` and, where wanted, `conversation_id`, `filters` (a `Filters` or
    a dict of its fields), `mode` and `language`. What is bound with `.bind(mode=...)` holds for every question.
    """
    return Answerer(chain)


class Answerer(Runnable[AskInput, Any]):  # an Answer, and from a stream also pieces of text
    """Answers questions by `Chain.ask`. Every method raises what `ask` raises, and PolicydeskError for another input."""

    def __init__(self, chain: Chain) -> None:
        self.name = "policydesk"
        self._chain = chain

    def invoke(self, input: AskInput, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002
        """The Answer. `ainvoke` works in a thread; `batch` and `abatch` on `max_concurrency` questions at a time."""
        answer: Answer = self._call_with_config(self._ask, input, config, **kwargs)
        return answer

    def stream(
        self,
        input: AskInput,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[Piece]:
        """The answer's text in pieces as they become known, and last the Answer, which holds everything.

        When the consumer closes the stream early, the work ends at its next event and the answer is not stored.
        """
        return self._transform_stream_with_config(iter([input]), self._pieces, config, **kwargs)

    async def astream(
        self,
        input: AskInput,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[Piece]:
        """As `stream`; the work is done in a thread and does not block the loop."""

        async def inputs() -> AsyncIterator[AskInput]:
            yield input

        pieces = self._atransform_stream_with_config(inputs(), self._apieces, config, **kwargs)
        try:
            async for piece in pieces:
                yield piece
        finally:
            await pieces.aclose()  # type: ignore[attr-defined]  # an async generator in all but its annotation

    def _ask(self, given: AskInput, /, **more: Any) -> Answer:
        return self._asking(given, more)()

    def _asking(self, given: AskInput, more: Mapping[str, Any]) -> Callable[..., Answer]:
        asked = _asked(given, more)
        return partial(
            self._chain.ask,
            asked.question,
            conversation_id=asked.conversation_id,
            filters=asked.filters,
            mode=asked.mode,
            language=asked.language,
        )

    def _pieces(self, inputs: Iterator[AskInput], /, **more: Any) -> Iterator[Piece]:
        items: SimpleQueue[_Item] = SimpleQueue()
        for given in inputs:
            with _Worker(self._asking(given, more), items.put):
                while (piece := _piece(items.get())) is not None:
                    yield piece

    async def _apieces(self, inputs: AsyncIterator[AskInput], /, **more: Any) -> AsyncIterator[Piece]:
        items: asyncio.Queue[_Item] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def give(item: _Item) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(items.put_nowait, item)

        async for given in inputs:
            with _Worker(self._asking(given, more), give):
                while (piece := _piece(await items.get())) is not None:
                    yield piece


# --- what is asked ---


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: str
    conversation_id: str | None = None
    filters: Filters | None = None
    mode: AskMode = "auto"
    language: Language | None = None


def _asked(given: AskInput, more: Mapping[str, Any]) -> _Asked:
    fields = dict(given) if isinstance(given, Mapping) else {"question": given}
    try:
        return _Asked.model_validate({**fields, **more})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise PolicydeskError(
            f'The input cannot be asked ({wrong}): give a question, or a dict with "question" and, where wanted, '
            '"conversation_id", "filters" (organisation, region, kind, as_of), "mode" and "language" (en or ko).'
        ) from error


# --- events of a thread as an iterator ---


class _LeftError(BaseException):
    """The consumer wants no more. Not an Exception, so that no step takes it for a failure and goes on in another way."""


_Item = Piece | BaseException | None


class _Worker:
    """Runs one `ask` in a thread within `with`: gives pieces, the Answer or the error, and last None."""

    def __init__(self, ask: Callable[..., Answer], give: Callable[[_Item], None]) -> None:
        self._ask = ask
        self._give = give
        self._left = threading.Event()

    def __enter__(self) -> None:
        context = copy_context()  # LangChain keeps the run that this one is part of in it
        threading.Thread(target=context.run, args=(self._work,), name="policydesk-stream").start()

    def __exit__(self, *_: object) -> None:
        self._left.set()

    def _work(self) -> None:
        try:
            self._give(self._ask(on_event=self._on_event))
            self._give(None)
        except _LeftError:
            return
        except BaseException as error:  # noqa: BLE001 - it is raised where the pieces are read, who would wait for ever
            self._give(error)

    def _on_event(self, event: Event) -> None:
        if self._left.is_set():
            raise _LeftError
        if isinstance(event, TokenEvent):
            self._give(Text(event.text))


def _piece(item: _Item) -> Piece | None:
    if isinstance(item, BaseException):
        raise item
    return item
