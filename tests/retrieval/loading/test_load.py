"""Files become documents, and what cannot is named with what to do about it."""

from __future__ import annotations

import os
import socket
from contextlib import chdir
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.loading.loader import SUPPORTED, UnreadableFileError, discover, document_id, load, sections
from retrieval.loading.pieces import encodings as load_encodings
from retrieval.loading.pieces import files as load_files
from retrieval.loading.pieces.canonical import Piece, assemble
from retrieval.records import PolicydeskError


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reason(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        load(path, path.name)
    return str(caught.value)


# The folder


def test_a_folder_is_walked_in_order_and_what_is_no_document_is_left_out(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.html", "a/d.docx", "README.md", "_build/x.md", ".git/y.md", "_z.md", "make.py"):
        put(tmp_path, name, "x")
    for name in ("Thumbs.db", "a/desktop.ini", "~$d.docx", "a/.DS_Store", "a/._c.html", "__MACOSX/b.md"):
        put(tmp_path, name, b"\0\1\2")
    put(tmp_path, "p.pdf.yaml", "title: x")
    found = [document_id(path, tmp_path) for path in discover(tmp_path)]
    assert found == ["a/c.html", "a/d.docx", "b.md"]


def test_a_file_given_alone_is_its_own_root(tmp_path: Path) -> None:
    path = put(tmp_path, "plan.md", "x")
    assert discover(path) == [path]
    assert document_id(path, path) == "plan.md"


def test_links_that_lead_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path, "outside/secret.md", "x")
    root = tmp_path / "documents"
    put(root, "inside.md", "x")
    (root / "out.md").symlink_to(secret)
    (root / "folder").symlink_to(secret.parent)
    (root / "in.md").symlink_to(root / "inside.md")
    (root / "loop").symlink_to(root)
    assert [document_id(path, root) for path in discover(root)] == ["in.md", "inside.md"]


def test_a_root_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match=r"There is no file or folder .*gone: check the path"):
        discover(tmp_path / "gone")


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise PermissionError(13, "Permission denied", "closed")

    monkeypatch.setattr("os.scandir", fail)
    with pytest.raises(PolicydeskError, match=r"The folder closed cannot be listed \(Permission denied\)"):
        discover(tmp_path)


# What cannot be read


def test_an_unsupported_type_names_the_supported_ones(tmp_path: Path) -> None:
    assert reason(put(tmp_path, "a.json", "{}")) == (
        f"is of a type that is not supported (.json): save it as one of {' '.join(SUPPORTED)}"
    )
    assert "(no extension)" in reason(put(tmp_path, "LICENSE", "x"))


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\xef\xbb\xbf", b"---\ntitle: x\n---\n", b"\0\0\0"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_an_empty_file_says_so(tmp_path: Path, name: str, content: bytes) -> None:
    assert reason(put(tmp_path, name, content)) in {
        "is empty: put text into it or remove it",
        "holds no text: put text into it or remove it",
    }


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", b"\xfe\1\2", "is named .pdf but is not a PDF: give it its right name"),
        ("a.txt", b"text\0\1\2", "is not text but binary data"),
        ("a.txt", b"caf\xe9 \xff\xff\xff", "is in no encoding that we can tell"),
        ("a.txt", b"\xff\xfea", "begins like UTF-16 but is damaged: save it as UTF-8"),
    ],
)
def test_what_is_neither_known_nor_text_is_said_to_be_so(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    assert reason(put(tmp_path, name, content)).startswith(expected)


def test_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    assert reason(tmp_path / "gone.md") == "is no longer there: run the ingest again"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (FileNotFoundError(), "vanished while it was being read"),
        (PermissionError(), "may not be read by this user: change its permissions"),
        (OSError(5, "Input/output error"), r"could not be read \(Input/output error\): check the disk"),
    ],
)
def test_errors_of_the_file_system_are_put_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, expected: str
) -> None:
    path = put(tmp_path, "a.md", "x")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UnreadableFileError, match=expected):
        load(path, "a.md")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_files, "LARGEST_FILE", 2**20)
    assert reason(put(tmp_path, "a.txt", b"x" * 2**21)) == "is too large (2.0 MB, at most 1): split it into parts"


