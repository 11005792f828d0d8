"""PDF files that go wrong elsewhere, three of each kind: what must stand in their text, and what must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest
from pdf_pages import At, column, table, written

from retrieval.loading.pdf import pdf_pieces
from retrieval.loading.pieces import UnreadableFileError

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read without Tesseract, whether it is installed or not."""
    monkeypatch.setenv("POLICYDESK_OCR", "off")


class Kind(NamedTuple):
    """One file: `holds` are texts of whole blocks or parts of them, `lacks` must stand nowhere."""

    name: str
    data: Callable[[], bytes]
    holds: tuple[str, ...]
    lacks: tuple[str, ...] = ()


def raised(x: float, y: float, before: str, mark: str, after: str, rise: float = 5, small: float = 6) -> str:
    return f"BT /F 11 Tf {x} {y} Td ({before}) Tj /F {small} Tf {rise} Ts ({mark}) Tj 0 Ts /F 11 Tf ({after}) Tj ET"


def offices(place: str, values: Iterable[str]) -> list[list[At | str]]:
    return [
        [At(72, 780, f"{place} {letter}", 16, "B"), At(72, 750, value), *column(72, 700, PROSE)]
        for letter, value in zip("ABCDE", values, strict=False)
    ]


PROSE = (
    "The centre looks after firms that build machines for the",
    "harbour and trains their staff in three courses a year, which",
    "are free for those who live in the district.",
)
LEFT = (
    "The board looked at the report on",
    "the new quays and sent it back to",
    "the harbour office, which has to",
    "bring it in again by the summer.",
)
RIGHT = (
    "The grant for cranes is 31 billion",
    "won in all, of which one half comes",
    "from the ministry and the other one",
    "from the city and its two ports.",
)
TEAMS = (("Team", "Phone", "Room"), ("Crane Team", "051-700-1101", "A1"), ("Quay Team", "051-700-1102", "B2"),
         ("Pilot Team", "051-700-1103", "C3"))  # fmt: skip
XS = (72.0, 230.0, 400.0)


def by_columns(rows: Iterable[tuple[str, ...]]) -> list[At]:
    cells = table(XS, 700, rows)
    return sorted(cells, key=lambda cell: cell.x)


def row_by_row(*columns: list[At]) -> list[At]:
    return [at for line in zip(*columns, strict=True) for at in line]


def plan(page: Iterable[At | str]) -> Callable[[], bytes]:
    return lambda: written([[At(72, 790, "Harbour plan", 16, "B"), *page]])


def bold_by_letter(text: str, shift: float) -> list[At]:
    """Each letter twice, at about the widths that Helvetica gives digits, capitals, dashes and spaces."""
    widths = [3.7 if letter == "-" else 3.1 if letter == " " else 8.2 if letter.isalpha() else 6.2 for letter in text]
    places = [72 + sum(widths[:n]) for n in range(len(text))]
    pairs = [(x, letter) for x, letter in zip(places, text, strict=True) if letter != " "]
    return [At(x + by, 700, letter) for x, letter in pairs for by in (0, shift)]


def programmes(head: tuple[str, ...], count: int) -> list[list[At | str]]:
    pages: list[list[At | str]] = []
    for page in range(count):
        rows = [(f"Scheme {page * 12 + n}", f"{page * 12 + n + 300} million won", "Office") for n in range(12)]
        pages.append(list(table(XS, 780, [head, *rows])))
    return pages


