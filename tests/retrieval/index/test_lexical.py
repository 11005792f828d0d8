from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.index.lexical import LexicalIndex, LexicalIndexDamagedError, build
from retrieval.language.words import analyze, content_terms
from retrieval.records import Chunk, Metadata

TEXTS = (
    "The harbour plan builds three quays for container ships",
    "The harbour office answers questions about the harbour and the harbour gate",
    "Industrial complexes grow around the steel city",
    "경상북도 정보화 기본계획은 2030년까지이다",
    "A smart business platform for technoparks",
)


def chunk_of(position: int, text: str, document: str = "a.md", title: str = "T") -> Chunk:
    return Chunk(document, position, 0, len(text), text, (), None, Metadata(title))


Make = Callable[..., LexicalIndex]


@pytest.fixture
def index_of(tmp_path: Path) -> Make:
    def make(*texts: str, documents: tuple[str, ...] = ()) -> LexicalIndex:
        names = documents or ("a.md",) * len(texts)
        chunks = [chunk_of(i, text, name) for i, (text, name) in enumerate(zip(texts, names, strict=True))]
        build(tmp_path / "lexical", chunks, "state")
        return LexicalIndex(tmp_path / "lexical")

    return make


def positions(index: LexicalIndex, question: str, **given: object) -> list[int]:
    return [int(hit.chunk_id.split("#")[1]) for hit in index.search(question, 10, **given)]  # type: ignore[arg-type]


def test_the_chunk_with_more_of_the_words_comes_first(index_of: Make) -> None:
    assert positions(index_of(*TEXTS), "container ships of the harbour") == [0, 1]


def test_stems_of_english_words_match(index_of: Make) -> None:
    assert positions(index_of(*TEXTS), "industry complex") == [2], "industri(al), complex(es)"
    assert analyze("Planning, planned PLANS") == ["plan", "plan", "plan"]


def test_korean_is_found_by_pairs_of_syllables_whatever_particle_follows(index_of: Make) -> None:
    assert positions(index_of(*TEXTS), "기본계획을 알려 주세요") == [3]
    assert positions(index_of(*TEXTS), "계") == []


def test_the_score_is_bm25_by_hand(index_of: Make) -> None:
    # Title "T" is one more token. Lengths 3, 4, 5 (mean 4); "steel" is in one of three chunks, once, in that of length 4.
    index = index_of("harbour gate", "steel city gate", "one two three four")
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    tf = 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * 4 / 4))
    (hit,) = index.search("steel", 5)
    assert hit.chunk_id == "a.md#1"
    assert hit.score == pytest.approx(idf * tf * 2.2, rel=1e-4)
    assert index.idf("steel") == pytest.approx(idf)


def test_a_rarer_term_weighs_more_and_an_unknown_one_most(index_of: Make) -> None:
    index = index_of("harbour gate", "harbour steel", "harbour")
    assert index.idf("harbour") == pytest.approx(math.log(1 + 0.5 / 3.5))
    assert index.idf("steel") == pytest.approx(math.log(1 + 2.5 / 1.5))
    assert index.idf("nowhere") == pytest.approx(math.log(1 + 3.5 / 0.5))


def test_words_that_only_form_a_question_are_not_searched_unless_there_are_no_others(index_of: Make) -> None:
    assert content_terms("What is the plan of the city?") == ["plan", "citi"]
    assert content_terms("Who is it?") == ["who", "is", "it"]
    assert positions(index_of(*TEXTS), "where is the office?") == [1]


def test_another_name_for_a_thing_is_found_at_half_weight(index_of: Make) -> None:
    index = index_of("Gyeongbuk Technopark", "RIRM of the technopark", "unrelated words")
    plain = {hit.chunk_id: hit.score for hit in index.search("Gyeongbuk", 5)}
    named = {hit.chunk_id: hit.score for hit in index.search("Gyeongbuk", 5, synonyms=[("RIRM", "no such name")])}
    alone = {hit.chunk_id: hit.score for hit in index.search("RIRM", 5)}
    assert set(plain) == {"a.md#0"}
    assert named["a.md#0"] == pytest.approx(plain["a.md#0"])
    assert named["a.md#1"] == pytest.approx(alone["a.md#1"] / 2)


