"""Opening a provider's chat model: what it is given, and one sentence for what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.generated.model import Model
from assistant.generated.model_open import check_package, open_chat
from retrieval.records import PolicydeskError

pytestmark = pytest.mark.slow

KEY = "sk-very-secret-key"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)


def test_a_missing_package_is_one_sentence_with_the_command() -> None:
    with pytest.raises(PolicydeskError) as error:
        Model("mistralai:mistral-large")
    assert str(error.value) == (
        "POLICYDESK_MODEL names the provider mistralai, whose package is not installed: install it with "
        '"pip install langchain-mistralai", or choose another provider, e.g. openai.'
    )


def test_the_package_of_a_provider_with_an_underscore_has_hyphens() -> None:
    with pytest.raises(PolicydeskError, match='"pip install langchain-google-genai"'):
        check_package("google_genai")


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_an_installed_package_is_found_without_being_loaded(provider: str) -> None:
    check_package(provider)


def test_openai_is_asked_for_little_at_temperature_zero_with_few_retries() -> None:
    chat: Any = open_chat("openai:test-model", "http://127.0.0.1:9/v1", KEY)
    assert (chat.model_name, chat.temperature, chat.max_tokens, chat.max_retries) == ("test-model", 0, 1_200, 2)
    assert chat.openai_api_base == "http://127.0.0.1:9/v1"
    assert chat.openai_api_key.get_secret_value() == KEY
    assert chat.stream_usage is True


def test_anthropic_is_opened_in_the_same_way() -> None:
    chat: Any = open_chat("anthropic:test-model", "http://127.0.0.1:9", KEY)
    assert (chat.model, chat.temperature, chat.max_tokens, chat.max_retries) == ("test-model", 0, 1_200, 2)
    assert chat.anthropic_api_key.get_secret_value() == KEY


def test_a_model_without_a_key_says_where_to_put_it() -> None:
    with pytest.raises(PolicydeskError) as error:
        Model("openai:test-model").open()
    assert str(error.value).startswith("The language model openai:test-model cannot be set up (")
    assert "POLICYDESK_MODEL_API_KEY or as the provider's own variable (e.g. OPENAI_API_KEY)" in str(error.value)


def test_the_providers_own_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    chat: Any = open_chat("openai:test-model", None, None)
    assert chat.openai_api_key.get_secret_value() == "sk-of-the-environment"


def test_nothing_is_opened_before_the_first_call() -> None:
    assert Model("openai:test-model").name == "openai:test-model"
