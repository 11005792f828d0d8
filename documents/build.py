"""Make the PDF and the HTML page of the corpus from the Markdown in `_build/`: `python documents/build.py [FOLDER]`.

The result is byte-identical on every run: the PDF carries a fixed date and is not compressed (compressed bytes
differ between zlib versions). Needs the `test` extra (fpdf2) and the product's own markdown-it-py and PyYAML.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

import yaml
from markdown_it import MarkdownIt

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "_build"
PDF_SOURCE = "gyeongsangbuk-do-2030-informatization-master-plan"
HTML_SOURCE = "busan-future-strategic-industries"
MADE_ON = datetime(2025, 1, 1, tzinfo=UTC)
FONT, BODY_PT, NOTE_PT, LINE_MM, INDENT_MM, MARGIN_MM = "Helvetica", 11, 9, 6.0, 6.0, 25.0
HEADING_PT = {1: 20, 2: 15, 3: 12}
SOFT_HYPHENS = {  # lets the line breaker hyphenate long words, as published PDFs do
    "informatization": "in\u00adfor\u00admati\u00adza\u00adtion",
    "administration": "admin\u00adis\u00adtra\u00adtion",
    "standardization": "stan\u00addard\u00adi\u00adza\u00adtion",
    "institutions": "in\u00adsti\u00adtu\u00adtions",
    "departments": "de\u00adpart\u00adments",
    "competitive": "com\u00adpet\u00adi\u00adtive",
    "communication": "com\u00admu\u00adni\u00adca\u00adtion",
    "government": "gov\u00adern\u00adment",
}


class Source(NamedTuple):
    """A Markdown file in two parts: the YAML between the `---` lines as written, and the text below."""

    front_matter: str
    body: str

    @property
    def metadata(self) -> dict[str, Any]:
        """The front matter as values."""
        return dict(yaml.safe_load(self.front_matter))


class Line(NamedTuple):
    """One heading (`level` 1 to 3), paragraph or list item (`level` 0) as it goes on paper; items have a `marker`."""

    text: str
    level: int = 0
    marker: str = ""


def read_source(name: str) -> Source:
    """Read `_build/<name>.md` and split it; ValueError where it does not start with front matter."""
    before, front_matter, body = (SOURCES / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)
    if before:
        raise ValueError(f"{name}.md must start with front matter between two lines of '---'.")
    return Source(front_matter, body.strip() + "\n")


def lines(body: str) -> Iterator[Line]:
    """Yield what a page prints, in order. Headings, paragraphs and flat lists are all that the sources use."""
    level, marker = 0, ""
    for token in MarkdownIt().parse(body):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "list_item_open":
            marker = f"{token.info}." if token.info else "-"
        elif token.type == "inline":
            yield Line(token.content, level, marker)
        elif token.type in {"heading_close", "list_item_close"}:
            level, marker = 0, ""


def write_pdf(source: Source, target: Path) -> None:
    """Set the source on A4 pages with running header, page numbers, bookmarks, and headings in larger bold type."""
    from fpdf import FPDF

    title = str(source.metadata["title"])

    class Paper(FPDF):
        def header(self) -> None:
            self.set_font(FONT, "I", NOTE_PT)
            self.cell(0, LINE_MM, f"{source.metadata['organisation']} - {title}", align="R")
            self.ln(LINE_MM * 2)

        def footer(self) -> None:
            self.set_y(-MARGIN_MM + LINE_MM)
            self.set_font(FONT, "", NOTE_PT)
            self.cell(0, LINE_MM, f"Page {self.page_no()} of {{nb}}", align="C")

    paper = Paper(format="A4")
    paper.set_compression(False)
    paper.set_creation_date(MADE_ON)
    paper.set_title(title)
    paper.set_lang("en")
    paper.set_producer("Policydesk documents/build.py")
    paper.set_margins(MARGIN_MM, MARGIN_MM / 2)
    paper.set_auto_page_break(True, MARGIN_MM)
    paper.add_page()
    for line in lines(source.body):
        print_line(paper, line)
    paper.output(str(target))


def print_line(paper: Any, line: Line) -> None:
    """Print one line at the cursor of an fpdf2 `paper`; a heading takes a new page when little room is left."""
    size = HEADING_PT.get(line.level, BODY_PT)
    paper.set_font(FONT, "B" if line.level else "", size)
    if line.level:
        if paper.will_page_break(LINE_MM * 5):
            paper.add_page()
            paper.set_font(FONT, "B", size)
        paper.ln(LINE_MM / 2)
        paper.start_section(line.text, level=line.level - 1)
        text = line.text
    else:
        text = f"{line.marker} {hyphenate(line.text)}".lstrip()
    paper.set_x(paper.l_margin + (INDENT_MM if line.marker else 0))
    paper.multi_cell(0, LINE_MM * max(1.0, size / 13), text, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(LINE_MM / 4 if line.marker else LINE_MM / 2)


def hyphenate(text: str) -> str:
    """Put soft hyphens into the words that have them."""
    for word, parts in SOFT_HYPHENS.items():
        text = text.replace(word, parts)
    return text


def write_html(source: Source, target: Path) -> None:
    """Put the source into `_build/page.html`, whose menus, sidebar, banner and footer a reader has to leave out."""
    template = Template((SOURCES / "page.html").read_text(encoding="utf-8"))
    article = MarkdownIt().render(source.body)
    title = escape(str(source.metadata["title"]))
    page = template.substitute(title=title, meta="\n".join(meta_tags(source.metadata)), article=article.strip())
    target.write_text(page, encoding="utf-8", newline="\n")


def meta_tags(metadata: dict[str, Any]) -> Iterator[str]:
    """Yield one `policydesk:` meta element for each key, and one for each group of aliases."""
    for key, value in metadata.items():
        values = [" = ".join(group) for group in value] if key == "aliases" else [_plain(value)]
        for text in values:
            yield f'  <meta name="policydesk:{key}" content="{escape(text)}">'


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def build(folder: Path) -> None:
    """Write the PDF, the metadata file beside it, and the HTML page into `folder`."""
    plan, busan = read_source(PDF_SOURCE), read_source(HTML_SOURCE)
    write_pdf(plan, folder / f"{PDF_SOURCE}.pdf")
    (folder / f"{PDF_SOURCE}.pdf.yaml").write_text(plan.front_matter, encoding="utf-8", newline="\n")
    write_html(busan, folder / f"{HTML_SOURCE}.html")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
