from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from retrieval.index.stored import StoredDocument
from retrieval.ingest.plan import Plan, ReadDocument, TooMuchRemovedError, digest, plan, refuse_if_too_much
from retrieval.records import Chunk, Document, Metadata


def chunk_of(document: str, position: int, text: str = "text", **metadata: object) -> Chunk:
    described = replace(Metadata("Title"), **metadata)  # type: ignore[arg-type]
    return Chunk(document, position, 0, len(text), text, (), None, described)


def read_document(document: str, *texts: str) -> ReadDocument:
    chunks = tuple(chunk_of(document, i, text) for i, text in enumerate(texts))
    return ReadDocument(Document(document, "\n".join(texts), (), Metadata("Title")), "digest", chunks)


def stored_document(document: str, root: str = "/docs") -> StoredDocument:
    return StoredDocument(document, "digest before", root, 1, Metadata("Title"))


def stored_documents(*ids: str, root: str = "/docs") -> dict[str, StoredDocument]:
    return {i: stored_document(i, root) for i in ids}


def digests_of(document: str, *texts: str) -> dict[str, str]:
    return {f"{document}#{i}": digest(chunk_of(document, i, text)) for i, text in enumerate(texts)}


def ids(planned: Plan) -> tuple[tuple[str, ...], ...]:
    return planned.added, planned.changed, planned.unchanged, planned.removed


def test_a_new_document_is_added_with_all_its_chunks() -> None:
    planned = plan({}, {}, [read_document("a", "one", "two")], [], [], ["/docs"])
    assert ids(planned) == (("a",), (), (), ())
    assert [each.chunk.id for each in planned.write] == ["a#0", "a#1"]
    assert planned.delete == ()
    assert not planned.empty


def test_of_a_changed_document_only_the_changed_chunk_is_written() -> None:
    stored = stored_documents("a")
    before = {"a": digests_of("a", "one", "two", "three")}
    planned = plan(stored, before, [read_document("a", "one", "new", "three")], [], [], ["/docs"])
    assert ids(planned) == ((), ("a",), (), ())
    assert [each.chunk.text for each in planned.write] == ["new"]
    assert planned.delete == ()


def test_chunks_past_the_new_end_of_a_document_are_deleted() -> None:
    before = {"a": digests_of("a", "one", "two", "three")}
    planned = plan(stored_documents("a"), before, [read_document("a", "one")], [], [], ["/docs"])
    assert planned.write == ()
    assert planned.delete == ("a#1", "a#2")


def test_nothing_read_and_all_unchanged_is_an_empty_plan() -> None:
    planned = plan(stored_documents("a", "b"), {}, [], ["a", "b"], [], ["/docs"])
    assert ids(planned) == ((), (), ("a", "b"), ())
    assert planned.empty


@pytest.mark.parametrize(
    ("unchanged", "failed", "roots", "removed"),
    [
        ([], [], ["/docs"], ("a",)),
        (["a"], [], ["/docs"], ()),
        ([], ["a"], ["/docs"], ()),
        ([], [], ["/other"], ()),
        ([], [], [], ()),
    ],
    ids=["its file is gone", "unchanged", "unreadable", "another folder is ingested", "a single file is ingested"],
)
def test_a_document_leaves_only_when_its_own_folder_is_ingested_without_it(
    unchanged: list[str], failed: list[str], roots: list[str], removed: tuple[str, ...]
) -> None:
    assert plan(stored_documents("a"), {}, [], unchanged, failed, roots).removed == removed


def test_a_document_whose_folder_moved_is_changed_but_its_chunks_are_not_written() -> None:
    stored = stored_documents("a", root="/before")
    planned = plan(stored, {"a": digests_of("a", "one")}, [read_document("a", "one")], [], [], ["/after"])
    assert ids(planned) == ((), ("a",), (), ())
    assert (planned.write, planned.delete) == ((), ())
    assert not planned.empty, "the record has to name the new folder"


@pytest.mark.parametrize(
    ("stored", "removed", "refused"),
    [(4, 4, False), (5, 2, False), (5, 3, True), (10, 5, False), (10, 6, True)],
)
def test_removing_more_than_half_of_five_or_more_documents_is_refused(stored: int, removed: int, refused: bool) -> None:
    before = stored_documents(*map(str, range(stored)))
    planned = plan(before, {}, [], [str(i) for i in range(removed, stored)], [], ["/docs"])
    if not refused:
        refuse_if_too_much(planned, before)
        return
    with pytest.raises(TooMuchRemovedError) as error:
        refuse_if_too_much(planned, before)
    assert str(error.value) == (
        f"This would remove {removed} of {stored} documents from the index, for example 0. If that is meant, run it "
        "again with --force."
    )


def test_a_chunks_digest_covers_what_is_stored_with_it_and_nothing_that_is_not() -> None:
    one = chunk_of("a", 0, "text")
    assert digest(one) == digest(replace(one, metadata=replace(one.metadata, published=date(2024, 5, 1))))
    for other in (
        chunk_of("a", 0, "texts"),
        replace(one, start=1),
        replace(one, page=2),
        replace(one, section=("Heading",)),
        replace(one, metadata=Metadata("Another title")),
    ):
        assert digest(one) != digest(other)


def test_a_digest_of_lone_surrogates_can_be_made() -> None:
    assert len(digest(chunk_of("a", 0, "\ud800"))) == 64
