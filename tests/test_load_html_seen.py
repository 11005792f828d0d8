"""Text of a page that a reader cannot see is not read; text that can be seen stays, white letters included."""

from __future__ import annotations

import time

import pytest

from retrieval.load_canonical import assemble
from retrieval.load_files import UnreadableFileError
from retrieval.load_html import html_pieces, page_pieces


def read(body: str, css: str = "") -> str:
    page = f"<html><head><style>{css}</style></head><body><main><p>Seen.</p>{body}</main></body></html>"
    return assemble(page_pieces(page)[0])[0].removeprefix("Seen.").strip()


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : NONE !important",
        r"d\69splay:none",
        "visibility:hidden",
        "opacity:0",
        "opacity:.05",
        "opacity:1%",
        "filter:opacity(0)",
        "font-size:0",
        "font-size:1px",
        "font-size:.2em",
        "font-size:10%",
        "font-size:2pt",
        "font:1px/1 serif",
        "color:white",
        "color:#fff",
        "color:#FEFEFE",
        "color:rgb(255, 255, 255)",
        "color:rgb(98% 98% 98% / 1)",
        "color:hsl(0,0%,99%)",
        "color:oklch(1 0 0)",
        "color:rgba(0,0,0,0.03)",
        "color:transparent",
        "-webkit-text-fill-color:white",
        "--ink:#fff;color:var(--ink)",
        "color:var(--nothing, white)",
        "color:navy;background:#000080",
        "color:#fff;background:linear-gradient(#fff, #fafafa)",
        "position:absolute;left:-9999px",
        "position:fixed;top:-200em",
        "position:absolute;inset:0 0 0 -9999px",
        "position:absolute;left:-100vw",
        "position:absolute;right:9999px",
        "position:absolute;left:30000px",
        "margin-left:-999px",
        "text-indent:-999px",
        "transform:translateX(-9999px)",
        "transform:scale(0)",
        "scale:0",
        "position:absolute;clip:rect(0 0 0 0)",
        "position:absolute;clip:rect(1px, 1px, 1px, 1px)",
        "clip-path:inset(50%)",
        "width:1px;height:1px;overflow:hidden",
        "max-height:0;overflow-y:hidden",
        "display:block;content-visibility:hidden",
    ],
)
def test_text_with_a_style_that_hides_it_is_not_read(style: str) -> None:
    assert read(f'<p style="{style}">Secret.</p>') == ""
    assert read('<p class="quiet">Secret.</p>', f".quiet {{ {style} }}") == ""


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "visibility:visible",
        "opacity:.8",
        "font-size:60%",
        "font-size:x-small",
        "font-size:calc(1rem + 2px)",
        "color:#777",
        "color:white;background:navy",
        "color:#fff;background-color:rgb(0 0 0 / 60%)",
        "color:#fff;background:url(dark.png)",
        "color:#fff;background:linear-gradient(90deg, #036, #69c)",
        "color:transparent;background:linear-gradient(red, blue);background-clip:text",
        "color:unheard-of",
        "position:relative;left:-50%",
        "left:-9999px",
        "position:absolute;top:1200px",
        "text-indent:-2em",
        "transform:translate(-50%, -50%)",
        "transform:scale(0.9)",
        "overflow:hidden;height:40px;width:100%",
        "max-height:0",
        "background:white",
    ],
)
def test_text_with_a_style_that_shows_it_is_read(style: str) -> None:
    assert read(f'<p style="{style}">Shown.</p>') == "Shown."


@pytest.mark.parametrize(
    "body",
    [
        "<p hidden>Secret.</p>",
        "<div hidden><div><p>Secret.</p></div></div>",
        "<template><p>Secret.</p></template>",
        "<noscript><p>Secret.</p></noscript>",
        "<dialog><p>Secret.</p></dialog>",
        "<!-- Secret. -->",
        "<p><font color=white>Secret.</font></p>",
        "<table bgcolor='#000000'><tr><td><font color=black>Secret.</font></td></tr></table>",
        "<div style='color:#fff'><ul><li>Secret.</li></ul></div>",
        "<div style='font-size:1px'><h2>Secret.</h2></div>",
        "<div style='background:black'><p style='background:#fff;color:#fff'>Secret.</p></div>",
    ],
)
def test_elements_and_attributes_that_hide_their_text(body: str) -> None:
    assert read(body) == ""


