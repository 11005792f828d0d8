"""What the process that test_crash.py forks its writers from has at hand: imports and tables, nothing open."""

from __future__ import annotations

import chromadb
import chromadb_rust_bindings  # type: ignore[import-untyped]
import markdown_it
import phonenumbers
import tantivy
import test_crash

import retrieval.loading
from retrieval.chunking.tokens import count_tokens

__all__ = ["chromadb", "chromadb_rust_bindings", "markdown_it", "phonenumbers", "retrieval", "tantivy", "test_crash"]

count_tokens("The tables are read at the first use.")
