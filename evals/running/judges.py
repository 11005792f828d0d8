"""Judges: a language model says, several times, whether an answer is faithful to its quotes and complete.

Asking for a verdict with a reason, several times over, follows Zheng et al. 2023 (LLM-as-a-judge). A reply that cannot be
read is no verdict; an answer without any verdict has no figure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from statistics import fmean
from typing import Literal

from pydantic import BaseModel, ValidationError

from assistant.generated import Model, Prompt, fenced, read
from evals.running.cases import Case
from evals.running.rows import Row

_SECONDS = 60.0
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


class Verdict(BaseModel):
    """What a judge says of an answer."""

    reason: str = ""
    verdict: Literal["yes", "no"]


def judged(rows: Iterable[Row], model: Model, times: int) -> Iterator[Row]:
    """The rows with the shares of "yes" as `faithfulness` and `completeness`, and how often nothing could be read."""
    faithfulness, completeness = read("judge_faithfulness"), read("judge_completeness")
    for row in rows:
        if row.unscored or row.status not in ("answered", "partial"):
            yield row
            continue
        asked = {"faithfulness": (faithfulness, {"answer": fenced(row.text), "quotes": _quotes(row)})}
        if wanted := _wanted(row):
            inputs = {"question": fenced(row.case["question"]), "answer": fenced(row.text), "wanted": wanted}
            asked["completeness"] = (completeness, inputs)
        found, unread = dict(row.scores), 0
        for name, (prompt, inputs) in asked.items():
            verdicts = [_verdict(model, prompt, inputs) for _ in range(times)]
            said = [each == "yes" for each in verdicts if each]
            unread += len(verdicts) - len(said)
            if said:
                found[name] = round(fmean(said), 6)
        yield row.model_copy(update={"scores": found, "unjudged": unread})


def parsed(reply: str) -> str | None:
    """The verdict of a reply, None where there is none to be read."""
    match = _OBJECT.search(reply)
    try:
        return Verdict.model_validate_json(match[0]).verdict if match else None
    except ValidationError:
        return None


def _verdict(model: Model, prompt: Prompt, inputs: dict[str, str]) -> str | None:
    call = model.ask(prompt, inputs, within=_SECONDS)
    return None if call.error else parsed(call.reply)


def _quotes(row: Row) -> str:
    return "\n".join(
        [*(f"({each.n}) {fenced(each.quote or '')}" for each in row.citations), *map(fenced, row.contacts)]
    )


def _wanted(row: Row) -> str:
    case = Case.model_validate_json(json.dumps({"id": row.id, "slice": row.slice, **row.case}))
    return "\n".join(f"- {' or '.join(map(fenced, group))}" for group in case.groups)
