from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_reader import Entity, read

from assistant.records import Citation
from bots.wording.message import quote_in_context
from retrieval.loading.loader import load
from retrieval.records import Document

HARBOUR = """# Harbour Plan

Seaport plans a harbour. The plan runs from 2024 to 2028. Its budget is 40 billion won.

## Quays <new>

The city builds:

- North quay & crane
- South quay

After that it rests.
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Document:
    (tmp_path / "harbour.md").write_text(HARBOUR, "utf-8")
    return load(tmp_path / "harbour.md", "harbour.md")


def cited(document: Document, quote: str, section: str = "Harbour Plan > Quays <new>") -> Citation:
    start = document.text.index(quote)
    fields = {"n": 2, "document_id": "harbour.md", "title": "Harbour Plan", "section": section}
    return Citation(**fields, quote=quote, start=start, end=start + len(quote))  # type: ignore[arg-type]


def test_a_quote_stands_between_the_sentences_before_and_after_it(harbour: Document) -> None:
    shown = quote_in_context(cited(harbour, "The plan runs from 2024 to 2028.", "Harbour Plan"), harbour)
    assert shown == (
        "[2] Harbour Plan\n<i>no date</i>\n\n<blockquote>Seaport plans a harbour. "
        "<b>The plan runs from 2024 to 2028.</b> Its budget is 40 billion won.</blockquote>"
    )


def test_the_items_of_a_list_keep_their_markers_and_nothing_comes_from_another_section(harbour: Document) -> None:
    first = quote_in_context(cited(harbour, "North quay & crane"), harbour, "ko")
    assert first == (
        "[2] Harbour Plan\n<i>Quays &lt;new&gt; · 날짜 없음</i>\n\n<blockquote>The city builds:\n"
        "<b>• North quay &amp; crane</b>\n• South quay</blockquote>"
    )
    last = quote_in_context(cited(harbour, "Its budget is 40 billion won."), harbour)
    assert last.endswith("2028. <b>Its budget is 40 billion won.</b></blockquote>")


def test_a_document_that_changed_or_went_is_said_to_have(harbour: Document) -> None:
    quote = cited(harbour, "South quay")
    moved = quote.model_copy(update={"start": quote.start + 1, "end": quote.end + 1})
    for shown in (quote_in_context(quote, None), quote_in_context(moved, harbour)):
        assert "The document has changed since this answer. This was quoted:" in shown
        assert shown.endswith("<blockquote><b>South quay</b></blockquote>")


@settings(max_examples=50, deadline=None)
@given(
    st.text("ab <&😀가ا.\n", max_size=900),
    st.text("ab <&😀가ا.\n-", min_size=1, max_size=900).filter(lambda text: text.strip()),
    st.text("ab <&😀가ا.\n", max_size=900),
    st.sampled_from([256, 1024, 4096]),
    st.integers(1, 9),
)
def test_any_quote_fits_and_is_whole_where_there_is_room(
    before: str, quote: str, after: str, limit: int, times: int
) -> None:
    from retrieval.records import Block, Metadata

    quoted = quote * times
    text = before + quoted + after
    document = Document("d", text, (Block("paragraph", 0, len(text)),), Metadata("T" * 300))
    where = Citation(
        n=1,
        document_id="d",
        title="T" * 300,
        section="S 😀" * 99,
        quote=quoted,
        start=len(before),
        end=len(before + quoted),
    )
    shown = read(quote_in_context(where, document, "en", limit))
    assert shown.units <= limit
    bold = [each for each in shown.entities if each.kind == "b"]
    assert len(bold) == 1
    if len(quoted.encode("utf-16-le")) // 2 < limit - 300:
        said = "".join(bold[0].text.split()).translate({0x2068: None, 0x2069: None})
        assert said.replace("•", "-").lstrip("-") == "".join(quoted.split()).lstrip("-")


def test_a_quote_of_a_document_on_the_web_links_to_it(harbour: Document) -> None:
    quote = cited(harbour, "South quay").model_copy(update={"url": "https://example.org/plan"})
    assert Entity("a", "Harbour Plan", "https://example.org/plan") in read(quote_in_context(quote, harbour)).entities
