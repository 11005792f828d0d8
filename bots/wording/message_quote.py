"""A quoted passage in its surroundings: what a button of a source shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.quoting import is_marker
from assistant.records import Citation
from assistant.wording import Language
from bots.wording import texts
from bots.wording.message_sources import link, one_line, where
from bots.wording.message_split import LIMIT
from bots.wording.message_text import Run, Runs, cleaned, clipped, isolated, shown, to_html, units
from retrieval.language import LONGEST, heading_paths, split
from retrieval.records import Document

_TITLE = 120
_AROUND = 2 * LONGEST  # characters looked at on each side: enough for one whole sentence
_BREAK = re.compile(r"\s*\n\s*(?=(?:-|\d+\.) )")
_FEW = 40  # units of a neighbouring sentence that are worth showing


@dataclass(frozen=True, slots=True)
class _Around:
    """The sentences next to a quote, with what stands between them and it."""

    before: str = ""
    after: str = ""


def quote_in_context(
    citation: Citation, document: Document | None, language: Language = "en", limit: int = LIMIT
) -> str:
    """HTML: the document and the section, then the quote in bold between the sentences before and after it.

    At most `limit` UTF-16 units after parsing (256 or more): the neighbours give way first, then the quote's end. When the
    document is gone or no longer has the quote at its place, the quote alone, and a sentence that says so.
    """
    there = document is not None and document.text[citation.start : citation.end] == citation.quote
    around = _around(citation, document) if document is not None and there else _Around()
    head = _head(citation, language, min(limit // 4, _TITLE))
    if not there:
        head = (*head, Run(f"\n\n{texts.told('bot-source-gone', language)}"))
    room = limit - units(shown(isolated(head))) - len("\n\n")
    marker = _marker(document.text, citation.start) if document is not None and there else ""
    body = _body(marker + _tidy(citation.quote), around, room)
    return f"{to_html(isolated(head))}\n\n<blockquote>{to_html(isolated(body))}</blockquote>"


def _body(quoted: str, around: _Around, room: int) -> Runs:
    """The quote between its neighbours in at most `room` units, with the isolates that right-to-left lines need."""
    most = room
    while True:
        quote = clipped(quoted, most)
        left = (most - units(quote)) // 2
        runs = (Run(_last(around.before, left)), Run(quote, "bold"), Run(clipped(around.after, left)))
        body = tuple(run for run in runs if run.text)
        over = units(shown(isolated(body))) - room
        if over <= 0:
            return body
        most -= over


def _head(citation: Citation, language: Language, longest: int) -> Runs:
    title = clipped(one_line(citation.title) or citation.document_id, longest)
    url = link(citation)
    place = clipped(" · ".join(where(citation, language)), longest)
    named = Run(title, "link", url) if url else Run(title)
    return (Run(f"[{citation.n}] "), named, Run("\n"), Run(place, "italic"))


def _around(citation: Citation, document: Document) -> _Around:
    low, high = _section(citation, document)
    text = document.text
    earlier = _without_marker(text[max(low, citation.start - _AROUND) : citation.start])
    later = text[citation.end : min(high, citation.end + _AROUND)]
    before, after = split(earlier), split(later)
    found_before = found_after = ""
    if before:
        last = before[-1]
        found_before = f"{_marker(earlier, last.start)}{_tidy(earlier[last.start : last.end])}"
        found_before += "\n" if "\n" in earlier[last.end :] else " "
    if after:
        first = after[0]
        found_after = "\n" if "\n" in later[: first.start] else " " if later[:1].isspace() else ""
        found_after += _marker(later, first.start) + _tidy(later[first.start : first.end])
    return _Around(found_before, found_after)


def _section(citation: Citation, document: Document) -> tuple[int, int]:
    """The characters between the heading above the quote and the next one."""
    low, high = 0, len(document.text)
    for block, _ in heading_paths(document):
        if block.kind == "heading" and block.end <= citation.start:
            low = block.end
        elif block.kind == "heading" and block.start >= citation.end:
            high = block.start
            break
    return low, high


def _without_marker(before: str) -> str:
    """What stands before a quote, without the marker of the list item that the quote is."""
    return before.rpartition("\n")[0] + "\n" if _marker(before, len(before)) else before


def _marker(text: str, start: int) -> str:
    before = text[:start].rpartition("\n")[2]
    if not is_marker(before):
        return ""
    return "• " if before.strip() == "-" else f"{before.strip()} "


def _tidy(text: str) -> str:
    """Without the line breaks of a page; items of a list keep theirs."""
    return "\n".join(re.sub(r"^- ", "• ", " ".join(cleaned(line).split())) for line in _BREAK.split(text.strip()))


def _last(text: str, limit: int) -> str:
    """The end of a text in at most `limit` units, "…" before it where something was cut off."""
    if units(text) <= limit:
        return text
    if limit < _FEW:
        return ""
    kept = text[-(limit - 2) :]
    while units(kept) > limit - 2:
        kept = kept[1:]
    return f"… {kept.partition(' ')[2] or kept}"
