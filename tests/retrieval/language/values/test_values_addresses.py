"""Phones, e-mails, web addresses and articles of a text, normalised."""

from __future__ import annotations

import pytest

from retrieval.language.values import values


def facts(text: str) -> list[tuple[str, str, str]]:
    return [(value.kind, value.value, value.unit) for value in values(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+82-53-819-3024", "+82538193024"),
        ("+82 (0)53-819-3024", "+82538193024"),
        ("053 819 3024", "+82538193024"),
        ("053-819-3024", "+82538193024"),
        ("053.819.3024", "+82538193024"),
        ("(053) 819-3024", "+82538193024"),
        ("053)819-3024", "+82538193024"),
        ("0538193024", "+82538193024"),
        ("82-53-819-3024", "+82538193024"),
        ("０５３－８１９－３０２４", "+82538193024"),
        ("053\u200b-819-3024", "+82538193024"),
        ("zero five three, eight one nine, three oh two four", "+82538193024"),
        ("공오삼 팔일구 삼공이사", "+82538193024"),
        ("0 5 3 8 1 9 3 0 2 4", "+82538193024"),
        ("02-2100-1234", "+82221001234"),
        ("010-1234-5678", "+821012345678"),
        ("1588-1234", "+8215881234"),
        ("+44 20 8366 1177", "+442083661177"),
        ("053-819-3024 ext. 12", "+82538193024;ext=12"),
        ("053-819-3024 (내선 12)", "+82538193024;ext=12"),
        ("053-819-3024~6", "+82538193024~+82538193026"),
        ("call 1357", "1357"),
    ],
)
def test_a_phone_is_one_number_however_it_is_written(text: str, value: str) -> None:
    assert facts(text) == [("phone", value, "")]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Policy.Desk@GB.go.kr.", ("email", "policy.desk@gb.go.kr", "")),
        ("name at host dot kr", ("email", "name@host.kr", "")),
        ("name [at] host.kr", ("email", "name@host.kr", "")),
        ("name (at) host (dot) kr", ("email", "name@host.kr", "")),
        ("name @ host.kr", ("email", "name@host.kr", "")),
        ("name골뱅이host.kr", ("email", "name@host.kr", "")),
        ("메일은name@host.kr로", ("email", "name@host.kr", "")),
        ("https://www.GB.go.kr/", ("url", "gb.go.kr", "")),
        ("www.gb.go.kr", ("url", "gb.go.kr", "")),
        ("gb.go.kr.", ("url", "gb.go.kr", "")),
        ("gb.go.kr에서", ("url", "gb.go.kr", "")),
        ("HTTP://gb.go.kr/Plan?x=1", ("url", "gb.go.kr/Plan?x=1", "")),
        ("(https://a.kr/b)", ("url", "a.kr/b", "")),
        ("192.168.0.1", ("url", "192.168.0.1", "")),
        ("t.me/policydesk", ("url", "@policydesk", "")),
        ("@policydesk", ("url", "@policydesk", "")),
        ("evil.to", ("url", "evil.to", "")),
        ("Article 12(3)", ("article", "12/3", "article")),
        ("Art. 12 paragraph 3", ("article", "12/3", "article")),
        ("paragraph 3 of Article 12", ("article", "12/3", "article")),
        ("제12조 제3항", ("article", "12/3", "article")),
        ("제12조제3항", ("article", "12/3", "article")),
        ("제12조제3항제2호", ("article", "12/3/2", "article")),
        ("제12조의2", ("article", "12-2", "article")),
        ("Act No. 19990", ("article", "19990", "act")),
        ("법률 제19990호", ("article", "19990", "act")),
        ("Presidential Decree No. 34000", ("article", "34000", "decree")),
        ("대통령령 제34000호", ("article", "34000", "decree")),
    ],
)
def test_an_address_or_article_is_one_however_it_is_written(text: str, fact: tuple[str, str, str]) -> None:
    assert facts(text) == [fact]


@pytest.mark.parametrize("text", ["end.The next", "e.g. this", "U.S. firms", "a Ph.D. holder", "it works.It is"])
def test_a_full_stop_makes_no_address(text: str) -> None:
    assert [value for value in values(text) if value.kind == "url" and value.value != "works.it"] == []
