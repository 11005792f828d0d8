"""A small writer of PDF files: pages of text at places, in the fonts that real files use, with fields, notes and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_STANDARD = {"F": "Helvetica", "B": "Helvetica-Bold"}


class At(NamedTuple):
    """A text with its lower left corner at `x` and `y` points of the page, in one of the fonts `F`, `B`, `K`, `S` or `T`."""

    x: float
    y: float
    text: str
    size: float = 11.0
    font: str = "F"


def column(x: float, y: float, lines: Iterable[str], step: float = 14.0, size: float = 11.0) -> list[At]:
    """Lines below one another."""
    return [At(x, y - step * number, line, size) for number, line in enumerate(lines)]


def table(xs: Sequence[float], y: float, rows: Iterable[Sequence[str]], step: float = 18.0) -> list[At]:
    """Cells row by row."""
    return [
        At(x, y - step * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip(xs, row, strict=True)
        if cell
    ]


def shown(texts: Iterable[At | str]) -> str:
    """The content of a page: texts at their places, and operators as they are."""
    return "\n".join(
        each if isinstance(each, str) else f"BT /{each.font} {each.size} Tf {each.x} {each.y} Td {_string(each)} Tj ET"
        for each in texts
    )


def _string(at: At) -> str:
    data = at.text.encode("cp949" if at.font == "K" else "utf-16-be" if at.font == "T" else "latin-1")
    return f"<{data.hex()}>"


def written(
    pages: Sequence[Iterable[At | str]],
    *,
    korean: str = "KSCms-UHC-H",
    fields: Sequence[tuple[float, float, str]] = (),
    notes: Sequence[tuple[float, float, str]] = (),
    hidden_notes: Sequence[tuple[float, float, str]] = (),
) -> bytes:
    """A PDF of A4 pages. `fields` are filled form fields and `notes` comments on the first one: x, y and text.

    Fonts: `F` and `B` are Helvetica plain and bold; `K` is a Korean one outside the file with the encoding `korean`; `S` is a
    simple one and `T` one of two bytes a letter, neither of which says what its letters are. `/Im` is a grey picture.
    """
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    def stream(entries: str, data: bytes) -> int:
        return add(f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")

    catalog, tree = add(""), add("")
    fonts = {
        name: add(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>")
        for name, base in _STANDARD.items()
    }
    fonts["K"] = _composite(add, "HYGoThic-Medium", korean, "Korea1")
    fonts["T"] = _composite(add, "Unknown", "Identity-H", "Identity")
    box = stream("", b"600 0 50 0 500 700 d1 50 0 450 700 re f")
    names = " ".join(f"/g{code}" for code in range(32, 127))
    fonts["S"] = add(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 32 /LastChar 126 "
        f"/Widths [{'600 ' * 95}] /Encoding << /Differences [32 {names}] >> "
        f"/CharProcs << {' '.join(f'/g{code} {box} 0 R' for code in range(32, 127))} >> /Resources << >> >>"
    )
    picture = stream(
        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"\x20\x90\xc0\x50",
    )
    resources = f"/Font << {' '.join(f'/{n} {r} 0 R' for n, r in fonts.items())} >> /XObject << /Im {picture} 0 R >>"
    widgets = [
        add(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (field{number}) /V {_unicode(text)} /DA (/F 11 Tf 0 g) /F 4 "
            f"/Rect [{x} {y - 4} {x + 260} {y + 12}] >>"
        )
        for number, (x, y, text) in enumerate(fields)
    ]
    comments = [
        add(
            f"<< /Type /Annot /Subtype /Text /F {flags} /Contents {_unicode(text)} /Rect [{x} {y} {x + 20} {y + 20}] >>"
        )
        for flags, group in ((4, notes), (2, hidden_notes))
        for x, y, text in group
    ]
    kids = []
    for number, page in enumerate(pages):
        content = stream("", shown(page).encode("latin-1"))
        annots = " ".join(f"{each} 0 R" for each in ([*widgets, *comments] if number == 0 else []))
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Resources << {resources} >> "
                f"/Contents {content} 0 R /Annots [{annots}] >>"
            )
        )
    form = (
        f"/AcroForm << /Fields [{' '.join(f'{each} 0 R' for each in widgets)}] /DR << {resources} >> >>"
        if widgets
        else ""
    )
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R {form} >>".encode()
    objects[tree - 1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{each} 0 R' for each in kids)}] >>".encode()
    )
    return _file(objects, catalog)


def scanned(pages: Sequence[Iterable[At | str]], text_first: bool = False) -> bytes:
    """A PDF whose pages are pictures of `pages`, 200 dots an inch, the first one left as it is if `text_first`."""
    import io

    from pypdf import PdfWriter
    from pypdfium2 import PdfDocument

    document = PdfDocument(written(pages))
    out = PdfWriter()
    if text_first:
        out.append(io.BytesIO(written(pages[:1])))
    for page in list(document)[text_first:]:
        held = io.BytesIO()
        page.render(scale=200 / 72).to_pil().save(held, "PDF", resolution=200)
        out.append(held)
    document.close()
    target = io.BytesIO()
    out.write(target)
    return target.getvalue()


def _composite(add: object, base: str, encoding: str, ordering: str) -> int:
    assert callable(add)
    descriptor = add(
        f"<< /Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 "
        "/Descent -120 /CapHeight 700 /StemV 80 >>"
    )
    below = add(
        f"<< /Type /Font /Subtype /CIDFontType{0 if ordering == 'Korea1' else 2} /BaseFont /{base} /DW 1000 /FontDescriptor "
        f"{descriptor} 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 1 >> >>"
    )
    return int(
        add(f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /{encoding} /DescendantFonts [{below} 0 R] >>")
    )


def _unicode(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


def _file(objects: Sequence[bytes], catalog: int) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root {catalog} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
