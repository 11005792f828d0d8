"""What a search found, and how, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli.print_contacts import joined, labelled
from assistant.cli.shared import plain
from assistant.wording import Language, said, say

if TYPE_CHECKING:
    from assistant.http import CandidateFields, ExplainedFields, PassageFields, SearchResult

_SHOWN = 0.0005  # of a score; what adds less would read as 0.000


def print_search(console: Console, result: SearchResult, language: Language) -> None:
    """The passages, or every candidate with its scores where the result is explained."""
    if result.also_searched:
        words = ", ".join(each.searched for each in result.also_searched)
        console.print(Text(plain(say(said("also-searched", words=words), language)), "dim"))
    if result.explained:
        _print_explained(console, result.explained, len(result.passages), language)
    elif not result.passages:
        console.print(Text(say(said("cli-no-passages"), language)))
    else:
        for n, each in enumerate(result.passages, 1):
            console.print(Text.assemble((f"{n}. ", "bold"), (_place(each), "bold"), (f"  {each.score:.3f}", "dim")))
            console.print(Padding(Text(plain(each.text)), (0, 0, 1, 3), expand=False))


def _print_explained(console: Console, explained: ExplainedFields, given: int, language: Language) -> None:
    head = labelled()
    rows = {
        "cli-by-meaning": explained.searched_by_meaning,
        "cli-by-words": explained.searched_by_words,
        "cli-unknown-words": ", ".join(explained.unknown_words),
        "cli-preferred": ", ".join(explained.preferred),
    }
    for key, value in rows.items():
        if value:
            head.add_row(say(said(key), language), Text(plain(value)))
    console.print(head)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for key in ("cli-rank", "cli-score", "cli-dense", "cli-lexical"):
        table.add_column(say(said(key), language), justify="right", no_wrap=True)
    table.add_column(say(said("cli-passage"), language), overflow="fold")
    for each in explained.candidates:
        table.add_row(*_row(each, language), style="" if each.rank <= given else "dim")
    empty = Text(say(said("cli-no-passages"), language))
    console.print(Padding(table if explained.candidates else empty, (1, 0, 0, 0), expand=False))
    for left in explained.left_out:
        options = ", ".join(_option(each) for each in left.filters)
        sentence = say(said("cli-left-out", rank=left.rank, filters=options), language)
        console.print(Text(f"{sentence} {_place(left.passage)}", "dim"))


def _row(each: CandidateFields, language: Language) -> Iterator[str | Text]:
    passage = each.passage
    yield f"{each.rank}"
    yield f"{passage.score:.3f}"
    yield f"{passage.dense:.3f}"
    yield f"{passage.lexical:.2f}"
    place = Text(_place(passage))
    if each.rank != each.by_score:
        up, down = "cli-moved-up", "cli-moved-turns" if passage.on_subject else "cli-moved-down"
        key = up if each.rank < each.by_score else down
        place.append(f"\n{say(said(key, old=each.by_score, new=each.rank), language)}", "yellow")
    place.append(f"\n{_shares(each.shares)}", "dim")
    yield place


def _shares(shares: Mapping[str, float]) -> str:
    return " ".join(f"{name} {share:+.3f}" for name, share in shares.items() if abs(share) >= _SHOWN)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _place(passage: PassageFields) -> str:
    section = passage.section.removeprefix(passage.title).removeprefix(" > ")
    page = f"page {passage.page}" if passage.page is not None else ""
    return plain(joined(passage.title, section, page, f"{passage.document_id} {passage.start}-{passage.end}"))
