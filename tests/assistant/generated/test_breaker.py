"""The circuit breaker, by a clock that stands still until it is moved."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from assistant.generated.breaker import FAILURES, PAUSE, Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock=clock)


@pytest.fixture
def dead(breaker: Breaker) -> Breaker:
    """One whose service has failed just now as often as it takes."""
    for _ in range(3):
        breaker.failed()
    return breaker


def test_three_failures_in_a_row_stop_calls_for_thirty_seconds() -> None:
    assert (FAILURES, PAUSE) == (3, 30.0)


def test_calls_go_on_until_the_third_failure(breaker: Breaker) -> None:
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    assert not breaker.allows()


def test_a_success_in_between_begins_the_count_anew(breaker: Breaker) -> None:
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_a_dead_service_is_tried_once_in_every_pause(dead: Breaker, clock: Clock) -> None:
    clock.now += PAUSE - 0.1
    assert not dead.allows()
    for _ in range(3):
        clock.now += PAUSE
        assert [dead.allows() for _ in range(3)] == [True, False, False]


def test_a_trial_that_fails_begins_another_pause(dead: Breaker, clock: Clock) -> None:
    clock.now += PAUSE
    assert dead.allows()
    clock.now += 10  # the call took its time
    dead.failed()
    clock.now += PAUSE - 0.1
    assert not dead.allows()
    clock.now += 0.1
    assert dead.allows()


def test_a_trial_that_succeeds_opens_the_way(dead: Breaker, clock: Clock) -> None:
    clock.now += PAUSE
    assert dead.allows()
    dead.succeeded()
    assert all(dead.allows() for _ in range(10))
    dead.failed()
    assert dead.allows()


def test_of_many_threads_one_makes_the_trial(dead: Breaker, clock: Clock) -> None:
    together = Barrier(16)

    def ask(_: int) -> bool:
        together.wait()
        return dead.allows()

    for _ in range(20):
        clock.now += PAUSE
        with ThreadPoolExecutor(16) as pool:
            assert sum(pool.map(ask, range(16))) == 1


def test_each_breaker_counts_for_itself(dead: Breaker, clock: Clock) -> None:
    assert not dead.allows()
    assert Breaker(clock=clock).allows()
