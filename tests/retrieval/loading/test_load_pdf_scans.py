"""Pages that are pictures: read by Tesseract where it is installed, else named with what to do about it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from pdf_pages import At, column, scanned

from retrieval.loading.pdf import pdf_pieces
from retrieval.loading.pieces import UnreadableFileError

pytestmark = pytest.mark.slow

LINES = (
    "The harbour office lends cranes to firms of the",
    "district. Those who want one call the Crane Team",
    "at 051-700-1101 or write to crane@example.org",
)


def is_installed() -> bool:
    path = shutil.which("tesseract")
    return bool(path) and "kor" in subprocess.run([path or "", "--list-langs"], capture_output=True, text=True).stdout


needs_tesseract = pytest.mark.skipif(not is_installed(), reason="Tesseract with its Korean data is not installed")


def scan(*, text_first: bool = False) -> bytes:
    first = [column(72, 700, ("This page is text, and no picture.",))] if text_first else []
    return scanned([*first, column(72, 700, LINES, 24, 16)], text_first)


@needs_tesseract
def test_a_scan_is_read_and_says_how_surely() -> None:
    pieces, keys, _ = pdf_pieces(scan())
    text = " ".join(piece.text for piece in pieces)
    assert "051-700-1101" in text
    assert "crane@example.org" in text
    ((page, confidence),) = keys["read_by_ocr"]
    assert page == 1
    assert 60 < confidence <= 100
    assert "not_read" not in keys


@needs_tesseract
def test_only_the_pages_that_are_pictures_are_read_from_them() -> None:
    pieces, keys, _ = pdf_pieces(scan(text_first=True))
    assert [piece.page for piece in pieces if "no picture" in piece.text] == [1]
    assert any(piece.page == 2 and "Crane Team" in piece.text for piece in pieces)
    assert [page for page, _ in keys["read_by_ocr"]] == [2]


@needs_tesseract
def test_letters_that_no_font_explains_are_read_from_the_page() -> None:
    from pdf_pages import written

    boxes = At(72, 400, "these are drawn as boxes only", 11, "S")
    with pytest.raises(UnreadableFileError, match=r"^holds text that cannot be read .+ Tesseract finds no text there"):
        pdf_pieces(written([[boxes]]))


def test_without_tesseract_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFileError, match=r"^has no text layer \(1 page of images\): install Tesseract"):
        pdf_pieces(scan())


def test_recognition_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_OCR", "off")
    _, keys, _ = pdf_pieces(scan(text_first=True))
    assert keys == {"not_read": [("page that is a picture", "page 2, set POLICYDESK_OCR=auto to have it read")]}


@pytest.mark.parametrize("script", ["exit 3", "echo broken", "echo kor; echo eng; kill -9 $$"])
def test_a_program_that_fails_takes_no_other_page_with_it(
    script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    pieces, keys, _ = pdf_pieces(scan(text_first=True))
    assert [piece.text for piece in pieces] == ["This page is text, and no picture."]
    assert [kind for kind, _ in keys["not_read"]] == ["page that is a picture"]
