"""E-mails with what is attached, and archives with what is inside, within limits."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest
from office_files import packed

from retrieval.loading import UnreadableFileError, load
from retrieval.loading.office.archive import zip_pieces
from retrieval.loading.office.members import Members, Read
from retrieval.loading.pieces import Piece


def texts(folder: Path, name: str, data: bytes) -> list[str]:
    path = folder / name
    path.write_bytes(data)
    document = load(path, name)
    return [document.text[block.start : block.end] for block in document.blocks]


def _as_text(name: str, data: bytes) -> Read:
    if not name.endswith(".txt"):
        raise UnreadableFileError("is no text")
    return [Piece("paragraph", data.decode())], {}, ""


def refusal(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        texts(folder, name, data)
    return str(caught.value)


def test_subject_sender_and_body_of_a_korean_mail_are_read(tmp_path: Path) -> None:
    raw = (
        b"From: =?euc-kr?B?"
        + b64encode("온달".encode("euc-kr"))
        + b"?= <on@example.kr>\r\nSubject: =?euc-kr?B?"
        + b64encode("접수 안내".encode("euc-kr"))
        + b"?=\r\nContent-Type: text/plain; charset=euc-kr\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + "서류는 4월 2일까지".encode("euc-kr")
    )
    assert texts(tmp_path, "a.eml", raw) == ["접수 안내", "From: 온달 <on@example.kr>", "서류는 4월 2일까지"]


def test_the_html_of_a_mail_goes_before_its_plain_text_and_attachments_follow(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "명단"
    mail.set_content("plain")
    mail.add_alternative("<table><tr><td>과</td><td>02-100-2000</td></tr></table>", subtype="html")
    mail.add_attachment("부서,전화\n총무과,02-100-2001\n".encode(), maintype="text", subtype="csv", filename="명단.csv")
    mail.add_attachment(b"MZ\x90\0", maintype="application", subtype="octet-stream", filename="a.exe")
    assert texts(tmp_path, "a.eml", mail.as_bytes()) == [
        "명단",
        "과 | 02-100-2000",
        "명단.csv",
        "부서 | 전화",
        "총무과 | 02-100-2001",
    ]


def test_a_text_that_is_no_mail_is_refused(tmp_path: Path) -> None:
    assert "is no e-mail" in refusal(tmp_path, "a.eml", b"hello\n\nworld")


def test_files_of_an_archive_stand_under_their_names_and_what_is_no_document_is_left_out(tmp_path: Path) -> None:
    data = packed(
        {"가/안내.txt": "여는 날은 5월 1일이다.", "__MACOSX/._a.txt": "x", "../out.txt": "밖", "b.exe": b"MZ\x90\0"}
    )
    assert texts(tmp_path, "a.zip", data) == ["가/안내.txt", "여는 날은 5월 1일이다."]


def test_names_in_cp949_are_read(tmp_path: Path) -> None:
    named = packed({"aa.txt": "본문이다."}).replace(b"aa.txt", "똠".encode("cp949") + b".txt")
    assert texts(tmp_path, "b.zip", named) == ["똠.txt", "본문이다."]


def test_archives_are_followed_two_deep_and_no_further(tmp_path: Path) -> None:
    first = packed({"a.txt": "깊은 글이다."})
    second = packed({"1.zip": first})
    third = packed({"2.zip": second})
    assert "깊은 글이다." in texts(tmp_path, "a.zip", third)
    assert "lies too deep" in refusal(tmp_path, "b.zip", packed({"3.zip": third}))


def test_what_grows_without_end_is_not_unpacked(tmp_path: Path) -> None:
    assert "far more" in refusal(tmp_path, "a.zip", packed({"a.txt": b"a" * (2**21)}))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(600):
            archive.writestr(f"{number}.txt", "글")
    assert "more than" in refusal(tmp_path, "b.zip", out.getvalue())


def test_what_is_locked_damaged_or_of_no_known_kind_is_named_and_the_rest_is_read() -> None:
    data = packed({"a.txt": "열린 글이다.", "b.txt": "잠긴 글이다.", "c.docx": b"PK", "d.exe": b"MZ"})
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)  # the second entry of the directory
    locked = data[: at + 8] + bytes([data[at + 8] | 1]) + data[at + 9 :]
    pieces, keys, _ = zip_pieces(locked, Members(lambda name, data: (partial(_as_text, name), None)))
    assert [piece.text for piece in pieces] == ["a.txt", "열린 글이다."]
    reasons = dict(keys["not_read"])
    assert "password" in reasons["b.txt"]
    assert "no text" in reasons["c.docx"]
    assert "no text" in reasons["d.exe"]


def test_a_mail_that_is_nothing_but_a_file_gives_that_file(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "명단"
    mail.set_content(
        "부서,전화\n총무과,02-100-2001\n".encode(), maintype="application", subtype="csv", filename="b.csv"
    )
    assert texts(tmp_path, "a.eml", mail.as_bytes()) == ["명단", "b.csv", "부서 | 전화", "총무과 | 02-100-2001"]


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    assert "damaged" in refusal(tmp_path, "a.zip", packed({"a.txt": "글"})[:40])
