"""Text of a page that a reader cannot see is not read; text that can be seen stays, white letters included."""

from __future__ import annotations

import time

import pytest

from retrieval.loading.html.html import html_pieces, page_pieces
from retrieval.loading.pieces.canonical import assemble
from retrieval.loading.pieces.files import UnreadableFileError


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
        "display:none;display:nonsense",
        "display:/* no */none",
        "DISPLAY:var(--Shape, none)",
        "color:black;-webkit-text-fill-color:transparent",
        "-webkit-text-fill-color:transparent;color:black",
        "color:color-mix(in srgb, white 99%, navy)",
        "color:rgb(from #fff r g b)",
        "color:light-dark(#fefefe, black)",
        "color:lab(99.5 0 0)",
        "font-size:calc(2px * 2)",
        "font-size:min(20px, 1px)",
        "opacity:calc(1 - .99)",
        "zoom:.1",
        "letter-spacing:-.9em",
        "line-height:0;overflow:hidden",
        "filter:blur(2em)",
        "mask-image:linear-gradient(rgb(0 0 0 / 0), transparent)",
        "inline-size:0;overflow:clip",
        "position:absolute;inset-inline-start:-2000px",
        "position:absolute;left:calc(-50vw - 40em)",
        "position:fixed;top:110vh",
        "transform:translateX(10px) scale(.5, 0)",
        "transform:rotateX(90deg)",
        "transform:matrix(.01, 0, 0, .01, 0, 0)",
        "transform:rotateY(.5turn);backface-visibility:hidden",
        "translate:-900px 0;transform:none",
        "clip-path:polygon(0 0, 0 100%, 0 0)",
        "clip-path:circle(0 at 50% 50%)",
        "clip-path:inset(100px 0 100%)",
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
        "color:navy;color:nonsense",
        "opacity:.9;opacity:none",
        "visibility:hidden;visibility:visible",
        "background:#003;background:none",
        "color:color-mix(in srgb, white, black)",
        "color:rgb(from white 0 0 0)",
        "letter-spacing:-.04em",
        "line-height:0",
        "line-height:1.5;overflow:hidden",
        "filter:blur(1px)",
        "position:fixed;top:40vh",
        "transform:rotate(180deg)",
        "transform:scaleX(-1);backface-visibility:hidden",
        "clip-path:circle(50%)",
        "clip-path:polygon(0 0, 100% 0, 100% 100%)",
        "animation:slide 1s",
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
        "<div popover>Secret.</div>",
        "<p hidden=until-found>Secret.</p>",
        "<noembed>Secret.</noembed><noframes>Secret.</noframes>",
        "<img alt='Secret.' width=1 height=1>",
        "<div><template shadowrootmode=open>x</template><p>Secret.</p> Secret.</div>",
        "<table><colgroup><col style='visibility:collapse'></colgroup><tr><td>Secret.</td></tr></table>",
        "<p bgcolor=808080><font color=808080>Secret.</font></p>",
        "<link rel=stylesheet href='data:text/css,.q%7Bdisplay:none%7D'><p class=q>Secret.</p>",
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
        "main { .y, .x",
        "@media not print { .x",
        "@media (width >= 40em) and (orientation: landscape) { .x",
        "@media print, screen { .x",
        "@scope (main) { .x",
        "p:has(~ h7), .x:not(:hover)",
        ":is(nav, main) .x",
        "[class$='X' i]",
        ".nothing:unheard-of, .x",
        r".\78",
        ".x::first-line",
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
        "p { content: '/*' } #me { display: block } p { content: '*/' }",
        ".x { display: none } .x { all: revert }",
        "p { display: none } p { display: revert }",
        "@media (width < 500px) { .x { display: none } }",
        "@media not screen { .x { display: none } }",
        "@media (prefers-color-scheme: dark) { .x { display: none } }",
        "@supports not (display: grid) { .x { display: none } }",
        "@layer one { .x { display: none } } p { display: block }",
        "@layer one, two; @layer two { p { display: block } } @layer one { #me { display: none } }",
        "@layer one { p { display: block !important } } #me { display: none !important }",
        "@keyframes show { to { opacity: 1 } } p { opacity: 0; animation: show 1s forwards }",
    ],
)
def test_rules_for_others_or_overruled_hide_nothing(css: str) -> None:
    page = f'<style>{css}</style><p>Seen.</p><p id="me" class="a x">Shown.</p>'
    assert "Shown." in [piece.text for piece in html_pieces(page)]


def test_an_animation_that_stays_where_it_ends_hides_what_it_ends_with() -> None:
    css = "@keyframes go { from { opacity: 1 } 100% { opacity: 0 } } p.a { animation: go 1s both }"
    assert read('<p class="a">Secret.</p>', css) == ""
    assert read('<p class="a">Shown.</p>', css.replace("both", "infinite both")) == "Shown."


def test_a_collapsed_column_goes_and_the_others_stay() -> None:
    head = "<col><col style='visibility:collapse'><col>"
    rows = "<tr><td colspan=3>All</td></tr><tr><td>a</td><td>b</td><td>c</td></tr>"
    assert read(f"<table>{head}{rows}</table>") == "All\na | c"


@pytest.mark.slow
@pytest.mark.thorough
def test_rules_that_would_take_for_ever_are_refused() -> None:
    css = "".join(f"b {'div ' * 9} p.c{n % 3} {{ color: red }}" for n in range(200))
    body = (
        "<b>Not above.</b>"
        + "<div>" * 60
        + "".join(f"<p class='c{n % 3}'>Line {n}</p>" for n in range(50))
        + "</div>" * 60
    )
    with pytest.raises(UnreadableFileError, match=r"^has style rules that take too long to follow"):
        read(body, css)


def test_a_page_that_waits_for_its_script_is_read() -> None:
    page = "<html><style>body { opacity: 0; visibility: hidden }</style><body><p>Shown.</p></body></html>"
    assert [piece.text for piece in page_pieces(page)[0]] == ["Shown."]


def test_a_page_of_which_nothing_can_be_seen_says_so() -> None:
    with pytest.raises(UnreadableFileError, match=r"^holds no text that can be seen: "):
        page_pieces('<html><body><p style="color:#fff">Secret.</p></body></html>')


@pytest.mark.slow
@pytest.mark.thorough
def test_many_rules_and_elements_and_unclosed_brackets_take_no_time() -> None:
    css = "".join(f"div div div div div .c{n} {{ color: red }}" for n in range(3000)) + "p { color: " + "(" * 50_000
    body = "<div>" * 100 + "".join(f"<p class='c{n}'>Line {n}</p>" for n in range(3000)) + "</div>" * 100
    begun = time.process_time()
    assert read(body, "tr:nth-child(even), " * 20 + css).count("Line") == 3000
    assert time.process_time() - begun < 10