def test_a_file_that_grows_while_it_is_read_is_read_no_further_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_files, "LARGEST_FILE", 10)
    path = put(tmp_path, "a.txt", b"short")
    really = Path.open

    def growing(opened: Path, mode: str) -> object:
        monkeypatch.setattr(Path, "open", really)
        path.write_bytes(b"x" * 1000)
        return really(opened, mode)

    monkeypatch.setattr(Path, "open", growing)
    assert reason(path).startswith("is too large")


CIRCLE = "is a link that leads in a circle: remove it or let it lead to a file"
PIPE = "is a pipe and not a file: put a plain file in its place"
SOCKET = "is a socket and not a file: move it away"
DEVICE = "is a device and not a file: move it away"


def put_special(path: Path, kind: str) -> None:
    if kind == "circle":
        path.symlink_to(path.name)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with chdir(path.parent), socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)  # the whole path may be longer than a socket's name can be
    else:
        path.symlink_to("/dev/zero")


SPECIAL = pytest.mark.parametrize(
    ("kind", "expected"), [("circle", CIRCLE), ("pipe", PIPE), ("socket", SOCKET), ("device", DEVICE)]
)


@SPECIAL
def test_what_is_no_plain_file_is_named_and_never_opened(tmp_path: Path, kind: str, expected: str) -> None:
    put(tmp_path, "good.md", "x")
    path = tmp_path / "a.md"
    put_special(path, kind)
    assert discover(tmp_path) == [path, tmp_path / "good.md"]
    assert reason(path) == expected


@SPECIAL
def test_a_sidecar_that_is_no_plain_file_is_named_and_never_opened(tmp_path: Path, kind: str, expected: str) -> None:
    path = put(tmp_path, "a.md", "Text.")
    put_special(tmp_path / "a.md.yaml", kind)
    assert reason(path) == f"has a sidecar a.md.yaml that {expected}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"", "is empty: put text into it or remove it"), (b"title: \xff\xff\xff", "is in no encoding that we can tell")],
)
def test_a_sidecar_that_cannot_be_read_is_not_taken_for_its_document(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = put(tmp_path, "a.md", "Text.")
    put(tmp_path, "a.md.yaml", content)
    assert reason(path).startswith("has a sidecar a.md.yaml that " + expected)


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949", "euc-kr"])
def test_usual_encodings_give_the_same_text(tmp_path: Path, encoding: str) -> None:
    text = "경상북도 정보화 기본계획을 세운다."
    assert load(put(tmp_path, "a.txt", text.encode(encoding)), "a.txt").text == text


def test_the_charset_of_an_html_page_is_used(tmp_path: Path) -> None:
    page = "<html><head><meta charset='euc-kr'><title>계획</title></head><body><p>경상북도 정보화</p></body></html>"
    document = load(put(tmp_path, "a.html", page.encode("euc-kr")), "a.html")
    assert (document.text, document.metadata.title) == ("경상북도 정보화", "계획")


@pytest.mark.parametrize(
    "charset",
    ["undefined", "unicode_escape", "utf-7", "rot13", "idna", "punycode", "base64", "raw_unicode_escape", "x"],
)
def test_a_charset_that_no_browser_knows_is_as_none(tmp_path: Path, charset: str) -> None:
    head = f"<html><head><meta charset='{charset}'></head><body><p>".encode()
    document = load(
        put(tmp_path, "a.html", head + "\\u0041 +AEE- 경상북도".encode("cp949") + b"</p></body></html>"), "a"
    )
    assert document.text == "\\u0041 +AEE- 경상북도"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "shift_jis", "gb2312"])
def test_korean_bytes_are_korean_whatever_the_page_says_of_them(tmp_path: Path, charset: str) -> None:
    text = "산업진흥과 전화번호는 053-111-2222이며 담당자는 홍길동이다."
    page = f"<html><head><meta charset='{charset}'></head><body><p>{text}</p></body></html>"
    assert load(put(tmp_path, "a.html", page.encode("cp949")), "a").text == text


