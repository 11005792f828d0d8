"""Pages that are pictures, read by Tesseract where it is installed: `tesseract` with its Korean data (kor) beside English."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from retrieval.loading.pdf.lines import Line

DPI = 300  # of the picture that is read; Tesseract's own advice, and what it is told
_SETTING = "POLICYDESK_OCR"  # auto or off; a process that only reads files is given it in its environment
_LANGUAGES = ("kor", "eng")
_LAYOUT = "4"  # one column of text of several sizes: keeps rows of tables together, where the default takes some for upright text
_SECONDS = 90  # a page; a dense one takes five
_LEAST = 40.0  # of 100: a page whose words are surer on average is text
_SIZE = 7.0  # points given to all lines, as the heights of lines say too little to tell headings
INSTALL = "install Tesseract with its Korean data (Debian: tesseract-ocr tesseract-ocr-kor) to have it read"


class Recognised(NamedTuple):
    """The lines of one page, and how sure Tesseract is of its words, from 0 to 100."""

    lines: list[Line]
    confidence: float


class NoOcrError(Exception):
    """Tesseract cannot read pages here; the message says what to do."""


def program() -> str:
    """Where Tesseract is. Raises NoOcrError when it is off, not installed or has no Korean data."""
    if os.environ.get(_SETTING, "auto").strip().lower() == "off":
        raise NoOcrError(f"set {_SETTING}=auto to have it read")
    path = shutil.which("tesseract")
    if not path or not set(_LANGUAGES) <= _languages(path):
        raise NoOcrError(INSTALL)
    return path


@lru_cache(4)
def _languages(path: str) -> frozenset[str]:
    try:
        listed = subprocess.run([path, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.decode("utf-8", "replace").split())


def recognise(path: str, picture: bytes, page: int, seconds: float) -> Recognised | None:
    """The lines of a page from its picture (PGM at `DPI`), within so many seconds; None when it holds no text."""
    command = [path, "stdin", "stdout", "-l", "+".join(_LANGUAGES), "--psm", _LAYOUT, "--dpi", str(DPI), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - the page comes by stdin, nothing of it is in the command
            command, input=picture, capture_output=True, timeout=min(seconds, _SECONDS), check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    height = int(picture.split(b"\n", 2)[1].split()[1])
    return _read(done.stdout.decode("utf-8", "replace"), page, height) if done.returncode == 0 else None


def _read(table: str, page: int, height: int) -> Recognised | None:
    """Words of Tesseract's table (12 columns, a head above them) as lines."""
    rows = [row for row in (line.split("\t") for line in table.splitlines()[1:]) if len(row) == 12 and row[0] == "5"]
    words = [row for row in rows if row[11].strip() and float(row[10]) >= 0]
    if not words:
        return None
    letters = sum(len(row[11]) for row in words)
    confidence = sum(float(row[10]) * len(row[11]) for row in words) / letters
    if confidence < _LEAST:
        return None
    lines: dict[tuple[str, ...], list[list[str]]] = {}
    for row in words:
        lines.setdefault(tuple(row[2:5]), []).append(row)
    return Recognised([_line(each, page, height) for each in lines.values()], round(confidence, 1))


def _line(words: Sequence[Sequence[str]], page: int, height: int) -> Line:
    left = min(int(word[6]) for word in words)
    bottom = height - max(int(word[7]) + int(word[9]) for word in words)
    points = 72 / DPI
    text = " ".join(word[11] for word in words)
    return Line(text, page, left * points, bottom * points, _SIZE, False, bottom / max(height, 1))
