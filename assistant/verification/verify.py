"""Judges one sentence that a language model wrote against the passages that it cites.

A sentence holds when every fact and name in it stands in a cited passage, next to the same things, when words like "not"
and "plans to" agree, and when the fragments say what it says. What bears it out is quoted word for word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.quoting import Quote, of_chunk
from assistant.trace import Reason
from assistant.verification.cues import disagreement
from assistant.verification.name_check import NameCheck
from assistant.verification.passage import View, Viewer
from assistant.verification.roles import RoleCheck
from assistant.verification.support import Support, support
from assistant.verification.value_check import FactCheck, Fault
from assistant.verification.verbatim import under_heading, verbatim
from assistant.verification.wording import Holds
from assistant.verification.words import Reader, Reading, in_english, is_korean
from retrieval.language import Span
from retrieval.records import Passage
from retrieval.search import Names

LONGEST = 1_000
"""Characters of the longest sentence that is judged; a longer one fails."""

MOST_QUOTES = 3

_IN_NO_TEXT = "\x00"  # as a term its idf is the highest


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as the model was given it; `sentences` holds a unit row for each quotable span of its chunk."""

    passage: Passage
    sentences: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`quotes` bear the sentence out, none when it fails; then `reason` says why and `detail` what does not stand there.

    `unmeasured` says that sentence and passages are in different languages: facts and names were compared, wording was not.
    """

    quotes: tuple[Quote, ...]
    reason: Reason | None
    detail: str = ""
    unmeasured: bool = False


class Verifier:
    """Judges sentences against passages of one index. Thread-safe."""

    def __init__(
        self,
        names: Names,
        idf: Callable[[str], float],
        embed: Callable[[str], NDArray[np.float32]],
        holds: Holds,
    ) -> None:
        self._holds = holds
        self._reader = Reader(names)
        self._viewer = Viewer(self._reader)
        self._idf = idf
        self._rarest = max(idf(_IN_NO_TEXT), 1e-9)
        self._embed = lru_cache(maxsize=256)(embed)

    def check(self, sentence: str, cited: Sequence[Source]) -> Verdict:
        """Judge a sentence without marks; takes some milliseconds, and never raises whatever the text."""
        text = " ".join(sentence[: 2 * LONGEST].split())
        if len(sentence) > LONGEST:
            return Verdict((), "unsupported", "the sentence is too long to be compared")
        if not any(each.isalnum() for each in text) or not cited:
            return Verdict((), "unsupported", "nothing is stated")
        views = [self._viewer.view(source.passage.chunk) for source in cited]
        if copied := verbatim(text, views):
            return Verdict(self._quotes(copied, views), None)
        text, headed = under_heading(text, views)
        views, cited = [views[at] for at in headed], [cited[at] for at in headed]
        if copied := verbatim(text, views):
            return Verdict(self._quotes(copied, views), None)
        reading = self._reader.read(text)
        if all(is_korean(text) != is_korean(view.chunk.text) for view in views):
            return self._foreign(reading, views, cited)
        return self._measured(reading, views, cited)

    def _measured(self, reading: Reading, views: Sequence[View], cited: Sequence[Source]) -> Verdict:
        facts, fault = FactCheck(reading, views, self._weight).run()
        fault = fault or self._names(reading, views)
        if fault:
            return Verdict((), fault.reason, fault.detail)
        found = support(reading, views, self._cosines(reading.text, cited), facts, self._weight)
        fault = self._words(reading, views, found)
        if fault:
            return Verdict((), fault.reason, fault.detail)
        return Verdict(self._quotes(found.chosen, views), None)

    def _foreign(self, reading: Reading, views: Sequence[View], cited: Sequence[Source]) -> Verdict:
        facts, fault = FactCheck(reading, views, self._weight).run(contacts_only=True)
        fault = fault or self._names(reading, views)
        if fault:
            return Verdict((), fault.reason, fault.detail, True)
        english = self._reader.read(in_english(reading.text))
        found = support(english, views, self._cosines(reading.text, cited), facts, self._weight)
        if not self._holds(found, True):
            return Verdict((), "unsupported", "the passage does not say this", True)
        return Verdict(self._quotes(found.chosen, views), None, unmeasured=True)

    def _names(self, reading: Reading, views: Sequence[View]) -> Fault | None:
        groups = [self._reader.group(number) for number in sorted(reading.names)]
        missing = NameCheck(reading, views).missing(groups)
        if missing:
            return Fault("name", f"{missing} does not stand in the cited passage")
        return RoleCheck(reading, views, self._weight).run()

    def _words(self, reading: Reading, views: Sequence[View], found: Support) -> Fault | None:
        chosen = [(views[at], views[at].fragments[number]) for at, number in found.chosen]
        readings = [fragment.reading for _, fragment in chosen]
        leads = [view.fragments[lead].reading for view, fragment in chosen if fragment.hangs for lead in fragment.leads]
        headers = [view.fragments[at].reading.text for view, fragment in chosen if (at := fragment.header) is not None]
        fault = disagreement(reading, readings, leads, "\n".join([*(view.heading.text for view in views), *headers]))
        if fault:
            return fault
        if not self._holds(found, False):
            strange = ", ".join(found.strange[:3])
            return Fault(
                "unsupported",
                f"the passage does not speak of: {strange}" if strange else "the passage does not say this",
            )
        return None

    def _cosines(self, text: str, cited: Sequence[Source]) -> list[NDArray[np.float32]]:
        vector = self._embed(text)
        return [source.sentences @ vector for source in cited]

    def _weight(self, stem: str) -> float:
        return self._idf(stem) / self._rarest

    def _quotes(self, chosen: Sequence[tuple[int, int]], views: Sequence[View]) -> tuple[Quote, ...]:
        return tuple(of_chunk(views[at].chunk, span) for at, span in _spans(chosen, views)[:MOST_QUOTES])


def _spans(chosen: Sequence[tuple[int, int]], views: Sequence[View]) -> list[tuple[int, Span]]:
    """The chosen fragments as spans of their chunks; when they are too many, neighbours become one."""
    spans = [(at, views[at].fragments[number].span) for at, number in chosen]
    while len(spans) > MOST_QUOTES:
        gaps = [
            (after[1].start - before[1].end, i)
            for i, (before, after) in enumerate(pairwise(spans))
            if before[0] == after[0]
        ]
        if not gaps:
            break
        _, i = min(gaps)
        spans[i : i + 2] = [(spans[i][0], Span(spans[i][1].start, spans[i + 1][1].end))]
    return spans