def test_a_text_in_utf_16_without_a_mark_is_read(tmp_path: Path) -> None:
    assert load(put(tmp_path, "a.txt", "연락처 Phone: 053-111-3333".encode("utf-16-le")), "a").text == (
        "연락처 Phone: 053-111-3333"
    )


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("ISO-8859-1", "cp1252", "Café – plan"),
        ("shift_jis", "cp932", "計画を立てる"),
        ("ks_c_5601-1987", "cp949", "뷁 계획"),
    ],
)
def test_a_charset_stands_for_what_a_browser_takes_it_for(
    tmp_path: Path, charset: str, encoding: str, text: str
) -> None:
    page = f"<html><head><meta charset={charset}></head><body><p>{text}</p></body></html>".encode(encoding)
    assert load(put(tmp_path, "a.html", page), "a").text == text


def test_every_encoding_that_a_page_may_name_is_one_of_text() -> None:
    assert all("a".encode(each) == b"a" for each in load_encodings._LABELS)


def test_invisible_characters_are_removed_before_offsets_are_counted(tmp_path: Path) -> None:
    hidden = "".join(chr(0xE0000 + ord(c)) for c in "obey")
    text = f"In\u200bvi\u00adsible{hidden} \u202eand\u2066 con\x07trol\ufe0f, a\u00a0space, ﬁ, cafe\u0301."
    document = load(put(tmp_path, "a.md", text), "a.md")
    assert document.text == "Invisible and control, a space, fi, café."
    assert (document.blocks[0].start, document.blocks[0].end) == (0, len(document.text))


def test_sections_hold_all_below_their_heading(tmp_path: Path) -> None:
    document = load(put(tmp_path, "a.md", "intro\n\n# A\n\na\n\n## B\n\nb\n\n# C\n\nc"), "a.md")
    assert [(s.path, document.text[s.start : s.end]) for s in sections(document)] == [
        (("A",), "A\n\na\n\nB\n\nb"),
        (("A", "B"), "B\n\nb"),
        (("C",), "C\n\nc"),
    ]


# Metadata

FRONT = """---
title: "Master Plan: 2030"
organisation: Gyeongsangbuk-do
region: Gyeongsangbuk-do
kind: plan
published: 2025-01-22
valid_from: 2021-01-01
valid_until: 2030-12-31
source: https://example.org/plan
language: no
colour: blue
aliases:
  - [Gyeongbuk, Gyeongsangbuk-do]
  - The Plan
---
# Heading

Text.
"""


def test_front_matter_becomes_metadata_and_no_text(tmp_path: Path) -> None:
    document = load(put(tmp_path, "a.md", FRONT), "docs/a.md")
    metadata = document.metadata
    assert document.id == "docs/a.md"
    assert document.text == "Heading\n\nText."
    assert (metadata.title, metadata.organisation, metadata.kind) == ("Master Plan: 2030", "Gyeongsangbuk-do", "plan")
    assert (metadata.published, metadata.valid_until) == (date(2025, 1, 22), date(2030, 12, 31))
    assert metadata.language == "no"
    assert metadata.aliases == (("Master Plan: 2030", "The Plan"), ("Gyeongbuk", "Gyeongsangbuk-do"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("published: 2025-13-01", "has `published: 2025-13-01`: must be a date like 2025-01-22"),
        ("valid_until: 2030", "has `valid_until: 2030`: must be a date like 2025-01-22"),
        ("title: [a, b]", "has `title: ['a', 'b']`: must be one line of text"),
        ("title: {a: b}", "has `title: {'a': 'b'}`: must be one line of text"),
        ("published: [2025-01-22]", "has `published: ['2025-01-22']`: must be one line of text"),
        ("? [a, b]\n: c", "has a front matter that is not valid YAML in line 1 "),
        ("aliases: Gyeongbuk", "has `aliases: Gyeongbuk`: must be a list of groups like [[Gyeongbuk,"),
        ("aliases: [[a, [b]]]", "has `aliases: [['a', ['b']]]`: must be a list of groups"),
        ("title: a: b", "has a front matter that is not valid YAML in line 1 "),
        ("- title: x", "has a front matter that is not a list of `key: value` lines"),
        (
            "valid_from: 2025-01-02\nvalid_until: 2025-01-01",
            "has `valid_until: 2025-01-01`: must not be before valid_from (2025-01-02)",
        ),
    ],
)
def test_bad_front_matter_names_the_key_and_what_would_be_right(tmp_path: Path, line: str, expected: str) -> None:
    assert reason(put(tmp_path, "a.md", f"---\n{line}\n---\nText.")).startswith(expected)


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


