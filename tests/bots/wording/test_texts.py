from __future__ import annotations

import re

import pytest

from assistant.build import Desk
from assistant.wording import LANGUAGES, say
from bots.wording.texts import COMMANDS, EXAMPLES, GROUP_COMMANDS, told


def test_commands_are_as_telegram_wants_them() -> None:
    """core.telegram.org/bots/api#botcommand: names of a-z, 0-9 and _, descriptions of 1 to 256 characters."""
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in COMMANDS)
    assert set(GROUP_COMMANDS) <= set(COMMANDS)
    for language in LANGUAGES:
        assert all(0 < len(say(each, language)) <= 256 for each in COMMANDS.values())
        assert len(told("bot-description", language)) <= 512
        assert len(told("bot-short-description", language)) <= 120


def test_what_a_button_says_in_a_pop_up_fits() -> None:
    """core.telegram.org/bots/api#answercallbackquery: at most 200 characters."""
    for language in LANGUAGES:
        for key in ("bot-thanks-up", "bot-thanks-reason", "bot-not-yours", "bot-too-old"):
            assert len(told(key, language)) <= 200
        assert len(told("bot-rate-limit", language, limit=1000, seconds=1000)) <= 200


@pytest.mark.parametrize("question", [say(each, language) for each in EXAMPLES for language in LANGUAGES])
def test_the_example_questions_are_answered_by_the_bundled_documents(desk: Desk, question: str) -> None:
    answer = desk.chain.ask(question)
    assert answer.status == "answered"
    assert answer.citations
