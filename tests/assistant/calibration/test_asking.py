"""Probes asked over a small index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.build import Desk
from assistant.calibration.asking import Asker, Reply, check, is_right
from assistant.calibration.probes import Probe
from assistant.evidence import Thresholds
from assistant.quoting import Quote
from retrieval.records import Metadata, PolicydeskError

TODAY = date(2026, 11, 24)
BUDGET = Probe("What is the budget of the harbour plan?", True, "Its budget is 40 billion won.")


def quote(text: str, document: str = "a.md") -> Quote:
    return Quote(document, 0, len(text), text, (), None, Metadata("A"))


@pytest.mark.parametrize(
    ("probe", "shown", "right"),
    [
        (Probe("?", True), ["anything"], True),
        (Probe("?", True), [], False),
        (Probe("?", False), ["anything"], False),
        (Probe("?", True, "three  Quays!"), ["It has three quays."], True),
        (Probe("?", True, "Three quays. Two cranes."), ["Three quays.", "Two cranes."], True),
        (Probe("?", True, "Three large quays are built"), ["Three large quays"], True),
        (Probe("?", True, "Three large quays are built"), ["Three"], False),
        (Probe("?", True, document="a.md"), ["anything"], True),
        (Probe("?", True, document="b.md"), ["anything"], False),
        (Probe("?", True, "quays", "b.md"), ["three quays"], False),
    ],
)
def test_right_is_what_shows_the_quote_from_the_document(probe: Probe, shown: list[str], right: bool) -> None:
    assert is_right(probe, [quote(each) for each in shown]) is right


def test_a_probe_is_answered_shown_as_the_nearest_or_refused(small_desk: Desk) -> None:
    found = Asker(small_desk.knowledge.current().judging_by, TODAY).ask(BUDGET)
    assert found.answered == Reply("answered", True)
    assert found.nearest == Reply("nearest", True)
    assert found.refused == Reply("not_found", False)


def test_what_is_foreseen_at_thresholds_is_what_is_given_with_them(small_desk: Desk) -> None:
    asker = Asker(small_desk.knowledge.current().judging_by, TODAY)
    found = asker.ask(BUDGET)
    for at in (
        Thresholds(found.chance, found.score),
        Thresholds(found.chance + 0.01, found.score),
        Thresholds(found.chance, found.score + 0.01),
    ):
        assert asker.asked(BUDGET, at) == found.at(at)


def test_what_is_decided_without_the_judge_is_the_same_at_all_thresholds(small_desk: Desk) -> None:
    found = Asker(small_desk.knowledge.current().judging_by, TODAY).ask(Probe("Hello!", False))
    assert (found.answered, found.nearest, found.refused) == (Reply("not_found", False),) * 3


def test_the_thresholds_in_force_are_those_that_were_set(desk_over: Callable[..., Desk], small_home: Path) -> None:
    known = desk_over(small_home).knowledge.current()
    assert known.judging_by(Thresholds(0.4, 0.3)).parting == Thresholds(0.4, 0.3)
    assert 0 < known.parting.answered < 1


def test_a_document_or_a_quote_that_is_not_there_is_named_by_its_line(small_desk: Desk) -> None:
    documents = small_desk.knowledge.current().documents
    check([BUDGET, Probe("?", True, "three quays", "plans/harbour.md")], documents)
    with pytest.raises(PolicydeskError) as error:
        check(
            [
                Probe("?", True, "four quays", where="p:1"),
                Probe("?", True, "three quays", "office.md", "p:2"),
                Probe("?", True, document="harbour.md", where="p:3"),
            ],
            documents,
        )
    assert str(error.value).split("\n") == [
        'p:3: no document "harbour.md" is indexed: write its id, as the sources of an answer give it.',
        "p:1: the quote stands in no document: copy it as the document has it.",
        "p:2: the quote stands in no place of office.md: copy it as the document has it.",
    ]
