from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_reader import Entity, HtmlError, Read, read

from assistant.ask import AlsoSearched, Ask
from assistant.quoting.quotes import escaped
from assistant.records import Answer, Citation, Notice, NoticeKind
from bots.wording.message import LIMIT, Rendered, preview, render

MARK = re.compile(r"\[(\d{1,3})\]")
FSI, PDI = "\u2068", "\u2069"


def citation(n: int, **given: object) -> Citation:
    fields: dict[str, object] = {
        "n": n,
        "document_id": f"d{n}.md",
        "title": "Harbour Plan",
        "section": "Harbour Plan > Quays",
        "page": n,
        "quote": "q",
        "start": 0,
        "end": 1,
        "published": date(2024, 5, 1),
    }
    return Citation.model_validate(fields | given)


def answer(text: str, *citations: Citation, notices: tuple[tuple[NoticeKind, str], ...] = ()) -> Answer:
    return Answer(
        id="a",
        conversation_id="c",
        status="answered",
        text=text,
        question="?",
        standalone_question="?",
        citations=citations,
        notices=tuple(Notice(kind=kind, text=said) for kind, said in notices),
    )


def checked(rendered: Rendered) -> list[Read]:
    """Each part as read, after what holds for every part was checked."""
    found = [read(part) for part in rendered.parts]
    for part, plain in zip(found, rendered.plain, strict=True):
        assert part.units <= LIMIT
        assert len(part.entities) <= 100
        assert part.text == plain
        assert part.text == part.text.strip()
    return found


def seen(text: str) -> str:
    """The characters that are not white space or isolates."""
    return "".join(text.replace(FSI, "").replace(PDI, "").split())


def test_an_answer_as_a_person_sees_it() -> None:
    made = render(
        answer(
            "The plan names **two quays**: [1]\n\n- North quay [2]\n- South quay [1]\n\n1. Until 2028 [3]",
            citation(1, page=None),
            citation(2, page=None),
            citation(3, title="Budget", section="", page=7, published=None, url="https://example.org/a?b=1&c=2"),
            notices=(("dated", 'The page "Budget" bears no date.'),),
        ),
        "en",
    )
    assert made.parts == (
        "The plan names <b>two quays</b>: [1]\n\n• North quay [2]\n• South quay [1]\n\n1. Until 2028 [3]\n\n"
        '<i>The page "Budget" bears no date.</i>\n\n'
        "<blockquote expandable><b>Sources</b>\n"
        "[1] [2] Harbour Plan · Quays · 1 May 2024\n"
        '[3] <a href="https://example.org/a?b=1&amp;c=2">Budget</a> · p. 7 · no date</blockquote>',
    )
    assert [each.n for each in made.sources] == [1, 2, 3]


def test_what_was_searched_for_besides_is_said_in_the_readers_language() -> None:
    mended = answer("It is so.").model_copy(
        update={"ask": Ask(also_searched=(AlsoSearched(word="hrbour", searched="harbour"),))}
    )
    assert render(mended, "en").plain == ("It is so.\n\nAlso searched for: harbour",)
    assert render(mended, "ko").plain == ("It is so.\n\n함께 찾아본 말: harbour",)


def test_korean_readers_get_korean_labels_and_dates() -> None:
    made = render(answer("항만 계획은 2028년까지입니다. [1]", citation(1, page=3)), "ko")
    assert made.parts == (
        "항만 계획은 2028년까지입니다. [1]\n\n"
        "<blockquote expandable><b>출처</b>\n[1] Harbour Plan · Quays · 3쪽 · 2024년 5월 1일</blockquote>",
    )


def test_words_of_a_document_that_look_like_markup_are_shown_as_they_are() -> None:
    words = 'a **b** [1] <script>alert("x")</script> [t](https://x.org) & \\ &lt; </b> <b>'
    read_back = checked(render(answer(f"{escaped(words)} [2]", citation(2)), "en"))
    assert read_back[0].body.strip() == f"{words} [2]"
    assert [each.kind for each in read_back[0].entities] == ["b", "expandable_blockquote"]
    assert "[1]" not in read_back[0].sources


def test_a_bold_heading_with_escapes_and_a_mark_keeps_both() -> None:
    made = checked(render(answer(f"**{escaped('Plan ** of <b> [7]')} [1]**", citation(1), citation(7)), "en"))
    assert made[0].body.strip() == "Plan ** of <b> [7] [1]"
    assert made[0].entities[0] == Entity("b", "Plan ** of <b> [7] ")
    assert "[7]" not in made[0].sources


@pytest.mark.parametrize("text", ["", " \n\n ", "\u200b", "\x00\x07"])
def test_an_answer_without_text_says_so(text: str) -> None:
    assert render(answer(text), "en").parts == ("There is no answer to this.",)


