"""What is lost of a file is said, and what nobody can read is not indexed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from retrieval.loading.loader import load
from retrieval.loading.pieces import Piece, UnreadableFileError
from retrieval.loading.readable import is_readable, without_unreadable
from retrieval.loading.text_loss import Loss, loss

KOREAN = "녹지과는 공원과 가로수를 돌봅니다"


def package(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, xml in parts.items():
            file.writestr(name.replace("__", "/"), xml)
    return held.getvalue()


def test_a_phone_or_mail_that_is_in_a_page_and_not_in_its_text_is_named() -> None:
    page = b"<html><body><p>Call 051-888-1201.</p><nav>051-888-1202, sea@harbour.example</nav><script>051-888-1203</script>"
    assert loss(page, "html", "Call 051 888 1201.") == Loss(("051-888-1202",), ("sea@harbour.example",))


def test_parts_of_an_office_file_are_looked_at_whatever_its_reader_does() -> None:
    words = " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz")
    data = package(
        **{"word__document.xml": f"<w:p><w:t>{words}</w:t></w:p>", "word__footer1.xml": "<w:t>☎ 051-888-1201</w:t>"}
    )
    assert loss(data, "docx", f"{words} 051-888-1201") == Loss()
    found = loss(data, "docx", words[:40])
    assert found.phones == ("051-888-1201",)
    assert found.share > 0.5
    first, second = found.sentences()
    assert first == "holds 1 phone that its text does not: 051-888-1201"
    assert second.startswith("holds words that its text does not: about ")


def test_what_no_second_reader_can_open_loses_nothing_that_could_be_told() -> None:
    assert (
        loss(b"PK\x03\x04 broken", "docx", "")
        == loss(b"%PDF-1.7 broken", "pdf", "")
        == loss(b"x", "markdown", "")
        == Loss()
    )


def test_many_lost_phones_are_counted_and_some_named() -> None:
    page = " ".join(f"051-888-12{n}" for n in range(10, 22)).encode()
    (sentence,) = loss(page, "html", "").sentences()
    assert sentence.startswith("holds 12 phones that its text does not: 051-888-1210, ")
    assert sentence.endswith("051-888-1214 and 7 more")


@pytest.mark.parametrize(
    "text",
    [
        KOREAN,
        "Straße, Ärger, Maßnahme",
        "─" * 60,
        "□ 지원대상 ○ 중소기업",
        "1,902억 원",
        "\U000f02b1 추진 배경과 목표",
        "",
        "☎",
    ],
)
def test_what_people_write_is_readable(text: str) -> None:
    assert is_readable(text)


@pytest.mark.parametrize(
    "text",
    [
        KOREAN.encode().decode("latin-1"),
        KOREAN.encode("cp949").decode("latin-1"),
        "\ue123\ue124\ue125 \ue126\ue127 a",
        "\ufffd\ufffd\ufffd \ufffd b",
        '$&"1 , -$ #%($ !"# $%& *(# @!$ )(* &^% $#@ !~! @#$ %^&*( )_+',
    ],
)
def test_what_fonts_and_wrong_encodings_make_of_it_is_not(text: str) -> None:
    assert not is_readable(text)


def test_only_what_cannot_be_read_is_left_out() -> None:
    pieces = [Piece("paragraph", KOREAN), Piece("paragraph", "\ue123\ue124\ue125")]
    assert without_unreadable(pieces) == (pieces[:1], 1)


def test_a_file_says_how_much_of_it_cannot_be_read_and_one_without_anything_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{KOREAN}\n\n\ue123\ue124\ue125\n", "utf-8")
    assert load(tmp_path / "a.md", "a").remarks == (
        "holds 1 paragraph that cannot be read (signs of a font or encoding of its own)",
    )
    (tmp_path / "b.md").write_text("\ue123\ue124\ue125\n", "utf-8")
    with pytest.raises(UnreadableFileError, match="save it anew"):
        load(tmp_path / "b.md", "b")
