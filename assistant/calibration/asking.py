"""What becomes of a probe at any thresholds: it is answered as the product answers it, and looked at in all three ways."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.ask import Ask
from assistant.calibration.probes import Probe, complain_of
from assistant.evidence import Outcome, Thresholds
from assistant.extractive import Response, respond
from assistant.quoting import Quote
from assistant.records import Status
from assistant.turn import Turn

if TYPE_CHECKING:
    from assistant.knowledge import Knowledge
    from retrieval.search import Documents, Found

_ANSWER = Thresholds(answered=-math.inf, near=-math.inf)
_SHOW = Thresholds(answered=math.inf, near=-math.inf)
_REFUSE = Thresholds(answered=math.inf, near=math.inf)
_OUTCOMES: dict[Status, Outcome] = {
    "answered": "answered",
    "partial": "answered",
    "nearest": "nearest",
    "clarify": "nearest",  # a choice is offered, and nothing is claimed
}
_ENOUGH = 0.5
"""Of a quote, in letters and digits: an answer that shows so much of it in one piece shows it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a probe gets, and whether that shows what answers it."""

    outcome: Outcome
    right: bool


@dataclass(frozen=True, slots=True)
class Probed:
    """A probe with what the judge makes of it: the chance that what is shown answers, and the best fragment's score.

    The replies are what it gets where the judge calls it answered, nearest or not found. Each may be something else: a
    directory entry, say, is given without the judge, whatever its thresholds.
    """

    probe: Probe
    chance: float
    score: float
    answered: Reply
    nearest: Reply
    refused: Reply

    def at(self, thresholds: Thresholds) -> Reply:
        """What it gets at these. A question that is several in one goes by what the judge makes of it as a whole."""
        if self.score < thresholds.near:
            return self.refused
        return self.answered if self.chance >= thresholds.answered else self.nearest


class Asker:
    """Asks probes of one index, without a language model, as of a day. What it asks is not kept."""

    def __init__(self, judging_by: Callable[[Thresholds], Knowledge], today: date) -> None:
        """`judging_by` gives what is known of the index, judged by some thresholds."""
        self._judging_by = judging_by
        self._answering, self._showing, self._refusing = map(judging_by, (_ANSWER, _SHOW, _REFUSE))
        self._today = today

    def ask(self, probe: Probe) -> Probed:
        """A probe in all three ways."""
        ask, found = self._searched(probe.question)
        ways = (self._answering, self._showing, self._refusing)
        answered, nearest, refused = (_reply(probe, respond(ask, found, each, None, self._today)) for each in ways)
        judgement = self._answering.judged(found.on_subject) if found else None
        score = judgement.fragments[0].score if judgement and judgement.fragments else 0.0
        return Probed(probe, judgement.answered if judgement else 0.0, score, answered, nearest, refused)

    def asked(self, probe: Probe, thresholds: Thresholds) -> Reply:
        """What a probe gets at some thresholds when it is asked with them; `Probed.at` foresees it."""
        knowledge = self._judging_by(thresholds)
        return _reply(probe, respond(*self._searched(probe.question), knowledge, None, self._today))

    def _searched(self, question: str) -> tuple[Ask, Found | None]:
        ask = Turn(self._answering, None, self._today).understand(question, [])
        return ask, self._answering.search.search(ask.searched) if ask.searches else None


def _reply(probe: Probe, response: Response) -> Reply:
    return Reply(_OUTCOMES.get(response.status, "not_found"), is_right(probe, response.quotes))


def is_right(probe: Probe, shown: Sequence[Quote]) -> bool:
    """Whether what is shown is what answers a probe: letters and digits count, and half of its quote in one piece is enough."""
    if not probe.answerable or not shown:
        return False
    kept = [each for each in shown if not probe.document or each.document_id == probe.document]
    wanted, texts = _letters(probe.quote), [_letters(each.text) for each in kept]
    if wanted in "".join(texts):
        return bool(kept)
    return any(each in wanted and len(each) >= _ENOUGH * len(wanted) for each in texts)


def check(probes: Sequence[Probe], documents: Documents) -> None:
    """Raises PolicydeskError that names the lines whose document is not indexed, or whose quote stands in none."""
    known = {each.id for each in documents}
    strange = [each for each in probes if each.document and each.document not in known]
    quoting = [each for each in probes if each.quote and each not in strange]
    complain_of(
        [
            f'{each.where}: no document "{each.document}" is indexed: write its id, as the sources of an answer give it.'
            for each in strange
        ]
        + [
            f"{each.where}: the quote stands in {f'no place of {each.document}' if each.document else 'no document'}: "
            "copy it as the document has it."
            for each in _unquoted(quoting, documents)
        ]
    )


def _unquoted(probes: Sequence[Probe], documents: Documents) -> list[Probe]:
    """Those whose quote does not stand where it should; each document is read once."""
    left = {each: _letters(each.quote) for each in probes}
    for document in documents:
        here = [each for each in left if each.document in ("", document.id)]
        whole = documents.whole(document.id) if here else None
        text = _letters(whole.text) if whole else ""
        left = {each: quote for each, quote in left.items() if each not in here or quote not in text}
    return list(left)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text).casefold()))
