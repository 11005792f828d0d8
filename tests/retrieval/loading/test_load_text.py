"""Plain text: headings, lists and paragraphs from how the lines stand."""

from __future__ import annotations

from retrieval.loading.pieces.canonical import Piece
from retrieval.loading.text import text_pieces


def test_underlined_lines_are_headings() -> None:
    assert text_pieces("Plan\n====\n\nText here.\n\nPart\n----\nMore text.") == [
        Piece("heading", "Plan", 1),
        Piece("paragraph", "Text here."),
        Piece("heading", "Part", 2),
        Piece("paragraph", "More text."),
    ]


def test_numbered_sections_are_headings_by_depth() -> None:
    text = "1. Purpose\n\nThe plan sets aims.\n\n1.1 Scope\n\nAll firms.\n\n2. Measures\n\nMoney is given."
    assert [(p.text, p.level) for p in text_pieces(text) if p.kind == "heading"] == [
        ("1. Purpose", 1),
        ("1.1 Scope", 2),
        ("2. Measures", 1),
    ]


def test_articles_and_korean_chapters_are_headings() -> None:
    text = "제1장 총칙\n\n제1조 (목적)\n이 조례는 산업을 육성한다.\n\nArticle 3 Support\n\nFirms are supported."
    assert [(p.kind, p.text, p.level) for p in text_pieces(text)] == [
        ("heading", "제1장 총칙", 1),
        ("heading", "제1조 (목적)", 3),
        ("paragraph", "이 조례는 산업을 육성한다.", 0),
        ("heading", "Article 3 Support", 2),
        ("paragraph", "Firms are supported.", 0),
    ]


def test_a_numbered_list_is_no_row_of_headings() -> None:
    assert text_pieces("Steps:\n\n1. Send the form\n2. Wait\n\n3. Sign") == [
        Piece("paragraph", "Steps:"),
        Piece("item", "1. Send the form", 1),
        Piece("item", "2. Wait", 1),
        Piece("item", "3. Sign", 1),
    ]


def test_bullets_of_any_kind_become_dashes_and_nest_by_indentation() -> None:
    assert text_pieces("• one\n  ◦ inner\n    goes on\n• two") == [
        Piece("item", "- one", 1),
        Piece("item", "- inner goes on", 2),
        Piece("item", "- two", 1),
    ]


def test_a_short_lone_line_above_text_is_a_heading() -> None:
    assert text_pieces("The Plan\n\nAims\n\nIt has aims.\n\nno title\n\nEnd.") == [
        Piece("heading", "The Plan", 1),
        Piece("heading", "Aims", 2),
        Piece("paragraph", "It has aims."),
        Piece("paragraph", "no title"),
        Piece("paragraph", "End."),
    ]


def test_lines_of_an_address_stay_lines() -> None:
    assert text_pieces("Regional Planning Team\nRoom 207\nPhone: 053-819-3024\n") == [
        Piece("paragraph", "Regional Planning Team\nRoom 207\nPhone: 053-819-3024")
    ]


def test_wrapped_paragraphs_are_joined() -> None:
    text = (
        "The province draws up a plan for informatization, which turns on six core\n"
        "initiatives and 24 projects over the following five years, and it asks all\n"
        "bureaus to take part."
    )
    assert text_pieces(text) == [Piece("paragraph", text.replace("\n", " "))]


def test_tabs_make_rows() -> None:
    assert text_pieces("Team\tPhone\nPlanning\t053-819-3024") == [
        Piece("row", "Team | Phone"),
        Piece("row", "Planning | 053-819-3024"),
    ]


def test_a_line_of_dashes_alone_is_kept_out_of_headings() -> None:
    assert [p.kind for p in text_pieces("First part ends here.\n\n--------\n\nSecond part.")] != ["heading"]


def test_lines_that_each_say_something_are_a_list_without_markers() -> None:
    lines = [
        "Plan the growth of the harbour region",
        "Win projects of the central government",
        "Find new firms for the old basin",
    ]
    assert text_pieces("\n".join(lines)) == [Piece("item", f"- {line}", 1) for line in lines]


def test_wrapped_prose_whose_lines_are_full_is_no_list() -> None:
    text = (
        "The harbour city builds three new quays for ships and one\n"
        "basin beside them. The Central Government pays for the old\n"
        "quays alone, and the province pays for the pilots."
    )
    assert text_pieces(text) == [Piece("paragraph", " ".join(text.split()))]


def test_a_line_below_a_list_that_stands_further_out_is_no_part_of_its_last_item() -> None:
    text = "Build the port\n  • Dig the basin\n    and line it\n  • Build a tank\nTrain the people\n  • Open a school"
    assert text_pieces(text) == [
        Piece("heading", "Build the port", 3),
        Piece("item", "- Dig the basin and line it", 1),
        Piece("item", "- Build a tank", 1),
        Piece("heading", "Train the people", 3),
        Piece("item", "- Open a school", 1),
    ]


def test_what_goes_on_below_a_full_item_in_small_letters_is_part_of_it() -> None:
    text = "- The city builds three quays for container ships and a basin\nbeside them.\n- It trains pilots."
    assert text_pieces(text) == [
        Piece("item", "- The city builds three quays for container ships and a basin beside them.", 1),
        Piece("item", "- It trains pilots.", 1),
    ]