KINDS = (
    Kind("raised after a number", plan([raised(72, 700, "It creates 1,450", "2", " jobs in the port.")]), ("1,450 (2) jobs",)),
    Kind("raised in brackets", plan([raised(72, 700, "The cost is 620", "1\\)", " million won.")]), ("620 (1) million",)),
    Kind("raised after a unit", plan([raised(72, 700, "It covers 3,300 m", "2", " of land.")]), ("3,300 m² of land",)),
    Kind("power of ten", plan([raised(72, 700, "It holds 10", "6", " cubic metres.")]), ("10^6 cubic",)),
    Kind("lowered figure", plan([raised(72, 700, "Less CO", "2", " by 40%.", -2)]), ("CO2 by 40%",)),
    Kind("phones at one place", lambda: written(offices("Office", [f"Phone: 051-700-12{n}0" for n in range(5)])),
         ("Phone: 051-700-1200", "Phone: 051-700-1230")),
    Kind("years at one place", lambda: written(offices("Term", [str(2021 + 3 * n) for n in range(5)])), ("2021", "2030")),
    Kind("sums in the margin", lambda: written([
        [At(72, 820, f"Budget {n * 7 + 12} billion won"), *column(72, 700, PROSE)] for n in range(5)]),
        ("Budget 12 billion won", "Budget 33 billion won")),
    Kind("contact in the foot", lambda: written([
        [*column(72, 700, PROSE), At(72, 30, "Crane Team, phone 051-700-1101")] for _ in range(2)]),
        ("Crane Team, phone 051-700-1101",)),
    Kind("contact in the head", lambda: written([
        [At(72, 815, "Ask us: 051-700-1102, quay@example.kr"), *column(72, 700, PROSE)] for _ in range(4)]),
        ("Ask us: 051-700-1102, quay@example.kr",)),
    Kind("contact and page number in the foot", lambda: written([
        [*column(72, 700, PROSE), At(72, 30, f"Pilot Team 051-700-1103   {n}")] for n in range(1, 5)]),
        ("Pilot Team 051-700-1103",), ("051-700-1103 2",)),
    Kind("printed twice", plan([At(72 + x, 700, "Total 310 million won") for x in (0, 0.3)]), ("Total 310 million won",),
         ("won Total", "wonTotal")),
    Kind("printed three times", plan([At(72 + x, 700, "Phone 051-700-1101") for x in (0, 0.4, 0.8)]),
         ("Phone 051-700-1101",), ("1101 Phone", "1101Phone")),
    Kind("printed twice, lower", plan([At(72 + x, 700 - x, "Room 204, floor 2") for x in (0, 0.5)]), ("Room 204, floor 2",),
         ("2 Room", "RRoom")),
    Kind("letter by letter", plan(bold_by_letter("051-700-1101", 0.35)), ("051-700-1101",), ("0055",)),
    Kind("letter by letter, wide", plan(bold_by_letter("BUDGET 4500", 0.9)), ("BUDGET 4500",), ("BB",)),
    Kind("letter by letter, exact", plan(bold_by_letter("QUAY 17", 0.0)), ("QUAY 17",), ("QQ",)),
    *(Kind(f"Korean as {name}", lambda name=name: written(  # type: ignore[misc]
        [[At(72, 780, "항만 육성 계획", 16, "K"), At(72, 740, "크레인팀 전화번호는 051-700-1101", 11, "K")]], korean=name),
        ("항만 육성 계획", "051-700-1101")) for name in ("KSCms-UHC-H", "KSC-EUC-H", "KSCms-UHC-HW-H")),
    Kind("gaps in one text", plan(["BT /F 11 Tf 72 700 Td [(The)-300(quay)-300(is)-300(closed.)] TJ ET"]),
         ("The quay is closed.",)),
    Kind("gaps by moves", plan(["BT /F 11 Tf 72 700 Td (The) Tj 24 0 Td (quay) Tj 28 0 Td (is) Tj 13 0 Td (closed.) Tj ET"]),
         ("The quay is closed.",)),
    Kind("no gaps inside words", plan(["BT /F 11 Tf 72 700 Td [(W)60(or)20(ds) -300 (st)-15(ay)] TJ ET"]), ("Words stay",)),
    Kind("two columns row by row", plan(row_by_row(column(72, 740, LEFT), column(310, 740, RIGHT))),
         ("report on the new quays and", "31 billion won in all, of")),
    Kind("two columns, the second lower", plan(row_by_row(column(72, 740, LEFT), column(310, 733, RIGHT))),
         ("report on the new quays and", "31 billion won in all, of")),
    Kind("two columns below a wide line", plan([
        At(72, 760, "Minutes of the board of the harbour, which met on the second of May in the town hall of the city"),
        *row_by_row(column(72, 730, LEFT), column(310, 730, RIGHT))]), ("new quays and sent it back", "cranes is 31 billion won")),
    Kind("table column by column", plan(by_columns(TEAMS)), ("Crane Team | 051-700-1101 | A1", "Pilot Team | 051-700-1103 | C3")),
    Kind("table with an empty cell", plan(by_columns((*TEAMS[:3], ("Tug Team", "", "D4"), TEAMS[3]))),
         ("Tug Team |  | D4", "Quay Team | 051-700-1102 | B2")),
    Kind("table from below", plan(list(reversed(table(XS, 700, TEAMS)))), ("Team | Phone | Room\nCrane Team | 051-700-1101",)),
    Kind("long table, head on each page", lambda: written(programmes(("Scheme", "Sum", "Where"), 5)),
         ("Scheme | Sum | Where\nScheme 48 |", "Scheme 31 | 331 million won | Office")),
    Kind("long table, head once", lambda: written([
        page if not n else page[3:] for n, page in enumerate(programmes(("Scheme", "Sum", "Where"), 4))]),
        ("Scheme | Sum | Where\nScheme 0 |", "Scheme 40 | 340 million won | Office")),
    Kind("long table below a head", lambda: written([
        [At(72, 815, "Schemes of the harbour"), *page] for page in programmes(("Scheme", "Sum", "Where"), 4)]),
        ("Schemes of the harbour", "Scheme 40 | 340 million won | Office")),
    Kind("form fields beside labels", lambda: written(
        [[At(72, 790, "Request", 16, "B"), At(72, 700, "Team"), At(72, 670, "Phone")]],
        fields=((200, 700, "Crane Team"), (200, 670, "051-700-1101"))), ("Team | Crane Team", "Phone | 051-700-1101")),
    Kind("form field below its label", lambda: written(
        [[At(72, 700, "Your phone number"), At(72, 600, "Signed in the harbour office.")]], fields=((72, 680, "051-700-1102"),)),
        ("051-700-1102",)),
    Kind("Korean in a field", lambda: written([[At(72, 700, "Team", 11)]], fields=((150, 700, "크레인팀 051-700-1103"),)),
         ("051-700-1103",)),
    Kind("a note", lambda: written([column(72, 700, PROSE)], notes=((400, 700, "Moved to 3 May"),)), ("Moved to 3 May",)),
    Kind("a hidden note", lambda: written([column(72, 700, PROSE)], hidden_notes=((400, 700, "Moved to 9 May"),)),
         ("harbour",), ("9 May",)),
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_is_read_as_a_person_sees_it(kind: Kind) -> None:
    text = "\n".join(piece.text for piece in pdf_pieces(kind.data())[0])
    assert [each for each in kind.holds if each not in text] == []
    assert [each for each in kind.lacks if each in text] == []


@pytest.mark.parametrize("font", ["S", "T"])
def test_a_file_whose_fonts_do_not_say_what_they_draw_is_refused(font: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^holds text that cannot be read "):
        pdf_pieces(written([[At(72, 700, "Nobody can tell these letters", 11, font)]]))


def test_korean_in_the_code_page_of_western_europe_is_refused() -> None:
    lines = ["산업정책과 전화번호 안내", "크레인팀 연락처 안내문입니다"]
    mistaken = [At(72, 700 - 20 * n, line.encode("cp949").decode("latin-1")) for n, line in enumerate(lines)]
    with pytest.raises(UnreadableFileError, match=r"^holds text that cannot be read "):
        pdf_pieces(written([mistaken]))


PICTURE = "q 500 0 0 700 40 60 cm /Im Do Q"


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([column(72, 700, PROSE), [PICTURE], [PICTURE]], "2 pages (2-3)"),
        ([[PICTURE], column(72, 700, PROSE)], "page 1"),
        ([column(72, 700, PROSE), [PICTURE], column(72, 700, PROSE), [PICTURE]], "2 pages (2, 4)"),
    ],
)
def test_pages_that_are_pictures_are_counted(pages: list[list[At | str]], said: str) -> None:
    _, keys, _ = pdf_pieces(written(pages))
    assert [(kind, which.startswith(said)) for kind, which in keys["not_read"]] == [("page that is a picture", True)]


def test_a_page_of_riddles_is_named_and_the_others_are_read() -> None:
    pieces, keys, _ = pdf_pieces(written([column(72, 700, PROSE), [At(72, 700, "Nobody can tell these", 11, "S")]]))
    assert {piece.page for piece in pieces} == {1}
    assert [which.startswith("page 2") for _, which in keys["not_read"]] == [True]
