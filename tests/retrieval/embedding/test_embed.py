"""The embedders: the local model against a plain forward pass of BERT, and providers through LangChain."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from retrieval.embedding.embed import Embedder, LocalEmbedder, open_embedder
from retrieval.embedding.minilm import model_folder
from retrieval.language.sentences import Span, split
from retrieval.records import PolicydeskError

pytestmark = pytest.mark.slow

TEXTS = (
    "Whom do I contact about regional industrial planning?",
    "The Policy Planning Group has three teams. One of them plans regional industry. It sits in room 301.",
    "경상북도 정보화 기본계획은 2030년까지이다. It has six core initiatives.",
    "steel",
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("model")


@pytest.fixture(scope="module")
def local(cache: Path) -> Embedder:
    return open_embedder("local", cache)


def reference_tokens(text: str) -> tuple[NDArray[np.float64], list[tuple[int, int]]]:
    """Token vectors by BERT's equations (Devlin et al. 2019) in double precision, and the tokens' characters."""
    from math import erf

    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    weights = {
        name: value.astype(np.float64) for name, value in load_file(model_folder() / "model.safetensors").items()
    }
    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    encoding = tokenizer.encode(text)

    def normal(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * weights[f"{name}.LayerNorm.weight"] + weights[f"{name}.LayerNorm.bias"])

    def linear(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])

    words = weights["embeddings.word_embeddings.weight"][encoding.ids]
    positions = weights["embeddings.position_embeddings.weight"][: len(encoding.ids)]
    x = normal(words + positions + weights["embeddings.token_type_embeddings.weight"][0], "embeddings")
    for layer in (f"encoder.layer.{i}" for i in range(6)):
        heads = [
            linear(x, f"{layer}.attention.self.{part}").reshape(len(x), 12, 32).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        ]
        scores = np.exp(heads[0] @ heads[1].transpose(0, 2, 1) / np.sqrt(32))
        attended = (scores / scores.sum(-1, keepdims=True) @ heads[2]).transpose(1, 0, 2).reshape(len(x), 384)
        x = normal(x + linear(attended, f"{layer}.attention.output.dense"), f"{layer}.attention.output")
        inner = linear(x, f"{layer}.intermediate.dense")
        active = inner * 0.5 * (1 + np.vectorize(erf)(inner / np.sqrt(2)))
        x = normal(x + linear(active, f"{layer}.output.dense"), f"{layer}.output")
    return x, encoding.offsets


def unit(vector: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(vector / np.linalg.norm(vector))


@pytest.mark.parametrize("text", [*TEXTS, "industry " * 400], ids=["question", "chunk", "korean", "word", "too long"])
def test_the_local_model_agrees_with_the_equations_of_bert(local: Embedder, text: str) -> None:
    tokens, _ = reference_tokens(text)
    np.testing.assert_allclose(local.embed([text])[0], unit(tokens.mean(0)), atol=1e-5)


def test_a_sentence_vector_is_the_mean_of_its_own_tokens(local: Embedder) -> None:
    text = TEXTS[1]
    tokens, offsets = reference_tokens(text)
    spans = split(text)
    [sentences] = local.embed_with_sentences([text], [spans])[1]
    assert len(sentences) == len(spans) == 3
    for vector, span in zip(sentences, spans, strict=True):
        inside = [
            i for i, (start, end) in enumerate(offsets) if start < end and span.start <= start and end <= span.end
        ]
        np.testing.assert_allclose(vector, unit(tokens[inside].mean(0)), atol=1e-5)


def test_a_sentence_past_the_window_has_a_zero_vector(local: Embedder) -> None:
    text = "industry " * 300 + "late"
    [sentences] = local.embed_with_sentences([text], [[Span(0, 8), Span(len(text) - 4, len(text))]])[1]
    assert np.linalg.norm(sentences[0]) == pytest.approx(1)
    assert not sentences[1].any()


def test_vectors_have_unit_length_and_do_not_depend_on_their_batch(local: Embedder) -> None:
    texts = [*TEXTS, *(f"Sentence number {i} of a chunk. " * i for i in range(1, 30))]
    together = local.embed(texts)
    assert together.shape == (len(texts), local.dimensions)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(together, np.concatenate([local.embed([text]) for text in texts]), atol=1e-6)


def test_no_texts_give_no_vectors(local: Embedder) -> None:
    assert local.embed([]).shape == (0, 384)


def test_a_question_has_the_same_bytes_every_time_from_every_thread(local: Embedder) -> None:
    expected = local.embed_question(TEXTS[0]).tobytes()
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(local.embed_question(TEXTS[0]).tobytes())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_what_means_the_same_is_nearer_than_what_shares_words(local: Embedder) -> None:
    question = local.embed_question("How do I call the office?")
    phone, oven = local.embed(["The telephone number of the bureau.", "How do I clean the oven?"])
    assert question @ phone > question @ oven


def test_a_text_fits_up_to_254_word_pieces(local: Embedder) -> None:
    assert local.fits("steel " * 254)
    assert not local.fits("steel " * 255)


def test_a_damaged_or_half_written_graph_is_made_anew(cache: Path, local: Embedder) -> None:
    [graph] = cache.iterdir()
    whole = graph.stat().st_size
    graph.write_bytes(graph.read_bytes()[:1000])
    again = open_embedder("local", cache)
    assert [path.stat().st_size for path in cache.iterdir()] == [whole]
    assert again.embed_question("steel").tobytes() == local.embed_question("steel").tobytes()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PolicydeskError, match=r"graph .*file.*free space"):
        LocalEmbedder(tmp_path / "file" / "cache")


class FakeProvider(Embeddings):
    """Embeds a text as (its length, 1), and records what it was given."""

    def __init__(self) -> None:
        self.seen: list[list[str]] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.seen.append(texts)
        return [[float(len(text)), 1.0] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class BrokenProvider(FakeProvider):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise RuntimeError("key sk-secret was refused")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Embeddings], Embedder]:
    def opened(client: Embeddings) -> Embedder:
        monkeypatch.setattr("langchain.embeddings.init_embeddings", lambda spec: client)
        return open_embedder("fake:model", tmp_path)

    return opened


def test_a_provider_embeds_sentences_as_texts_of_their_own(provider: Callable[[Embeddings], Embedder]) -> None:
    client = FakeProvider()
    vectors, sentences = provider(client).embed_with_sentences(
        ["abcd", "xyz", "q"], [[Span(0, 1), Span(0, 3)], [], [Span(0, 1)]]
    )
    assert client.seen == [["abcd", "xyz", "q", "a", "abc", "q"]]
    np.testing.assert_allclose(vectors, [unit(np.array([n, 1.0])) for n in (4, 3, 1)], rtol=1e-6)
    assert [len(rows) for rows in sentences] == [2, 0, 1]
    np.testing.assert_allclose(sentences[0], [unit(np.array([n, 1.0])) for n in (1, 3)], rtol=1e-6)


def test_a_provider_tells_its_dimensions_and_name(provider: Callable[[Embeddings], Embedder]) -> None:
    embedder = provider(FakeProvider())
    assert (embedder.name, embedder.dimensions) == ("fake:model", 2)
    assert embedder.embed([]).shape == (0, 2)
    assert embedder.fits("x" * 2000)
    assert not embedder.fits("x" * 2001)


def test_a_failing_provider_is_reported_without_its_secrets(provider: Callable[[Embeddings], Embedder]) -> None:
    with pytest.raises(PolicydeskError, match="fake:model could not be used") as caught:
        provider(BrokenProvider()).embed_question("hello")
    assert "secret" not in str(caught.value)


def raising(error: Exception) -> Callable[[str], Embeddings]:
    def init(spec: str) -> Embeddings:
        raise error

    return init


@pytest.mark.parametrize(
    ("spec", "words"),
    [("mistralai:mistral-embed", "pip install langchain-mistralai"), ("nonsense", "provider:model"), ("x:y", "local")],
)
def test_a_provider_that_is_not_there_is_named_with_what_to_do(spec: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match=words):
        open_embedder(spec, tmp_path)


def test_a_provider_without_its_key_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("langchain.embeddings.init_embeddings", raising(RuntimeError("no sk-secret key")))
    with pytest.raises(PolicydeskError, match="API key is set") as caught:
        open_embedder("openai:text-embedding-3-small", tmp_path)
    assert "secret" not in str(caught.value)
