"""Token counts agree with tiktoken's own o200k_base, offline, and a broken table is named."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from retrieval.chunking import tokens
from retrieval.records import PolicydeskError


def test_common_words_count_as_one_token_each() -> None:
    assert tokens.count_tokens("") == 0
    assert tokens.count_tokens("The plan") == 2
    assert tokens.count_tokens("The plan is new.") == 5


def test_a_special_token_in_a_document_is_plain_text() -> None:
    assert tokens.count_tokens("<|endoftext|>") > 1


def test_the_pattern_and_the_table_are_those_of_tiktoken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import tiktoken

    (tmp_path / tokens.TABLE.name).write_bytes(tokens.TABLE.read_bytes())
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    reference = tiktoken.get_encoding("o200k_base")
    sample = (
        "Gyeongbuk's 2030 plan:\n\n  ₩190.2 billion, IT'S\t+82-53-819-3024 경상북도 정보화 기본계획 <|endoftext|>\r\n€"
    )
    assert tokens.count_tokens(sample) == len(reference.encode_ordinary(sample))


def test_no_network_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("tokens must not open a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    tokens._encoding.cache_clear()
    assert tokens.count_tokens("policy") == 1


def test_a_million_spaces_are_counted() -> None:
    assert tokens.count_tokens("a" + " " * 1_000_000 + "b") > 2


def test_a_damaged_table_says_to_install_again(tmp_path: Path) -> None:
    damaged = tmp_path / "table"
    damaged.write_bytes(tokens.TABLE.read_bytes()[:-1])
    with pytest.raises(PolicydeskError, match=r"table .* is damaged: install Policydesk again"):
        tokens._ranks(damaged)


def test_a_missing_table_says_to_install_again(tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match=r"cannot be read .*install Policydesk again"):
        tokens._ranks(tmp_path / "gone")
