"""One sentence of a model against the passages that it cites, over passages small enough to check by eye."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from fakes import FakeEmbedder

from assistant.build import Desk
from assistant.verification.verify import LONGEST, Source, Verdict, Verifier
from assistant.verification.wording import by_model
from retrieval.embedding.sentence_vectors import quotable
from retrieval.records import Chunk, Metadata, Passage
from retrieval.search.rewording import Names

EMBEDDER = FakeEmbedder()
NAMES = Names(
    [("Seaport", "Port of the Sea", "해항"), ("Quay Construction Team", "부두건설팀"), ("Tug Boat Team", "예인선팀")]
)
COMMON = {"port", "citi", "seaport"}  # stems that many documents have

PLAN = """The harbour plan runs from 2024 to 2028. Its budget is 40 billion won.

The city plans to build three quays and five cranes for container ships. Fishing boats may use the old quay.

Paper applications are not accepted. Applications close on 18 April 2025. At most 20 ships can enter in a day.

Hansol Marine Works builds the quays. Dasan Blade supplies the cranes."""
DIRECTORY = """- Quay Construction Team: Room 12, phone +82-51-888-3033, quay@seaport.example
- Tug Boat Team: Room 14, phone +82-51-888-4044, tug@seaport.example"""
TABLE = """All figures are in billion won.

