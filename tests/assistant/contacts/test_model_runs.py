"""What a contact question costs: how often the model of the vectors runs for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.build import Desk
from retrieval.embedding import Vectors, embed
from retrieval.embedding.e5 import Side
from retrieval.language.sentences import Span

Run = tuple[Side, tuple[str, ...]]


@pytest.fixture
def runs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """Each run of the model from now on: whether of a question or of passages, and its texts."""
    embedder = desk.knowledge.current().search.embedder
    assert isinstance(embedder, embed.LocalEmbedder)
    run, seen = embedder._model.pool, list[Run]()

    def counted(side: Side, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Vectors]:
        seen.append((side, tuple(texts)))
        return run(side, texts, spans)

    monkeypatch.setattr(embedder._model, "pool", counted)
    return seen


@pytest.mark.parametrize(
    "question",
    [
        "Whom do I call about balanced development of regions near Gyeongsan?",
        "Our shipyard needs help with planning for growth industries. Whom do we ring at Gyeongbuk Technopark?",
        "Which desk looks after industrial statistics?",
        "We are a small foundry and want to move into hydrogen parts. Could you tell us whom to ask about innovation networks?",
    ],
)
def test_a_contact_question_runs_the_model_twice_and_for_fragments_of_documents_once_for_good(
    desk: Desk, runs: list[Run], question: str
) -> None:
    assert desk.chain.ask(question).ask.intent == "contact"
    of_question = [texts for side, texts in runs if side == "query"]
    assert 1 <= len(of_question) <= 2  # the question, and what it comes down to
    assert len(runs) <= 4
    runs.clear()
    desk.chain.ask(question)
    assert runs == []


def test_small_talk_runs_no_model(desk: Desk, runs: list[Run]) -> None:
    assert desk.chain.ask("Good evening!").status == "smalltalk"
    assert runs == []


def test_a_question_that_nothing_answers_runs_it_once_and_for_the_nearest_fragments(
    desk: Desk, runs: list[Run]
) -> None:
    assert desk.chain.ask("Which glaze suits a stoneware teapot?").status == "not_found"
    assert [side for side, _ in runs] == ["query", "passage"]
