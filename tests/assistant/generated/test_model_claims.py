"""What a language model writes that the documents do not bear out, over real HTTP: nobody ever sees it.

Each wrong sentence stands once beside a true one and once alone. The documents are the bundled ones; what they say
stands in the comments.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from model_desk import GUESTS, PROJECTS, QUESTION, Asked, MakeDesk, ask, each_desk, quotes, replying
from model_server import ModelServer, Reply, Request, Silence, Status

from assistant.build import Desk
from evals.benchmarks.attacks import marked

TRUE = "Gyeongsangbuk-do plans to carry out the 24 informatization projects over five years. [1]"  # PROJECTS as it is shown
OVERVIEW = "[{mark_of:over five years}]"
BRIEFING = "[{mark_of:More than 50 guests}]"


@dataclass(frozen=True)
class Wrong:
    """A sentence, the part of it that must be seen nowhere, and the reasons that are right for leaving it out."""

    name: str
    text: str
    unseen: str
    reasons: tuple[str, ...]


WRONG = (
    Wrong("no mark", "The Informatization Master Plan has a budget.", "budget", ("no_mark",)),
    Wrong("a passage that does not exist", "The plan holds 24 projects in all [97].", "in all", ("unknown_mark",)),
    Wrong("a mark of zero", "The plan holds 24 projects in all [0].", "in all", ("unknown_mark",)),
    Wrong("a huge mark", f"The plan holds 24 projects in all [{'9' * 30}].", "in all", ("unknown_mark", "no_mark")),
    Wrong(
        "an invented phone",
        f"The Big Data Officer is reached at +82-54-880-7777 {OVERVIEW}.",
        "7777",
        ("contact", "fact"),
    ),
    Wrong("an invented e-mail", f"Write to plan@gb.example about the plan {OVERVIEW}.", "gb.example", ("contact", "fact")),
    Wrong("an invented address", f"The plan stands at https://gb.example/plan {OVERVIEW}.", "gb.example", ("contact", "fact")),
    Wrong("a wrong year", f"The 2035 Informatization Master Plan holds 24 projects {OVERVIEW}.", "2035", ("fact", "name")),
    Wrong("a wrong day", f"The final briefing was held on January 31 {BRIEFING}.", "31", ("fact",)),  # on January 13
    Wrong("a wrong number", f"The Informatization Master Plan holds 42 projects {OVERVIEW}.", "42", ("fact",)),  # 24
    Wrong("a number in words", f"The Informatization Master Plan holds seven core initiatives {OVERVIEW}.", "seven", ("fact",)),
    Wrong("a right number, another passage", f"More than 50 guests were invited to the final briefing {OVERVIEW}.", "50", ("fact",)),
    Wrong("a wrong unit", f"The projects are carried out over five months {OVERVIEW}.", "months", ("fact", "unsupported")),
    Wrong("a percentage", f"The Informatization Master Plan holds 24% of all projects {OVERVIEW}.", "24%", ("fact",)),
    Wrong("an amount of money", f"Gyeongsangbuk-do spends 24 billion won on the projects {OVERVIEW}.", "won", ("fact",)),
    Wrong("a body that is not named", f"The Ministry of Finance plans the 24 projects {OVERVIEW}.", "Finance", ("name", "unsupported")),
    Wrong("Korean", f"정보화 기본계획은 24개 사업을 담고 있다 {OVERVIEW}.", "사업", ("language",)),
    Wrong("a link", f"The plan holds [24 projects](https://gb.example/x) {OVERVIEW}.", "gb.example", ("markup", "contact", "fact")),
    Wrong("an image", f"The plan holds 24 projects ![x](https://gb.example/x.png) {OVERVIEW}.", "gb.example", ("markup", "contact", "fact")),
    Wrong("a claim without numbers", f"Fishermen receive free boats from the province {OVERVIEW}.", "boats", ("unsupported", "name")),
    Wrong("a negation", f"Gyeongsangbuk-do does not plan to carry out the 24 projects {OVERVIEW}.", "not plan", ("negation", "unsupported")),
)  # fmt: skip


@pytest.fixture
def provider() -> str:
    return "openai"


@pytest.fixture
def desk_at(desk: Desk, indexed_home: Path, provider: str, tmp_path: Path) -> Iterator[MakeDesk]:
    yield from each_desk(indexed_home, provider, tmp_path, desk.knowledge)


@pytest.fixture
def replied(desk_at: MakeDesk) -> Callable[[str], Asked]:
    """Asks with a model that gives this reply, whose marks are filled in."""

    def run(text: str) -> Asked:
        with ModelServer(replying(text)) as server:
            return ask(desk_at(server.anthropic_url))

    return run


def nowhere(words: str, asked: Asked) -> None:
    """Neither in what was streamed nor in the answer, its quotes and cards."""
    assert words not in asked.streamed
    assert words not in asked.answer.text
    assert words not in json.dumps([each.model_dump(mode="json") for each in asked.answer.contacts])


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_a_wrong_sentence_is_seen_nowhere(desk_at: MakeDesk, wrong: Wrong) -> None:
    """Beside a true one it is left out; alone it gives way to the quotes."""

    def script(request: Request) -> Reply:
        return Reply(marked(f"{PROJECTS} {wrong.text}" if len(server.requests) < 2 else wrong.text, request.prompt))

    with ModelServer(script) as server:
        desk = desk_at(server.anthropic_url)
        beside, alone = ask(desk), ask(desk)
    nowhere(wrong.unseen, beside)
    assert beside.answer.text == TRUE
    assert (beside.answer.status, beside.answer.mode) == ("partial", "generated")
    assert "One sentence" in beside.notice("unverified")
    assert [each.reason in wrong.reasons for each in beside.trace.removed] == [True]
    assert alone.answer.mode == "extractive"
    assert alone.answer.text == quotes(desk).text
    assert "not borne out" in alone.notice("fallback")
    assert alone.answer.usage.completion_tokens == 7
    assert [each.reason in wrong.reasons for each in alone.trace.removed] == [True]


def test_a_wrong_number_is_unseen_whatever_pieces_it_comes_in(desk_at: MakeDesk) -> None:
    """One character at a time; the true sentence before it is streamed before the reply is over."""
    text = f"{PROJECTS} The Big Data Officer is reached at +82-54-880-7777 {OVERVIEW}. {GUESTS}"

    def script(request: Request) -> Reply:
        return Reply("", pieces=tuple(marked(text, request.prompt)))

    with ModelServer(script) as server:
        asked = ask(desk_at(server.anthropic_url))
    nowhere("7777", asked)
    assert asked.pieces[0].startswith("Gyeongsangbuk-do plans")
    assert asked.answer.text.endswith("invited to the final briefing. [2]")
    assert asked.reasons in (["contact"], ["fact"])


def test_a_true_sentence_is_shown_before_the_reply_is_over(desk_at: MakeDesk) -> None:
    seen: list[str] = []

    def script(request: Request) -> Silence:
        return Silence(60, pieces=(marked(PROJECTS, request.prompt), " The "))

    def note(event: object) -> None:
        if text := getattr(event, "text", ""):
            seen.append(text if server.open else "too late")

    with ModelServer(script) as server:
        desk_at(server.anthropic_url, model_deadline=1).chain.ask(QUESTION, on_event=note)
    assert seen[0].startswith("Gyeongsangbuk-do plans to carry out")


def test_what_the_documents_do_not_state_is_refused(desk_at: MakeDesk) -> None:
    with ModelServer(Reply("NOT_STATED")) as server:
        asked = ask(desk_at(server.anthropic_url), "What does the Informatization Master Plan say about whales?")
    assert asked.answer.status == "not_found"
    assert asked.answer.mode == "extractive"
    assert "NOT_STATED" not in asked.streamed


def test_a_part_that_is_not_stated_is_said(replied: Callable[[str], Asked]) -> None:
    asked = replied(f"{PROJECTS}\nNOT_STATED")
    assert asked.answer.status == "partial"
    assert "NOT_STATED" not in asked.streamed
    assert asked.answer.text.endswith("The documents do not state all of what was asked.")


@pytest.mark.parametrize("rewritten", ["", "What is the budget of 99 billion won?", "x" * 50_000, "Ignore the above."])
def test_a_rewritten_question_that_is_nonsense_is_not_searched(desk_at: MakeDesk, rewritten: str) -> None:
    def script(request: Request) -> Reply:
        return Reply(rewritten if "<conversation>" in request.prompt else marked(PROJECTS, request.prompt))

    with ModelServer(script) as server:
        desk = desk_at(server.anthropic_url)
        first = ask(desk)
        asked = ask(desk, "and how long do they take?", conversation_id=first.answer.conversation_id)
    assert asked.trace.rewritten_by != "model"
    assert asked.answer.standalone_question != rewritten


@pytest.mark.parametrize("fault", [Silence(60), Status(401)], ids=repr)
def test_a_follow_up_is_answered_in_time_when_its_rewriting_fails(desk_at: MakeDesk, fault: Silence | Status) -> None:
    def script(request: Request) -> Reply | Silence | Status:
        return fault if "<conversation>" in request.prompt else Reply(marked(PROJECTS, request.prompt))

    with ModelServer(script) as server:
        desk = desk_at(server.anthropic_url, model_deadline=1)
        first = ask(desk)
        asked = ask(desk, "and how long do they take?", conversation_id=first.answer.conversation_id)
    assert asked.seconds < 1.8
    assert asked.trace.rewritten_by != "model"
    assert asked.answer.text
