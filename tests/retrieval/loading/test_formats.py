"""What a file is is told by its content; its name counts where text could be several things."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from retrieval.loading.formats import FORMATS, check_type, tell
from retrieval.loading.loader import UnreadableFileError, load
from retrieval.loading.magic import kind

PAGE = b"<!doctype html><html lang='ko'><body><h1>Plan</h1><p>The page as it is.</p></body></html>"


def archive(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in names:
            file.writestr(name, "application/hwp+zip" if name == "mimetype" else "x")
    return held.getvalue()


def ole(stream: str) -> bytes:
    """The parts of an OLE file that say what is in it: the mark, and a directory entry for each of two streams."""
    entries = b""
    for name in ("Root Entry", stream):
        written = f"{name}\0".encode("utf-16-le")
        entries += written.ljust(64, b"\0") + len(written).to_bytes(2, "little") + bytes(62)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n...", "pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.7", "pdf"),
        (archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml", "ppt/embeddings/word/a.docx"), "pptx"),
        (archive("mimetype", "Contents/section0.xml"), "hwpx"),
        (archive("version.xml", "Contents/header.xml"), "hwpx"),
        (archive("word/holiday.txt", "xl/sizes.txt"), "zip"),
        (archive(), "zip"),
        (b"PK\x03\x04 and no more", "zip"),
        (ole("FileHeader"), "hwp"),
        (ole("WordDocument"), "doc"),
        (ole("Workbook"), "xls"),
        (ole("EncryptedPackage"), "locked"),
        (ole("Something"), "ole"),
        (b"HWP Document File V3.00 \x1a\1\2\3\4\5", "hwp3"),
        (b"MZ\x90\0\3", "program"),
        (b"\x7fELF\2\1", "program"),
        (b"\x89PNG\r\n", "image"),
        (b"RIFF\0\1\0\0WEBPVP8 ", "image"),
        (PAGE, "html"),
        (b"\xff\xfe" + PAGE.decode().encode("utf-16-le"), "html"),
        (b"<?xml version='1.0'?>\n<!-- a page -->\n<html xmlns='x'>", "html"),
        (b"<head><title>x</title></head>", "html"),
        (b"<header>no page begins so</header>", ""),
        (b"<div align='center'>as Markdown may begin</div>", ""),
        (b"MZ is the code of Mizoram", ""),
        (b"ID3 tags and %PDF- headers, explained", ""),
        (b"", ""),
    ],
)
def test_bytes_say_what_a_file_is(data: bytes, expected: str) -> None:
    assert kind(data) == expected


def test_every_kind_that_bytes_can_say_stands_in_the_table_once() -> None:
    kinds = [each.kind for each in FORMATS]
    assert len(set(kinds)) == len(kinds)
    assert {each.kind for each in FORMATS if not each.read and not each.advice} == set()


@pytest.mark.parametrize(
    ("name", "data", "remark"),
    [
        ("a.txt", PAGE, "is named .txt but is an HTML page and was read as that"),
        ("a.md", PAGE, "is named .md but is an HTML page and was read as that"),
        ("a.doc", PAGE, "is named .doc but is an HTML page and was read as that"),
        ("a.pdf", b"Only text, in plain lines.", "is named .pdf but is plain text and was read as that"),
        ("view.do", PAGE, ""),
        ("page", PAGE, ""),
        ("a.htm", b"<p>The page as it is.</p>", ""),
    ],
)
def test_a_file_is_read_as_what_it_is_and_a_name_that_contradicts_that_is_named(
    tmp_path: Path, name: str, data: bytes, remark: str
) -> None:
    (tmp_path / name).write_bytes(data)
    document = load(tmp_path / name, name)
    assert "page as it is" in document.text or "plain lines" in document.text
    assert document.remarks == ((remark,) if remark else ())


def test_the_name_decides_between_markdown_and_plain_text(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text("Some *words* of a plan.\n", "utf-8")
    assert load(tmp_path / "a.md", "a").text == "Some words of a plan."
    assert load(tmp_path / "a.txt", "a").text == "Some *words* of a plan."


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.doc", ole("WordDocument"), "is a Word document of before 2007, which is not read: open it with Word"),
        ("a.txt", b"\x89PNG\r\n", "is named .txt but is an image, which is not read: make a PDF"),
        ("a.png", b"\x89PNG\r\n", "is an image, which is not read: make a PDF"),
        (
            "a.hwp",
            b"HWP Document File V3.00 \x1a\1",
            "is an HWP document of before 2002, which is not read: open it with",
        ),
        ("a.txt", b"MZ\x90\0\3", "is named .txt but is a program, which is not read: move it away"),
        ("a.mp4", b"\0\0\0\x20ftypisom", "is sound or video, which is not read: move it away"),
        ("a.doc", b"\xfe\xff\0\1", "is named .doc but is not a Word document of before 2007: give it its right name"),
    ],
)
def test_a_format_that_is_known_but_not_read_is_refused_by_its_name_with_what_to_do(
    tmp_path: Path, name: str, data: bytes, expected: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        load(tmp_path / name, name)
    assert str(caught.value).startswith(expected)


def test_what_its_first_bytes_refuse_is_not_read_to_its_end(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.write(b"\0\0\0\x20ftypisom")
        file.truncate(2**40)
    with pytest.raises(UnreadableFileError, match="sound or video"):
        check_type(film)


def test_a_reader_is_given_with_what_is_to_be_said() -> None:
    kind, reader, remark = tell(PAGE, "a.html")
    assert (kind.kind, reader(PAGE)[2], remark) == ("html", "Plan", "")


@pytest.mark.parametrize(
    ("key", "meant"),
    [("organization", "organisation"), ("alias", "aliases"), ("valid-until", "valid_until"), ("Titel", "title")],
)
def test_a_mistyped_key_of_front_matter_is_named(tmp_path: Path, key: str, meant: str) -> None:
    (tmp_path / "a.md").write_text(f"---\n{key}: x\ntags: y\ndate: z\n---\nText.\n", "utf-8")
    assert load(tmp_path / "a.md", "a").remarks == (f"has the key `{key}`, which is not read: is `{meant}` meant?",)
