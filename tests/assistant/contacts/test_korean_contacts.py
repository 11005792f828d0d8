"""Korean questions for a contact: particles and endings fall away, the words of the documents stay, requests say nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from assistant.build import Desk
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest
from retrieval.language.korean_glossary import glossary
from retrieval.language.korean_stems import is_form, share, stems
from retrieval.language.scripts import is_korean
from retrieval.search.rewording import Names, Vocabulary, reword

pytestmark = pytest.mark.slow

KOREAN = {"농기계임대팀": 1, "농기계": 1, "임대": 1, "안전교육": 1, "064": 1, "port": 1}


def vocabulary(words: dict[str, int]) -> Vocabulary:
    return Vocabulary(words, lambda _: False)


@pytest.mark.parametrize(
    ("asked", "matter"),
    [
        ("해외 전시회 부스를 잡아 주는 팀 번호 좀 부탁드립니다.", ["해외", "전시회", "부스"]),
        ("바로 거는 번호 하나만 알려 주실래요?", []),
        ("교육을 받고 싶은데 어느 팀에 전화하죠?", ["교육"]),
        ("우수 기업 사례를 발굴해 벤치마킹하는 부서가 어디인가요?", ["우수", "기업", "사례", "발굴", "벤치마킹"]),
    ],
)
def test_particles_endings_and_requests_fall_away(asked: str, matter: list[str]) -> None:
    assert stems(asked) == matter


@pytest.mark.parametrize("word", ["주실래요", "알려주세요", "어디인가요", "부탁드립니다", "팀에", "번호가", "담당자는"])
def test_a_word_of_any_request_is_form(word: str) -> None:
    assert is_form(word)


@pytest.mark.parametrize("word", ["주차장", "하수도", "보도자료", "감사실", "전시회"])
def test_a_matter_that_begins_like_a_request_is_no_form(word: str) -> None:
    assert not is_form(word)


def test_a_compound_is_found_whether_or_not_its_words_stand_apart() -> None:
    assert share("농기계임대예약", "농기계 임대 예약, 농기계 수리") == 1.0
    assert share("농산물수출", "농기계 임대 예약") == 0.0


def test_korean_words_that_the_documents_use_stay_beside_their_english() -> None:
    worded = reword("농기계 임대는 어느 팀에 문의하나요?", Names([]), vocabulary(KOREAN))
    assert "farm machinery" in worded.text
    assert "농기계" in worded.text
    assert "임대" in worded.text


def test_korean_words_that_no_document_uses_are_put_into_english_only() -> None:
    worded = reword("부스 임대는 어느 팀에 문의하나요?", Names([]), vocabulary({"booth": 1}))
    assert "booth" in worded.text
    assert "부스" not in worded.text


def test_a_question_put_into_words_twice_says_the_same() -> None:
    words = vocabulary(KOREAN)
    once = reword("농기계 임대 예약은 어디에 하나요?", Names([]), words).text
    assert sorted(reword(once, Names([]), words).text.split()) == sorted(once.split())


def test_a_team_with_a_particle_and_a_request_leaves_nothing_unread() -> None:
    names = Names([["Innovation Planning Team", "혁신기획팀"]])
    words = vocabulary({"innovation": 1, "planning": 1, "team": 1})
    worded = reword("혁신기획팀으로 바로 거는 번호 하나만 알려 주실래요?", names, words)
    assert "Innovation Planning Team" in worded.text
    assert worded.unread == ()


def test_no_gloss_stands_before_a_longer_one() -> None:
    lengths = [len(word) for word in glossary()]
    assert lengths == sorted(lengths, reverse=True)


def test_a_korean_name_is_found_and_kept_whole_when_it_is_written_without_its_blanks() -> None:
    names = Names([["한빛시 농업센터", "Hanbit Farm Center"], ["농기계임대팀", "Farm Machinery Rental Team"]])
    worded = reword("한빛시농업센터농기계임대팀전화번호", names, vocabulary(KOREAN))
    assert [each.name for each in worded.names] == ["한빛시 농업센터", "농기계임대팀"]
    assert "농기계임대팀" in worded.text.split()
    assert "farm machinery" not in worded.text


def test_a_text_of_mostly_hangul_is_korean() -> None:
    assert is_korean("농기계 임대 예약 (IT)")
    assert not is_korean("Innovation Planning Team, 기획")


@pytest.mark.parametrize(("title", "said"), [("북항 사업소 안내", False), ("North Port Office", True)])
def test_documents_are_only_said_to_be_in_english_where_none_has_a_korean_title(
    tmp_path: Path, desk_over: Callable[..., Desk], title: str, said: bool
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.md").write_text(f"---\ntitle: {title}\n---\n\n# {title}\n\n12 ships.\n", "utf-8")
    ingest([tmp_path / "documents"], Location(tmp_path / "home"), FakeEmbedder())
    answer = desk_over(tmp_path / "home").chain.ask("서울 지하철 막차 시간")
    assert answer.status == "not_found"
    assert ("문서는 영어로" in answer.text) is said
