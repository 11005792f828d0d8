from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import load
from retrieval.records import PolicydeskError


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_token_is_read_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_TELEGRAM_TOKEN", " 123456:AAF-secret ")
    found = load()
    assert found.telegram_token is not None
    assert found.telegram_token.get_secret_value() == "123456:AAF-secret"
    assert "AAF-secret" not in f"{found!r} {found} {found.model_dump()} {found.model_dump_json()}"


def test_a_token_with_a_slip_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_TELEGRAM_TOKEN", "bot123456:AAF-secret")
    with pytest.raises(PolicydeskError) as error:
        load()
    assert str(error.value) == (
        'POLICYDESK_TELEGRAM_TOKEN is "***": write the token that @BotFather gave you, e.g. 123456789:AAF-....'
    )


def test_users_and_groups_stand_with_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().telegram_allowed == frozenset()
    monkeypatch.setenv("POLICYDESK_TELEGRAM_ALLOWED", "12, -100345,6")
    assert load().telegram_allowed == {12, -100345, 6}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "TELEGRAM_ALLOWED",
            "@mina",
            'is "@mina": write the numbers of users and groups, with commas between, e.g. 12345678,-100987654321.',
        ),
        (
            "TELEGRAM_WEBHOOK_URL",
            "bot.example.org",
            'is "bot.example.org": write the public address of the webhook, e.g. '
            "https://bot.example.org/telegram/webhook.",
        ),
        ("RATE_LIMIT", "0", 'is "0": write questions a minute from 1 to 1000 for each user, e.g. 10.'),
    ],
)
def test_a_wrong_value_is_one_sentence(name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"POLICYDESK_{name}", value)
    with pytest.raises(PolicydeskError) as error:
        load()
    assert str(error.value) == f"POLICYDESK_{name} {sentence}"