def test_of_a_group_of_names_only_the_best_counts_and_all_words_of_a_name_must_be_there(index_of: Make) -> None:
    index = index_of("steel city port", "steel only")
    once = index.search("x", 5, synonyms=[("steel city",)])
    assert [hit.chunk_id for hit in once] == ["a.md#0"]
    twice = index.search("x", 5, synonyms=[("steel city", "port")])
    assert twice[0].score == pytest.approx(once[0].score)


@pytest.mark.parametrize("synonyms", [[()], [("?!",)], [("", " ")]])
def test_names_without_words_find_nothing(index_of: Make, synonyms: list[tuple[str, ...]]) -> None:
    assert positions(index_of(*TEXTS), "harbour", synonyms=synonyms) == [1, 0]


@pytest.mark.parametrize("question", ["", "?!", "\0\x01", "<b></b>"])
def test_a_question_without_words_finds_nothing(index_of: Make, question: str) -> None:
    assert positions(index_of(*TEXTS), question) == []


def test_only_the_given_documents_are_searched(index_of: Make) -> None:
    index = index_of("harbour", "harbour gate", "harbour", documents=("a.md", "b/c d.md", "a.md"))
    assert positions(index, "harbour", document_ids=["b/c d.md"]) == [1]
    assert positions(index, "harbour", document_ids=["nowhere"]) == []
    assert positions(index, "harbour", document_ids=[]) == []
    free = {hit.chunk_id: hit.score for hit in index.search("harbour", 5)}
    held = {hit.chunk_id: hit.score for hit in index.search("harbour", 5, document_ids=["a.md"])}
    assert held == {name: pytest.approx(free[name]) for name in ("a.md#0", "a.md#2")}


def test_it_knows_every_word_form_and_in_how_many_chunks_it_is(index_of: Make) -> None:
    index = index_of("Plans and plan", "plans, PLANNING")
    assert index.words() == {"t": 2, "and": 1, "plan": 1, "planning": 1, "plans": 2}


def test_an_empty_index_answers(index_of: Make) -> None:
    index = index_of()
    assert (positions(index, "harbour"), index.words()) == ([], {})


def test_a_new_index_takes_the_place_of_the_old_and_leaves_nothing_beside_it(index_of: Make, tmp_path: Path) -> None:
    before = index_of("harbour")
    after = index_of("steel")
    assert positions(before, "harbour") == [0], "whoever has the old one open keeps it"
    assert positions(after, "harbour") == []
    assert [each.name for each in tmp_path.iterdir()] == ["lexical"]
    assert after.fingerprint == "state"


def test_a_build_that_died_is_swept_away_by_the_next(index_of: Make, tmp_path: Path) -> None:
    (tmp_path / "lexical.new").mkdir()
    (tmp_path / "lexical.new" / "half").write_text("", "utf-8")
    assert positions(index_of("harbour"), "harbour") == [0]
    assert [each.name for each in tmp_path.iterdir()] == ["lexical"]


def test_damage_to_any_file_is_noticed_when_opening(index_of: Make, tmp_path: Path) -> None:
    index_of(*TEXTS)
    files = [each.name for each in (tmp_path / "lexical").iterdir() if each.suffix != ".lock"]
    assert len(files) > 5
    for name in files:
        for damage in ("truncated", "changed", "gone"):
            broken = tmp_path / "broken"
            shutil.copytree(tmp_path / "lexical", broken)
            content = (broken / name).read_bytes()
            middle = len(content) // 2
            if damage == "gone":
                (broken / name).unlink()
            elif damage == "truncated":
                (broken / name).write_bytes(content[:middle])
            else:
                (broken / name).write_bytes(content[:middle] + bytes([content[middle] ^ 0x55]) + content[middle + 1 :])
            if name == "policydesk.json" and damage == "changed":
                assert _opens(broken) is False or LexicalIndex(broken).fingerprint != "state", name
            else:
                assert _opens(broken) is False, (name, damage)
            shutil.rmtree(broken)


def _opens(folder: Path) -> bool:
    try:
        LexicalIndex(folder)
    except LexicalIndexDamagedError:
        return False
    return True
