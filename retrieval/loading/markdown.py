"""Markdown (CommonMark with tables) to pieces, by way of the HTML that it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from retrieval.loading.html import html_pieces
from retrieval.loading.pieces import Piece, UnreadableFileError

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

# An HTML parser reads on from these to their end tag; without one, the rest of the document would be lost.
_SWALLOWING = "script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|template|plaintext|select|svg|math"
_LARGEST = 20_000_000  # characters of links written out; far above any handbook, and cheap to read
_DEEPEST = 100  # levels; a list and its item are one each
_NOTE = re.compile(r"(?m)^ {0,3}\[\^([\w-]{1,40})\]:[ \t]*")
_REFERENCE = re.compile(r"(?<!\\)\[\^([\w-]{1,40})\]")
_OPENING = re.compile(rf"<({_SWALLOWING})\b[^>]*>?", re.IGNORECASE)


def markdown_pieces(text: str) -> list[Piece]:
    """Blocks of a Markdown text without its front matter: emphasis, links and raw HTML reduced to what is read.

    Raises UnreadableFileError when lists or quotes are nested over 50 deep, or when references to a few addresses
    write out as more than a text can hold.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.core.ruler.push("refuse_depth", _refuse_depth)
    parser.core.ruler.push("refuse_expansion", _refuse_expansion)
    parser.core.ruler.push("tame_raw_html", _tame_raw_html)
    parser.core.ruler.push("write_out_pictures", _write_out_pictures)
    return html_pieces(parser.render(_with_notes(text)))


def _with_notes(text: str) -> str:
    """The text with the references of footnotes that it defines (`[^1]`) raised, and each note a paragraph of its own."""
    defined = set(_NOTE.findall(text))
    if not defined:
        return text
    text = _NOTE.sub(lambda note: f"\n\n<sup>{note[1]}</sup> ", text)
    return _REFERENCE.sub(lambda at: f"<sup>{at[1]}</sup>" if at[1] in defined else at[0], text)


def _refuse_depth(state: StateCore) -> None:
    """The parser leaves out what is nested deeper than it may go; nothing must go missing without a word."""
    if any(token.level >= _DEEPEST - 1 for token in state.tokens):
        raise UnreadableFileError("is nested too deeply to be read: use fewer levels of lists and quotes")


def _refuse_expansion(state: StateCore) -> None:
    """References share one address until they are written out, each with its own copy: so it is added up before."""
    links = (child for token in state.tokens for child in token.children or () if child.attrs)
    if sum(len(str(value)) for link in links for value in link.attrs.values()) > _LARGEST:
        raise UnreadableFileError(
            "uses references to long addresses so often that they cannot be written out: shorten them or split the file"
        )


def _write_out_pictures(state: StateCore) -> None:
    """What stands for a picture is words of the text here, as in every view of the source; in a page it is an attribute."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "image":
                child.type, child.tag, child.children, child.attrs = "text", "", None, {}


def _tame_raw_html(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "html_block":
            token.content = _without_unclosed(token.content, token.content)
        for i, child in enumerate(token.children or ()):
            if child.type == "html_inline":
                child.content = _without_unclosed(child.content, _rest(token.children or [], i))


def _rest(children: list[Token], index: int) -> str:
    return "".join(child.content for child in children[index:] if child.type == "html_inline")


def _without_unclosed(html: str, following: str) -> str:
    if "<!--" in html and "-->" not in html:
        html = html.replace("<!--", "")
    return _OPENING.sub(lambda m: m[0] if re.search(rf"</{m[1]}\s*>", following, re.IGNORECASE) else "", html)
