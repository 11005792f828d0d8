"""Text with styles, and how it becomes Telegram's HTML.

Rules: core.telegram.org/bots/api#html-style. Lengths count UTF-16 units of what is shown, after the markup is parsed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Style = Literal["plain", "bold", "italic", "link", "mark"]

_FIRST_STRONG, _POP = "\u2068", "\u2069"
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_TAGS = {"bold": "b", "italic": "i"}
_TOKEN = re.compile(r"\\(?P<escaped>[\[*<\]])|(?P<mark>\[\d{1,3}\])|\*\*(?P<bold>(?:\\.|(?!\*\*).)+?)\*\*(?!\*)")
_ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-*]|\d+\.) +(?=\S)")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style; `url` is where a link leads. A run of style "mark" is never cut."""

    text: str
    style: Style = "plain"
    url: str = ""


Runs = tuple[Run, ...]


def parsed(markdown: str) -> Runs:
    """An Answer's Markdown (paragraphs, lists, bold, marks, escapes of `quotes.escaped`) as styled text."""
    lines = [line.rstrip() for line in cleaned(markdown).split("\n")]
    found: list[Run] = []
    blank = False
    for line in lines:
        if line.strip():
            found += [Run("\n\n" if blank else "\n")] if found else []
            found += _line(line)
        blank = not line.strip()
    return merged(found)


def cleaned(text: str) -> str:
    """Without what a message cannot carry or what turns the direction of the text around it."""
    return _LONE_SURROGATE.sub("\ufffd", _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\t", " ")))


def _line(line: str) -> Iterator[Run]:
    item = _ITEM.match(line)
    if item:
        marker = "•" if item["marker"] in "-*" else item["marker"]
        yield Run(f"{item['indent']}{marker} ")
    yield from _inline(line[item.end() if item else 0 :], "plain")


def _inline(text: str, style: Style) -> Iterator[Run]:
    at = 0
    for token in _TOKEN.finditer(text):
        if token["bold"] and style == "bold":
            continue
        if token.start() > at:
            yield Run(text[at : token.start()], style)
        if token["escaped"]:
            yield Run(token["escaped"], style)
        elif token["mark"]:
            yield Run(token["mark"], "mark")
        else:
            yield from _inline(token["bold"], "bold")
        at = token.end()
    if at < len(text):
        yield Run(text[at:], style)


def merged(runs: Iterable[Run]) -> Runs:
    """Neighbours of one style as one run; marks stay by themselves."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and run.style != "mark" and (last.style, last.url) == (run.style, run.url):
            found[-1] = replace(last, text=last.text + run.text)
        elif run.text:
            found.append(run)
    return tuple(found)


def shown(runs: Iterable[Run]) -> str:
    """The characters alone, as a reader sees them."""
    return "".join(run.text for run in runs)


def sliced(runs: Iterable[Run], start: int, end: int) -> Runs:
    """Characters `start` to `end` with their styles; a mark that begins there comes whole, no other."""
    found = []
    at = 0
    for run in runs:
        low, high = max(start - at, 0), min(end - at, len(run.text))
        if run.style == "mark":
            low, high = (0, len(run.text)) if start <= at < end else (0, 0)
        if low < high:
            found.append(run if high - low == len(run.text) else replace(run, text=run.text[low:high]))
        at += len(run.text)
        if at >= end:
            break
    return tuple(found)


def stripped(runs: Runs) -> Runs:
    """Without white space at either end."""
    text = shown(runs)
    return sliced(runs, len(text) - len(text.lstrip()), len(text.rstrip()))


def units(text: str) -> int:
    """UTF-16 units, in which Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def clipped(text: str, limit: int) -> str:
    """The text in at most `limit` UTF-16 units, "…" at its end where something was cut off."""
    if units(text) <= limit:
        return text
    kept = text[: max(limit - 1, 0)]
    while kept and units(kept) > limit - 1:
        kept = kept[:-1]
    return kept[: whole(text, len(kept))].rstrip() + "…" if limit > 0 else ""


def whole(text: str, at: int) -> int:
    """The last place up to `at` that is inside no character as a reader sees one (accents, joined emoji)."""
    place = at
    while 0 < place < len(text) and at - place < 32 and _joins(text[place - 1], text[place]):
        place -= 1
    return place if place > 0 and at - place < 32 else at


def _joins(before: str, after: str) -> bool:
    return (
        "\u200d" in (before, after)
        or unicodedata.combining(after) > 0
        or unicodedata.category(after) in ("Mn", "Me")
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )


def isolated(runs: Sequence[Run]) -> Runs:
    """Right-to-left stretches set apart, in lines that hold left-to-right words too, so that marks stay in place.

    Unicode's FSI and PDI (UAX 9), which no reader sees.
    """
    if not _RIGHT_TO_LEFT.search(shown(runs)):
        return tuple(runs)
    found: list[Run] = []
    for line in _lines(runs):
        mixed = _RIGHT_TO_LEFT.search(shown(line)) and any(unicodedata.bidirectional(c) == "L" for c in shown(line))
        found += [_set_apart(run) if mixed and _RIGHT_TO_LEFT.search(run.text) else run for run in line]
    return tuple(found)


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs line by line; each line ends with its line break."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for piece in run.text.splitlines(keepends=True):
            lines[-1].append(replace(run, text=piece))
            if piece.endswith("\n"):
                lines.append([])
    return lines


def _set_apart(run: Run) -> Run:
    core = run.text.strip()
    before, after = run.text.split(core, 1)
    return replace(run, text=f"{before}{_FIRST_STRONG}{core}{_POP}{after}")


def to_html(runs: Sequence[Run]) -> str:
    """Telegram's HTML, everything escaped."""
    return "".join(map(_tagged, merged(runs)))


def _tagged(run: Run) -> str:
    text = html.escape(run.text, quote=False)
    if run.style == "link":
        return f'<a href="{html.escape(run.url)}">{text}</a>'
    tag = _TAGS.get(run.style)
    return f"<{tag}>{text}</{tag}>" if tag else text


def entities(runs: Sequence[Run]) -> int:
    """How many of a message's entities the text takes."""
    return sum(run.style in ("bold", "italic", "link") for run in merged(runs))
