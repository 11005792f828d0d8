"""Vectors of the embedding model in use, in OpenAI's format."""

from __future__ import annotations

import base64
from typing import Any

from assistant.http.openai.errors import Refused
from assistant.http.openai.requests import EmbeddingsRequest, check_model
from retrieval.embedding import Embedder

_MOST = 2048  # texts of a request, as OpenAI has it
_TOKENS = (
    "The input holds numbers of tokens, which mean something else to every model: send texts. In LangChain that is "
    "OpenAIEmbeddings(..., check_embedding_ctx_length=False)."
)


def embeddings(asked: EmbeddingsRequest, embedder: Embedder) -> dict[str, Any]:
    """The vectors of the texts, each of unit length. Raises `Refused` for what the model cannot take."""
    check_model(asked.model)
    texts = _texts(asked, embedder)
    vectors = embedder.embed_questions(texts) if asked.input_type == "query" else embedder.embed(texts)
    made = []
    for i, vector in enumerate(vectors):
        plain = asked.encoding_format == "float"
        given = vector.tolist() if plain else base64.b64encode(vector.astype("<f4").tobytes()).decode()
        made.append({"object": "embedding", "index": i, "embedding": given})
    usage = {"prompt_tokens": 0, "total_tokens": 0}  # not counted: nobody pays for them
    return {"object": "list", "data": made, "model": asked.model, "usage": usage}


def _texts(asked: EmbeddingsRequest, embedder: Embedder) -> list[str]:
    texts = [asked.input] if isinstance(asked.input, str) else asked.input
    if any(not isinstance(each, str) for each in texts):
        raise Refused(_TOKENS, "input")
    found = [each for each in texts if isinstance(each, str)]
    if not 1 <= len(found) <= _MOST:
        raise Refused(f"The input holds {len(found):,} texts: send 1 to {_MOST:,} at once.", "input")
    if asked.dimensions not in (None, embedder.dimensions):
        raise Refused(f"The vectors have {embedder.dimensions} dimensions: leave dimensions out.", "dimensions")
    for i, each in enumerate(found):
        if not each.strip():
            raise Refused(f"Text {i} of the input is empty.", "input")
        if not embedder.fits(each):
            raise Refused(f"Text {i} of the input is longer than the model reads: send it in parts.", "input")
    return found
