"""Cases, answers and runs for the tests of the evals, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.records import Answer, Citation, ContactCard
from assistant.trace import Trace, TracedPassage
from evals.running.cases import Case
from evals.running.corpus import Corpus
from evals.running.rows import Row, scored
from evals.running.runs import Run, write
from evals.running.targets import Reply
from retrieval.records import Chunk, Metadata

PLAN = "plan.md"
TEXT = "The plan runs from 2024 to 2028.\nIts budget is 40 billion won.\nQuay team: +82-51-888-3033."
LINES = TEXT.split("\n")
STARTS = [0, 33, 63]


def a_corpus() -> Corpus:
    """One document of three lines, each a chunk."""
    metadata = Metadata("Harbour Plan", aliases=(("Harbour Plan", "Port Plan"),))
    chunks = [
        Chunk(PLAN, n, start, start + len(line), line, ("Harbour Plan",), None, metadata)
        for n, (line, start) in enumerate(zip(LINES, STARTS, strict=True))
    ]
    return Corpus({PLAN: TEXT}, tuple(chunks), "digest")


def a_case(**fields: object) -> Case:
    """A question about the budget."""
    basis: dict[str, object] = {
        "id": "a",
        "slice": "number",
        "question": "What is the budget of the Harbour Plan?",
        "status": ("answered",),
        "must": ("40 billion won",),
        "documents": (PLAN,),
    }
    return Case.model_validate(basis | fields)


def a_reply(
    *,
    text: str = "Its budget is 40 billion won. [1]",
    lines: Sequence[int] = (1,),
    found: Sequence[int] = (1, 0),
    cards: Sequence[str] = (),
    **given: Any,
) -> Reply:
    """An answer that cites some lines of the corpus, and a search that found some."""
    citations = tuple(
        Citation(n=n, document_id=PLAN, title="Plan", quote=LINES[i], start=STARTS[i], end=STARTS[i] + len(LINES[i]))
        for n, i in enumerate(lines, 1)
    )
    fields: dict[str, Any] = {
        "id": "1" * 32,
        "conversation_id": "talk",
        "status": "answered",
        "text": text,
        "question": "What is the budget of the Harbour Plan?",
        "standalone_question": "What is the budget of the Harbour Plan?",
        "citations": citations,
        "contacts": tuple(ContactCard(team="Quay team", phone=each, document_id=PLAN) for each in cards),
        "timings_ms": {"total": 12.0},
    }
    passages = tuple(
        TracedPassage(
            n=None,
            document_id=PLAN,
            title="Plan",
            section="Harbour Plan",
            page=None,
            start=STARTS[i],
            end=STARTS[i] + len(LINES[i]),
            text=LINES[i],
            dense=0.5,
            lexical=1.0,
            score=0.5,
        )
        for i in found
    )
    return Reply(Answer(**{**fields, **given}), Trace(passages=passages))


def a_row(case: Case | None = None, reply: Reply | None = None, variant: str = "", repeat: int = 1) -> Row:
    """The row of a case and its reply, both right where none is given."""
    return scored(case or a_case(), variant, repeat, reply or a_reply(), a_corpus())


def wrong() -> Reply:
    """An answer that says the period where the budget was asked for."""
    return a_reply(text="The plan runs from 2024 to 2028. [1]", lines=(0,))


def a_run(folder: Path, name: str, right: Sequence[bool], **config: object) -> Run:
    """A stored run of numbered cases, some of which came out wrong."""
    rows = [a_row(a_case(id=f"a-{n:02}"), a_reply() if each else wrong()) for n, each in enumerate(right)]
    described = {"made": name, "mode": "extractive", "index_digest": "digest", "commit": None, **config}
    return write(name, described, rows, folder)