def test_korean_lines_count_by_the_columns_they_take() -> None:
    text = "항만도시는 컨테이너 부두 세 곳과 새 선착장 한 곳을 올해 안에\n짓는다. 예산은 400억 원이다."
    assert text_pieces(text) == [Piece("paragraph", " ".join(text.split()))]


def test_two_tabs_below_a_whole_first_line_are_an_empty_cell() -> None:
    text = "Team\tPerson\tPhone\nExport\t\t053-819-3024\n\tAnn Reed\t053-819-3025\nTrade\tBo Lindt"
    assert [piece.text for piece in text_pieces(text)] == [
        "Team | Person | Phone",
        "Export |  | 053-819-3024",
        " | Ann Reed | 053-819-3025",
        "Trade | Bo Lindt",
    ]


def test_tabs_that_only_bring_cells_below_one_another_are_no_empty_cells() -> None:
    text = "Team\t\tPhone\nExport\t\t053-819-3024\nLong name of a team\t053-819-3025"
    assert [piece.text for piece in text_pieces(text)] == [
        "Team | Phone",
        "Export | 053-819-3024",
        "Long name of a team | 053-819-3025",
    ]


def test_lists_of_government_writing_are_nested_by_their_marks() -> None:
    text = "□ Background\n ㅇ Change\n   - Cars fall\n   - Chips rise\n\n ㅇ Fewer people\n ※ As of 2025\n□ Plan\n ㅇ New firms"
    assert [(piece.text, piece.level) for piece in text_pieces(text)] == [
        ("- Background", 1),
        ("- Change", 2),
        ("- Cars fall", 3),
        ("- Chips rise", 3),
        ("- Fewer people", 2),
        ("- As of 2025", 3),
        ("- Plan", 1),
        ("- New firms", 2),
    ]


def test_marks_without_indentation_nest_as_well() -> None:
    text = "○ Aid\n- Tools\n- Tests\n○ How\n- Online"
    assert [(piece.text, piece.level) for piece in text_pieces(text)] == [
        ("- Aid", 1),
        ("- Tools", 2),
        ("- Tests", 2),
        ("- How", 1),
        ("- Online", 2),
    ]


def test_a_mark_repeated_in_a_sentence_makes_a_list_of_it() -> None:
    assert text_pieces("It helps ▲ firms ▲ founders ▲ schools. It ends in May.") == [
        Piece("paragraph", "It helps"),
        Piece("item", "- firms", 1),
        Piece("item", "- founders", 1),
        Piece("item", "- schools.", 1),
        Piece("paragraph", "It ends in May."),
    ]
    dashed = text_pieces("It gives ○ tools - for firms - for schools ○ rooms - for all")
    assert [(piece.text, piece.level) for piece in dashed[1:]] == [
        ("- tools", 1),
        ("- for firms", 2),
        ("- for schools", 2),
        ("- rooms", 1),
        ("- for all", 2),
    ]


def test_lines_over_marked_ones_are_their_headings() -> None:
    text = "Ports of the coast\nBuild quays\n• Two in the north\n• One in the south\nBuild roads\n• To the quays"
    assert text_pieces(text) == [
        Piece("heading", "Ports of the coast", 3),
        Piece("heading", "Build quays", 4),
        Piece("item", "- Two in the north", 1),
        Piece("item", "- One in the south", 1),
        Piece("heading", "Build roads", 4),
        Piece("item", "- To the quays", 1),
    ]


def test_hangul_lines_under_a_heading_are_a_list() -> None:
    text = "추진 전략\n\n수소도시 조성\n스마트항만 구축\n저온유통망 확충\n\n이 계획은 2030년까지 추진한다."
    assert [piece.text for piece in text_pieces(text) if piece.kind == "item"] == [
        "- 수소도시 조성",
        "- 스마트항만 구축",
        "- 저온유통망 확충",
    ]


def test_the_title_is_a_heading_that_the_text_speaks_of_and_no_link_that_stood_above_it() -> None:
    prose = "The county builds three halls for concerts, one each year, and rents them to schools."
    pieces = text_pieces(f"Jump to the page body\n\nConcert halls\n\n{prose}")
    assert pieces == [
        Piece("paragraph", "Jump to the page body"),
        Piece("heading", "Concert halls", 1),
        Piece("paragraph", prose),
    ]
    assert text_pieces(f"Concert halls\n\nOverview of it\n\n{prose}")[0] == Piece("heading", "Concert halls", 1)


def test_a_line_said_twice_stands_once_and_is_a_heading() -> None:
    prose = "The county builds three halls for concerts, one each year, and rents them to schools."
    assert text_pieces(f"County to build halls.\nCounty to build halls.\n\n{prose}")[0] == Piece(
        "heading", "County to build halls.", 1
    )
    assert text_pieces("• A hall at sea\n  A hall at sea\n• A pier") == [
        Piece("item", "- A hall at sea", 1),
        Piece("item", "- A pier", 1),
    ]


def test_a_text_with_a_line_for_each_paragraph_joins_no_lines() -> None:
    prose = "The county builds halls for concerts. " * 6
    text = f"Halls for the whole county and its schools\nDate 2025.01.22\n\n{prose}\n\nNotes of the press office\nSeen 35 times"
    assert [(piece.kind, piece.text) for piece in text_pieces(text)] == [
        ("heading", "Halls for the whole county and its schools"),
        ("paragraph", "Date 2025.01.22"),
        ("paragraph", prose.strip()),
        ("paragraph", "Notes of the press office\nSeen 35 times"),
    ]
