from __future__ import annotations

import pytest

from retrieval.search.rewording import Mended, Names, Vocabulary, mentions, reword

NAMES = Names(
    [
        ("Gyeongbuk Technopark", "GBTP", "경북테크노파크"),
        ("Gyeongsangbuk-do", "Gyeongbuk", "North Gyeongsang Province"),
        ("information strategy planning", "ISP"),
    ]
)
WORDS = (
    "contact smart business platform plan industries center the for gyeongbuk technopark gyeongsangbuk do information "
    "strategy planning harbour"
)
VOCABULARY = Vocabulary(dict.fromkeys(WORDS.split(), 1), {"planet", "bank", "form", "contract"}.__contains__)


def worded(question: str) -> str:
    return reword(question, NAMES, VOCABULARY).text


# --- slips of the pen ---


def test_typing_errors_are_mended_for_the_search_and_told_beside_the_question_as_it_was_written() -> None:
    found = reword("contct of the smrt busines platfrom", NAMES, VOCABULARY)
    assert found.question == "contct of the smrt busines platfrom"
    assert found.text == found.meant == "contact of the smart business platform"
    assert found.words == "contact of the smart business platform contct smrt busines platfrom"
    assert found.mended == (
        Mended("contct", "contact"),
        Mended("smrt", "smart"),
        Mended("busines", "business"),
        Mended("platfrom", "platform"),
    )


@pytest.mark.parametrize("word", ["Planä", "éplatfrom", "platfrom7"])
def test_a_word_with_other_letters_is_no_slip_of_an_english_one(word: str) -> None:
    assert reword(word, NAMES, VOCABULARY).mended == ()


def test_a_word_with_a_korean_particle_is_mended_but_no_korean_word() -> None:
    assert reword("platfrom은 플랫포옴", NAMES, VOCABULARY).mended == (Mended("platfrom", "platform"),)


@pytest.mark.parametrize("word", ["planet", "contract", "bank", "Form", "the", "pln", "xlan", "what", "PLAN"])
def test_right_ordinary_short_and_too_different_words_stay(word: str) -> None:
    assert VOCABULARY.mend(word) is None
    assert worded(word) == word


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("plam", None),
        ("fomr", None),
        ("busines", "business"),
        ("industires", "industries"),
        ("idnustires", None),
        ("industrys", "industries"),
    ],
)
def test_one_slip_is_forgiven_and_two_in_long_words_but_never_in_the_first_letter(word: str, meant: str | None) -> None:
    expected = "industries" if word == "idnustires" else meant
    assert VOCABULARY.mend(word) == expected


def test_a_british_spelling_becomes_the_documents_american_one_even_when_it_is_ordinary() -> None:
    assert Vocabulary({"center": 1}, lambda _: True).mend("centre") == "center"
    assert Vocabulary({"centre": 1}, lambda _: True).mend("center") == "centre"


def test_of_two_words_as_near_the_more_frequent_is_taken() -> None:
    assert Vocabulary({"ports": 1, "parts": 5}, lambda _: False).mend("pxrts") == "parts"


def test_a_name_is_never_mended() -> None:
    assert reword("GBTP contact", NAMES, VOCABULARY).mended == ()


# --- names ---


def test_a_name_that_documents_do_not_use_gives_way_to_one_that_they_use() -> None:
    found = reword("phone of GBTP?", NAMES, VOCABULARY)
    assert found.text == "phone of Gyeongbuk Technopark ?"
    assert [(each.name, each.others) for each in found.names] == [("Gyeongbuk Technopark", ("GBTP", "경북테크노파크"))]


def test_a_name_that_documents_use_stays_and_brings_its_other_names() -> None:
    found = reword("the Gyeongbuk plan", NAMES, VOCABULARY)
    assert found.text == "the Gyeongbuk plan"
    assert found.names[0].others == ("Gyeongsangbuk-do", "North Gyeongsang Province")


def test_the_longest_name_is_taken() -> None:
    assert [group[0] for _, _, group in NAMES.found_in("plan of gyeongbuk technopark")] == ["Gyeongbuk Technopark"]


def test_names_are_found_as_words_only() -> None:
    assert NAMES.found_in("crisp GBTPs") == []
    assert not mentions("a crisp wind", "ISP")
    assert mentions("the isp.", "ISP")


@pytest.mark.parametrize("written", ["Gyeongbuk  Technopark", "gyeongbuk-technopark", "GYEONGBUK\nTECHNOPARK"])
def test_names_may_be_written_with_other_spaces_and_hyphens(written: str) -> None:
    assert mentions(f"plan of {written}", "Gyeongbuk Technopark")
    assert [group[0] for _, _, group in NAMES.found_in(written)] == ["Gyeongbuk Technopark"]


def test_groups_that_share_a_name_are_one() -> None:
    names = Names([("A", "B"), ("C", "D"), ("b ", "C"), ("alone",), ("", " ")])
    assert [set(map(str.lower, group)) for group in names.groups] == [{"a", "b", "c", "d"}]
    assert names.same("a", "D")
    assert names.same("x", "X ")
    assert not names.same("a", "x")


def test_there_may_be_no_names_at_all() -> None:
    assert Names([]).found_in("anything") == []


# --- Korean ---


def test_korean_names_and_words_are_put_into_english() -> None:
    found = reword("경북테크노파크의 전화번호는 무엇입니까?", NAMES, VOCABULARY)
    assert "Gyeongbuk Technopark" in found.text
    assert "phone number" in found.text
    assert not any("가" <= letter <= "힣" for letter in found.text)


def test_korean_words_that_are_not_known_are_named_and_searched_for() -> None:
    found = reword("고양이 전화번호", NAMES, VOCABULARY)
    assert found.unread == ("고양이",)
    assert "고양이" not in found.text
    assert found.words == "phone number 고양이"


def test_what_is_meant_stays_in_the_readers_language_with_names_that_the_documents_use() -> None:
    found = reword("경북테크노파크의 고양이 전화번호", NAMES, VOCABULARY)
    assert found.meant == "Gyeongbuk Technopark 의 고양이 전화번호"
    korean = Vocabulary({"경북테크노파크": 1, "gyeongbuk": 1, "technopark": 1}, lambda _: False)
    assert reword("경북테크노파크의 고양이", NAMES, korean).meant == "경북테크노파크의 고양이"


def test_a_question_that_is_not_known_at_all_is_searched_as_it_is() -> None:
    assert worded("고양이") == "고양이"
    assert worded("") == ""


@pytest.mark.parametrize(
    ("text", "name", "held"),
    [
        ("Ask the QUAY-construction\nteam.", "Quay Construction Team", True),
        ("Ask the Quay Team about Construction.", "Quay Construction Team", False),
        ("Ask the ſteel Team.", "Steel team", True),
        ("Ask the \u212aorean team.", "Korean Team", True),
        ("항만 건설팀에 문의", "항만 건설팀", True),
        ("Société d'ÉNERGIE", "énergie", True),
    ],
)
def test_a_name_is_mentioned_whatever_its_case_and_blanks(text: str, name: str, held: bool) -> None:
    assert mentions(text, name) is held
