from __future__ import annotations

from datetime import date

import pytest

from retrieval.index.stored import (
    StoredChunk,
    StoredDocument,
    chunk_record,
    document_record,
    stored_chunk,
    stored_document,
    text_record,
    whole_document,
)
from retrieval.records import Block, Chunk, Contact, Document, Metadata

FULL = Metadata(
    title="경상북도 정보화 계획",
    organisation="Gyeongsangbuk-do",
    region="Gyeongbuk",
    kind="plan",
    published=date(2024, 5, 1),
    valid_from=date(2024, 1, 1),
    valid_until=date(2028, 12, 31),
    source="https://example.org/plan",
    language="en",
    aliases=(("Gyeongbuk", "North Gyeongsang Province"), ("plan", "계획")),
)
CONTACT = Contact("a.md", "City", "Unit", "Team", "12", "1 Road", "+82-53-1", None, 3, 9, ("duty",), ("unit duty",), 2)


@pytest.mark.parametrize("metadata", [FULL, Metadata("Only a title")])
def test_a_document_comes_back_as_it_was_stored(metadata: Metadata) -> None:
    stored = StoredDocument("a.md", "digest", "/docs", 3, metadata, (CONTACT,))
    assert stored_document("a.md", document_record(stored)) == stored


def test_a_text_comes_back_with_its_blocks() -> None:
    document = Document("a.md", "One\n- two", (Block("heading", 0, 3, 1), Block("item", 4, 9, 1, page=7)), FULL)
    stored = StoredDocument("a.md", "digest", "/docs", 1, FULL)
    assert whole_document(stored, text_record(document)) == document


@pytest.mark.parametrize("page", [None, 4])
def test_a_chunk_comes_back_with_its_documents_metadata(page: int | None) -> None:
    chunk = Chunk("a.md", 2, 10, 14, "text", ("A", "나"), page, FULL)
    documents = {"a.md": StoredDocument("a.md", "digest", "/docs", 3, FULL)}
    assert stored_chunk("text", chunk_record(StoredChunk(chunk, "digest")), documents) == chunk


def test_records_hold_only_what_chroma_takes() -> None:
    stored = StoredDocument("a.md", "digest", "/docs", 3, FULL, (CONTACT,))
    chunk = Chunk("a.md", 2, 10, 14, "text", ("A",), None, FULL)
    for record in (document_record(stored), chunk_record(StoredChunk(chunk, "digest"))):
        assert {type(value) for value in record.values()} <= {str, int}
