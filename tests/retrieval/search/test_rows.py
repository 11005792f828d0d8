"""Items of lists and rows of tables as records."""

from __future__ import annotations

from retrieval.records import Block
from retrieval.search.rows import rows_of

TABLE = "School | Grant\nHill | KRW 3 million, 2031\nRiver | none"
ITEMS = "- Ferry: 2031–2033\n- Bridge"


def test_the_first_row_of_a_table_names_the_cells_of_the_others() -> None:
    blocks = (Block("row", 0, 14), Block("row", 15, 41), Block("row", 42, 54))
    columns, rows = rows_of(TABLE, blocks)
    assert columns == ("School", "Grant")
    assert rows[0].cells == (("School", "Hill"), ("Grant", "KRW 3 million, 2031"))
    assert [each.value for each in rows[0].values] == ["3000000", "2031"]
    assert rows[1].years is None


def test_an_item_is_one_cell_and_knows_the_years_that_it_names() -> None:
    columns, rows = rows_of(ITEMS, (Block("item", 0, 18, 1), Block("item", 19, 27, 1)))
    assert columns == ()
    assert rows[0].years == (2031, 2033)
    assert rows[0].cells == (("", "- Ferry: 2031–2033"),)