def test_what_only_machines_are_not_told_is_read() -> None:
    assert read('<p aria-hidden="true">Shown.</p>') == "Shown."
    assert read("<details><summary>More</summary>Shown.</details>") == "More\n\nShown."


def test_a_visible_part_of_a_hidden_text_stays_and_so_does_the_text_around_it() -> None:
    body = '<p>Before <b style="color:white">secret</b> after.</p><p style="visibility:hidden">Secret <b>x</b>'
    pieces = html_pieces(body + ' <i style="visibility:visible">shown</i> secret</p>')
    assert [piece.text for piece in pieces] == ["Before after.", "shown"]


def test_white_letters_of_a_dark_table_head_are_read() -> None:
    table = "<table><thead><tr><th>Team</th><th>Phone</th></tr></thead><tr><td>Planning</td><td>1</td></tr></table>"
    css = "th { color: #fff } thead tr { background: #036 }"
    assert read(table, css) == "Team | Phone\nPlanning | 1"
    assert read(table, "th { color: #fff }") == "Planning | 1"


@pytest.mark.parametrize(
    "selector",
    [
        "p.x",
        "#me",
        "main p#me",
        "main > p + p",
        "p ~ p",
        "p:nth-child(2)",
        "p:nth-child(even)",
        "p:nth-of-type(n+2)",
        "p:last-child",
        "p:not(:first-child)",
        "[data-x]",
        "p[data-x='1']",
        "body *.x, h7",
        "@media screen { .x",
        "@media (min-width: 600px) { .x",
        "@supports (display: grid) { main { p.x",
        "main { & > .x",
    ],
)
def test_rules_find_their_elements(selector: str) -> None:
    css = selector + " { display: none }" + "}" * selector.count("{")
    assert read('<p id="me" class="a x" data-x="1">Secret.</p>', css) == ""


@pytest.mark.parametrize(
    "css",
    [
        "p.y { display: none }",
        "nav p { display: none }",
        "ul > p { display: none }",
        "p:hover { display: none }",
        "p::before { display: none }",
        "@media print { p { display: none } }",
        "@media (max-width: 600px) { p { display: none } }",
        "@keyframes fade { from { opacity: 0 } }",
        "/* p { display: none } */",
        "p { display: none } .x { display: block }",
        "p.x { display: block } p { display: none }",
        "#me { display: block } .x.a { display: none }",
        "p { display: block !important } #me { display: none }",
        "p { content: '} .x { display: none }' }",
    ],
)
def test_rules_for_others_or_overruled_hide_nothing(css: str) -> None:
    page = f'<style>{css}</style><p>Seen.</p><p id="me" class="a x">Shown.</p>'
    assert "Shown." in [piece.text for piece in html_pieces(page)]


def test_a_page_that_waits_for_its_script_is_read() -> None:
    page = "<html><style>body { opacity: 0; visibility: hidden }</style><body><p>Shown.</p></body></html>"
    assert [piece.text for piece in page_pieces(page)[0]] == ["Shown."]


def test_a_page_of_which_nothing_can_be_seen_says_so() -> None:
    with pytest.raises(UnreadableFileError, match=r"^holds no text that can be seen: "):
        page_pieces('<html><body><p style="color:#fff">Secret.</p></body></html>')


def test_many_rules_and_elements_and_unclosed_brackets_take_no_time() -> None:
    css = "".join(f"div div div div div .c{n} {{ color: red }}" for n in range(3000)) + "p { color: " + "(" * 50_000
    body = "<div>" * 100 + "".join(f"<p class='c{n}'>Line {n}</p>" for n in range(3000)) + "</div>" * 100
    begun = time.process_time()
    assert read(body, "tr:nth-child(even), " * 20 + css).count("Line") == 3000
    assert time.process_time() - begun < 10
