"""Texts to unit vectors, by the local model (no key, no network) or by any provider that LangChain knows."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import centring
from retrieval.embedding.e5 import E5, Vectors
from retrieval.embedding.e5_graph import DIMENSIONS, WINDOW
from retrieval.language import Span
from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

_Result = TypeVar("_Result")

_PROVIDER_CHARACTERS = 2000
"""What the smallest window among the providers' models (512 tokens) holds of English text."""

_KEPT_QUESTIONS = 64  # whose words are at hand: what reads word by word comes soon after the search


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Of a question, and of each of several texts, one row for each of `words(text)`, of unit length or zero."""

    question: Vectors
    texts: Sequence[Vectors]


def words(text: str) -> list[Span]:
    """The places of a text's words, as they are given vectors."""
    return [Span(*match.span()) for match in _word().finditer(text)]


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\w+")


class Embedder(Protocol):
    """A model that turns texts into vectors. Vectors of two models (two names) must never be compared."""

    @property
    def name(self) -> str:
        """Names the model in the index, e.g. `local:multilingual-e5-small`."""

    @property
    def dimensions(self) -> int:
        """Length of every vector."""

    def fits(self, text: str) -> bool:
        """Whether the model reads all of `text`; it is blind to what goes past its window."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of unit length. Raises PolicydeskError if that fails."""

    def embed_question(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,), of unit length. Raises PolicydeskError if that fails."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As `embed_question` for several, in one run where the model can: shape (len(texts), dimensions)."""

    def embed_with_sentences(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """As `embed`, and for each text i the vectors of its spans, shape (len(spans[i]), dimensions).

        Rows are of unit length, or zero where the model did not get to read the span. Spans count characters of
        their own text. Raises PolicydeskError if that fails.
        """

    def embed_words(self, question: str, texts: Sequence[str]) -> WordVectors | None:
        """The vectors of the words of a question and of texts, each as it is meant in its context.

        None by a model that gives no vectors of single words.
        """


def open_embedder(spec: str, cache: Path) -> Embedder:
    """The embedder that the setting `spec` names: `local`, or `provider:model` (e.g. `openai:text-embedding-3-small`).

    `cache` is a folder for files that can be made again. Raises PolicydeskError for an unknown or missing one.
    """
    return LocalEmbedder(cache) if spec == "local" else ProviderEmbedder(spec)


class LocalEmbedder:
    """multilingual-e5-small in this process. Sentence vectors cost nothing extra: they are means over the text's own
    token vectors, so they know their context. Safe to use from several threads."""

    name = f"local:multilingual-e5-small/{centring.VERSION}"
    dimensions = DIMENSIONS

    def __init__(self, cache: Path) -> None:
        self._model = E5(cache)
        self._words: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def fits(self, text: str) -> bool:
        return self._model.count(text) <= WINDOW

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self.embed_with_sentences(texts, [()] * len(texts))[0]

    def embed_question(self, text: str) -> Vectors:
        vector: Vectors = self.embed_questions([text])[0]
        return vector

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return _stacked(each[:1] for each in self._read_questions(texts))

    def _read_questions(self, texts: Sequence[str]) -> list[Vectors]:
        """Of each question a row for itself and one for each of its words, from one run; the words are kept."""
        pooled = self._model.pool("query", texts, [words(each) for each in texts])
        read = [
            centring.centred(_unit(rows), "question", centring.hangul_share(text))
            for rows, text in zip(pooled, texts, strict=True)
        ]
        with self._lock:
            self._words |= {text: rows[1:] for text, rows in zip(texts, read, strict=True)}
            while len(self._words) > _KEPT_QUESTIONS:
                self._words.popitem(last=False)
        return read

    def embed_with_sentences(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        pooled = [_unit(rows) for rows in self._model.pool("passage", texts, spans)]
        shares = list(map(centring.hangul_share, texts))
        whole = [centring.centred(rows[:1], "passage", share) for rows, share in zip(pooled, shares, strict=True)]
        parts = [centring.centred(rows[1:], "span", share) for rows, share in zip(pooled, shares, strict=True)]
        return _stacked(whole), parts

    def embed_words(self, question: str, texts: Sequence[str]) -> WordVectors:
        asked = self._words.get(question)
        if asked is None:
            asked = self._read_questions([question])[0][1:]
        rows = self._model.pool("passage", texts, [words(each) for each in texts]) if texts else []
        return WordVectors(
            asked,
            [
                centring.centred(_unit(each[1:]), "span", centring.hangul_share(text))
                for each, text in zip(rows, texts, strict=True)
            ],
        )


class ProviderEmbedder:
    """A hosted or self-hosted model through LangChain. Sentences are embedded as texts of their own."""

    def __init__(self, spec: str) -> None:
        self.name = spec
        self._client = _open_provider(spec)

    @cached_property
    def dimensions(self) -> int:
        return int(self.embed_question("dimensions").size)

    def fits(self, text: str) -> bool:
        return len(text) <= _PROVIDER_CHARACTERS

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        return _unit(np.array(self._call(lambda: self._client.embed_documents(list(texts))), np.float32))

    def embed_question(self, text: str) -> Vectors:
        return _unit(np.array(self._call(lambda: self._client.embed_query(text)), np.float32))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        vectors = [self.embed_question(text) for text in texts]  # LangChain's faces take one question at a time
        return np.array(vectors, np.float32).reshape(len(texts), self.dimensions)

    def embed_with_sentences(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        sentences = [text[start:end] for text, of_text in zip(texts, spans, strict=True) for start, end in of_text]
        vectors = self.embed([*texts, *sentences])
        ends = len(texts) + np.cumsum([len(of_text) for of_text in spans], dtype=np.int64)
        parts = np.split(vectors, [len(texts), *ends])
        return parts[0], parts[1:-1]

    def embed_words(self, question: str, texts: Sequence[str]) -> None:
        return None

    def _call(self, call: Callable[[], _Result]) -> _Result:
        try:
            return call()
        except Exception as error:  # providers share no base class
            # The provider's own message is left out: it may quote the key.
            raise PolicydeskError(
                f"The embedding model {self.name} could not be used ({type(error).__name__}): check its API key, its "
                "address and the network, or set POLICYDESK_EMBEDDINGS=local and ingest again."
            ) from error


def _open_provider(spec: str) -> Embeddings:
    from langchain.embeddings import init_embeddings

    try:
        return init_embeddings(spec)
    except ImportError as error:
        cause = error.__cause__
        package = (cause.name if isinstance(cause, ImportError) and cause.name else spec).partition(".")[0]
        package = package.replace("_", "-")
        raise PolicydeskError(
            f"The embedding model {spec} needs the package {package}: run `pip install {package}`."
        ) from error
    except ValueError as error:
        raise PolicydeskError(
            f"POLICYDESK_EMBEDDINGS is {spec!r}, which names no embedding model that can be opened: write `local`, or "
            "`provider:model` such as `openai:text-embedding-3-small` with the provider's key in its usual variable."
        ) from error
    except Exception as error:
        raise PolicydeskError(
            f"The embedding model {spec} could not be opened ({type(error).__name__}): check that its API key is set "
            "in the provider's usual variable, or set POLICYDESK_EMBEDDINGS=local."
        ) from error


def _stacked(rows: Iterable[Vectors]) -> Vectors:
    return np.concatenate([np.zeros((0, DIMENSIONS), np.float32), *rows])


def _unit(vectors: NDArray[np.float32]) -> Vectors:
    """Rows scaled to unit length; rows of zeros stay."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), np.float32)
