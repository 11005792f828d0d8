from __future__ import annotations

import re
import string

import pytest

from assistant.build import Desk
from bots import texts
from bots.texts import COMMANDS, EXAMPLES, GROUP_COMMANDS, REASONS, Said, language_of
from retrieval.language.scripts import has_hangul

GROUPS = {
    "EXAMPLES": EXAMPLES,
    "COMMANDS": tuple(COMMANDS.values()),
    "REASONS": tuple(REASONS.values()),
}
ALL = {name: said for name, said in vars(texts).items() if isinstance(said, Said)} | {
    f"{name}{n}": said for name, group in GROUPS.items() for n, said in enumerate(group)
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", ALL)
def test_each_sentence_is_there_in_both_languages_with_the_same_placeholders(name: str) -> None:
    said = ALL[name]
    assert said.en.strip()
    assert has_hangul(said.ko)
    assert not has_hangul(said.en)
    assert placeholders(said.en) == placeholders(said.ko)
    values = dict.fromkeys(placeholders(said.en), "<7>")
    for shown in (said("en", **values), said("ko", **values)):
        assert "{" not in shown
        assert shown.count("<7>") == len(values)


@pytest.mark.parametrize("name", ALL)
def test_korean_sentences_are_formal(name: str) -> None:
    """Sentences end in -니다, -니까 or -시오; a label or a reader's own question need not."""
    ends = re.findall(r"(\S\S)[.?](?=\s|$)", ALL[name].ko)
    if not name.startswith("EXAMPLES"):
        assert [end for end in ends if has_hangul(end) and end not in ("니다", "니까", "시오")] == []


def test_commands_are_as_telegram_wants_them() -> None:
    """core.telegram.org/bots/api#botcommand: names of a-z, 0-9 and _, descriptions of 1 to 256 characters."""
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in COMMANDS)
    assert all(0 < len(text) <= 256 for said in COMMANDS.values() for text in (said.en, said.ko))
    assert set(GROUP_COMMANDS) <= set(COMMANDS)
    assert max(len(texts.DESCRIPTION.en), len(texts.DESCRIPTION.ko)) <= 512
    assert max(len(texts.SHORT_DESCRIPTION.en), len(texts.SHORT_DESCRIPTION.ko)) <= 120


def test_what_a_button_says_in_a_pop_up_fits() -> None:
    """core.telegram.org/bots/api#answercallbackquery: at most 200 characters."""
    for said in (texts.THANKS_UP, texts.THANKS_REASON, texts.NOT_YOURS, texts.TOO_OLD, texts.RATE_LIMIT):
        assert max(len(said.en), len(said.ko)) <= 200


@pytest.mark.parametrize("question", [text for said in EXAMPLES for text in (said.en, said.ko)])
def test_the_example_questions_are_answered_by_the_bundled_documents(desk: Desk, question: str) -> None:
    answer = desk.chain.ask(question)
    assert answer.status == "answered"
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "chosen", "client", "language"),
    [
        ("담당 부서?", None, "en", "ko"),
        ("Which team?", None, "ko", "en"),
        ("Which team?", "ko", "en", "ko"),
        ("담당 부서?", "en", "ko", "en"),
        ("???", None, "ko-KR", "ko"),
        ("", None, "kok", "en"),
        ("/start", None, "de", "en"),
        ("", None, None, "en"),
    ],
)
def test_the_language_is_the_one_chosen_else_the_questions_else_the_clients(
    question: str, chosen: str | None, client: str | None, language: str
) -> None:
    assert language_of(question, chosen, client) == language
