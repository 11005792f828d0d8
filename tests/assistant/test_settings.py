from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.settings import Settings, load, unknown_variables
from retrieval.records import PolicydeskError

EXAMPLE = Path(__file__).parent.parent.parent / ".env.example"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    found = load()
    assert (found.home, found.host, found.port, found.embeddings) == (tmp_path / "var", "127.0.0.1", 8000, "local")
    assert (found.chroma_url, found.database_url) == (None, None)


def test_a_command_line_goes_before_the_environment_which_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("POLICYDESK_PORT=1\nPOLICYDESK_HOST=a.example\nPOLICYDESK_HOME=h\n", "utf-8")
    monkeypatch.setenv("POLICYDESK_PORT", "2")
    monkeypatch.setenv("POLICYDESK_HOST", "b.example")
    found = load(port=3, host=None)
    assert (found.port, found.host, found.home) == (3, "b.example", tmp_path / "h")


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_CHROMA_URL", "")
    assert load().chroma_url is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "abc", 'POLICYDESK_PORT is "abc": write a number from 1 to 65535, e.g. 8000.'),
        ("PORT", "70000", 'POLICYDESK_PORT is "70000": write a number from 1 to 65535, e.g. 8000.'),
        ("HOST", "a b", 'POLICYDESK_HOST is "a b": write a host name or an IP address to listen on, e.g. 127.0.0.1.'),
        ("EMBEDDINGS", "minilm", 'POLICYDESK_EMBEDDINGS is "minilm": write local, or provider:model, e.g. local.'),
        (
            "CHROMA_URL",
            "localhost:8001",
            'POLICYDESK_CHROMA_URL is "localhost:8001": write the address of a Chroma server, e.g. http://localhost:8001.',
        ),
        ("MODEL", "gpt-5-mini", 'POLICYDESK_MODEL is "gpt-5-mini": write provider:model, e.g. openai:gpt-5-mini.'),
        ("MODEL", "openai:", 'POLICYDESK_MODEL is "openai:": write provider:model, e.g. openai:gpt-5-mini.'),
        ("MODEL", "Open AI:x", 'POLICYDESK_MODEL is "Open AI:x": write provider:model, e.g. openai:gpt-5-mini.'),
        (
            "MODEL_BASE_URL",
            "localhost:11434",
            'POLICYDESK_MODEL_BASE_URL is "localhost:11434": write the address of an OpenAI-compatible server, e.g. '
            "http://localhost:11434/v1.",
        ),
        (
            "MODEL_DEADLINE",
            "0",
            'POLICYDESK_MODEL_DEADLINE is "0": write seconds from 1 to 600 that an answer may take, e.g. 30.',
        ),
        (
            "MODEL_DEADLINE",
            "soon",
            'POLICYDESK_MODEL_DEADLINE is "soon": write seconds from 1 to 600 that an answer may take, e.g. 30.',
        ),
        (
            "MODEL_CONTEXT",
            "100",
            'POLICYDESK_MODEL_CONTEXT is "100": write a number of tokens from 500 to 100000, e.g. 6000.',
        ),
    ],
)
def test_a_wrong_value_is_one_sentence_with_the_remedy(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"POLICYDESK_{name}", value)
    with pytest.raises(PolicydeskError) as error:
        load()
    assert str(error.value) == sentence


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_PORT", "abc")
    monkeypatch.setenv("POLICYDESK_EMBEDDINGS", "minilm")
    with pytest.raises(PolicydeskError, match=r"POLICYDESK_PORT is .* POLICYDESK_EMBEDDINGS is"):
        load()


def test_a_password_in_a_wrong_url_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_DATABASE_URL", "my db://me:secret@host/db")
    with pytest.raises(PolicydeskError) as error:
        load()
    assert "secret" not in str(error.value)
    assert "***@host/db" in str(error.value)


def test_without_a_model_nothing_is_asked_of_one() -> None:
    found = load()
    assert (found.model, found.model_base_url, found.model_api_key) == (None, None, None)
    assert (found.model_deadline, found.model_context) == (30, 6000)


@pytest.mark.parametrize(
    "name", ["openai:gpt-5-mini", "anthropic:claude-sonnet-4-5", "ollama:llama3.2:3b", "google_genai:a/b"]
)
def test_a_model_is_a_provider_and_its_own_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_MODEL", f" {name} ")
    assert load().model == name


@pytest.mark.parametrize("url", ["http://localhost:11434/v1", "https://api.example.org", "http://10.0.0.1/a/b/"])
def test_a_base_url_may_have_a_port_and_a_path(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_MODEL_BASE_URL", url)
    assert load().model_base_url == url


@pytest.mark.parametrize("url", ["ftp://x/v1", "http://", "http://a b/v1", "file:///etc/passwd", "http://me:pw@x/v1"])
def test_another_address_is_no_base_url(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_MODEL_BASE_URL", url)
    with pytest.raises(PolicydeskError, match="POLICYDESK_MODEL_BASE_URL is") as error:
        load()
    assert "me:pw" not in str(error.value)


def test_the_models_key_is_read_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_MODEL_API_KEY", "sk-very-secret")
    found = load()
    assert found.model_api_key is not None
    assert found.model_api_key.get_secret_value() == "sk-very-secret"
    assert "sk-very" not in f"{found!r} {found} {found.model_dump()} {found.model_dump_json()}"


def test_the_models_key_is_in_no_sentence_about_another_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_MODEL_API_KEY", "sk-very-secret")
    monkeypatch.setenv("POLICYDESK_MODEL", "gpt")
    with pytest.raises(PolicydeskError) as error:
        load()
    assert "sk-very" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_an_ipv6_address_may_stand_in_brackets() -> None:
    assert load(host="[::1]").host == "::1"


def test_a_mistyped_variable_is_named_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_PROT", "9000")
    assert unknown_variables() == ["POLICYDESK_PROT is no setting and is ignored: did you mean POLICYDESK_PORT?"]


def test_a_variable_that_is_like_no_other_is_named_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POLICYDESK_QQQQ=1\nPOLICYDESK_PORT=1\nOTHER=1\n", "utf-8")
    assert unknown_variables() == ["POLICYDESK_QQQQ is no setting and is ignored."]


def test_without_a_documents_folder_here_the_bundled_one_is_read(tmp_path: Path) -> None:
    assert load().documents == EXAMPLE.parent / "documents"
    (tmp_path / "documents").mkdir()
    assert load().documents == tmp_path / "documents"


def test_a_documents_folder_that_was_asked_for_is_never_replaced(tmp_path: Path) -> None:
    assert load(documents=tmp_path / "nowhere").documents == tmp_path / "nowhere"


def test_a_settings_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"POLICYDESK_HOME=\xff\xfe")
    with pytest.raises(PolicydeskError, match=r"^\.env cannot be read"):
        load()


def test_the_example_file_shows_every_setting_with_a_value_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = re.findall(r"^#(POLICYDESK_(\w+)=.*)$", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert sorted(name.lower() for _, name in lines) == sorted(Settings.model_fields)
    before = load()
    (tmp_path / ".env").write_text("\n".join(line for line, _ in lines), "utf-8")
    assert load().model_dump(exclude={"documents"}) == before.model_dump(exclude={"documents"})
