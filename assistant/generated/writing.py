"""A language model's answer on its way to the reader: each statement judged as it is complete, and set out or removed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.generated.statements import Statement, StatementReader
from assistant.question import asks_for_contact, without_unseen
from assistant.quoting import Numbering, Quote, escaped, holds_address
from assistant.records import Citation
from assistant.trace import ModelCall, Reason, Removed
from assistant.verification import Source, Verdict, Verifier
from assistant.wording import Language
from retrieval.language import words_of
from retrieval.patterns import late_pattern

_MARKUP = late_pattern(
    r"!?\[[^\]]*\]\s*[(\[]|</?[a-z!][^>]*|&(?:#\w{1,8}|[a-z]{2,8});|\b(?:javascript|data|vbscript):\S", re.IGNORECASE
)
_LETTERS = late_pattern(r"[^\W\d_]")
_OTHER_SCRIPT = late_pattern(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_FOREIGN = 0.3  # share of the letters in another script, from which a statement is in another language
_MOST = 30  # statements of an answer
_WANTS_ADDRESS = late_pattern(
    r"\b(?:web ?sites?|web ?pages?|home ?pages?|urls?|links?|portals?|online|apply|application|register|registration|"
    r"sign up|book(?:ing)?)\b|홈페이지|누리집|사이트|신청|접수|예약|온라인",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What is left of a reply. `text` is empty when nothing is; `not_stated` when the model says that not all is given.

    `unmeasured` counts statements whose wording could not be compared with the passages, only their facts.
    """

    text: str
    citations: tuple[Citation, ...]
    quotes: tuple[Quote, ...]
    removed: tuple[Removed, ...]
    sources: tuple[Source, ...]
    call: ModelCall
    not_stated: bool
    unmeasured: int
    verify_ms: float


class Writing:
    """One answer in the making. `take` its text as it comes, then `end` it.

    What it says again is passed over, and so is what comes after as many statements as an answer may have.
    """

    def __init__(
        self,
        question: str,
        sources: Sequence[Source],
        verifier: Verifier,
        on_text: Callable[[str], None],
        language: Language = "en",
    ) -> None:
        self._foreign_is_fine = _is_foreign(question) or language == "ko"
        self._wants_address = asks_for_contact(question) or bool(_WANTS_ADDRESS.search(question))
        self._judged: set[tuple[str, tuple[int, ...]]] = set()
        self._said: set[str] = set()
        self._sources = tuple(sources)
        self._verifier = verifier
        self._on_text = on_text
        self._reader = StatementReader()
        self._numbering = Numbering()
        self._pieces: list[str] = []
        self._quotes: list[Quote] = []
        self._removed: list[Removed] = []
        self._lead: Statement | None = None
        self._last: Statement | None = None
        self._unmeasured = 0
        self._items = 0  # of the numbered list that is being set out
        self._seconds = 0.0

    def take(self, piece: str) -> None:
        """The next piece of the model's text."""
        self._judge_all(self._reader.feed(without_unseen(piece, keep="\n\r\u2028\u2029")))

    def end(self, call: ModelCall) -> Written:
        """The reply is over. When it broke off, its last statement may be cut in the middle and is left out."""
        if call.error is None:
            self._judge_all(self._reader.finish())
        return Written(
            text="".join(self._pieces),
            citations=self._numbering.citations,
            quotes=tuple(self._quotes),
            removed=tuple(self._removed),
            sources=self._sources,
            call=call,
            not_stated=self._reader.not_stated,
            unmeasured=self._unmeasured,
            verify_ms=round(self._seconds * 1000, 2),
        )

    def _judge_all(self, statements: Iterable[Statement]) -> None:
        for statement in statements:
            began = time.perf_counter()
            if statement.leads:
                self._lead = statement
            else:
                self._judge(statement)
            self._seconds += time.perf_counter() - began

    def _judge(self, statement: Statement) -> None:
        wording = " ".join(words_of(statement.text))
        if (wording, statement.marks) in self._judged or wording in self._said:
            return
        if len(self._judged) >= _MOST:
            self._reject(statement, "too_much", "it comes after as many statements as an answer may have")
            return
        self._judged.add((wording, statement.marks))
        cited = [self._sources[n - 1] for n in statement.marks if 1 <= n <= len(self._sources)]
        verdict = self._verdict(statement, cited)
        if verdict.reason:
            self._reject(statement, verdict.reason, verdict.detail)
            self._lead = self._lead if statement.marker else None
            return
        self._said.add(wording)
        lead, self._lead = self._lead, None
        follows = lead and (
            statement.marker or statement.line - lead.line <= 1
        )  # after a failed list, the next paragraph does not
        if lead and follows and not (of_lead := self._verdict(lead, cited)).reason:
            self._show(lead, of_lead)
        self._show(statement, verdict)

    def _reject(self, statement: Statement, reason: Reason, detail: str) -> None:
        if len(self._removed) <= _MOST:
            self._removed.append(Removed(text=statement.raw, reason=reason, detail=detail))

    def _verdict(self, statement: Statement, cited: Sequence[Source]) -> Verdict:
        if not cited:
            return (
                _failed("unknown_mark", "its marks name no passage")
                if statement.marks
                else _failed("no_mark", "it cites nothing")
            )
        if _MARKUP.search(statement.text):
            return _failed("markup", "it holds a link, an image or HTML")
        if holds_address(statement.text) and not self._wants_address:
            return _failed("contact", "it gives an address or a number that nobody asked for")
        if _is_foreign(statement.text) and not self._foreign_is_fine:
            return _failed("language", "it is not in the language of the question")
        return self._verifier.check(statement.text, cited)

    def _show(self, statement: Statement, verdict: Verdict) -> None:
        marks = "".join(self._numbering.mark(quote) for quote in verdict.quotes)
        marker = f"{self._marker(statement)} " if statement.marker else ""
        piece = f"{_joint(self._last, statement)}{marker}{escaped(statement.text)} {marks}"
        self._last = statement
        self._pieces.append(piece)
        self._quotes += verdict.quotes
        self._unmeasured += verdict.unmeasured
        self._on_text(piece)

    def _marker(self, statement: Statement) -> str:
        """Numbers count up from 1, so that none is a figure that nobody checked ("40. billion won")."""
        follows = f"{self._items + 1}."
        self._items = self._items + 1 if statement.marker == follows else 0
        return statement.marker if self._items else "-"


def _failed(reason: Reason, detail: str) -> Verdict:
    return Verdict((), reason, detail)


def _joint(last: Statement | None, statement: Statement) -> str:
    """What stands between two statements: a blank in a line, a line break in a list, an empty line otherwise."""
    if last is None:
        return ""
    if last.line == statement.line:
        return " "
    return "\n" if last.marker and statement.marker else "\n\n"


def _is_foreign(text: str) -> bool:
    letters = len(_LETTERS.findall(text))
    return letters > 0 and len(_OTHER_SCRIPT.findall(text)) / letters > _FOREIGN
