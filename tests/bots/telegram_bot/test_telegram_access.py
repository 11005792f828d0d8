from __future__ import annotations

from bots.telegram_bot.access import AllowList, Limits, Verdict


def test_an_empty_list_admits_everybody() -> None:
    assert AllowList(frozenset()).admits(1, 1)


def test_a_user_is_admitted_anywhere_and_a_group_with_all_in_it() -> None:
    allowed = AllowList(frozenset({7, -100}))
    assert allowed.admits(7, -200)
    assert allowed.admits(8, -100)
    assert not allowed.admits(8, 8)


def test_a_stranger_is_told_once() -> None:
    allowed = AllowList(frozenset({7}))
    assert [allowed.is_first_refusal(8) for _ in range(3)] == [True, False, False]
    assert allowed.is_first_refusal(9)


def test_a_limit_is_told_once_and_ends_after_a_minute() -> None:
    now = [100.0]
    limits = Limits(2, now=lambda: now[0])
    assert limits.take(7, None).allowed
    now[0] = 110.0
    assert limits.take(7, None).allowed
    now[0] = 120.5
    assert limits.take(7, None) == Verdict(False, 40, 2)
    assert limits.take(7, None) == Verdict(False, None, 2)
    assert limits.take(8, None).allowed
    now[0] = 160.0
    assert limits.take(7, None).allowed
    assert limits.take(7, None) == Verdict(False, 10, 2), "a new limit, a new notice"


def test_a_group_has_a_limit_of_its_own() -> None:
    limits = Limits(1, now=lambda: 0.0)
    assert [limits.take(user, -100).allowed for user in (1, 2, 3, 4)] == [True, True, True, False]
    assert limits.take(5, -200).allowed
