"""Settings: POLICYDESK_* variables and a .env file, read once by an entry point and checked before anything starts."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval.patterns import late_pattern
from retrieval.records import PolicydeskError

PREFIX = "POLICYDESK_"
_DOTENV = ".env"
_CREDENTIALS = late_pattern(r"(?<=://)[^/@\s]*@")
_PROVIDER_MODEL = late_pattern(r"[a-z][a-z0-9_]*:\S+")
_EMBEDDINGS = late_pattern(rf"local|{_PROVIDER_MODEL.pattern}")
_BASE_URL = late_pattern(r"https?://[^/\s:@]+(:\d{1,5})?(/\S*)?")
_HTTP_URL = late_pattern(r"https?://[^/\s:]+(:\d{1,5})?/?")
_TELEGRAM_TOKEN = late_pattern(r"\d+:[\w-]{3,}")
_DATABASE_URL = late_pattern(r"[a-z][a-z0-9]*(\+[a-z0-9]+)?://\S*")


class Settings(BaseSettings):
    """What can be set. Each description completes the sentence "write ..."; the example is a value that works."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=_DOTENV,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    home: Annotated[Path, Field(description="the folder for all data", examples=["./var"])] = Path("var")
    host: Annotated[str, Field(description="a host name or an IP address to listen on", examples=["127.0.0.1"])] = (
        "127.0.0.1"
    )
    port: Annotated[int, Field(ge=0, le=65535, description="a number from 1 to 65535", examples=["8000"])] = 8000
    public_url: Annotated[
        str | None,
        Field(description="the address at which readers open the page", examples=["https://policydesk.example.org"]),
    ] = None
    openai_sources: Annotated[
        Literal["text", "none"],
        Field(description="text (the sources are listed below an answer) or none", examples=["text"]),
    ] = "text"
    embeddings: Annotated[str, Field(description="local, or provider:model", examples=["local"])] = "local"
    model: Annotated[
        str | None, Field(description="provider:model", examples=["openai:gpt-5-mini", "anthropic:claude-sonnet-4-5"])
    ] = None
    model_base_url: Annotated[
        str | None,
        Field(description="the address of an OpenAI-compatible server", examples=["http://localhost:11434/v1"]),
    ] = None
    model_api_key: Annotated[SecretStr | None, Field(description="the model provider's key", examples=["sk-..."])] = (
        None
    )
    model_deadline: Annotated[
        float, Field(ge=1, le=600, description="seconds from 1 to 600 that an answer may take", examples=["30"])
    ] = 30
    model_context: Annotated[
        int, Field(ge=500, le=100_000, description="a number of tokens from 500 to 100000", examples=["6000"])
    ] = 6000
    documents: Annotated[Path, Field(description="a folder of documents", examples=["./documents"])] = Path("documents")
    sources: Annotated[Path | None, Field(description="a file of sources", examples=["./sources.toml"])] = None
    sources_loopback: Annotated[
        bool, Field(description="true only for tests: sources may be on this machine", examples=["false"])
    ] = False
    ocr: Annotated[
        Literal["auto", "off"],
        Field(description="auto to read scanned pages where Tesseract is installed, or off", examples=["auto"]),
    ] = "auto"
    ingest_key: Annotated[
        SecretStr | None,
        Field(min_length=16, description="a secret of 16 characters or more", examples=["3f9c0d5e8a7b4c21"]),
    ] = None
    chroma_url: Annotated[
        str | None,
        Field(description="the address of a Chroma server", examples=["http://localhost:8001"]),
    ] = None
    database_url: Annotated[
        str | None,
        Field(description="a SQLAlchemy database URL", examples=["sqlite:////srv/policydesk/conversations.sqlite"]),
    ] = None

    telegram_token: Annotated[
        SecretStr | None, Field(description="the token that @BotFather gave you", examples=["123456789:AAF-..."])
    ] = None
    telegram_allowed: Annotated[
        frozenset[int],
        NoDecode,
        Field(description="the numbers of users and groups, with commas between", examples=["12345678,-100987654321"]),
    ] = frozenset()
    telegram_webhook_url: Annotated[
        str | None,
        Field(description="the public address of the webhook", examples=["https://bot.example.org/telegram/webhook"]),
    ] = None
    telegram_api_url: Annotated[
        str | None, Field(description="the address of a Bot API server", examples=["http://localhost:8081"])
    ] = None
    rate_limit: Annotated[
        int, Field(ge=1, le=1000, description="questions a minute from 1 to 1000 for each user", examples=["10"])
    ] = 10

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return Path(os.path.abspath(value.expanduser()))  # noqa: PTH100 - resolve() would follow links in messages

    @field_validator("sources")
    @classmethod
    def _sources(cls, value: Path | None) -> Path | None:
        return None if value is None else Path(os.path.abspath(value.expanduser()))  # noqa: PTH100

    @field_validator("documents")
    @classmethod
    def _documents(cls, value: Path) -> Path:
        path = Path(os.path.abspath(value.expanduser()))  # noqa: PTH100
        beside_the_code = Path(__file__).resolve().parent.parent / "documents"
        is_default = value == Path("documents")
        return beside_the_code if is_default and not path.is_dir() and beside_the_code.is_dir() else path

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        return _matching(re.compile(r"\[?[\w.:%-]+\]?"), value).strip("[]")

    @field_validator("embeddings")
    @classmethod
    def _embeddings(cls, value: str) -> str:
        return _matching(_EMBEDDINGS, value)

    @field_validator("model")
    @classmethod
    def _model(cls, value: str | None) -> str | None:
        return None if value is None else _matching(_PROVIDER_MODEL, value)

    @field_validator("model_base_url")
    @classmethod
    def _model_base_url(cls, value: str | None) -> str | None:
        return None if value is None else _matching(_BASE_URL, value)

    @field_validator("chroma_url")
    @classmethod
    def _chroma_url(cls, value: str | None) -> str | None:
        return None if value is None else _matching(_HTTP_URL, value)

    @field_validator("telegram_token")
    @classmethod
    def _telegram_token(cls, value: SecretStr | None) -> SecretStr | None:
        return None if value is None else SecretStr(_matching(_TELEGRAM_TOKEN, value.get_secret_value()))

    @field_validator("telegram_allowed", mode="before")
    @classmethod
    def _telegram_allowed(cls, value: object) -> object:
        return [int(each) for each in value.replace(",", " ").split()] if isinstance(value, str) else value

    @field_validator("public_url", "telegram_webhook_url", "telegram_api_url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        return None if value is None else _matching(_BASE_URL, value)

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str | None) -> str | None:
        return None if value is None else _matching(_DATABASE_URL, value)


