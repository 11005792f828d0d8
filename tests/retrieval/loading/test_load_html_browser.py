"""What a real browser draws of a page is what is read of it: each page here sets one sentence in another way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_play import NO_BROWSER

from retrieval.loading.html.html import page_pieces

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytest_plugins = ["page_browser"]
pytestmark = NO_BROWSER

SAID = "Ask the harbour master for berths before the first of every month."
OTHER = re.sub(
    "[a-z]", lambda letter: "o" if letter[0] in "xwzkqm" else "x", SAID
)  # as wide, and never the same letters
INTRO = "<h1>Berths</h1><p>The harbour rents out berths to ships of all sizes in person and by letter.</p>"
STYLES = (
    "display:none|visibility:hidden|opacity:0|opacity:.03|font-size:0|font-size:1.5px|color:#fff|color:#fdfdfd|color:red"
    "|color:transparent|color:rgb(0 0 0 / 2%)|color:hsl(120 0% 100%)|color:oklch(.99 0 0)|color:oklch(.4 .1 20)"
    "|position:absolute;left:-5000px|position:absolute;left:20px|position:fixed;top:-4000px|position:relative;left:-20px"
    "|text-indent:-5000px|text-indent:20px|height:0;overflow:hidden|height:0|max-height:0;overflow:clip"
    "|width:0;overflow:hidden;white-space:nowrap|clip-path:inset(50%)|clip-path:inset(1px)|clip-path:circle(0)"
    "|clip:rect(0 0 0 0)|clip:rect(0,0,0,0);position:absolute|transform:scale(0)|transform:scale(1.2)"
    "|transform:translateY(-5000px)|transform:rotateX(90deg)|transform:rotate(2deg)|scale:0|translate:-5000px|zoom:.02"
    "|filter:opacity(0)|filter:blur(40px)|filter:grayscale(1)|content-visibility:hidden|letter-spacing:-1em"
    "|letter-spacing:1px|-webkit-text-fill-color:#fff|mask:linear-gradient(transparent,transparent)|margin-left:-5000px"
    "|color:var(--none,#fff)|--c:none;display:var(--c)|font:0/0 serif|background:#123;color:#123|background:#123;color:#fff"
    "|color:#fff;background:linear-gradient(#001,#002)|rotate:y 180deg;backface-visibility:hidden|DISPLAY:None"
    "|display:no\\6ee|display:nowhere|visibility:collapse|line-height:0;overflow:hidden|color:light-dark(#fff,#000)"
).split("|")
SHEETS = (
    ".a{display:none}|@media screen{.a{display:none}}|@media print{.a{display:none}}|@supports(color:red){.a{opacity:0}}"
    "|@supports(colour:red){p{opacity:1}}|@layer b,c;@layer c{.a{color:#fff}}|section{.a{display:none}}"
    "|section{&>.a{display:none}}|p:has(+.a)+.a{display:none}|:is(.a,.b){display:none}|.a:not(.a){display:none}"
    "|.a{display:none}.a.a{display:block}|.a{display:none!important}.a.a{display:block}|p:nth-last-child(1){display:none}"
    "|@container(min-width:1px){.a{display:none}}"
    "|section{container-type:inline-size}@container(min-width:1px){.a{display:none}}"
    "|@namespace url(http://other.example);.a{display:none}|.a{display:none}/*|@keyframes k{to{opacity:0}}"
    "|@keyframes k{to{opacity:0}}.a{animation:k 0s forwards}|section{color:#fff}h1{color:#000}|.b{display:none}"
    "|section{visibility:hidden}.a{visibility:visible}|.a::first-letter{font-size:0}|.a:hover{display:none}"
).split("|")
BODIES = {
    "hidden": "<p hidden>{}</p>",
    "hidden, shown again": "<p hidden style='display:block'>{}</p>",
    "dialog": "<dialog>{}</dialog>",
    "dialog open": "<dialog open style='position:static'>{}</dialog>",
    "template": "<template>{}</template>",
    "noscript": "<noscript>{}</noscript>",
    "comment": "<!-- {} -->",
    "attribute": "<p title='{}'>x</p>",
    "field": "<input type=hidden value='{}'>",
    "popover": "<div popover>{}</div>",
    "aria": "<p aria-hidden=true>{}</p>",
    "fallback": "<video>{}</video>",
    "ruby": "<ruby>x<rp>{}</rp></ruby>",
    "font": "<font color=white>{}</font>",
    "cell": "<table bgcolor=#224466><tr><td><font color=#224466>{}</font></td></tr></table>",
    "light cell": "<table bgcolor=#224466><tr><td><font color=white>{}</font></td></tr></table>",
    "column": "<table><col style='visibility:collapse'><tr><td>{}</td><td>x</td></tr></table>",
    "table": "<table style='font-size:0'><tr><td>{}</td></tr></table>",
    "details open": "<details open><summary>More</summary>{}</details>",
    "behind the end": "</body></html><p>{}</p>",
    "unfinished": "<p>{}",
}


def pages() -> Iterator[tuple[str, str]]:
    """What each page is, and the page with "@" in the place of the sentence."""
    for style in STYLES:
        yield style, a_page(f"<p style='{style}'>@</p>")
    for sheet in SHEETS:
        yield sheet, a_page("<p class=a>@</p>", sheet)
    for name, body in BODIES.items():
        yield name, a_page(body.replace("{}", "@"))


def a_page(body: str, css: str = "") -> str:
    css = f"html{{font-family:monospace}}</style><style>{css.replace('@', '&at;')}"
    return f"<html><head><style>{css}</style></head><body><section>{INTRO}{body}</section></body></html>"


def filled(page: str, words: str) -> str:
    return page.replace("@", words).replace("&at;", "@")


@pytest.fixture(scope="module")
def window(context_for: Callable[..., BrowserContext]) -> Iterator[Page]:
    page = context_for().new_page()
    yield page
    page.close()


def is_drawn(window: Page, page: str) -> bool:
    """Whether other letters in place of the sentence change enough of the picture, and plainly enough, to be read."""
    from PIL import Image, ImageChops

    pictures = []
    for words in (SAID, OTHER):
        window.set_content(filled(page, words))
        pictures.append(
            Image.open(io.BytesIO(window.screenshot(clip={"x": 0, "y": 0, "width": 1000, "height": 400}))).convert("L")
        )
    changed = ImageChops.difference(*pictures).point(lambda level: 255 if level > 25 else 0)
    left, top, right, bottom = changed.getbbox() or (0, 0, 0, 0)
    return bottom - top >= 5 and right - left >= 5 * len(SAID) and changed.histogram()[255] > 100


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("²", "2"))


@pytest.mark.parametrize("page", [page for _, page in pages()], ids=[name for name, _ in pages()])
def test_a_sentence_is_read_where_a_browser_draws_it_and_nowhere_else(window: Page, page: str) -> None:
    text = "\n".join(piece.text for piece in page_pieces(filled(page, SAID))[0])
    assert (SAID in text) == is_drawn(window, page)


def test_the_words_of_a_usual_page_are_those_that_a_browser_gives(window: Page) -> None:
    page = """<html><head><title>Berths</title><style>.off,#menu{display:none}.grid{display:grid} .grid span{display:block}</style></head><body>
    <main><h1>Berths</h1><p>Ships of 300 m<sup>2</sup> lie<br>in the <b>old</b> basin<span class=off> or not</span>.</p>
    <ul><li>North quay<ul><li>Deep berth</li></ul></li><li>South quay</li></ul><p hidden>Closed.</p>
    <div class=grid><div><span>Ann Lee</span><span>Pilot</span></div><div><span>Bo Kim</span><span>Clerk</span></div></div>
    <table><caption>Fees</caption><tr><th>Ship</th><th>Fee</th></tr><tr><td>Small</td><td>pdf</td></tr></table>
    <dl><dt>Room</dt><dd>B12</dd></dl><details open><summary>Hours</summary>9 to 18</details>
    <a href="tel:051-700-0001">051-700-0001</a></main></body></html>"""
    window.set_content(page)
    text = "\n".join(piece.text for piece in page_pieces(page)[0])
    assert words(text) == words(window.inner_text("main"))
