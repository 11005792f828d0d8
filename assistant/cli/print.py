"""Answers, and how an answer came about, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleRenderable
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli.print_contacts import contact_cards, joined, labelled
from assistant.cli.shared import plain
from assistant.wording import Language, said, say
from retrieval.patterns import late_pattern

if TYPE_CHECKING:
    from assistant.conversations import ExplainedAnswer
    from assistant.records import Answer, Citation
    from assistant.trace import ModelCall, Reason, Removed, TracedPassage

_TOKEN = late_pattern(r"\\(?P<escaped>[\[*<\]])|(?P<mark>\[\d{1,3}\])|\*\*(?P<bold>.+?)\*\*")
_ITEM = late_pattern(r"(?P<indent> *)(?P<marker>[-*]|\d+\.) (?P<text>.*)")
_MARK_STYLE = "cyan"
_REWRITERS = {"rules": " (worded by rules)", "model": " (worded by the language model)"}
_WORDS = {"note": said("cli-note"), "sources": said("cli-sources"), "next": said("cli-ask-next")}
_PARTS = ("model", "verify")  # timings that the steps hold already
_REASONS: Mapping[Reason, str] = {
    "no_mark": "No source",
    "unknown_mark": "Unknown source",
    "fact": "Figure or date",
    "contact": "Contact",
    "name": "Name",
    "unsupported": "Not borne out",
    "negation": "Yes or no",
    "status_word": "Certainty",
    "language": "Language",
    "markup": "Markup",
    "too_much": "Too much",
}


def print_answer(console: Console, answer: Answer) -> None:
    """The text with its marks, then what else was searched for, notices, contacts, sources and what to ask next."""
    for part in _text(answer.text):
        console.print(part)
    if also := answer.also_searched():
        console.print(Text(f"\n{plain(also)}", "dim"))
    for notice in answer.notices:
        console.print(Text.assemble("\n", (f"{_word('note', answer.language)} ", "bold yellow"), plain(notice.text)))
    if answer.contacts:
        console.print()
        console.print(contact_cards(answer.contacts, date.today(), answer.language))
    print_sources(console, answer)
    if answer.suggestions:
        console.print(Text(f"\n{_word('next', answer.language)}", "bold"))
        for each in answer.suggestion_labels or answer.suggestions:
            console.print(Text(f"  {plain(each)}"))


def print_sources(console: Console, answer: Answer) -> None:
    """Where each mark of an answer points."""
    if not answer.citations:
        return
    console.print(Text(f"\n{_word('sources', answer.language)}", "bold"))
    places: dict[tuple[str, str], list[str]] = {}
    for each in answer.citations:
        places.setdefault((_place(each, answer.language), each.document_id), []).append(f"[{each.n}]")
    for (place, document_id), marks in places.items():
        console.print(Text.assemble("  ", (" ".join(marks), _MARK_STYLE), f" {plain(place)}"))
        console.print(Text(f"      {plain(document_id)}", "dim"))


def print_explained(console: Console, explained: ExplainedAnswer) -> None:
    """How an answer came about: question, steps, passages, calls to the language model, and what was removed."""
    answer, trace = explained.answer, explained.trace
    table = labelled()
    rewriter = _REWRITERS.get(trace.rewritten_by or "", "")
    models = ", ".join(dict.fromkeys(call.model for call in trace.calls)) or "a language model"
    by = f"written by {models}" if answer.mode == "generated" else "quoted from the documents"
    rows = [
        ("Question", answer.question),
        ("Standalone", answer.standalone_question + rewriter),
        ("Also searched", ", ".join(each.searched for each in answer.ask.also_searched)),
        ("Answered", f"{explained.created:%Y-%m-%d %H:%M:%S %Z}, {answer.status}, {by}"),
        ("Index", trace.index_version),
    ]
    for label, value in rows:
        if value:
            table.add_row(label, Text(plain(value)))
    console.print(table)
    _print_part(console, "Steps", [_steps(answer.timings_ms)] if answer.timings_ms else [])
    sent = sum(each.n is not None for each in trace.passages)
    found = f"Passages ({len(trace.passages)} found, {sent} sent to the language model)"
    _print_part(console, found, [_passage_table(trace.passages)] if trace.passages else [])
    _print_part(console, "Calls to the language model", [part for call in trace.calls for part in _call(call)])
    _print_part(console, "Removed from the reply", [part for each in trace.removed for part in _removed(each)])


def _print_part(console: Console, heading: str, parts: Sequence[ConsoleRenderable]) -> None:
    """A heading and what is under it; "none" where there is nothing."""
    console.print(Text(f"\n{heading}", "bold"))
    for part in parts or [Text("none", "dim")]:
        console.print(Padding(part, (0, 0, 0, 2), expand=False))


def _steps(timings_ms: Mapping[str, float]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    for name, ms in sorted(timings_ms.items(), key=lambda each: each[0] in _PARTS):
        table.add_row(Text(f"of this: {name}" if name in _PARTS else plain(name)), f"{ms:.1f} ms")
    return table


def _passage_table(passages: Sequence[TracedPassage]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for label in ("sent as", "score", "dense", "lexical"):
        table.add_column(label, justify="right", no_wrap=True)
    table.add_column("passage")
    for each in passages:
        page = f"page {each.page}" if each.page is not None else ""
        place = Text(plain(joined(each.title, each.section.removeprefix(f"{each.title} > "), page)))
        place.append(f"\n{plain(each.document_id)} {each.start}-{each.end}", "dim")
        mark = Text(f"[{each.n}]" if each.n is not None else "", _MARK_STYLE)
        table.add_row(mark, f"{each.score:.3f}", f"{each.dense:.3f}", f"{each.lexical:.2f}", place)
    return table


def _call(call: ModelCall) -> Iterator[ConsoleRenderable]:
    tokens = f"{call.usage.prompt_tokens} tokens in, {call.usage.completion_tokens} out"
    about = f"{call.prompt}, prompt {call.prompt_hash}, {call.model}, {call.ms:.0f} ms, {tokens}"
    yield Text(plain(about))
    shown = [*((message.role, message.text) for message in call.messages), ("reply", call.reply), ("error", call.error)]
    for label, text in shown:
        if text:
            yield Padding(Text(label, "dim"), (0, 0, 0, 2), expand=False)
            yield Padding(Text(plain(text)), (0, 0, 0, 4), expand=False)


def _removed(removed: Removed) -> Iterator[ConsoleRenderable]:
    reason = _REASONS[removed.reason]
    yield Text(plain(removed.text))
    yield Padding(Text(plain(f"{reason}: {removed.detail}" if removed.detail else reason), "yellow"), (0, 0, 0, 2))


def _text(markdown: str) -> Iterator[ConsoleRenderable]:
    """The lines to print; what wraps of a list item hangs below its first word."""
    for line in plain(markdown).split("\n"):
        item = _ITEM.fullmatch(line)
        if item is None:
            yield _inline(line)
            continue
        marker = f"{'•' if item['marker'] in '-*' else item['marker']} "
        grid = Table.grid()
        grid.add_row(Text(marker), _inline(item["text"]))
        yield Padding(grid, (0, 0, 0, len(item["indent"]) + 1), expand=False)


def _inline(line: str) -> Text:
    """Bold parts and marks; nothing else is markup."""
    text = Text()
    at = 0
    for token in _TOKEN.finditer(line):
        text.append(line[at : token.start()])
        style = _MARK_STYLE if token["mark"] else "bold" if token["bold"] else ""
        text.append(token["mark"] or token["bold"] or token["escaped"], style)
        at = token.end()
    text.append(line[at:])
    return text


def _word(name: str, language: Language) -> str:
    return say(_WORDS[name], language)


def _place(citation: Citation, language: Language) -> str:
    section = citation.section.removeprefix(f"{citation.title} > ")
    page = say(said("cli-page", n=citation.page), language) if citation.page is not None else ""
    return joined(citation.title, section, page, str(citation.published or ""))
