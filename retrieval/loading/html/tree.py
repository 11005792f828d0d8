"""An HTML tree made ready to read: hidden parts gone, tables level, links and definitions written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import unquote

from retrieval.language.values import values
from retrieval.loading.html.boxes import part_boxes
from retrieval.loading.html.grid import level
from retrieval.loading.html.visible import drop_unseen
from retrieval.loading.pieces import squeeze
from retrieval.patterns import late_pattern

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_LINKED: dict[str, Literal["email", "phone"]] = {"mailto": "email", "tel": "phone"}
_DECLARATION = late_pattern(r"\A\s*<\?xml[^>]*>")
_PAGE_END = late_pattern(r"(?i)</(?:body|html)\s*>")  # libxml2 drops what comes behind, and browsers show it
_OPENERS = ("summary", "dt", *(f"h{n}" for n in range(1, 7)))
_LAST_DIGITS = 7  # of a phone: the same with and without its country's code


class Page(NamedTuple):
    """A tree ready to read (None without any element), whether unseen text was left out, and the words of skip links."""

    tree: HtmlElement | None
    dropped: bool = False
    skips: frozenset[str] = frozenset()


def parse(text: str) -> Page:
    """The tree of an HTML page or fragment, ready to read."""
    from lxml import etree, html  # type: ignore[import-untyped]

    # huge_tree: libxml2 would otherwise cut a deep page short without a word.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    text = _PAGE_END.sub("", _DECLARATION.sub("", text).replace("\0", ""))
    try:
        tree = html.document_fromstring(text, parser=parser)
    except etree.ParserError:  # nothing but white space and comments
        return Page(None)
    dropped = drop_unseen(tree)
    skips = _drop_skip_links(tree)
    for table in tree.iter("table"):
        level(table)
        for caption in table.findall("caption"):
            caption.tag = "p"
            table.addprevious(caption)
    for link in tree.iter("a"):
        _write_address(link)
    for button in tree.iter("button"):
        _open_button(button)
    for definitions in list(tree.iter("dl")):
        if next(definitions.iterdescendants("dl"), None) is None:
            _tabulate(definitions)
        else:
            _head(definitions)
    part_boxes(tree)
    return Page(tree, dropped, skips)


def marked_main(tree: HtmlElement) -> list[HtmlElement]:
    """The elements that the page itself marks as its main content: every `main`, else an article that holds most of it."""
    mains = [each for each in tree.iter() if each.tag == "main" or each.get("role") == "main"]
    if mains:
        return [each for each in mains if not any(above in mains for above in each.iterancestors())]
    articles: list[HtmlElement] = tree.findall(".//article")
    if len(articles) != 1 or 2 * len(articles[0].text_content()) < len(tree.text_content()):
        return []
    return articles


def _drop_skip_links(tree: HtmlElement) -> frozenset[str]:
    """Take out the links that a page begins with and that lead to a place inside it; their words."""
    skips: list[HtmlElement] = []
    body = tree.find("body")
    for element in [] if body is None else body.iter():
        if element.tag == "a" and element.get("href", "").startswith("#") and len(element.get("href")) > 1:
            skips.append(element)
        elif isinstance(element.tag, str) and element.tag not in {"script", "style"}:
            inside = any(above in skips[-1:] for above in element.iterancestors("a"))
            if (element.text or "").strip() and not inside:
                break
        if element in skips and (element.tail or "").strip(" \t\r\n|·/"):
            break
    words = frozenset(squeeze(each.text_content()) for each in skips)
    for each in skips:
        each.drop_tree()
    return words - {""}


def _write_address(link: HtmlElement) -> None:
    """Write the e-mail address or phone of a link behind its words where they do not say it ("Send an e-mail")."""
    address = _linked(link.get("href") or "")
    if not address or _says(link.text_content(), address):
        return
    around = link.getparent()
    if not link.text_content().strip():
        if around is None or not _says(around.text_content(), address):
            link.text = address
    elif around is None or not _says(around.text_content(), address):
        link.tail = f" ({address}){link.tail or ''}"


def _says(words: str, address: str) -> bool:
    if "@" in address:
        return address.lower() in words.lower()
    digits = "".join(filter(str.isdigit, address))[-_LAST_DIGITS:]
    return digits in "".join(filter(str.isdigit, words))


def _linked(href: str) -> str:
    """The one e-mail address or phone that a link leads to; "" where it is none or several."""
    scheme, _, rest = href.partition(":")
    kind = _LINKED.get(scheme.strip().lower())
    address = unquote(rest.partition("?")[0]).strip()
    found = values(address, kind) if kind and address.isascii() else []
    return address if [(each.start, each.end) for each in found] == [(0, len(address))] else ""


def _open_button(button: HtmlElement) -> None:
    """Keep the words of a button that is a heading to what it opens or states a phone; others only do something."""
    opens = "aria-controls" in button.attrib or "aria-expanded" in button.attrib
    if opens or next(button.iterancestors(*_OPENERS), None) is not None:
        button.tag = "span" if next(button.iterancestors(*_OPENERS), None) is not None else "p"
    elif values(button.text_content(), "phone", "email"):
        button.tag = "p"


def _head(definitions: HtmlElement) -> None:
    """Make the terms of a definition list that holds further ones their headings."""
    for entry in list(definitions.iter("dt", "dd")):
        if next(entry.iterancestors("dl")) is definitions:
            entry.tag = "h5" if entry.tag == "dt" else "div"
    definitions.tag = "div"


def _tabulate(definitions: HtmlElement) -> None:
    """Turn a definition list into a table with one row for each term."""
    from lxml import html

    table = html.Element("table")
    row: HtmlElement | None = None
    for entry in list(definitions.iter("dt", "dd")):
        if next(entry.iterancestors("dl")) is not definitions:
            continue
        before = row[-1].get("class") if row is not None else None
        if row is None or (entry.tag == "dt" and before == "dd"):
            row = html.Element("tr")
            table.append(row)
        cell = html.Element("td", {"class": str(entry.tag)})
        cell.text = entry.text
        cell.extend(list(entry))
        row.append(cell)
    table.tail = definitions.tail
    parent = definitions.getparent()
    if parent is not None:
        parent.replace(definitions, table)
