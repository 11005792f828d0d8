"""What may be said otherwise than a passage says it, each beside what may not: ranges, limits, names, positions, Korean."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import FakeEmbedder

from assistant.verification.ranges import other_end
from assistant.verification.verify import Source, Verifier
from assistant.verification.wording import by_model
from assistant.verification.words import Reader
from retrieval.embedding.sentence_vectors import quotable
from retrieval.language.values import values
from retrieval.records import Chunk, Metadata, Passage
from retrieval.search.rewording import Names

EMBEDDER = FakeEmbedder()
NAMES = Names([("Central Government", "중앙정부"), ("budget", "예산"), ("Harbour Bureau", "항만국")])


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(NAMES, lambda _: 4.0, EMBEDDER.embed_question, by_model(EMBEDDER.name))


def reason(verifier: Verifier, sentence: str, text: str, title: str = "Harbour Plan") -> str | None:
    passage = Passage(Chunk("plan.md", 0, 0, len(text), text, (title,), None, Metadata(title)), 0.5, 5.0, 0.9)
    vectors = EMBEDDER.embed([text[span.start : span.end] for span in quotable(passage.chunk)])
    return verifier.check(sentence, [Source(passage, np.asarray(vectors, np.float32))]).reason


PERIODS = "- Deep quays (2021 to 2024)\n- Long piers (2023 to 2027)"
MILESTONES = "- 2024\n  - June: first quay opens\n- 2025\n  - September: second quay opens"
GRANTS = "Track | Support up to | Years kept\nEntry | 30 million won | 3\nLeader | 240 million won | 5"
TASKS = "1. Build deep quays for container ships.\n2. Clean the water of the old basin.\n3. Train young pilots at sea."
DESK = (
    "- Entry: Tug Boat Team, Ahn Soo-min, phone 051-888-3033\n- Leader: Deep Quay Team, Lee Ho-jun, phone 051-888-4044"
)
RULES = "An accident has to be reported within a day. Reports are taken twice a year. The grant is 40 million won."


@pytest.mark.parametrize(
    ("sentence", "text", "expected"),
    [
        ("Deep quays are built from 2021 to 2024.", PERIODS, None),
        ("Deep quays are built from 2023 to 2027.", PERIODS, "fact"),
        ("Long piers run from 2027 to 2023.", PERIODS, "fact"),
        ("In 2024 the first quay opens in June.", MILESTONES, None),
        ("In 2025 the first quay opens in June.", MILESTONES, "fact"),
        ("The Entry track gives up to 30 million won.", GRANTS, None),
        ("The Entry track gives at least 30 million won.", GRANTS, "status_word"),
        ("Fishery Plan grants are 40 million won.", RULES, "name"),
        ("The grant is at most 40 million won.", RULES, None),
        ("The grant is more than 40 million won.", RULES, "status_word"),
        ("An accident must be reported within one day.", RULES, None),
        ("An accident may be reported within one day.", RULES, "status_word"),
        ("The third task is to train young pilots at sea.", TASKS, None),
        ("The second task is to train young pilots at sea.", TASKS, "fact"),
        ("The fourth task is to train young pilots at sea.", TASKS, "fact"),
        ("Ask Ahn Soo-min of the Tug Boat Team at 051-888-3033.", DESK, None),
        ("Ask Ahn Soo-min of the Deep Quay Team.", DESK, "name"),
        ("Ask Ahn Soo-min of the Tug Boat Team at 051-888-4044.", DESK, "contact"),
    ],
)
def test_what_a_passage_says_in_other_words_holds_and_what_it_does_not_say_fails(
    verifier: Verifier, sentence: str, text: str, expected: str | None
) -> None:
    assert reason(verifier, sentence, text) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("보고는 1년에 두 번 받습니다.", None),
        ("보고는 1년에 세 번 받습니다.", "fact"),
        ("Harbour Plan은 예산을 중앙정부가 부담합니다.", "name"),
        ("Harbour Plan의 예산은 모두 합쳐서 40 million won입니다.", None),
        ("Fishery Plan의 예산은 모두 합쳐서 40 million won입니다.", "name"),
        ("항만국이 부담합니다.", "name"),
    ],
)
def test_a_korean_sentence_is_held_to_its_figures_and_its_known_names(
    verifier: Verifier, sentence: str, expected: str | None
) -> None:
    assert reason(verifier, sentence, RULES) == expected


def test_plain_words_for_a_korean_name_bear_it_out(verifier: Verifier) -> None:
    text = "The national government pays 40 million won."
    assert reason(verifier, "중앙정부가 40 million won을 부담합니다.", text) is None


def test_years_of_a_period_in_the_title_may_be_counted(verifier: Verifier) -> None:
    text = "All quays together get 40 billion won."
    assert reason(verifier, "Over the five years all quays get 40 billion won.", text, "Harbour Plan 2024-2028") is None
    assert (
        reason(verifier, "Over the six years all quays get 40 billion won.", text, "Harbour Plan 2024-2028") == "fact"
    )


def test_a_denial_of_one_thing_is_no_denial_of_another(verifier: Verifier) -> None:
    text = "Wages of pilots are not covered. Large companies get nothing."
    assert reason(verifier, "Wages of pilots are covered, while large companies get nothing.", text) == "negation"
    assert reason(verifier, "Wages of pilots are not covered, and large companies get nothing.", text) is None


def test_the_ends_of_a_range_know_each_other() -> None:
    reading = Reader(Names([])).read("from 2021 to 2024, and 2027")
    first, second, third = values(reading.text)
    assert (other_end(reading, first), other_end(reading, second), other_end(reading, third)) == (second, first, None)


@pytest.mark.parametrize("opening", ["As part of the plan, ", "Its plan is this: ", "As well, "])
def test_a_short_first_word_is_no_acronym(verifier: Verifier, opening: str) -> None:
    assert reason(verifier, f"{opening}the city builds three quays.", "The city builds three quays.") is None
