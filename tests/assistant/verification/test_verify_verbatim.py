"""What a document says, given back in its own words, always holds: every fragment of every document in the repository."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder

from assistant.verification.verify import LONGEST, Source, Verdict, Verifier
from assistant.verification.wording import by_model
from retrieval.chunking.chunks import chunk
from retrieval.embedding.sentence_vectors import quotable
from retrieval.loading.loader import discover, document_id, load
from retrieval.records import Chunk, Metadata, Passage
from retrieval.search.rewording import Names

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent.parent
FOLDERS = (ROOT / "documents", ROOT / "evals" / "held_out" / "documents")
EMBEDDER = FakeEmbedder()


def source(of: Chunk) -> Source:
    texts = [of.text[span.start : span.end] for span in quotable(of)]
    return Source(Passage(of, 0.5, 5.0, 0.9), EMBEDDER.embed(texts) if texts else np.zeros((0, 64), np.float32))


def small(text: str, title: str = "Harbour Office", section: tuple[str, ...] = ()) -> Source:
    return source(Chunk("office.md", 0, 0, len(text), text, section or (title,), None, Metadata(title)))


@pytest.fixture(scope="module")
def shipped() -> list[Chunk]:
    files = [(path, folder) for folder in FOLDERS for path in discover(folder)]
    documents = [load(path, document_id(path, folder)) for path, folder in files if "_build" not in path.parts]
    return [each for document in documents for each in chunk(document)]


@pytest.fixture(scope="module")
def verifier(shipped: list[Chunk]) -> Verifier:
    aliases = {each.document_id: each.metadata.aliases for each in shipped}
    names = Names([group for groups in aliases.values() for group in groups])
    return Verifier(names, lambda _: 4.0, EMBEDDER.embed_question, by_model(EMBEDDER.name))


def fragments(shipped: list[Chunk]) -> Iterator[tuple[Chunk, list[str]]]:
    for each in shipped:
        yield each, [each.text[span.start : span.end] for span in quotable(each)]


def removed(verifier: Verifier, sentences: Iterator[tuple[Chunk, str]]) -> list[tuple[str, str]]:
    """The sentences, short enough to be judged, that fail against the passage they come from, and why."""
    found = []
    cited: dict[tuple[str, str], Source] = {}
    for of, sentence in sentences:
        if (of.id, of.text) not in cited:
            cited[of.id, of.text] = source(of)
        if len(sentence) <= LONGEST and (verdict := verifier.check(sentence, [cited[of.id, of.text]])).reason:
            found.append((sentence, verdict.detail))
    return found


def test_the_documents_have_fragments_to_try(shipped: list[Chunk]) -> None:
    assert len({each.document_id for each in shipped}) >= 11
    assert sum(len(texts) for _, texts in fragments(shipped)) > 400


def test_every_fragment_of_every_document_holds_as_a_sentence(verifier: Verifier, shipped: list[Chunk]) -> None:
    assert removed(verifier, ((of, text) for of, texts in fragments(shipped) for text in texts)) == []


def test_every_fragment_holds_under_its_own_heading(verifier: Verifier, shipped: list[Chunk]) -> None:
    headed = ((of, f"{of.section[-1]}: {text}") for of, texts in fragments(shipped) if of.section for text in texts)
    assert removed(verifier, headed) == []


def test_every_statement_holds_after_words_that_say_nothing(verifier: Verifier, shipped: list[Chunk]) -> None:
    said = (
        (of, f"The document says: {text}")
        for of, texts in fragments(shipped)
        for text in texts
        if " | " not in text and not text.endswith("?")  # a row of cells is no sentence, a question states nothing
    )
    assert removed(verifier, said) == []


def test_two_items_of_a_list_hold_in_one_sentence(verifier: Verifier, shipped: list[Chunk]) -> None:
    joined = (
        (of, f"{one.rstrip('.;,')} and {other}")
        for of in shipped
        for one, other in pairwise(each for each in of.text.splitlines() if each.startswith("- "))
        if f"{one}\n{other}" in of.text
        for one, other in [(one[2:], other[2:])]
    )
    assert removed(verifier, joined) == []


OFFICE = """- Quay Team: Room 12, phone 051-888-3033
- Tug Team: Room 14, phone 051-888-4044"""
LINES = "Quay Team\n\n051-888-3033\n\nTug Team\n\n051-888-4044"


def check(verifier: Verifier, sentence: str, *cited: Source) -> Verdict:
    return verifier.check(sentence, list(cited))


def test_a_verbatim_sentence_is_quoted_where_it_stands(verifier: Verifier) -> None:
    (quote,) = check(verifier, "Tug Team: Room 14, phone 051-888-4044.", small(OFFICE)).quotes
    assert (quote.text, quote.start) == ("Tug Team: Room 14, phone 051-888-4044", 43)


@pytest.mark.parametrize("layout", [LINES, LINES.replace("\n\n", "\n"), OFFICE])
def test_a_phone_belongs_to_the_name_above_it_however_the_lines_are_set(verifier: Verifier, layout: str) -> None:
    for sentence in ("{} Team: {}", "The phone of the {} Team is {}."):
        for team, own, other in (("Quay", "051-888-3033", "051-888-4044"), ("Tug", "051-888-4044", "051-888-3033")):
            assert check(verifier, sentence.format(team, own), small(layout)).reason is None
            assert check(verifier, sentence.format(team, other), small(layout)).reason == "contact"


def test_a_team_that_stands_nowhere_has_no_phone(verifier: Verifier) -> None:
    assert check(verifier, "Pilot Team: 051-888-3033", small(LINES)).reason == "name"


@pytest.mark.parametrize("sentence", ["Call 010-1234-5678: The quay is open.", "The quay is open, call 010-1234-5678."])
def test_a_phone_in_a_title_never_holds(verifier: Verifier, sentence: str) -> None:
    cited = small("The quay is open.", "Call 010-1234-5678")
    assert check(verifier, sentence, cited).reason == "contact"


@pytest.mark.parametrize(
    "contact", ["help@seaport-desk.example", "https://seaport-desk.example/pay", "seaport-desk.com"]
)
def test_an_address_in_a_heading_never_holds(verifier: Verifier, contact: str) -> None:
    cited = small("The quay is open.", section=("Harbour Office", f"Write to {contact}"))
    assert check(verifier, f"The quay is open, write to {contact}.", cited).reason == "contact"


def test_a_heading_of_one_passage_does_not_lead_into_the_words_of_another(verifier: Verifier) -> None:
    plan = small("The budget is 40 billion won.", "Harbour Plan")
    fishery = small("The budget is 7 billion won.", "Fishery Plan")
    assert check(verifier, "Fishery Plan: The budget is 7 billion won.", plan, fishery).reason is None
    assert check(verifier, "Harbour Plan: The budget is 7 billion won.", plan, fishery).reason == "fact"
