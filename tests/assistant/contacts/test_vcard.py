"""The grammar is that of RFC 6350 (sections 3.2, 3.3 and 6) and, for 3.0, of RFC 2426."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import pytest

from assistant.contacts.vcards import vcard
from assistant.records import ContactCard

FULL = ContactCard(
    id="0a1b2c3d4e5f",
    organisation="경북테크노파크",
    unit="정책기획단",
    team="지역산업기획팀",
    duties=("지역산업 진흥계획 수립", "Plans; reviews, reports"),
    room="#207",
    address="경상북도 경산시 삼풍로 27, 본부동",
    phone="053-819-3024~6",
    more_phones=("1588-0000", "053-819-3024", "053-819-3030 (내선 12)", "3024"),
    fax="053-819-3099",
    email="plan@gbtp.or.kr",
    url="www.gbtp.or.kr/조직도?a=1",
    hours="09:00-18:00, Mon-Fri",
    person="홍길동",
    role="팀장",
    document_id="a.md",
    published=date(2025, 1, 22),
)
LINE = re.compile(r"(?:[A-Z-]+)((?:;[A-Z-]+=[A-Za-z0-9,.-]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)")


def read(text: str) -> list[tuple[str, str]]:
    """Unfolded properties as (name with parameters, value); fails on what the grammar does not allow."""
    assert text.endswith("\r\n")
    physical = text.removesuffix("\r\n").split("\r\n")
    for each in physical:
        assert "\n" not in each
        assert "\r" not in each
        assert 1 <= len(each.encode()) <= 75
    lines = re.sub(r"\r\n ", "", text.removesuffix("\r\n")).split("\r\n")
    assert all(LINE.fullmatch(each) for each in lines), lines
    assert (lines[0], lines[-1]) == ("BEGIN:VCARD", "END:VCARD")
    assert re.fullmatch(r"VERSION:[34]\.0", lines[1])
    return [(name, value) for name, _, value in (each.partition(":") for each in lines[2:-1])]


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)


def test_every_field_stands_in_a_card_of_version_4() -> None:
    text = vcard(FULL, "정책기획단 안내", "https://www.gbtp.or.kr/plan")
    assert read(text) == [
        ("FN", "홍길동"),
        ("N", "홍길동;;;;"),
        ("KIND", "individual"),
        ("ORG", "경북테크노파크;정책기획단;지역산업기획팀"),
        ("TITLE", "팀장"),
        ("ROLE", r"지역산업 진흥계획 수립\; Plans\; reviews\, reports"),
        ("TEL;VALUE=uri;PREF=1;TYPE=work,voice", "tel:+82538193024"),
        ("TEL;VALUE=uri;TYPE=work,voice", "tel:+8215880000"),
        ("TEL;VALUE=uri;TYPE=work,voice", "tel:+82538193030;ext=12"),
        ("TEL;VALUE=text;TYPE=work,voice", "3024"),
        ("TEL;VALUE=uri;TYPE=work,fax", "tel:+82538193099"),
        ("EMAIL;TYPE=work", "plan@gbtp.or.kr"),
        ("ADR;TYPE=work", r";;#207\, 경상북도 경산시 삼풍로 27\, 본부동;;;;"),
        ("URL", "http://www.gbtp.or.kr/%EC%A1%B0%EC%A7%81%EB%8F%84?a=1"),
        (
            "NOTE",
            r"Hours: 09:00-18:00\, Mon-Fri\nSource: 정책기획단 안내\, 2025-01-22\, https://www.gbtp.or.kr/plan",
        ),
        ("UID", "urn:policydesk:contact:0a1b2c3d4e5f"),
        ("REV", "20250122T000000Z"),
    ]


def test_version_3_is_for_older_phones() -> None:
    names = dict(read(vcard(FULL, "T", version="3.0")))
    assert "KIND" not in names
    assert names["TEL;TYPE=pref,work,voice"] == "+82538193024"
    assert names["TEL;TYPE=work,fax"] == "+82538193099"
    assert names["EMAIL;TYPE=INTERNET"] == "plan@gbtp.or.kr"
    assert "TEL;TYPE=work,voice:+82538193030 ext. 12\r\n" in vcard(FULL, "T", version="3.0")


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_a_team_is_no_person(version: Literal["4.0", "3.0"]) -> None:
    card = ContactCard(organisation="Alpha City", team="Export Team", phone="051-222-3333", document_id="a.md")
    names = dict(read(vcard(card, version=version)))
    assert names["FN"] == "Export Team"
    assert names["ORG"] == "Alpha City;Export Team"
    assert names.get("N") == (";;;;" if version == "3.0" else None)
    assert names.get("KIND") == ("org" if version == "4.0" else None)
    assert names["NOTE"] == r"Source: no date"
    assert "REV" not in names


@pytest.mark.parametrize("letter", ["a", "é", "팀", "🏢"])
def test_lines_are_folded_at_75_octets_and_never_inside_a_character(letter: str) -> None:
    for length in range(60, 80):
        card = ContactCard(team=letter * length, document_id="a.md")
        assert dict(read(vcard(card)))["FN"] == letter * length, length


@pytest.mark.parametrize("value", ["a\\b", "a,b;c", "one\r\ntwo\nthree", "\\n", "x\x00\x1by", "END:VCARD\r\nTEL:+1"])
def test_no_text_of_a_document_can_end_its_property(value: str) -> None:
    card = ContactCard(
        team=value, unit=value, person=value, role=value, address=value, duties=(value,), document_id="a"
    )
    properties = read(vcard(card, value, value))
    assert [name for name, _ in properties] == ["FN", "N", "KIND", "ORG", "TITLE", "ROLE", "ADR;TYPE=work", "NOTE"]
    plain = value.replace("\r\n", "\n").replace("\x00", "").replace("\x1b", "")
    assert unescaped(dict(properties)["FN"]) == plain
    assert dict(properties)["ADR;TYPE=work"].count(";") - dict(properties)["ADR;TYPE=work"].count(r"\;") == 6


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.kr/x", "http://", "two words.kr", "http://a..kr"])
def test_what_is_no_web_address_is_left_out(url: str) -> None:
    assert "URL" not in dict(read(vcard(ContactCard(team="T", url=url, document_id="a"))))


def test_a_host_in_korean_is_written_as_a_uri() -> None:
    card = ContactCard(team="T", url="https://한국.kr/a", document_id="a")
    assert dict(read(vcard(card)))["URL"] == "https://xn--3e0b707e.kr/a"


def test_a_card_for_a_chat_channel_is_short_and_loses_its_note_first() -> None:
    long = FULL.model_copy(update={"duties": tuple(f"의무 {n} 지역산업 진흥" for n in range(20))})
    note = "가" * 400
    whole = read(vcard(long, note))
    short = vcard(long, note, most=2048)
    assert len(vcard(long, note).encode()) > 2048
    assert len(short.encode()) <= 2048
    assert {name for name, _ in whole} - {name for name, _ in read(short)} == {"NOTE"}
    assert vcard(FULL, "T", most=2048) == vcard(FULL, "T")


def test_the_name_and_the_first_phone_are_kept_to_the_last() -> None:
    huge = dict.fromkeys(("organisation", "unit", "team", "person", "role", "address", "room"), "팀" * 3000)
    short = vcard(FULL.model_copy(update={**huge, "duties": ("일" * 5_000,)}), "T" * 9_000, most=1024)
    assert len(short.encode()) <= 1024
    kept = [name for name, _ in read(short)]
    assert kept[:2] == ["FN", "N"]
    assert "TEL;VALUE=uri;PREF=1;TYPE=work,voice" in kept
