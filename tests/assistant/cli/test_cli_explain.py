from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from rich.console import Console

from assistant.cli.print import print_explained
from assistant.cli.program import main
from assistant.conversations.store import Conversations, ExplainedAnswer
from assistant.records import Answer, Mode, Usage
from assistant.trace import Message, ModelCall, Reason, Removed, Trace, TracedPassage


def answer(mode: Mode = "generated") -> Answer:
    return Answer(
        id="a1",
        conversation_id="c1",
        status="partial",
        mode=mode,
        text="It has three quays. [1]",
        question="and how many quays?",
        standalone_question="How many quays does the harbour plan name?",
        timings_ms={"understand": 0.42, "search": 9.14, "total": 830.0, "model": 812.4, "verify": 3.25},
    )


def passage(n: int | None, title: str, page: int | None) -> TracedPassage:
    return TracedPassage(
        n=n,
        document_id="plan.md",
        title=title,
        section=f"{title} > Quays",
        page=page,
        start=10,
        end=29,
        text="The plan names three quays.",
        dense=0.7024,
        lexical=9.851,
        score=0.5594,
    )


TRACE = Trace(
    rewritten_by="model",
    index_version="v7",
    passages=(passage(1, "Plan", 2), passage(None, "Other", None)),
    calls=(
        ModelCall(
            prompt="answer",
            prompt_hash="9f2c",
            model="openai:gpt",
            messages=(Message(role="system", text="Be \x1b[31mbrief."), Message(role="human", text="[b]How many[/b]?")),
            reply="It has three quays. [1]\nIt ends in 2027. [1]",
            usage=Usage(prompt_tokens=90, completion_tokens=12),
            ms=812.4,
        ),
        ModelCall(prompt="standalone", prompt_hash="77aa", model="openai:gpt", error="cannot be reached"),
    ),
    removed=(
        Removed(text="It ends in 2027.", reason="fact", detail="2027 does not stand in the cited passage"),
        Removed(text="It is famous.", reason="no_mark", detail=""),
    ),
)


def printed(explained: ExplainedAnswer) -> list[str]:
    out = io.StringIO()
    print_explained(Console(file=out, width=120, highlight=False, emoji=False), explained)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_generated_answer_is_explained_from_its_question_to_what_was_removed() -> None:
    created = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert printed(ExplainedAnswer(created=created, answer=answer(), trace=TRACE)) == [
        "Question    and how many quays?",
        "Standalone  How many quays does the harbour plan name? (worded by the language model)",
        "Answered    2026-03-04 05:06:07 UTC, partial, written by openai:gpt",
        "Index       v7",
        "",
        "Steps",
        "  understand         0.4 ms",
        "  search             9.1 ms",
        "  total            830.0 ms",
        "  of this: model   812.4 ms",
        "  of this: verify    3.2 ms",
        "",
        "Passages (2 found, 1 sent to the language model)",
        "  sent as  score  dense  lexical  passage",
        "      [1]  0.559  0.702     9.85  Plan, Quays, page 2",
        "                                  plan.md 10-29",
        "           0.559  0.702     9.85  Other, Quays",
        "                                  plan.md 10-29",
        "",
        "Calls to the language model",
        "  answer, prompt 9f2c, openai:gpt, 812 ms, 90 tokens in, 12 out",
        "    system",
        "      Be [31mbrief.",
        "    human",
        "      [b]How many[/b]?",
        "    reply",
        "      It has three quays. [1]",
        "      It ends in 2027. [1]",
        "  standalone, prompt 77aa, openai:gpt, 0 ms, 0 tokens in, 0 out",
        "    error",
        "      cannot be reached",
        "",
        "Removed from the reply",
        "  It ends in 2027.",
        "    Figure or date: 2027 does not stand in the cited passage",
        "  It is famous.",
        "    No source",
    ]


def test_an_answer_of_quotes_says_that_no_model_was_asked() -> None:
    created = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    lines = printed(ExplainedAnswer(created=created, answer=answer("extractive"), trace=Trace()))
    assert lines[2] == "Answered    2026-03-04 05:06:07 UTC, partial, quoted from the documents"
    assert "Index" not in lines[3]
    assert lines[-8:] == [
        "Passages (0 found, 0 sent to the language model)",
        "  none",
        "",
        "Calls to the language model",
        "  none",
        "",
        "Removed from the reply",
        "  none",
    ]


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_to_remove_a_sentence_has_words_in_the_terminal_and_on_the_page(reason: Reason) -> None:
    created = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    trace = Trace(removed=(Removed(text="It is.", reason=reason, detail="it is not"),))
    assert printed(ExplainedAnswer(created=created, answer=answer(), trace=trace))[-1].endswith(": it is not")
    page = (Path(__file__).parent.parent.parent.parent / "assistant/web/explain.js").read_text("utf-8")
    assert f'\n  {reason}: "' in page


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A HOME in which one answer is kept."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POLICYDESK_HOME", str(tmp_path))
    conversations = Conversations(tmp_path / "conversations.sqlite")
    conversations.add(answer(), [], trace=TRACE)
    conversations.close()
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["policydesk", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code if isinstance(ended.value.code, int) else 0


@pytest.mark.usefixtures("home")
def test_the_command_prints_it_for_people_or_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "explain", "a1") == 0
    assert "It ends in 2027." in capsys.readouterr().out
    assert run(monkeypatch, "explain", "a1", "--json") == 0
    told = ExplainedAnswer.model_validate_json(capsys.readouterr().out)
    assert (told.answer, told.trace) == (answer(), TRACE)


@pytest.mark.usefixtures("home")
def test_an_unknown_answer_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "explain", "a2") == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", 'policydesk: There is no answer with the id "a2": it may have been deleted.\n')
