"""How the tests are shared out among workers: files that load the same large things go to one, the longest first."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# What each loads takes seconds once a worker: a browser, aiogram and a process to fork from, the clients of two providers; and
# what takes long begins early.
TOGETHER = {
    "hostile": ("retrieval/loading/test_hostile",),
    "browser": ("assistant/web/", "evals/test_page_evals.py"),
    "crash": ("retrieval/ingest/test_crash",),
    "kills": ("retrieval/ingest/test_kills",),
    "server": ("retrieval/index/test_server",),
    "telegram": ("bots/telegram_bot/", "helpers/bot_api/"),
    "models": ("assistant/generated/test_model", "assistant/generated/test_attack_pack.py", "helpers/model_api/"),
}


def part_of(nodeid: str) -> str:
    """The name of what a test is part of, which one worker runs: one of TOGETHER, or its file."""
    file = nodeid.partition("::")[0]
    inside = PurePath(file).as_posix().partition("tests/")[2]
    return next((name for name, starts in TOGETHER.items() if inside.startswith(starts)), file)


def longest_first(items: list[pytest.Item]) -> None:
    """Sorts the parts of TOGETHER to the front: what begins late must not take long."""
    names = list(TOGETHER)
    places = {part: names.index(part) if part in names else len(names) for part in {part_of(i.nodeid) for i in items}}
    items.sort(key=lambda item: places[part_of(item.nodeid)])


class ByPart(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a worker the next part when it has finished one, in the order of collection."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)
