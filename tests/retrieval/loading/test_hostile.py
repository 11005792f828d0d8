"""Files that somebody made to do harm end read or refused, within their time, and the one after them is read."""

from __future__ import annotations

import random
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.contacts.finding import find
from retrieval.loading.pieces import UnreadableFileError
from retrieval.loading.pieces.canonical import Piece, assemble
from retrieval.loading.worker import Worker
from retrieval.loading.worker.limits import Limits
from retrieval.records import Document, Metadata

pytestmark = [pytest.mark.slow, pytest.mark.thorough]
SECONDS = 3
read_in_child = True


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311 - the same at every run


def pdf(content: bytes, more: bytes = b"") -> bytes:
    """One page whose content is packed; without a table of its parts, which readers then look for themselves."""
    packed = zlib.compress(content, 9)
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + more + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [5 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
        b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
        b"5 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>\nendobj\ntrailer << /Size 6 /Root 1 0 R >>\n%%EOF"
    )


def front_matter(*lines: str) -> bytes:
    return "\n".join(["---", *lines, "---", "# Plan", "", "Text of the plan.", ""]).encode()


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


SHOWN = b"BT /F1 12 Tf 72 700 Td (The plan of the harbour.) Tj ET\n"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "packed.pdf": lambda: pdf(SHOWN + b" " * 300_000_000),
    "many_texts.pdf": lambda: pdf(SHOWN * 200_000),
    "many_boxes.pdf": lambda: pdf(b"1 1 1 rg 0 0 600 790 re f\n" * 50_000 + SHOWN * 1000),
    "cut.pdf": lambda: pdf(SHOWN)[:200],
    "noise.pdf": lambda: b"%PDF-1.4\n" + noise(100_000),
    "deep.html": lambda: page("<div>" * 300_000 + "Text"),
    "wide.html": lambda: page("<p>Text of it.</p>\n" * 200_000),
    "attributes.html": lambda: page(f"<p {' '.join(f'a{i}=x' for i in range(300_000))}>Text</p>"),
    "cells.html": lambda: page(f"<table>{('<tr>' + '<td>053-123-4567</td>' * 500 + '</tr>') * 200}</table>"),
    "rules.html": lambda: page(
        "".join(f'<p class="c{i}">Text {i}</p>' for i in range(8000)),
        f"<style>{''.join(f'.c{i} > :nth-child({i}) {{display:none}}' for i in range(8000))}</style>",
    ),
    "brackets.md": lambda: b"[" * 150_000,
    "stars.md": lambda: b"*a_ " * 100_000,
    "quotes.md": lambda: b">" * 50_000 + b" text",
    "aliases.md": lambda: front_matter(
        "a: &a [x,x,x,x,x,x,x,x,x]", "b: &b [*a,*a,*a,*a,*a]", "c: &c [*b,*b,*b,*b]", "title: *c"
    ),
    "itself.md": lambda: front_matter("title: &a [*a]"),
    "one_line.txt": lambda: b"harbour " * 500_000,
    "one_word.txt": lambda: b"a" * 2_000_000,
    "digits.txt": lambda: b"1" * 500_000 + b" harbour",
    "hangul.txt": lambda: ("항" * 500_000).encode(),
    "marks.txt": lambda: ("a" + "\u0301" * 300_000).encode(),
    "teams.txt": lambda: b"Team " * 60_000 + b"053-111-2222",
    "numbers.txt": lambda: b"053-819-3024 (ext. 1) " * 10_000,
    "directory.txt": lambda: "".join(
        f"Team {i}: 053-{i % 900 + 100}-{i % 9000 + 1000}\n" for i in range(20_000)
    ).encode(),
    "headings.txt": lambda: "".join(f"{i}. Heading {i}\n\n" for i in range(30_000)).encode(),
    "zeros.txt": lambda: bytes(100_000),
    "noise.txt": lambda: noise(300_000),
    "zip.md": lambda: b"PK\x03\x04" + noise(1000),
    "ole.hwp": lambda: b"\xd0\xcf\x11\xe0" + noise(1000),
    "program.txt": lambda: b"MZ\0\0" + noise(1000),
    "wide.txt": lambda: b"\xff\xfea",
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(Limits(seconds=SECONDS)) as made:
        yield made


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there counts the time of a process")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_read_or_refused_within_its_time(worker: Worker, tmp_path: Path, name: str) -> None:
    import resource

    def used() -> float:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        return spent.ru_utime + spent.ru_stime

    (tmp_path / name).write_bytes(HOSTILE[name]())
    before = used()
    said = ""
    try:
        assert worker.read(tmp_path / name, name).chunks
    except UnreadableFileError as error:
        said = str(error)
    assert not said.startswith("breaks"), "a crash is not what limits and readers are to end in"
    worker.close()
    assert used() - before < SECONDS + 2
    (tmp_path / "after.md").write_text("The plan.\n", "utf-8")
    assert worker.read(tmp_path / "after.md", "after.md").document.text == "The plan."


@pytest.mark.parametrize("words", ["Team ", "Kim Lee Park Team Leader "])
def test_words_that_could_each_be_part_of_a_name_take_time_in_proportion(words: str) -> None:
    text, blocks = assemble([Piece("paragraph", words * (300_000 // len(words)) + "053-111-2222")])
    began = time.process_time()
    find(Document("a.txt", text, blocks, Metadata("A")))
    assert time.process_time() - began < 6, "square time takes a minute"
