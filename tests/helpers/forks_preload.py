"""What the process that tests fork others from has at hand: imports and tables, nothing open."""

from __future__ import annotations

import chromadb
import chromadb_rust_bindings  # type: ignore[import-untyped]
import markdown_it
import phonenumbers
import tantivy

import assistant.build
import assistant.cli
import assistant.compose
import assistant.http
import bots.telegram_bot
import retrieval.embedding.embed
import retrieval.loading
from retrieval.chunking.tokens import count_tokens

__all__ = [
    "assistant",
    "bots",
    "chromadb",
    "chromadb_rust_bindings",
    "markdown_it",
    "phonenumbers",
    "retrieval",
    "tantivy",
]

count_tokens("The tables are read at the first use.")
