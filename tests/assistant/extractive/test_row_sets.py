"""Questions about several rows at once, asked of the bundled documents."""

from __future__ import annotations

from assistant.build import Desk


def test_rows_of_a_period_are_quoted_and_the_number_looked_at_is_said(desk: Desk) -> None:
    answer = desk.chain.ask("How many of Busan's projects end in 2016?")
    assert any(each.key == "rows-fit" for each in answer.said)
    assert answer.citations
    assert all("2016" in each.quote for each in answer.citations)


def test_rows_do_not_answer_how_many_there_are_of_another_thing(desk: Desk) -> None:
    answer = desk.chain.ask("How many engineers did the bio cogeneration plant of Busan hire in the end?")
    assert not any(each.key in ("rows-fit", "rows-whole") for each in answer.said)
