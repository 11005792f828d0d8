"""The sources of an answer under its text: what each mark points to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from assistant.records import Citation
from assistant.wording import Language
from bots.wording import texts
from bots.wording.message_text import Run, Runs, cleaned, clipped

_TITLE, _SECTION, _URL = 120, 160, 500
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)
_MONTHS = "January February March April May June July August September October November December".split()


def source_lines(citations: Iterable[Citation], marks: Collection[int], language: Language) -> Runs:
    """A line for each place that the marks point to: its marks, the title (a link when there is one), where and when."""
    places: dict[Runs, list[int]] = {}
    for each in sorted(citations, key=lambda c: c.n):
        if each.n in marks:
            places.setdefault(_place(each, language), []).append(each.n)
    found: list[Run] = []
    for place, numbers in places.items():
        said = " ".join(f"[{n}]" for n in numbers)
        found += [Run("\n")] if found else []
        found += [Run(f"{said} "), *place]
    return tuple(found)


def _place(citation: Citation, language: Language) -> Runs:
    title = clipped(one_line(citation.title), _TITLE) or citation.document_id[:_TITLE]
    url = link(citation)
    return Run(title, "link", url) if url else Run(title), Run(
        "".join(f" · {each}" for each in where(citation, language))
    )


def where(citation: Citation, language: Language) -> list[str]:
    """The section, the page and the date of a citation, as far as they are known."""
    title = one_line(citation.title)
    path = one_line(citation.section).split(" > ")
    section = " › ".join(path[1:] if path[0] == title else path)
    page = texts.told("bot-page", language, page=citation.page) if citation.page is not None else ""
    return [each for each in (clipped(section, _SECTION), page, written_date(citation.published, language)) if each]


def written_date(day: date | None, language: Language) -> str:
    """A day as people write it, or that there is none."""
    if day is None:
        return texts.told("bot-undated", language)
    if language == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def link(citation: Citation) -> str:
    """The address of the document on the web, when it has one that can be a link; else empty."""
    url = citation.url or ""
    return url if len(url) <= _URL and _LINK.fullmatch(url) else ""


def one_line(text: str) -> str:
    """On one line, without what a message cannot carry."""
    return " ".join(cleaned(text).split())
