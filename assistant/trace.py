"""How an answer came about: everything that was decided on the way, kept beside the answer for staff to look at."""

from __future__ import annotations

from typing import Literal

from assistant.records import Record, Usage
from assistant.wording import Said
from retrieval.records import Passage

Rewriter = Literal["rules", "model"]
Reason = Literal[
    "no_mark",
    "unknown_mark",
    "fact",
    "contact",
    "name",
    "unsupported",
    "negation",
    "status_word",
    "language",
    "markup",
    "too_much",
]


class Message(Record):
    """What a language model was sent, whole."""

    role: Literal["system", "human"]
    text: str


class ModelCall(Record):
    """One request to a language model. `reply` is what came back, as it came; `error` why there is none or less, and
    `reason` the same as values."""

    prompt: str
    prompt_hash: str
    model: str
    messages: tuple[Message, ...] = ()
    reply: str = ""
    error: str | None = None
    reason: Said | None = None
    usage: Usage = Usage()
    ms: float = 0.0


class Removed(Record):
    """A sentence of the model that was not shown, and why; `detail` is a clause that says what is wrong."""

    text: str
    reason: Reason
    detail: str


class TracedPassage(Record):
    """A passage with its scores; `n` is the number that the model knew it by, None when it was not sent."""

    n: int | None
    document_id: str
    title: str
    section: str
    page: int | None
    start: int
    end: int
    text: str
    dense: float
    lexical: float
    score: float

    @classmethod
    def of(cls, passage: Passage, n: int | None = None) -> TracedPassage:
        """A passage as it was found, or as the model was sent it."""
        chunk = passage.chunk
        return cls(
            n=n,
            document_id=chunk.document_id,
            title=chunk.metadata.title,
            section=chunk.heading,
            page=chunk.page,
            start=chunk.start,
            end=chunk.end,
            text=chunk.text,
            dense=passage.dense,
            lexical=passage.lexical,
            score=passage.score,
        )


class Trace(Record):
    """`rewritten_by` is None when the question stood by itself; timings stand in the answer."""

    rewritten_by: Rewriter | None = None
    index_version: str | None = None
    passages: tuple[TracedPassage, ...] = ()
    calls: tuple[ModelCall, ...] = ()
    removed: tuple[Removed, ...] = ()
