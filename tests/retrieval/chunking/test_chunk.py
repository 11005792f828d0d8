"""Chunks: exact, in order, whole where the structure says so, and never past the window."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.chunking.chunks import chunk, fitted
from retrieval.chunking.tokens import count_tokens
from retrieval.loading.markdown import markdown_pieces
from retrieval.loading.pieces.canonical import Piece, assemble
from retrieval.records import BlockKind, Chunk, Document, Metadata, PolicydeskError

pytestmark = pytest.mark.slow


def document(pieces: list[Piece], title: str = "Title") -> Document:
    text, blocks = assemble(pieces)
    return Document("plan.md", text, blocks, Metadata(title=title))


def markdown(text: str) -> Document:
    return document(markdown_pieces(text))


def texts(chunks: list[Chunk]) -> list[str]:
    return [c.text for c in chunks]


def check(doc: Document, chunks: list[Chunk], max_tokens: int) -> None:
    """What holds for every document: exact offsets, order, no overlap, nothing lost but headings, sizes kept."""
    assert [c.position for c in chunks] == list(range(len(chunks)))
    covered = bytearray(len(doc.text))
    end = 0
    for c in chunks:
        assert doc.text[c.start : c.end] == c.text
        assert c.text == c.text.strip() != ""
        assert c.start >= end
        assert count_tokens(c.text) <= max_tokens
        end = c.end
        covered[c.start : c.end] = b"\1" * (c.end - c.start)
    for block in doc.blocks:
        if block.kind != "heading":
            lost = [i for i in range(block.start, block.end) if not covered[i] and not doc.text[i].isspace()]
            assert not lost


# Structure


def test_each_section_has_its_own_chunk_with_its_heading_path() -> None:
    long = "The group draws up plans for the industries of the province. " * 5
    chunks = chunk(markdown(f"# Group\n\n{long}\n\n## Duties\n\n{long}\n\n## Teams\n\n{long}"))
    assert [c.section for c in chunks] == [("Group",), ("Group", "Duties"), ("Group", "Teams")]
    assert texts(chunks) == [long.strip()] * 3
    assert chunks[1].embedded_text == f"Title > Group > Duties\n{long.strip()}"


def test_a_list_stays_with_its_lead_in() -> None:
    first = "The plan is large and touches on all that the province does for its firms. " * 6
    chunks = chunk(markdown(f"{first}\n\nIt has three parts:\n\n- one\n- two\n- three\n"), max_tokens=100)
    assert texts(chunks)[-1] == "It has three parts:\n\n- one\n- two\n- three"


def test_a_long_list_is_cut_between_items_and_evenly() -> None:
    items = [f"- Item number {n} names one of the many projects that are to be carried out" for n in range(1, 13)]
    doc = markdown("The projects:\n\n" + "\n".join(items))
    chunks = chunk(doc, max_tokens=150)
    assert texts(chunks) == ["The projects:\n\n" + "\n".join(items[:7]), "\n".join(items[7:])]


def test_nested_items_stay_with_theirs() -> None:
    groups = [
        f"- Group {n} of the projects\n  - First project of the group\n  - Second project of the group"
        for n in range(6)
    ]
    for text in texts(chunk(markdown("\n".join(groups)), max_tokens=60)):
        assert text.startswith("- Group")


def test_a_contact_is_never_split() -> None:
    entry = "**{} Team**\n\n- Room: 20{}\n- Address: 27, Sampung-ro, Gyeongsan-si\n- Phone: +82-53-819-302{}\n- E-mail: team{}@example.org"
    text = "\n\n".join(
        entry.format(name, n, n, n) for n, name in enumerate(("Planning", "Business", "Strategy", "Data"))
    )
    for size in (60, 90, 120, 150):
        for chunk_text in texts(chunk(markdown(f"# Teams\n\n{text}"), max_tokens=size)):
            assert chunk_text.count("Team") == chunk_text.count("Phone") == chunk_text.count("E-mail") >= 1


def test_what_stands_below_a_heading_is_a_chunk_of_its_own_under_it() -> None:
    chunks = chunk(markdown("# Plan\n\nTwo aims.\n\n## Growth\n\nMore firms.\n\n## Work\n\nMore jobs."))
    assert [(c.section, c.text) for c in chunks] == [
        (("Plan",), "Two aims."),
        (("Plan", "Growth"), "More firms."),
        (("Plan", "Work"), "More jobs."),
    ]


def test_tiny_sections_with_contacts_keep_their_headings() -> None:
    chunks = chunk(markdown("# Teams\n\n## Planning\n\nPhone 053-819-3024\n\n## Strategy\n\nPhone 053-819-3033"))
    assert [(c.section[-1], c.text) for c in chunks] == [
        ("Planning", "Phone 053-819-3024"),
        ("Strategy", "Phone 053-819-3033"),
    ]


def test_a_heading_with_nothing_below_it_can_be_found() -> None:
    chunks = chunk(markdown("# Plan\n\n## Only a heading"))
    assert [(c.section, c.text) for c in chunks] == [(("Plan",), "Only a heading")]


def test_a_heading_of_subsections_alone_is_in_their_paths_only() -> None:
    long = "Words of some length stand here to fill the section. " * 6
    chunks = chunk(markdown(f"# Plan\n\n## A\n\n{long}\n\n## B\n\n{long}"))
    assert [c.section for c in chunks] == [("Plan", "A"), ("Plan", "B")]


def test_a_long_paragraph_is_cut_at_sentence_ends_and_not_at_abbreviations() -> None:
    sentence = "Project No. 5 of Dr. Kim, i.e. the one in Gyeongsan, is to be finished by the end of the year. "
    for text in texts(chunk(markdown(sentence * 20), max_tokens=60)):
        assert text.startswith("Project No. 5")
        assert text.endswith("year.")


def test_rows_are_kept_whole() -> None:
    rows = "\n".join(f"| Team {n} | Room {n} | 053-819-30{n} |" for n in range(10, 40))
    for text in texts(chunk(markdown(f"| Team | Room | Phone |\n|---|---|---|\n{rows}"), max_tokens=50)):
        assert all(line.count(" | ") == 2 for line in text.splitlines())


def test_the_page_is_that_of_the_first_words() -> None:
    long = "Words of some length stand here to fill the page. " * 8
    chunks = chunk(document([Piece("paragraph", long, 0, 1), Piece("paragraph", long, 0, 2)]), max_tokens=100)
    assert [c.page for c in chunks] == [1, 2]


# The window


def test_every_chunk_passes_the_window_test() -> None:
    doc = markdown("# A heading\n\n" + "Some words that go on and on. " * 50)
    chunks = chunk(doc, fits=lambda text: len(text) <= 120)
    assert all(len(c.embedded_text) <= 120 for c in chunks)
    check(doc, chunks, 190)


def test_a_heading_path_that_leaves_no_room_is_shortened() -> None:
    heading = "a very long heading that goes on " * 20
    chunks = chunk(markdown(f"# {heading}\n\n## Short\n\nText of the section."), fits=lambda text: len(text) <= 150)
    assert texts(chunks) == ["Text of the section."]
    assert chunks[0].section[-1] == "Short"
    assert len(chunks[0].embedded_text) <= 150


def test_a_title_that_leaves_no_room_is_shortened_in_the_chunk() -> None:
    doc = document([Piece("paragraph", "Text.")], title="t" * 500)
    (only,) = chunk(doc, fits=lambda text: len(text) <= 100)
    assert only.metadata.title == "t" * 59 + "…"


def test_a_window_for_nothing_is_an_error_and_no_endless_loop() -> None:
    with pytest.raises(PolicydeskError, match="too small for even one character"):
        chunk(markdown("Text."), fits=lambda _: False)


# Any document

SENTENCES = st.lists(
    st.sampled_from(
        [
            "The plan has six parts.",
            "Phone: +82-53-819-3024",
            "경상북도는 2030 정보화 기본계획을 세웠다.",
            "team@example.org",
            "하지만예산은아직정해지지않았다" * 8,
            "x" * 700,
            "Parts:",
            "<|endoftext|> & more",
            "😀👍🏽" * 30,
            "27, Sampung-ro\nRoom 207",
        ]
    ),
    min_size=1,
    max_size=12,
)
KINDS: list[BlockKind] = ["heading", "paragraph", "item", "row"]
PIECES = st.lists(
    st.builds(
        lambda k, s, n, p: Piece(k, " ".join(s), n, p), st.sampled_from(KINDS), SENTENCES, st.integers(1, 4), st.just(1)
    ),
    max_size=14,
)


def test_what_was_cut_without_an_embedder_is_cut_further_only_where_it_is_too_long() -> None:
    doc = document(
        [Piece("paragraph", "One two three. " * 20), Piece("heading", "Next", 1), Piece("paragraph", "Short.")]
    )
    first, second = chunk(doc)
    chunks = fitted(doc, (first, second), fits=lambda text: len(text) <= 120)
    assert [each.position for each in chunks] == list(range(len(chunks)))
    assert all(len(each.embedded_text) <= 120 and doc.text[each.start : each.end] == each.text for each in chunks)
    assert " ".join(each.text for each in chunks[:-1]) == first.text
    assert (chunks[-1].text, chunks[-1].section) == ("Short.", ("Next",))
    assert fitted(doc, (first, second), fits=lambda _: True) == (first, second)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(PIECES, st.sampled_from([12, 40, 190]))
def test_any_document_is_covered_exactly_in_order_without_overlap(pieces: list[Piece], max_tokens: int) -> None:
    doc = document(pieces)
    check(doc, chunk(doc, max_tokens=max_tokens), max_tokens)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(PIECES)
def test_any_document_fits_a_narrow_window(pieces: list[Piece]) -> None:
    doc = document(pieces)
    chunks = chunk(doc, fits=lambda text: len(text) <= 90)
    assert all(len(c.embedded_text) <= 90 for c in chunks)
    check(doc, chunks, 190)
    further = list(fitted(doc, chunk(doc), lambda text: len(text) <= 90))
    assert all(len(c.embedded_text) <= 90 for c in further)
    check(doc, further, 190)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.text(max_size=600))
def test_any_text_is_covered(text: str) -> None:
    doc = document([Piece("paragraph", text)])
    check(doc, chunk(doc, max_tokens=10), 10)


@pytest.mark.slow
def test_a_megabyte_without_a_blank_line_is_cut() -> None:
    sentence = "The plan of the province goes on. "
    doc = document([Piece("paragraph", sentence * (1_000_000 // len(sentence)))])
    chunks = chunk(doc)
    assert " ".join(texts(chunks)) == doc.text
    assert all(c.text.endswith("goes on.") for c in chunks)


def test_a_paragraph_is_not_cut_inside_a_korean_date() -> None:
    sentence = "시는 2026. 2. 10. 항만공사와 협약을 맺고 '24. 3. 사업을 시작하였다."
    chunks = chunk(document([Piece("paragraph", " ".join([sentence] * 9))]), max_tokens=60)
    assert len(chunks) > 1
    assert all(c.text.startswith("시는") and c.text.endswith("하였다.") for c in chunks)


@pytest.mark.parametrize("words", ["정보화 기본계획을 ", "word\n", "정보화기본계획"])
def test_long_text_without_sentences_is_cut(words: str) -> None:
    doc = document([Piece("paragraph", words * (100_000 // len(words)))])
    chunks = chunk(doc)
    assert "".join("".join(c.text.split()) for c in chunks) == "".join(doc.text.split())
    assert max(count_tokens(c.text) for c in chunks) <= 190
