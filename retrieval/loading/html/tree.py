"""An HTML tree made ready to read: hidden parts gone, tables level, numbers and definitions written out."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from retrieval.language.values import values
from retrieval.loading.html.grid import level
from retrieval.loading.html.visible import drop_unseen

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

# Stands round the number of an ordered list item, which a content extractor would drop. It is from the private use area
# and removed from every page first, so a page cannot hold it.
NUMBER_MARK = "\ue000"
_NOISE = ("nav", "aside", "footer", "form")
_MAILTO = "mailto:"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")


def parse(text: str) -> tuple[HtmlElement | None, bool]:
    """The tree of an HTML page or fragment, ready to read, and whether unseen text was left out.

    There is no tree when the text holds no element.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    # huge_tree: libxml2 would otherwise cut a deep page short without a word.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    text = _DECLARATION.sub("", text).replace("\0", "").replace(NUMBER_MARK, "")
    try:
        tree = html.document_fromstring(text, parser=parser)
    except etree.ParserError:  # nothing but white space and comments
        return None, False
    dropped = drop_unseen(tree)
    for table in tree.iter("table"):
        level(table)
        for caption in table.findall("caption"):
            caption.tag = "p"
            table.addprevious(caption)
    for address in tree.iter("address"):
        address.tag = "p" if not len(address.findall("p")) else "div"
    for link in tree.iter("a"):
        _write_address(link)
    for definitions in list(tree.iter("dl")):
        if next(definitions.iterdescendants("dl"), None) is None:
            _tabulate(definitions)
        else:
            _head(definitions)
    for numbered in tree.iter("ol"):
        _write_numbers(numbered)
    return tree, dropped


def marked_main(tree: HtmlElement) -> HtmlElement | None:
    """The element that the page itself marks as its main content; None if it marks none or several."""
    for query in (".//main", ".//*[@role='main']", ".//article"):
        found = tree.findall(query)
        if len(found) == 1:
            return found[0]
    return None


def reachable_parts(tree: HtmlElement) -> list[HtmlElement]:
    """The footers and side bars that state a phone or an e-mail: whom to contact often stands only there."""
    found = [part for part in tree.iter("footer", "aside") if values(part.text_content(), "phone", "email")]
    return [part for part in found if not any(above in found for above in part.iterancestors())]


def without_noise(element: HtmlElement) -> HtmlElement:
    """A copy of an element without the navigation, side bars, footers and forms in it."""
    copied = deepcopy(element)
    copied.tail = None
    for noise in list(copied.iterdescendants(*_NOISE)):
        noise.drop_tree()
    return copied


def _write_address(link: HtmlElement) -> None:
    """Write the e-mail address of a link behind its words where they do not say it ("Send an e-mail")."""
    address = _mailed(link.get("href") or "")
    words = link.text_content()
    if address and words.strip() and address.lower() not in words.lower():
        link.tail = f" ({address}){link.tail or ''}"


def _mailed(href: str) -> str:
    """The one e-mail address that a link writes to; "" where it is none or several."""
    scheme, address = href[: len(_MAILTO)].lower(), href[len(_MAILTO) :].partition("?")[0].strip()
    found = values(address, "email") if scheme == _MAILTO and address.isascii() else []
    return address if [(each.value, each.end) for each in found] == [(address.lower(), len(address))] else ""


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


def _write_numbers(numbered: HtmlElement) -> None:
    start = numbered.get("start", "")
    number = int(start) if start.isdecimal() and len(start) < 7 else 1
    for item in numbered.findall("li"):
        item.text = f"{NUMBER_MARK}{number}.{NUMBER_MARK}{item.text or ''}"
        number += 1