def load(**given: Any) -> Settings:
    """The settings in force; `given` (from a command line) goes before the environment, which goes before .env.

    Raises PolicydeskError naming each wrong variable, what it was, and what to write instead.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        problems = [_sentence(str(each["loc"][0]), each["input"]) for each in error.errors()]
        raise PolicydeskError(" ".join(problems)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise PolicydeskError(f"{_DOTENV} cannot be read ({error}): it must be a text file in UTF-8.") from error


def unknown_variables() -> list[str]:
    """A sentence for each POLICYDESK_* variable that no setting reads, with the one that may have been meant."""
    from dotenv import dotenv_values

    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    names = [*os.environ, *(dotenv_values(_DOTENV) if Path(_DOTENV).is_file() else [])]
    unknown = sorted({n.upper() for n in names if n.upper().startswith(PREFIX)} - set(known))
    return [f"{name} is no setting and is ignored{_meant(name, known)}" for name in unknown]


def _meant(name: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(name.removeprefix(PREFIX), [k.removeprefix(PREFIX) for k in known], n=1)
    return f": did you mean {PREFIX}{nearest[0]}?" if nearest else "."


def _matching(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value.strip()):
        raise ValueError
    return value.strip()


def _sentence(name: str, value: object) -> str:
    field = Settings.model_fields[name]
    shown = "***" if "SecretStr" in str(field.annotation) else _CREDENTIALS.sub("***@", str(value))
    return f'{PREFIX}{name.upper()} is "{shown}": write {field.description}, e.g. {(field.examples or [""])[0]}.'
