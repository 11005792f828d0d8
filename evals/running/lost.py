"""The stage at which a failed case was lost."""

from __future__ import annotations

from typing import Literal

from evals.running.corpus import Corpus, holds
from evals.running.judge import Judgement
from evals.running.scores import refuses, should_refuse
from evals.running.targets import Reply

Stage = Literal[
    "not in the corpus",
    "not in any chunk",
    "not retrieved",
    "removed by verification",
    "retrieved but not chosen",
    "shown but not cited",
    "answered though the documents do not say",
    "refused though the documents say",
    "wrong contact",
    "wrong standalone question",
    "said what must not be",
    "without its notice",
    "other status",
    "not known",
]
STAGES: tuple[Stage, ...] = Stage.__args__  # type: ignore[attr-defined]
_BY_CHECK: dict[str, Stage] = {
    "must_not": "said what must not be",
    "standalone": "wrong standalone question",
    "contacts": "wrong contact",
    "notice": "without its notice",
    "documents": "shown but not cited",
    "cited": "shown but not cited",
    "marks": "shown but not cited",
    "status": "other status",
}


def lost_at(judgement: Judgement, reply: Reply, corpus: Corpus) -> Stage | None:
    """The first stage, in the order of the way through, that lost what is missing; None for a case that passed."""
    case = judgement.case
    if judgement.passed:
        return None
    failed = {each.name for each in judgement.checks if not each.passed}
    if should_refuse(case) and not refuses(case, reply.answer):
        return "answered though the documents do not say"
    texts = [check.passed for check in judgement.checks if check.name == "must"]
    missing = [group for group, passed in zip(case.groups, texts, strict=True) if not passed]
    if missing:
        return min((_of_fact(group, reply, corpus) for group in missing), key=STAGES.index)
    if "status" in failed and not should_refuse(case) and reply.answer.status in ("nearest", "not_found"):
        return "refused though the documents say"
    return next((stage for name, stage in _BY_CHECK.items() if name in failed), "not known")


def _of_fact(group: tuple[str, ...], reply: Reply, corpus: Corpus) -> Stage:
    if not any(holds(text, group) for text in corpus.texts.values()):
        return "not in the corpus"
    if not any(holds(each.embedded_text, group) for each in corpus.chunks):
        return "not in any chunk"
    if reply.trace is None:
        return "not known"
    if any(holds(each.text, group) for each in reply.trace.removed):
        return "removed by verification"
    if not any(holds(f"{each.title}\n{each.section}\n{each.text}", group) for each in reply.trace.passages):
        return "not retrieved"
    return "retrieved but not chosen"