def test_a_section_that_only_begins_like_the_title_is_shown_whole() -> None:
    made = render(answer("Yes [1]", citation(1, section="Harbour Planning > Quays")), "en")
    assert "Harbour Plan · Harbour Planning › Quays · p. 1" in made.parts[0]


def test_hostile_titles_and_addresses_stay_text() -> None:
    hostile = citation(1, title="<b>&\u202e" + "x" * 5000, url='https://x.org/"><script>', section="<i>" * 400)
    made = checked(render(answer("Yes [1]", hostile), "en"))
    assert len(made) == 1
    assert [each.kind for each in made[0].entities] == ["b", "expandable_blockquote"]
    assert "<b>&xxx" in made[0].sources
    assert "\u202e" not in made[0].text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "tg://user?id=1", "https://a b", "ftp://x.org", "https://" + "x" * 900]
)
def test_only_addresses_on_the_web_become_links(url: str) -> None:
    assert "<a" not in render(answer("Yes [1]", citation(1, url=url)), "en").parts[0]


def test_right_to_left_words_are_set_apart_where_they_are_mixed() -> None:
    arabic = "خطة الميناء"
    made = render(answer(f"{arabic} 2028 [1] until then [1]\n\n{arabic} [1]", citation(1, title=arabic)), "en")
    first, _, second, *_ = made.parts[0].split("\n")
    assert first == f"{FSI}{arabic} 2028{PDI} [1] until then [1]"
    assert second == f"{arabic} [1]", "a line of right-to-left words alone runs from right to left"
    assert f"[1] {FSI}{arabic}{PDI} · Harbour Plan › Quays" in made.parts[0]


def test_a_long_answer_is_cut_at_paragraphs_and_each_part_brings_its_own_sources() -> None:
    paragraphs = [f"Paragraph {n} " + "says something. " * 90 + f"[{n}]" for n in range(1, 15)]  # 20,000 characters
    made = checked(render(answer("\n\n".join(paragraphs), *(citation(n) for n in range(1, 15))), "en"))
    assert len(made) == 7, "two paragraphs of 1,450 and their sources fit, three do not"
    assert [part.body.strip() for part in made] == ["\n\n".join(paragraphs[n : n + 2]) for n in range(0, 14, 2)]
    for part in made:
        assert set(MARK.findall(part.sources)) == set(MARK.findall(part.body))


def test_a_paragraph_that_is_too_long_is_cut_at_sentence_ends_behind_their_marks() -> None:
    sentences = [f"Sentence {n} of Dr. Kim says what it says about the harbour. [{n % 9 + 1}]" for n in range(300)]
    made = checked(render(answer(" ".join(sentences), *(citation(n) for n in range(1, 10))), "en"))
    assert len(made) > 4
    assert all(re.search(r"harbour\. \[\d\]$", part.body.strip()) for part in made)
    assert seen("".join(part.body for part in made)) == seen("".join(sentences))


def test_a_list_is_cut_between_its_items_and_stays_under_its_lead() -> None:
    items = [f"- item {n} {'x' * 60}" for n in range(100)]
    made = checked(render(answer("y" * 3000 + "\n\nThese are the items:\n\n" + "\n".join(items)), "en"))
    assert made[0].body.strip() == "y" * 3000
    assert made[1].body.startswith("These are the items:\n\n• item 0 ")
    assert all(part.body.startswith("• item ") for part in made[2:])


@pytest.mark.parametrize("letter", ["x", "가", "😀", "é", "👩‍👩‍👧", "🇰🇷", "👍🏽", "ب"])
def test_one_giant_word_is_cut_between_characters(letter: str) -> None:
    made = checked(render(answer(f"{letter * 9000} [1]", citation(1)), "en"))
    bodies = [part.body.strip() for part in made]
    assert seen("".join(bodies)) == letter * 9000 + "[1]"
    assert all(re.fullmatch(f"(?:{letter})*", body) for body in bodies[:-1])
    assert bodies[-1].endswith(f"{letter} [1]"), "the mark is not left alone"


def test_bold_text_is_closed_and_opened_again_where_it_is_cut() -> None:
    made = checked(render(answer("**" + "word " * 2000 + "end**"), "en"))
    assert len(made) == 3
    assert all(part.entities == [Entity("b", part.text)] for part in made)


def test_a_message_has_at_most_a_hundred_entities() -> None:
    made = checked(render(answer("\n\n".join(f"**H{n}** [1]" for n in range(250)), citation(1)), "en"))
    assert [sum(each.kind == "b" for each in part.entities) for part in made] == [99, 99, 55]


