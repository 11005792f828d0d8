"""Rows: what came of each case, one JSON object a line, equal from run to run but for the times."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.records import Usage
from evals.running.cases import Case, Slice
from evals.running.corpus import Corpus
from evals.running.judge import judge
from evals.running.lost import Stage, lost_at
from evals.running.scores import scores
from evals.running.targets import Reply

Half = Literal["development", "unseen"]
UNSEEN = "unseen-"
_KEPT = 10  # passages


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Record):
    """A stretch of a document; `score` is that of a passage, `n` and `quote` are those of a citation."""

    document: str
    section: str = ""
    start: int
    end: int
    score: float | None = None
    n: int | None = None
    quote: str | None = None


class Row(_Record):
    """A case and what came of it. `variant` names how its question was changed; `unscored` says why it has no figures."""

    id: str
    slice: Slice
    half: Half
    variant: str = ""
    repeat: int = 1
    case: dict[str, Any]
    status: str = ""
    mode: str = ""
    text: str = ""
    standalone: str = ""
    citations: tuple[Place, ...] = ()
    contacts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    passages: tuple[Place, ...] = ()
    scores: dict[str, float] = {}
    failures: tuple[str, ...] = ()
    lost: Stage | None = None
    unscored: str | None = None
    unjudged: int = 0
    usage: Usage = Usage()
    timings_ms: dict[str, float] = {}

    @property
    def key(self) -> str:
        """The same in every run."""
        return f"{self.id}~{self.variant}" if self.variant else self.id


def half_of(case: Case) -> Half:
    """The half that a case is of, by its id."""
    return "unseen" if case.id.startswith(UNSEEN) else "development"


def unscored(case: Case, variant: str, repeat: int, reason: str) -> Row:
    """The row of a case that could not be asked."""
    return Row(
        **_asked(case, variant, repeat),
        unscored=reason,
    )


def scored(case: Case, variant: str, repeat: int, reply: Reply, corpus: Corpus) -> Row:
    """The row of a case that was answered."""
    answer, judgement = reply.answer, judge(case, reply.answer, bare=reply.bare)
    passages = reply.trace.passages[:_KEPT] if reply.trace else ()
    return Row(
        **_asked(case, variant, repeat),
        status=answer.status,
        mode=answer.mode,
        text=answer.text,
        standalone=answer.standalone_question,
        citations=tuple(
            Place(document=e.document_id, section=e.section, start=e.start, end=e.end, n=e.n, quote=e.quote)
            for e in answer.citations
        ),
        contacts=tuple(
            ", ".join(filter(None, (card.team or card.unit or card.organisation, card.phone)))
            for card in answer.contacts
        ),
        notices=tuple(each.kind for each in answer.notices),
        passages=tuple(
            Place(document=e.document_id, section=e.section, start=e.start, end=e.end, score=round(e.score, 4))
            for e in passages
        ),
        scores={name: round(value, 6) for name, value in scores(judgement, reply, corpus).items()},
        failures=judgement.failures,
        lost=lost_at(judgement, reply, corpus),
        usage=answer.usage,
        timings_ms=answer.timings_ms,
    )


def _asked(case: Case, variant: str, repeat: int) -> dict[str, Any]:
    plain = case.model_dump(mode="json", exclude_defaults=True, exclude={"id", "slice"})
    return {
        "id": case.id,
        "slice": case.slice,
        "half": half_of(case),
        "variant": variant,
        "repeat": repeat,
        "case": plain,
    }
