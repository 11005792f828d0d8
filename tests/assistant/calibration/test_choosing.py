"""Which thresholds cost least, and what is to be expected of them."""

from __future__ import annotations

import pytest

from assistant.calibration.asking import Probed, Reply
from assistant.calibration.choosing import COST, Proposal, choose, cost_of, expect, propose, silences, tally, too_few
from assistant.calibration.probes import Probe
from assistant.evidence import Thresholds

ALL_ANSWERED = Thresholds(answered=0.1, near=0.1)


def probed(answerable: bool, chance: float, score: float = 0.5, right: bool = True) -> Probed:
    shows = answerable and right
    replies = Reply("answered", shows), Reply("nearest", shows), Reply("not_found", False)
    return Probed(Probe("?", answerable), chance, score, *replies)


def test_a_probe_is_answered_near_or_refused_by_its_chance_and_its_score() -> None:
    one = probed(True, chance=0.6, score=0.4)
    outcomes = [one.at(Thresholds(*at)).outcome for at in ((0.6, 0.4), (0.61, 0.4), (0.6, 0.41))]
    assert outcomes == ["answered", "nearest", "not_found"]


def test_what_became_of_the_probes_is_counted_and_costs() -> None:
    at = Thresholds(answered=0.5, near=0.3)
    every = [
        probed(True, 0.9), probed(True, 0.9, right=False), probed(True, 0.1), probed(True, 0.1, right=False),
        probed(True, 0.9, 0.2), probed(False, 0.9), probed(False, 0.1), probed(False, 0.9, 0.2),
    ]  # fmt: skip
    assert tally(every, at) == [1] * 8
    # 0 rightly, 2 wrongly, 0.5 and 1 near, 1 refused; 2, 0.1 and 0 where there is nothing: 6.6 of 8.
    assert cost_of(every, at, 2.0) == pytest.approx(6.6 / 8)
    assert cost_of(every, at, 5.0) == pytest.approx(12.6 / 8)


def test_thresholds_stand_half_way_between_what_they_part() -> None:
    every = [probed(True, 0.8, 0.7), probed(True, 0.6, 0.7), probed(False, 0.5, 0.3), probed(False, 0.2, 0.7)]
    chosen = choose(every, ALL_ANSWERED, COST)
    # The first of the others may be refused by its score, the second only by its chance: 0.1 for reading it in vain.
    assert cost_of(every, chosen, COST) == pytest.approx(0.1 / 4)
    assert chosen.near == 0.5
    assert 0.2 < chosen.answered < 0.6


def test_thresholds_that_are_as_good_as_any_stay() -> None:
    every = [probed(True, 0.8), probed(False, 0.05, 0.05)]
    assert choose(every, ALL_ANSWERED, COST) == ALL_ANSWERED


def test_what_wrong_answers_cost_moves_the_threshold() -> None:
    """Two right answers stand above a wrong one, which stands above three more right ones: they cost half each when only near."""
    every = [*(probed(True, each) for each in (0.9, 0.8, 0.6, 0.5, 0.4)), probed(False, 0.7)]
    assert choose(every, ALL_ANSWERED, 1.0).answered < 0.4  # 1 against 3 times 0.5, and 0.1
    assert choose(every, ALL_ANSWERED, 2.0).answered == pytest.approx(0.75)  # 2 against 1.6


def test_where_the_kinds_part_clearly_what_is_expected_is_sure() -> None:
    every = [probed(True, 0.9) for _ in range(30)] + [probed(False, 0.2, 0.2) for _ in range(30)]
    found = expect(every, ALL_ANSWERED, COST)
    assert [each.mean for each in found.shares] == pytest.approx([1, 0, 0, 0, 0, 0, 0, 1])
    assert found.cost.mean == pytest.approx(0)
    # Half of the probes cost 2 with all answered.
    assert (found.saved.low, found.saved.mean, found.saved.high) == pytest.approx((1, 1, 1))


def test_where_nothing_parts_the_kinds_no_gain_is_promised() -> None:
    """Chances without a meaning: thresholds that fit them cost less on these probes, and not on others."""
    every = [probed(n % 2 == 0, chance=(n * 37 % 61) / 61, right=n % 4 == 0) for n in range(60)]
    before = Thresholds(answered=0.99, near=0.1)
    made = propose(every, before, COST)
    assert cost_of(every, made.after, COST) <= cost_of(every, before, COST)
    assert made.expected.cost.mean >= cost_of(every, made.after, COST)
    assert not made.is_sure


def test_the_same_probes_give_the_same() -> None:
    every = [probed(n % 3 != 0, chance=(n * 37 % 61) / 61) for n in range(60)]
    assert expect(every, ALL_ANSWERED, COST) == expect(every, ALL_ANSWERED, COST)


def test_a_proposal_that_changes_nothing_is_not_better() -> None:
    every = [probed(True, 0.8) for _ in range(30)] + [probed(False, 0.05, 0.05) for _ in range(30)]
    made = propose(every, ALL_ANSWERED, COST)
    assert isinstance(made, Proposal)
    assert (made.after, made.is_better) == (ALL_ANSWERED, False)


def test_with_too_few_probes_it_is_said_how_many_are_needed_and_why() -> None:
    few = [Probe("?", True)] * 30 + [Probe("?", False)] * 29
    assert too_few(few) == (
        "There are 30 probe questions that the documents answer and 29 that they do not; 30 of each are needed, better 100, as "
        "a share of fewer is not known to 18 points either way. Add what users ask."
    )
    assert too_few([*few, Probe("?", False)]) == ""


def test_thresholds_that_leave_fewer_than_half_of_the_right_answers_are_known_to() -> None:
    every = [probed(True, each) for each in (0.9, 0.8, 0.3, 0.2)]
    assert not silences(every, ALL_ANSWERED, Thresholds(0.5, 0.1))
    assert silences(every, ALL_ANSWERED, Thresholds(0.85, 0.1))
