"""Who may ask, and how often: the allow-list and the limits per user and per chat."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

WINDOW = 60.0  # seconds
GROUP_SHARE = 3  # a group as a whole may ask this many times what one user may
_REMEMBERED = 10_000  # strangers, and users with a limit, at most


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a question is taken; when not, the seconds to wait where a notice is due, which it is once."""

    allowed: bool
    wait: int | None = None
    limit: int = 0


class AllowList:
    """The users and groups that are answered; everybody when it is empty."""

    def __init__(self, ids: frozenset[int]) -> None:
        self._ids = ids
        self._told: OrderedDict[int, None] = OrderedDict()

    def admits(self, user_id: int, chat_id: int) -> bool:
        """Whether the user is on the list, or the chat."""
        return not self._ids or user_id in self._ids or chat_id in self._ids

    def is_first_refusal(self, chat_id: int) -> bool:
        """True once for each chat: strangers are told one line, then nothing."""
        first = chat_id not in self._told
        self._told[chat_id] = None
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return first


class Limits:
    """At most so many questions in any minute for each user, and three times as many for each group."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._now = now
        self._windows: OrderedDict[tuple[str, int], _Window] = OrderedDict()

    def take(self, user_id: int, group_id: int | None) -> Verdict:
        """Count a question, unless one of its limits is reached."""
        limits = [(("user", user_id), self._per_minute)]
        if group_id is not None:
            limits.append((("group", group_id), self._per_minute * GROUP_SHARE))
        windows = [(self._window(key), limit) for key, limit in limits]
        for window, limit in windows:
            if wait := window.wait(self._now(), limit):
                first, window.told = not window.told, True
                return Verdict(False, ceil(wait) if first else None, limit)
        for window, _ in windows:
            window.add(self._now())
        return Verdict(True)

    def _window(self, key: tuple[str, int]) -> _Window:
        window = self._windows.setdefault(key, _Window(deque()))
        self._windows.move_to_end(key)
        if len(self._windows) > _REMEMBERED:
            self._windows.popitem(last=False)
        return window


@dataclass(slots=True)
class _Window:
    """The times of the questions of the last minute, and whether the notice of the limit was given."""

    times: deque[float]
    told: bool = False

    def wait(self, now: float, limit: int) -> float:
        """Seconds until one more is allowed; 0 when it is."""
        while self.times and self.times[0] <= now - WINDOW:
            self.times.popleft()
        return max(self.times[0] + WINDOW - now, 0.001) if len(self.times) >= limit else 0.0

    def add(self, now: float) -> None:
        self.times.append(now)
        self.told = False