@pytest.mark.parametrize("line", ["title: *a9", "aliases: *a9", "published: *a9", "title: Fine", "? *a9\n: x"])
def test_aliases_in_front_matter_are_refused_before_they_are_followed(tmp_path: Path, line: str) -> None:
    assert reason(put(tmp_path, "a.md", f"---\n{BOMB}{line}\n---\nText.")) == (
        "has a front matter with the alias *a0 in line 2: write each value out where it is used, and quotes round one "
        "that begins with * or &"
    )


def test_an_alias_of_itself_or_in_a_sidecar_is_refused(tmp_path: Path) -> None:
    assert "the alias *a in line 1" in reason(put(tmp_path, "a.md", "---\ntitle: &a [*a]\n---\nText."))
    path = put(tmp_path, "b.md", "Text.")
    put(tmp_path, "b.md.yaml", f"{BOMB}title: *a9\n")
    assert reason(path).startswith("has a sidecar b.md.yaml with the alias *a0 in line 2")


def test_thematic_breaks_are_not_front_matter(tmp_path: Path) -> None:
    assert load(put(tmp_path, "a.md", "---\n\nText here\n\n---\n\nMore."), "a.md").text == "Text here\n\nMore."


def test_a_sidecar_wins_over_the_file_itself(tmp_path: Path) -> None:
    path = put(tmp_path, "a.md", "---\ntitle: Old\nregion: Busan\n---\nText.")
    put(tmp_path, "a.md.yaml", "title: New\n")
    metadata = load(path, "a.md").metadata
    assert (metadata.title, metadata.region) == ("New", "Busan")


def test_a_sidecar_is_checked_as_documents_are_for_its_size_and_where_it_leads(tmp_path: Path) -> None:
    path = put(tmp_path, "plans/a.md", "text")
    put(tmp_path, "elsewhere.yaml", "title: Elsewhere\n")
    sidecar = tmp_path / "plans" / "a.md.yaml"
    sidecar.symlink_to("../elsewhere.yaml")
    assert reason(path).startswith("has a sidecar a.md.yaml that is a link that leads out of its folder")
    sidecar.unlink()
    put(tmp_path, "plans/kept/b.yaml", "title: Kept\n")
    sidecar.symlink_to("kept/b.yaml")
    assert load(path, "a.md").metadata.title == "Kept"
    sidecar.unlink()
    with sidecar.open("wb") as file:
        file.truncate(2**40)
    assert reason(path).startswith("has a sidecar a.md.yaml that is too large (1048576.0 MB, at most 0.25)")


def test_a_bad_sidecar_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, "a.md", "Text.")
    put(tmp_path, "a.md.yaml", "title: a: b")
    assert reason(path).startswith("has a sidecar a.md.yaml that is not valid YAML")


def test_the_title_comes_from_the_top_heading_else_from_the_file_name(tmp_path: Path) -> None:
    assert load(put(tmp_path, "a.md", "## Below\n\n# Top\n\nx"), "a.md").metadata.title == "Top"
    assert load(put(tmp_path, "a.txt", "1. Purpose\n\nThe plan has aims."), "a.txt").metadata.title == "a"
    assert load(put(tmp_path, "my-plan_2030.md", "no heading"), "x").metadata.title == "my plan 2030"


# Offsets

PIECES = st.lists(
    st.builds(
        Piece,
        st.sampled_from(("heading", "paragraph", "item", "row")),
        st.text(max_size=40),
        st.integers(0, 4),
        st.none() | st.integers(1, 3),
    )
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(PIECES)
def test_blocks_cover_all_text_in_order_and_exactly(pieces: list[Piece]) -> None:
    text, blocks = assemble(pieces)
    position = 0
    for block in blocks:
        assert text[position : block.start].strip() == ""
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        position = block.end
    assert position == len(text)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400),
    st.sampled_from(["a.md", "a.txt", "a.html"]),
)
def test_any_text_gives_a_document_or_a_reason(content: str, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = put(Path(folder), name, content)
        try:
            document = load(path, name)
        except UnreadableFileError:
            return
    assert all(document.text[b.start : b.end].strip() for b in document.blocks)
