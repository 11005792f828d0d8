"""An Answer as chat messages in Telegram's HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from assistant.records import Answer, Citation
from assistant.wording import Language
from bots.wording import texts
from bots.wording.message_quote import quote_in_context
from bots.wording.message_sources import source_lines
from bots.wording.message_split import LIMIT, split
from bots.wording.message_text import Run, Runs, cleaned, entities, isolated, parsed, shown, stripped, to_html, units

__all__ = ["LIMIT", "Rendered", "preview", "quote_in_context", "render"]

_ENTITIES = 100  # of a message; Telegram ignores what comes after
_OF_SOURCES = 2  # entities: the block and its heading


@dataclass(frozen=True, slots=True)
class Rendered:
    """The messages of an answer, in order.

    `parts` are Telegram's HTML, each within 4096 UTF-16 units after parsing and within 100 entities; `plain` are the same
    without markup, for when the server refuses it. `sources` are the citations whose marks are shown, by their number.
    """

    parts: tuple[str, ...]
    plain: tuple[str, ...]
    sources: tuple[Citation, ...]


def render(answer: Answer, language: Language) -> Rendered:
    """The text, what else was searched for and the notices in italics, and under each part the sources of its marks."""
    body = _body(answer, language)

    def laid_out(part: Runs) -> tuple[Runs, Runs]:
        marks = frozenset(_marks(part))
        return isolated(part), isolated(source_lines(answer.citations, marks, language))

    def fits(part: Runs) -> bool:
        text, sources = laid_out(part)
        if not sources:
            return units(shown(text)) <= LIMIT and entities(text) <= _ENTITIES
        heading = f"\n\n{texts.told('bot-sources', language)}\n"
        length = units(shown(text)) + units(heading) + units(shown(sources))
        return length <= LIMIT and entities(text) + entities(sources) + _OF_SOURCES <= _ENTITIES

    pairs = [laid_out(part) for part in split(body, fits)]
    seen = frozenset(_marks(body))
    return Rendered(
        parts=tuple(_html(text, sources, language) for text, sources in pairs),
        plain=tuple(_plain(text, sources, language) for text, sources in pairs),
        sources=tuple(sorted((each for each in answer.citations if each.n in seen), key=lambda each: each.n)),
    )


def preview(markdown: str) -> str:
    """An answer that is still being written, as HTML that fits one message: its end, when it is longer. May be empty."""
    parts = split(parsed(markdown), lambda part: units(shown(isolated(part))) <= LIMIT and entities(part) <= _ENTITIES)
    return to_html(isolated(parts[-1])) if parts else ""


def _body(answer: Answer, language: Language) -> Runs:
    text = stripped(parsed(answer.text))
    if not any(character.isprintable() and not character.isspace() for character in shown(text)):
        text = (Run(texts.told("bot-no-text", language)),)
    said = [each for each in (answer.also_searched(language), *(n.text for n in answer.notices)) if each.strip()]
    notices = [Run(" ".join(cleaned(each).split()), "italic") for each in said]
    return (*text, *chain.from_iterable((Run("\n\n"), notice) for notice in notices))


def _marks(runs: Sequence[Run]) -> Iterator[int]:
    return (int(run.text.strip("[]")) for run in runs if run.style == "mark")


def _html(text: Runs, sources: Runs, language: Language) -> str:
    if not sources:
        return to_html(text)
    heading = to_html([Run(texts.told("bot-sources", language), "bold")])
    return f"{to_html(text)}\n\n<blockquote expandable>{heading}\n{to_html(sources)}</blockquote>"


def _plain(text: Runs, sources: Runs, language: Language) -> str:
    return shown(text) + (f"\n\n{texts.told('bot-sources', language)}\n{shown(sources)}" if sources else "")
