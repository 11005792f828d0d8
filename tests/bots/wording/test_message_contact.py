from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_reader import read

from assistant.records import ContactCard
from bots.wording.contact_message import VCARD_BYTES, card_html, place, saved_contact, says_more

CARD = ContactCard(
    organisation="Gyeongbuk Technopark",
    unit="Policy Planning Group",
    team="Regional Industrial Planning Team",
    room="#207",
    address="27, Sampung-ro, Gyeongsan-si",
    phone="+82-53-819-3024 (ext. 12)",
    dial="+82538193024;ext=12",
    more_phones=("053-819-3025",),
    more_dials=("+82538193025",),
    email="plan@gbtp.example",
    published=date(2024, 5, 1),
    document_id="d",
)


def unfolded(card: str) -> list[str]:
    return card.replace("\r\n ", "").splitlines()


def test_a_card_as_a_person_sees_it() -> None:
    assert card_html(CARD, "en") == (
        "<b>Regional Industrial Planning Team</b>\n"
        "Policy Planning Group, Gyeongbuk Technopark\n"
        "Phone: +82-53-819-3024 (ext. 12), 053-819-3025 (+82538193025)\n"
        "E-mail: plan@gbtp.example\n"
        "Where: #207, 27, Sampung-ro, Gyeongsan-si\n"
        "Published: 1 May 2024"
    )
    assert "전화: +82-53-819-3024" in card_html(CARD, "ko")


def test_a_contact_can_be_saved_under_its_team_with_a_number_that_dials() -> None:
    saved = saved_contact(CARD)
    assert saved is not None
    assert (saved.phone_number, saved.first_name) == ("+82538193024", "Regional Industrial Planning Team")
    lines = unfolded(saved.vcard)
    assert lines[:4] == ["BEGIN:VCARD", "VERSION:3.0", "FN:Regional Industrial Planning Team", "N:;;;;"]
    assert "TEL;TYPE=pref,work,voice:+82538193024 ext. 12" in lines
    assert "TEL;TYPE=work,voice:+82538193025" in lines
    assert lines[-1] == "END:VCARD"


def test_a_tapped_contact_names_its_document_in_its_note() -> None:
    saved = saved_contact(CARD, "Teams of the Technopark", "https://gbtp.example/teams")
    assert saved is not None
    assert "NOTE:Source: Teams of the Technopark\\, 2024-05-01\\, https://gbtp.example/teams" in unfolded(saved.vcard)


def test_every_field_that_a_contact_does_not_show_is_said_in_words() -> None:
    whole = ContactCard(
        team="Export Team",
        person="Kim Minsu",
        role="Team manager",
        phone="02-2000-1000",
        dial="+8220001000",
        fax="02-2000-1001",
        email="export@city.example",
        url="https://city.example/export",
        hours="Mon to Fri, 9 to 18",
        document_id="d",
    )
    assert says_more(whole)
    assert not says_more(ContactCard(team="Export Team", phone="02-2000-1000", room="#2", document_id="d"))
    assert card_html(whole, "ko") == (
        "<b>Export Team</b>\n"
        "Kim Minsu, Team manager\n"
        "전화: 02-2000-1000 (+8220001000)\n"
        "팩스: 02-2000-1001\n"
        "이메일: export@city.example\n"
        "업무 시간: Mon to Fri, 9 to 18\n"
        "웹사이트: https://city.example/export\n"
        "게시일: 날짜 없음"
    )


def test_the_second_phone_can_be_saved_where_the_first_is_none() -> None:
    saved = saved_contact(
        ContactCard(
            team="Team", phone="see below", more_phones=("031-200-1000",), more_dials=("+82312001000",), document_id="d"
        )
    )
    assert saved is not None
    assert saved.phone_number == "+82312001000"


def test_without_a_phone_there_is_nothing_to_save_and_without_an_address_no_place() -> None:
    bare = ContactCard(team="Team", email="a@b.example", document_id="d")
    assert saved_contact(bare) is None
    assert saved_contact(bare.model_copy(update={"phone": "none"})) is None
    assert place(bare, "en") is None
    short = saved_contact(bare.model_copy(update={"phone": "1588-0000"}))
    assert short is not None
    assert short.phone_number == "15880000"


def test_an_address_is_looked_up_on_a_map() -> None:
    found = place(CARD.model_copy(update={"address": "삼풍로 27 & 1층"}), "ko")
    assert found is not None
    assert found.map_url == "https://map.kakao.com/link/search/%EC%82%BC%ED%92%8D%EB%A1%9C%2027%20%26%201%EC%B8%B5"
    english = place(CARD, "en")
    assert english is not None
    assert english.map_url.endswith("&query=27%2C%20Sampung-ro%2C%20Gyeongsan-si")


NASTY = st.one_of(st.none(), st.text("a가😀;,\\:\n\r<&\x00\u202eا", max_size=900))


@settings(max_examples=50, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(("organisation", "unit", "team", "room", "address", "phone", "fax", "email", "url", "hours", "person", "role"), NASTY)))  # fmt: skip
def test_any_card_fits_and_adds_no_line_of_its_own(fields: dict[str, str | None]) -> None:
    card = ContactCard(document_id="d", **fields)  # type: ignore[arg-type]
    saved = saved_contact(card.model_copy(update={"dial": "+8212345678"}))
    assert saved is not None
    made = saved.vcard
    assert len(made.encode()) <= VCARD_BYTES
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    keys = (
        "BEGIN:",
        "VERSION:",
        "FN:",
        "N:",
        "TEL;",
        "EMAIL;",
        "ORG:",
        "TITLE:",
        "ROLE:",
        "ADR;",
        "URL:",
        "NOTE:",
        "END:",
    )
    assert all(line.startswith(keys) for line in made.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"))
    assert read(card_html(card, "en")).units <= 4096
    assert 0 < len(saved.first_name.encode("utf-16-le")) // 2 <= 64


@pytest.mark.parametrize("unseen", ["\x00\x07", "\u200b\u2060", "\u3164", " \u00ad \u2800", "\ufeff" * 200, "\u202e"])
def test_a_name_that_nobody_sees_is_none(unseen: str) -> None:
    saved = saved_contact(CARD.model_copy(update={"person": unseen, "team": unseen}))
    assert saved is not None
    assert saved.first_name == "Policy Planning Group"
    assert "FN:Policy Planning Group" in unfolded(saved.vcard)
    assert card_html(CARD.model_copy(update={"team": unseen}), "en").startswith("<b>Policy Planning Group</b>\n")
    nameless = saved_contact(ContactCard(person=unseen, organisation=unseen, phone="053-819-3024", document_id="d"))
    assert nameless is not None
    assert nameless.first_name == "053-819-3024"
    assert "FN:053-819-3024" in unfolded(nameless.vcard)


def test_unseen_characters_before_a_name_do_not_push_it_out_of_the_contact() -> None:
    saved = saved_contact(CARD.model_copy(update={"person": "\u200b" * 120 + "Kim Minsu"}))
    assert saved is not None
    assert saved.first_name == "Kim Minsu"
    assert "FN:Kim Minsu" in unfolded(saved.vcard)
