"""A model that replies by script, a verifier that looks a sentence up word for word, and passages to write from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from assistant.generated.prompts import Prompt
from assistant.quoting.quotes import of_chunk
from assistant.records import Answer, Usage
from assistant.trace import ModelCall
from assistant.verification.verify import Source, Verdict
from retrieval.language.sentences import Span
from retrieval.records import Chunk, Metadata, Passage
from retrieval.search.rewording import Wording
from retrieval.search.search import Found

PROMPT = Prompt("answer", "0123456789ab", "", "")


class FakeModel:
    """Gives its replies in turn, a word at a time; an Exception is the error of a call. Keeps what it was sent."""

    def __init__(self, *replies: str | Exception, came: str = "") -> None:
        self._replies = list(replies)
        self._came = came
        self.prompts: list[str] = []
        self.inputs: list[dict[str, str]] = []
        self.within: list[float] = []

    def open(self) -> None:
        """It is open."""

    def ask(
        self,
        prompt: Prompt,
        inputs: Mapping[str, str],
        *,
        within: float,
        on_piece: Callable[[str], None] = lambda _: None,
    ) -> ModelCall:
        self.prompts.append(prompt.name)
        self.inputs.append(dict(inputs))
        self.within.append(within)
        reply = self._replies.pop(0)
        error = str(reply) if isinstance(reply, Exception) else None
        text = self._came if isinstance(reply, Exception) else reply
        for word in text.split(" "):
            on_piece(f"{word} ")
        return model_call(text, error=error, prompt=prompt)


def model_call(reply: str = "", *, error: str | None = None, prompt: Prompt = PROMPT) -> ModelCall:
    return ModelCall(
        prompt=prompt.name,
        prompt_hash=prompt.hash,
        model="fake:model",
        reply=reply,
        error=error,
        usage=Usage(prompt_tokens=100, completion_tokens=10),
        ms=5.0,
    )


class FakeVerifier:
    """A sentence holds when it stands word for word in a cited passage, which is then quoted there. Keeps what it was asked.

    A sentence in `unmeasured` holds without a comparison, quoted from the beginning of its passage.
    """

    def __init__(self, unmeasured: Sequence[str] = ()) -> None:
        self.unmeasured = unmeasured
        self.asked: list[str] = []

    def check(self, sentence: str, cited: Sequence[Source]) -> Verdict:
        self.asked.append(sentence)
        if sentence in self.unmeasured:
            return Verdict((of_chunk(cited[0].passage.chunk, Span(0, 5)),), None, unmeasured=True)
        for source in cited:
            chunk = source.passage.chunk
            start = chunk.text.find(sentence)
            if start >= 0:
                return Verdict((of_chunk(chunk, Span(start, start + len(sentence))),), None)
        return Verdict((), "fact", "it does not stand there")


def source(text: str, *, document: str = "plan.md", position: int = 0, **metadata: Any) -> Source:
    """A passage with one vector; `metadata` is what its document says of itself."""
    told = Metadata(**{"title": "Harbour Plan", **metadata})
    chunk = Chunk(document, position, 1_000 * position, 1_000 * position + len(text), text, ("Quays",), None, told)
    return Source(Passage(chunk, 0.5, 1.0, 0.9), np.ones((1, 2), np.float32))


def found(*sources: Source) -> Found:
    """The result of a search that found these."""
    return Found(
        Wording("", "", ""),
        np.ones(2, np.float32),
        tuple(each.passage for each in sources),
        tuple(each.sentences for each in sources),
        {},
    )


def answer(text: str, question: str = "What is planned?", **given: Any) -> Answer:
    """A turn of a conversation."""
    fields = {"id": "a", "conversation_id": "c", "status": "answered", "standalone_question": question}
    return Answer.model_validate({**fields, "text": text, "question": question, **given})
