"""Sentences: what an answer may quote, cut by offset."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.sentences import LONGEST, split


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The plan runs to 2030. It has six parts.", ["The plan runs to 2030.", "It has six parts."]),
        ("Dr. Kim met Mr. Lee. They spoke.", ["Dr. Kim met Mr. Lee.", "They spoke."]),
        ("See Art. 3 and No. 12. It grew by 3.5 percent.", ["See Art. 3 and No. 12.", "It grew by 3.5 percent."]),
        ("It opened on Aug. 4. He left.", ["It opened on Aug. 4.", "He left."]),
        ("He joined the U.S. Army in Jan. 1942. He left.", ["He joined the U.S. Army in Jan. 1942.", "He left."]),
        ("They live in the U.S. The law is new.", ["They live in the U.S.", "The law is new."]),
        ("J. R. R. Tolkien wrote it.", ["J. R. R. Tolkien wrote it."]),
        ("Use tools, e.g. Chroma. Then stop.", ["Use tools, e.g. Chroma.", "Then stop."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("It is big (very big.) It is old.[12] It is red.", ["It is big (very big.)", "It is old.[12]", "It is red."]),
        ("Who is it? Kim! Good.", ["Who is it?", "Kim!", "Good."]),
        ("계획을 수립한다. 사업을 지원합니다. 끝.", ["계획을 수립한다.", "사업을 지원합니다.", "끝."]),
        ("a wing was tested . the results agree .", ["a wing was tested .", "the results agree ."]),
        ("계획은 2026. 2. 10. 확정되었다. 시행은 3월이다.", ["계획은 2026. 2. 10. 확정되었다.", "시행은 3월이다."]),
        ("2026. 2. 10.(화) 14:00에 연다. 끝.", ["2026. 2. 10.(화) 14:00에 연다.", "끝."]),
        ("기간: 2025. 3. 4. ~ 3. 8. 사이", ["기간: 2025. 3. 4. ~ 3. 8. 사이"]),
        ("２０２６． ２． １０． 공고", ["２０２６． ２． １０． 공고"]),
        ("’24. 3. 15. 개최", ["’24. 3. 15. 개최"]),
        ("'24. 말까지 마친다. 끝.", ["'24. 말까지 마친다.", "끝."]),
        ("'24.3월 착공했다. 끝.", ["'24.3월 착공했다.", "끝."]),
        ("2024. 3. ~ 2025. 2. 동안 한다.", ["2024. 3. ~ 2025. 2. 동안 한다."]),
        ("It was signed on 2026. 2. 10. The plan began.", ["It was signed on 2026. 2. 10.", "The plan began."]),
        ("They met on January 13. More than 50 came.", ["They met on January 13.", "More than 50 came."]),
        ("They met on 2026-02-10. More came.", ["They met on 2026-02-10.", "More came."]),
        ("회의는 2026-02-10. 장소는 대구다.", ["회의는 2026-02-10.", "장소는 대구다."]),
        ("회의는 3월 15일. 장소는 대구다.", ["회의는 3월 15일.", "장소는 대구다."]),
        ("2026. 2. 10. MOU를 맺었다. 끝.", ["2026. 2. 10. MOU를 맺었다.", "끝."]),
        ("접수는 3. 27.(금)까지 한다. 끝.", ["접수는 3. 27.(금)까지 한다.", "끝."]),
        ("접수는 3. 27. 까지 한다. 끝.", ["접수는 3. 27. 까지 한다.", "끝."]),
        ("가. 자격은 중소기업이다.\n나) 방법은 방문이다.", ["자격은 중소기업이다.", "방법은 방문이다."]),
        ("It was made in 2024. Gyeongbuk began.", ["It was made in 2024.", "Gyeongbuk began."]),
        ("It grew to 2.5. Daegu shrank.", ["It grew to 2.5.", "Daegu shrank."]),
        ("There are 10. 계획은 여섯이다.", ["There are 10.", "계획은 여섯이다."]),
        ("See No. 5 and vol. 2. Then stop.", ["See No. 5 and vol. 2.", "Then stop."]),
        ("Tools, e.g. 5 of them, i.e. 2026 ones. End.", ["Tools, e.g. 5 of them, i.e. 2026 ones.", "End."]),
        ("", []),
        (" \n\n ...\n", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_list_item_is_cut_off_from_its_marker_and_keeps_its_continuation_line() -> None:
    text = "The steps are:\n- First step\n  goes on here\n- Second step. It ends.\n2. Third"
    assert cut(text) == ["The steps are:", "First step\n  goes on here", "Second step.", "It ends.", "Third"]


def test_a_table_row_is_one_fragment() -> None:
    text = "Team | Phone. Ext.\nPlanning | 053-819-3000. Call.\nA paragraph."
    assert cut(text) == ["Team | Phone. Ext.", "Planning | 053-819-3000. Call.", "A paragraph."]


def test_a_short_line_before_a_capital_stands_alone_and_a_wrapped_line_does_not() -> None:
    wrapped = "The five-year plan of the province was published by the office of North\nGyeongsang in 2023."
    assert cut(f"Policy Planning Group\n{wrapped}") == ["Policy Planning Group", wrapped]


def test_a_blank_line_ends_a_fragment() -> None:
    assert cut("a heading\n\nand a text") == ["a heading", "and a text"]


def test_a_long_run_without_a_full_stop_is_cut_at_spaces_and_nothing_is_lost() -> None:
    text = "word " * 1000
    pieces = cut(text)
    assert max(map(len, pieces)) <= LONGEST
    assert " ".join(pieces) == text.strip()


@pytest.mark.parametrize("unit", ["x", "word ", "A.B. ", "a\n", "- ", "|", " | ", "U.S. "])
def test_a_hundred_thousand_characters_take_a_second_at_most(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    spans = split(text)
    assert time.process_time() - began < 1  # linear; quadratic would be a minute
    assert all(span.end - span.start <= LONGEST for span in spans)


@given(st.text(alphabet="ab A.!?\n\t-1|다\"')U", max_size=200))
def test_fragments_are_ordered_apart_and_trimmed(text: str) -> None:
    end = 0
    for span in split(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end


@pytest.mark.parametrize("last", ["oar@ferry.example", "www.ferry.example", "ferry.example"])
def test_a_sentence_may_end_with_an_address(last: str) -> None:
    text = f"Rowers write to {last}. Sailors call at the pier."
    assert cut(text) == [f"Rowers write to {last}.", "Sailors call at the pier."]