def test_hundreds_of_marks_in_one_place_are_spread_over_messages() -> None:
    cited = [citation(n, title=f"T{n} " + "t" * 200, url=f"https://x.org/{n}") for n in range(1, 301)]
    made = checked(render(answer("All: " + "".join(f"[{n}]" for n in range(1, 301)), *cited), "en"))
    assert seen("".join(part.body for part in made)) == "All:" + "".join(f"[{n}]" for n in range(1, 301))
    for part in made:
        assert set(MARK.findall(part.sources)) == set(MARK.findall(part.body))


def test_a_mark_without_a_citation_is_shown_and_has_no_source() -> None:
    made = checked(render(answer("Yes [4]"), "en"))
    assert (made[0].text, made[0].sources) == ("Yes [4]", "")


def test_what_is_still_being_written_can_be_shown_at_any_moment() -> None:
    whole = "The **plan** names: [1]\n\n- one \\<b [2]\n" + "word " * 2000
    assert preview("") == ""
    for length in range(0, len(whole), 139):
        shown = preview(whole[:length])
        assert not shown or read(shown).units <= LIMIT


def test_the_reader_of_these_tests_refuses_what_telegram_refuses() -> None:
    for wrong in (
        "<b>x",
        "x</b>",
        "<b><i>x</b></i>",
        "a < b",
        "a & b",
        "<script>x</script>",
        "<b> </b>",
        "<a href=''>x</a>",
    ):
        with pytest.raises(HtmlError):
            read(wrong)
    assert read("<b>😀&lt;</b>").units == 3


# --- random answers ---

WORDS = st.text(
    st.sampled_from("abc .!?:;,-*[]<>&/\"'123가나다계획😀👩\u200d🇰🇷é\u0301العربيةשלום\u202e\x00\ud83d\t "),
    min_size=1,
    max_size=40,
)
LONG = st.builds(lambda words, times: words * times, WORDS, st.sampled_from([1, 1, 1, 30, 200]))
MARKS = st.lists(st.integers(1, 40), max_size=3).map(lambda ns: "".join(f" [{n}]" for n in ns))


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, str]:
    """Markdown as `quotes.set_out` makes it, and the text that a reader has to see."""
    markdown, expected = [], []
    for _ in range(draw(st.integers(1, 12))):
        words, marks = draw(LONG), draw(MARKS)
        kind = draw(st.sampled_from(["paragraph", "heading", "items", "numbers"]))
        if not words.strip() or escaped(words).endswith(("\\", "*")):
            words = "word"
        said = escaped(words)
        text = " ".join(words.split())
        if kind == "paragraph":
            markdown.append(f"x {said}{marks}")
            expected.append(f"x{text}{marks}")
        elif kind == "heading":
            markdown.append(f"**{escaped(words.replace('*', ''))}x**")
            expected.append(" ".join(words.replace("*", "").split()) + "x")
        else:
            signs = ("-", "•") if kind == "items" else ("7.", "7.")
            markdown.append("\n".join(f"{signs[0]} {n} {said}{marks}" for n in range(3)))
            expected.append("".join(f"{signs[1]}{n}{text}{marks}" for n in range(3)))
    return "\n\n".join(markdown), "".join(expected)


@settings(max_examples=60, deadline=None)
@given(answers(), st.sampled_from(["en", "ko"]))
def test_every_part_of_any_answer_is_valid_and_nothing_is_lost(made: tuple[str, str], language: str) -> None:
    markdown, expected = made
    cited = [citation(n, title=f"Title {n} " * (n % 5 + 1), url=f"https://x.org/{n}") for n in range(1, 41)]
    parts = checked(render(answer(markdown, *cited), "ko" if language == "ko" else "en"))
    gone = dict.fromkeys([0, 0x202E])
    assert seen("".join(part.body for part in parts)) == seen(expected.translate(gone).replace("\ud83d", "\ufffd"))
    shown = {n for part in parts for n in MARK.findall(part.sources)}
    assert shown == set(re.findall(r"(?<!\\)\[(\d{1,3})\]", markdown))
    for part in parts:
        assert part.text.count(FSI) == part.text.count(PDI)
        assert set(MARK.findall(part.sources)) == {m for m in MARK.findall(part.body) if f"[{m}]" in part.sources}


@settings(max_examples=40, deadline=None)
@given(
    st.builds(lambda text, times: text * times, st.text(max_size=60), st.sampled_from([1, 1, 100])), st.integers(0, 3)
)
def test_any_text_at_all_gives_valid_parts(text: str, notices: int) -> None:
    checked(render(answer(text, citation(1), notices=(("dated", text or "n"),) * notices), "en"))