Programme | 2025 | 2026 | Carried out by
Deep quays | 42 | 48 | Harbour Bureau
Clean ships | 30 | 34 | Energy Bureau"""


def source(text: str, title: str = "Harbour Plan of Seaport 2030") -> Source:
    metadata = Metadata(title, organisation="Seaport City", published=date(2024, 5, 1))
    chunk = Chunk("harbour.md", 0, 100, 100 + len(text), text, (title,), None, metadata)
    spans = [text[span.start : span.end] for span in quotable(chunk)]
    return Source(Passage(chunk, 0.5, 5.0, 0.9), EMBEDDER.embed(spans))


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(
        NAMES, lambda stem: 1.0 if stem in COMMON else 4.0, EMBEDDER.embed_question, by_model(EMBEDDER.name)
    )


@pytest.fixture(scope="module")
def check(verifier: Verifier) -> Callable[..., Verdict]:
    return lambda sentence, *texts: verifier.check(sentence, [source(text) for text in texts or (PLAN,)])


TRUE = [
    ("The budget of the harbour plan is 40 billion won.", PLAN),
    ("The harbour plan runs from 2024 until 2028.", PLAN),
    ("The city plans to build 3 quays and 5 cranes for container ships.", PLAN),
    ("Applications on paper are not accepted, and applications close on 2025-04-18.", PLAN),
    ("No more than 20 ships can enter in a day.", PLAN),
    ("The Quay Construction Team has the phone number 051 888 3033.", DIRECTORY),
    ("The Tug Boat Team is in room 14.", DIRECTORY),
    ("Deep quays get 48 billion won in 2026.", TABLE),
    ("Clean ships are carried out by the Energy Bureau.", TABLE),
    ("The Harbour Plan of Seaport 2030 has a budget of 40 billion won.", PLAN),
    ("The harbour plan of the Port of the Sea runs from 2024 to 2028.", PLAN),
]


@pytest.mark.parametrize(("sentence", "text"), TRUE)
def test_a_true_sentence_holds_and_is_quoted(check: Callable[..., Verdict], sentence: str, text: str) -> None:
    verdict = check(sentence, text)
    assert (verdict.reason, verdict.detail) == (None, "")
    assert 1 <= len(verdict.quotes) <= 3
    for quote in verdict.quotes:
        assert quote.text == text[quote.start - 100 : quote.end - 100]


FALSE = [
    ("The budget of the harbour plan is 41 billion won.", PLAN, "fact"),
    ("The budget of the harbour plan is 40 million won.", PLAN, "fact"),
    ("The harbour plan runs from 2024 to 2027.", PLAN, "fact"),
    ("The city plans to build five quays and three cranes for container ships.", PLAN, "fact"),
    ("Applications close on 18 May 2025.", PLAN, "fact"),
    ("Deep quays get 34 billion won in 2026.", TABLE, "fact"),
    ("Deep quays get 42 billion won in 2026.", TABLE, "fact"),
    ("The harbour plan rests on Article 7 of the Ports Act.", PLAN, "fact"),
    ("The phone of the Quay Construction Team is +82-51-888-4044.", DIRECTORY, "contact"),
    ("The phone of the Quay Construction Team is +82-51-888-3034.", DIRECTORY, "contact"),
    ("Write to the Quay Construction Team at tug@seaport.example.", DIRECTORY, "contact"),
    ("The harbour plan stands at www.seaport-plan.org.", PLAN, "contact"),
    ("The harbour plan stands at plan.seaport-port.example.", PLAN, "contact"),
    ("The harbour plan of Busan runs from 2024 to 2028.", PLAN, "name"),
    ("Clean ships are carried out by the Harbour Bureau.", TABLE, "name"),
    ("Dasan Blade builds the quays.", PLAN, "name"),
    ("Governor Seo Young-chul builds three quays.", PLAN, "name"),
    ("Paper applications are accepted.", PLAN, "negation"),
    ("The city has built three quays and five cranes for container ships.", PLAN, "status_word"),
    ("At least 20 ships can enter in a day.", PLAN, "status_word"),
    ("Fishing boats must use the old quay.", PLAN, "status_word"),
    ("Foreign investors praised the generous harbour tariffs.", PLAN, "unsupported"),
]


@pytest.mark.parametrize(("sentence", "text", "reason"), FALSE)
def test_a_planted_error_fails_for_its_reason(
    check: Callable[..., Verdict], sentence: str, text: str, reason: str
) -> None:
    verdict = check(sentence, text)
    assert (verdict.reason, verdict.quotes) == (reason, ())
    assert verdict.detail


@pytest.mark.parametrize("day", ["on 1 May 2024", "on May 1", "in May 2024", "2024-05-01"])
def test_the_day_on_which_a_page_was_published_bears_out_nothing(check: Callable[..., Verdict], day: str) -> None:
    hearing = "A hearing on the three quays was held in the town hall on 30 April 2024."
    assert check("A hearing on the three quays was held in the town hall on 30 April 2024.", hearing).reason is None
    assert check(f"A hearing on the three quays was held in the town hall {day}.", hearing).reason == "fact"


def test_the_detail_names_what_does_not_stand_there(check: Callable[..., Verdict]) -> None:
    assert check("The harbour plan runs until 2029.").detail == "2029 does not stand in the cited passage"


def test_a_fact_of_a_passage_that_is_not_cited_does_not_count(check: Callable[..., Verdict]) -> None:
    sentence = "The Quay Construction Team has the phone number +82-51-888-3033."
    assert check(sentence, PLAN).reason == "contact"
    assert check(sentence, PLAN, DIRECTORY).reason is None


def test_a_sentence_over_two_sentences_of_a_passage_quotes_both_in_order(check: Callable[..., Verdict]) -> None:
    verdict = check("The harbour plan runs from 2024 to 2028 and has a budget of 40 billion won.")
    texts = [quote.text for quote in verdict.quotes]
    assert texts == ["The harbour plan runs from 2024 to 2028.", "Its budget is 40 billion won."]


def test_a_korean_sentence_about_an_english_passage_is_checked_for_facts_and_contacts(
    check: Callable[..., Verdict],
) -> None:
    held = check("부두건설팀의 전화번호는 051-888-3033입니다.", DIRECTORY)
    assert (held.reason, held.unmeasured) == (None, True)
    assert held.quotes[0].text.startswith("Quay Construction Team")
    other_team = check("부두건설팀의 전화번호는 051-888-4044입니다.", DIRECTORY)
    assert (other_team.reason, other_team.unmeasured) == ("contact", True)
    assert check("예산은 410억 원입니다.", PLAN).reason == "fact"


def test_a_long_sentence_an_empty_one_and_one_without_citation_fail(verifier: Verifier) -> None:
    cited = [source(PLAN)]
    assert verifier.check("quay " * LONGEST, cited).reason == "unsupported"
    assert verifier.check(" … ", cited).reason == "unsupported"
    assert verifier.check("It is not only that.", cited).reason == "unsupported"
    assert verifier.check("The harbour plan runs from 2024 to 2028.", []).reason == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "9" * 50_000,
        "a@" * 25_000,
        "A.b" * 300,
        "not only " * 110,
        "1,2;" * 240,
        "(" * 999,
        "\x00가\u202e" * 300,
        "A-" * 490,
    ],
)
def test_hostile_text_is_judged_in_no_time(verifier: Verifier, text: str) -> None:
    began = time.perf_counter()
    assert verifier.check(text, [source(PLAN), source(text[:5_000])]).detail is not None
    assert time.perf_counter() - began < 2


def test_many_short_list_items_are_quoted_as_few_neighbours(check: Callable[..., Verdict]) -> None:
    items = ["Cargo cranes", "Tug boats", "Ice breakers", "Pilot schools", "Fuel depots"]
    text = "The harbour plan names five measures:\n\n" + "\n".join(f"- {item}" for item in items)
    verdict = check("The measures are cargo cranes, tug boats, ice breakers, pilot schools and fuel depots.", text)
    assert verdict.reason is None
    assert len(verdict.quotes) <= 3
    assert all(any(item in quote.text for quote in verdict.quotes) for item in items)


def test_the_real_model_tells_a_paraphrase_from_an_invention(desk: Desk) -> None:
    knowledge = desk.knowledge.current()
    verifier = knowledge.verifier
    found = knowledge.search.search("Which bureau is in charge of the tele-medicine treatment service?")
    at = next(i for i, each in enumerate(found.passages) if "tele-medicine" in each.chunk.text)
    cited = [Source(found.passages[at], found.sentences[at])]
    held = verifier.check("Responsibility for the telemedicine service lies with the Welfare and Health Bureau.", cited)
    assert held.reason is None
    invented = verifier.check("The hearings with residents were broadcast live on the internet.", cited)
    assert invented.reason == "unsupported"
