from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from assistant.cli.print import print_answer
from assistant.cli.shared import console, plain
from assistant.records import Answer, Citation, ContactCard, Notice

STYLE = re.compile(r"\x1b\[[\d;]*m")

ANSWER = Answer(
    id="a",
    conversation_id="c",
    status="answered",
    text="**The plan**\n\n- 경상북도 정보화 기본계획은 2030년까지 [red]모두[/red]를 위한 것이다 [1]\n  - nested [2]\n1. first",
    question="?",
    standalone_question="?",
    citations=(
        Citation(n=1, document_id="p.md", title="Plan", section="Plan > Aims", page=3, quote="x", start=0, end=1),
        Citation(n=2, document_id="p.md", title="Plan", section="Plan > Aims", page=3, quote="y", start=2, end=3),
    ),
    contacts=(ContactCard(document_id="p.md", team="산업팀", phone="+82-53-819-3024", citation=1),),
    notices=(Notice(kind="dated", text="It is old."),),
    suggestions=("And then?",),
)


def printed(width: int = 40, *, color: bool = False) -> str:
    out = io.StringIO()
    made = Console(file=out, width=width, force_terminal=True, no_color=not color, highlight=False, emoji=False)
    print_answer(made, ANSWER)
    return out.getvalue()


def test_an_answer_reads_as_text_then_note_contact_sources_and_suggestions() -> None:
    lines = [line.rstrip() for line in STYLE.sub("", printed(200)).splitlines() if line.strip()]
    assert lines == [
        "The plan",
        " • 경상북도 정보화 기본계획은 2030년까지 [red]모두[/red]를 위한 것이다 [1]",
        "   • nested [2]",
        " 1. first",
        "Note: It is old.",
        "Team   산업팀 [1]",
        "Phone  +82-53-819-3024",
        "Dated  date not known",
        "Sources",
        "  [1] [2] Plan, Aims, page 3",
        "      p.md",
        "Ask next",
        "  And then?",
    ]


def test_wide_characters_stay_within_the_width() -> None:
    lines = STYLE.sub("", printed(40)).splitlines()
    assert max(cell_len(line) for line in lines) <= 40
    wrapped = next(line for line in lines if "위한 것이다" in line)
    assert wrapped.startswith("   "), "what wraps hangs below its item"


def test_no_colour_is_used_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[36m" in printed(color=True)
    assert "\x1b[36m" not in printed(color=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert console().no_color


def test_a_document_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[2Jb\x9b31mc\x07\r\nd\te") == "a[2Jb31mc\nd\te"
