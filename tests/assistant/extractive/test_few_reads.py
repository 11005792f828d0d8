"""What is said without an answer costs what an answer costs, however many documents there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from assistant.build import Desk
from retrieval.index.index import Location
from retrieval.index.vectors import VectorStore
from retrieval.ingest.apply import ingest
from retrieval.records import Document

DOCUMENTS = 100
A_FEW = 16  # those looked into for topics, and those of the passages found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A HOME with documents that have no section to offer, so that looking for one would go through all of them."""
    folder = tmp_path_factory.mktemp("notes")
    for n in range(DOCUMENTS):
        (folder / f"{n:03}.md").write_text(f"---\ntitle: Mill {n}\n---\n# Mill {n}\n\nMill {n} weaves wool.\n", "utf-8")
    made = tmp_path_factory.mktemp("many")
    ingest([folder], Location(made), FakeEmbedder())
    return made


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the documents whose texts are read from the store."""
    found: list[str] = []
    of_store = VectorStore.document

    def document(store: VectorStore, document_id: str) -> Document | None:
        found.append(document_id)
        return of_store(store, document_id)

    monkeypatch.setattr(VectorStore, "document", document)
    return found


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Good morning!", "smalltalk"),
        ("What could you do?", "smalltalk"),
        ("and that one?", "not_found"),
        ("How deep is the lagoon?", "not_found"),
        ("석호의 깊이는 얼마입니까?", "not_found"),
        ("What is the phone number of the lagoon office?", "not_found"),
        ("Which team is in charge of lagoons?", "not_found"),
    ],
)
def test_what_is_not_an_answer_reads_a_few_documents_of_many(
    desk_over: Callable[..., Desk], home: Path, read: list[str], question: str, status: str
) -> None:
    answer = desk_over(home).chain.ask(question)
    assert answer.status == status
    assert len(read) <= A_FEW


def test_the_capabilities_name_the_first_documents(desk_over: Callable[..., Desk], home: Path) -> None:
    answer = desk_over(home).chain.ask("What could you do?")
    assert [line for line in answer.text.splitlines() if line.startswith("- ")] == [f"- Mill {n}" for n in range(10)]


def test_whether_documents_are_in_korean_is_known_from_their_language_and_titles(
    desk_over: Callable[..., Desk], tmp_path: Path
) -> None:
    said = {}
    for name, head in (("english", "Mill"), ("titled", "물레방아"), ("marked", "Mill\nlanguage: ko")):
        folder, home = tmp_path / name, tmp_path / f"{name}-home"
        folder.mkdir()
        (folder / "a.md").write_text(f"---\ntitle: {head}\n---\n# Mill\n\nThe mill weaves wool.\n", "utf-8")
        ingest([folder], Location(home), FakeEmbedder())
        said[name] = desk_over(home).chain.ask("석호의 깊이는 얼마입니까?").said[0].key == "not-stated-korean"
    assert said == {"english": False, "titled": True, "marked": True}
