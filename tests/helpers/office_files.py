"""Small writers of Office files, for tests: their XML by hand, so that what their programs write can be written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def para(text: str, style: str = "", run: str = "", more: str = "") -> str:
    """A paragraph of a Word document; `run` is what its rPr holds and `more` its pPr."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:p><w:pPr>{look}{more}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def cell(content: str, look: str = "") -> str:
    """A cell of a Word table; `look` is what its tcPr holds."""
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content if content.startswith('<') else para(content)}</w:tc>"


def table(*rows: str) -> str:
    """A Word table; each row is its cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A Word document. `parts` are the insides of `styles`, `numbering`, `footnotes`, `header` and `footer`."""
    tags = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "header": "hdr", "footer": "ftr"}
    used = [f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind in ("header", "footer") if kind in parts]
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": _relations({"main": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations({kind: (kind, f"{kind}.xml") for kind in parts}),
        "word/document.xml": f"<w:document {W} {_MORE}><w:body>{body}<w:sectPr>{''.join(used)}</w:sectPr></w:body></w:document>",
    }
    files |= {
        f"word/{kind}.xml": f"<w:{tags[kind]} {W} {_MORE}>{inside}</w:{tags[kind]}>" for kind, inside in parts.items()
    }
    return packed(files)


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    found = (f'<Relationship Id="{n}" Type="{_TYPE}/{kind}" Target="{to}"/>' for n, (kind, to) in targets.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(found)}</Relationships>'
