"""Stand-ins that can be read at a glance: an embedder that counts words, and a chain that does as it is told."""

from __future__ import annotations

import asyncio
import re
import threading
import zlib
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np

from assistant.chain import Event, TokenEvent
from assistant.records import Answer
from retrieval.embedding import Vectors
from retrieval.language.sentences import Span
from retrieval.records import Filters

Result = TypeVar("Result")


def awaited(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine gives, run in a thread of its own: the browser's tests keep a loop running in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


class FakeEmbedder:
    """Each word adds 1 in the dimension that its checksum picks; texts that share words are near. Keeps what it saw."""

    dimensions = 64

    def __init__(self, name: str = "fake:words") -> None:
        self.name = name
        self.embedded: list[str] = []

    def fits(self, text: str) -> bool:
        return len(text.split()) <= 150

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], np.float32).reshape(-1, self.dimensions)

    def embed_question(self, text: str) -> Vectors:
        return self._vector(text)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._vector(text) for text in texts], np.float32).reshape(-1, self.dimensions)

    def embed_with_sentences(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        sentences = [
            np.array([self._vector(text[a:b]) for a, b in of_text], np.float32).reshape(-1, self.dimensions)
            for text, of_text in zip(texts, spans, strict=True)
        ]
        return self.embed(texts), sentences

    def embed_words(self, question: str, texts: Sequence[str]) -> None:
        """None: there are no vectors of words."""

    def _vector(self, text: str) -> Vectors:
        counts = np.zeros(self.dimensions, np.float32)
        for word in re.findall(r"\w+", text.lower()):
            counts[zlib.crc32(word.encode()) % self.dimensions] += 1
        return counts / np.float32(max(float(np.linalg.norm(counts)), 1.0))


class FakeChain:
    """Sends its events, then gives the answer or raises the error. Keeps the questions."""

    def __init__(self, result: Answer | Exception, events: Sequence[Event] = ()) -> None:
        self.result = result
        self.events = events
        self.questions: list[str] = []

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        after: str | None = None,
        filters: Filters | None = None,
        mode: str = "auto",
        language: str | None = None,
        on_event: Callable[[Event], None] = lambda _: None,
    ) -> Answer:
        self.questions.append(question)
        for event in self.events:
            on_event(event)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


class EndlessChain:
    """Goes on sending tokens until it is stopped by what it sends to."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def ask(self, question: str, *, on_event: Callable[[Event], None], **_: object) -> Answer:
        pause = threading.Event()
        try:
            while True:
                on_event(TokenEvent("and on "))
                pause.wait(0.01)
        finally:
            self.stopped.set()
