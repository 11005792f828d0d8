from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from message_reader import read

from assistant.records import ContactCard
from bots.contact_message import VCARD_BYTES, card_html, place, saved_contact, vcard

CARD = ContactCard(
    organisation="Gyeongbuk Technopark",
    unit="Policy Planning Group",
    team="Regional Industrial Planning Team",
    room="#207",
    address="27, Sampung-ro, Gyeongsan-si",
    phone="+82-53-819-3024 (ext. 12)",
    dial="+82538193024;ext=12",
    more_phones=("053-819-3025",),
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
        "Phone: +82-53-819-3024 (ext. 12), 053-819-3025\n"
        "E-mail: plan@gbtp.example\n"
        "Where: #207, 27, Sampung-ro, Gyeongsan-si\n"
        "Published: 1 May 2024"
    )
    assert "전화: +82-53-819-3024" in card_html(CARD, "ko")


def test_a_contact_can_be_saved_under_its_team_with_a_number_that_dials() -> None:
    saved = saved_contact(CARD)
    assert saved is not None
    assert (saved.phone_number, saved.first_name) == ("+82538193024", "Regional Industrial Planning Team")
    assert unfolded(saved.vcard) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Regional Industrial Planning Team",
        "N:Regional Industrial Planning Team;;;;",
        "TEL;TYPE=WORK,VOICE:+82538193024",
        "EMAIL;TYPE=INTERNET:plan@gbtp.example",
        "ORG:Gyeongbuk Technopark;Policy Planning Group",
        "TEL;TYPE=WORK,VOICE:053-819-3025",
        r"ADR;TYPE=WORK:;;#207\, 27\, Sampung-ro\, Gyeongsan-si;;;;",
        "END:VCARD",
    ]


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


def test_another_maker_of_vcards_is_used_unless_its_card_is_too_large() -> None:
    small, large = saved_contact(CARD, lambda _: "BEGIN:VCARD"), saved_contact(CARD, lambda _: "가" * 700)
    assert small is not None
    assert large is not None
    assert small.vcard == "BEGIN:VCARD"
    assert large.vcard == vcard(CARD)


NASTY = st.one_of(st.none(), st.text("a가😀;,\\:\n\r<&\x00\u202eا", max_size=900))


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(("organisation", "unit", "team", "room", "address", "phone", "fax", "email", "url", "hours", "person", "role"), NASTY)))  # fmt: skip
def test_any_card_fits_and_adds_no_line_of_its_own(fields: dict[str, str | None]) -> None:
    card = ContactCard(document_id="d", **fields)  # type: ignore[arg-type]
    made = vcard(card)
    assert len(made.encode()) <= VCARD_BYTES
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    keys = ("BEGIN:", "VERSION:", "FN:", "N:", "TEL;", "EMAIL;", "ORG:", "TITLE:", "ADR;", "URL:", "NOTE:", "END:")
    assert all(line.startswith(keys) for line in unfolded(made))
    assert "\n" not in made.replace("\r\n", "")
    assert read(card_html(card, "en")).units <= 4096
    saved = saved_contact(card.model_copy(update={"dial": "+8212345678"}))
    assert saved is not None
    assert 0 < len(saved.first_name.encode("utf-16-le")) // 2 <= 64
