"""Documents to chunks."""

from retrieval.chunking.chunks import CHUNKER_VERSION, chunk, fitted
from retrieval.chunking.tokens import count_tokens

__all__ = ["CHUNKER_VERSION", "chunk", "count_tokens", "fitted"]
