"""The embedders: the local model against a plain forward pass of BERT, and providers through LangChain."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from retrieval.embedding import e5_file, embed
from retrieval.embedding.centring import means
from retrieval.embedding.e5 import E5, Side
from retrieval.embedding.embed import Embedder, LocalEmbedder, open_embedder
from retrieval.embedding.unigram import Unigram
from retrieval.language.sentences import Span, split
from retrieval.records import PolicydeskError

pytestmark = pytest.mark.slow

TEXTS = (
    "Whom do I contact about regional industrial planning?",
    "The Policy Planning Group has three teams. One of them plans regional industry. It sits in room 301.",
    "경상북도 정보화 기본계획은 2030년까지이다. It has six core initiatives.",
    "steel",
)


@pytest.fixture(autouse=True, scope="module")
def _own_models() -> Iterator[None]:
    """Here each embedder opens a model of its own, in its own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embed, "E5", E5)
        yield


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("model")


@pytest.fixture(scope="module")
def local(cache: Path) -> Embedder:
    return open_embedder("local", cache)


@pytest.fixture(scope="module")
def model(cache: Path) -> E5:
    return E5(cache)


@functools.cache
def weights() -> tuple[e5_file.E5File, Unigram]:
    file = e5_file.read(e5_file.locate())
    return file, Unigram(file.pieces(), file.offsets(), file.scores(), file.replacements())


Reference = dict[tuple[Side, str], tuple[NDArray[np.float64], list[tuple[int, int]]]]

TOO_LONG = "industry " * 600
COMPARED: tuple[tuple[Side, str], ...] = (
    ("query", TEXTS[0]),
    ("passage", TEXTS[1]),
    ("passage", TEXTS[2]),
    ("query", TEXTS[3]),
    ("passage", TOO_LONG),
)


@pytest.fixture(scope="module")
def reference() -> Reference:
    """Token vectors of COMPARED by BERT's equations (Devlin et al. 2019) in double precision, and the tokens' characters."""
    file, tokenizer = weights()

    def matrix(name: str, columns: int, rows: Any = slice(None)) -> NDArray[np.float64]:
        stored = file.matrix(name, columns)
        packed, scales = stored.packed[rows], stored.scales[rows]
        numbers = np.stack([packed & 15, packed >> 4], axis=-1).reshape(*packed.shape[:2], 32).astype(np.float64)
        return np.asarray(((numbers - 8) * scales[..., None]).reshape(len(packed), columns))

    def normal(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * file.numbers(f"{name}.w") + file.numbers(f"{name}.b"))

    def layer_of(i: int) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        layer = f"l{i}"
        columns = {"q": 384, "k": 384, "v": 384, "ao": 384, "fi": 384, "fo": 1536}
        of = {part: matrix(f"{layer}.{part}.w", count).T for part, count in columns.items()}

        def linear(x: NDArray[np.float64], part: str) -> NDArray[np.float64]:
            return np.asarray(x @ of[part] + file.numbers(f"{layer}.{part}.b"))

        def run(x: NDArray[np.float64]) -> NDArray[np.float64]:
            heads = [linear(x, part).reshape(len(x), 12, 32).transpose(1, 0, 2) for part in "qkv"]
            scores = np.exp(heads[0] @ heads[1].transpose(0, 2, 1) / np.sqrt(32))
            attended = (scores / scores.sum(-1, keepdims=True) @ heads[2]).transpose(1, 0, 2).reshape(len(x), 384)
            x = normal(x + linear(attended, "ao"), f"{layer}.aln")
            inner = linear(x, "fi")
            return normal(x + linear(inner * 0.5 * (1 + erf(inner / np.sqrt(2))), "fo"), f"{layer}.oln")

        return run

    found, offsets = {}, {}
    for side, text in COMPARED:
        encoded, prefix = tokenizer.tokens(text), tokenizer.tokens(f"{side}:").ids
        ids = [*[0, *prefix, *encoded.ids][:511], 2]
        offsets[side, text] = [*[*[(0, 0)] * (1 + len(prefix)), *encoded.offsets][:511], (0, 0)]
        positions = file.numbers("emb.pos").reshape(-1, 384)[: len(ids)]
        words = matrix("emb.word", 384, ids) + positions + file.numbers("emb.type")[:384]
        found[side, text] = normal(words, "emb.ln")
    for run in map(layer_of, range(12)):
        found = {key: run(x) for key, x in found.items()}
    return {key: (x, offsets[key]) for key, x in found.items()}


def erf(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Abramowitz and Stegun 7.1.26: right to 1.5e-7."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    sum_of_powers = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.asarray(np.sign(x) * (1 - sum_of_powers * np.exp(-(x**2))))


def unit(vector: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(vector / np.linalg.norm(vector))


def cosine(a: NDArray[Any], b: NDArray[Any]) -> float:
    return float(unit(a) @ unit(b))


# The model rounds what goes into each layer to 8 bits, the equations do not.
ROUNDING = 1e-3


def test_a_question_is_run_once_for_itself_and_for_its_words(local: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    pool, runs = E5.pool, list[tuple[Side, list[str]]]()

    def counted(model: E5, side: Side, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Any]:
        runs.append((side, list(texts)))
        return pool(model, side, texts, spans)

    monkeypatch.setattr(E5, "pool", counted)
    local.embed_questions(["whose quays", "whose piers"])
    read = local.embed_words("whose piers", ["the old piers"])
    assert runs == [("query", ["whose quays", "whose piers"]), ("passage", ["the old piers"])]
    assert read is not None
    assert read.question.shape == (2, 384)


def test_words_of_a_question_are_the_same_whether_it_was_embedded_before_or_not(local: Embedder, cache: Path) -> None:
    fresh = open_embedder("local", cache).embed_words(TEXTS[0], [])
    local.embed_question(TEXTS[0])
    kept = local.embed_words(TEXTS[0], [])
    assert fresh is not None
    assert kept is not None
    assert fresh.question.tobytes() == kept.question.tobytes()


@pytest.mark.parametrize(("side", "text"), COMPARED, ids=["question", "chunk", "korean", "word", "too long"])
def test_the_local_model_agrees_with_the_equations_of_bert(
    model: E5, reference: Reference, side: Side, text: str
) -> None:
    assert cosine(model.pool(side, [text], [()])[0][0], reference[side, text][0].mean(0)) > 1 - ROUNDING


def test_questions_and_passages_are_marked_and_centred_as_what_they_are(local: Embedder, model: E5) -> None:
    question, passage = (unit(model.pool(side, [TEXTS[0]], [()])[0][0]) for side in ("query", "passage"))
    in_other_scripts = means()[:, 0]
    assert cosine(local.embed_question(TEXTS[0]), question - in_other_scripts[0]) == pytest.approx(1)
    assert cosine(local.embed([TEXTS[0]])[0], passage - in_other_scripts[1]) == pytest.approx(1)


def test_what_has_nothing_in_common_has_a_cosine_near_0_in_both_languages(local: Embedder) -> None:
    questions = ("When was the bridge across the river built?", "강을 건너는 다리는 언제 놓였나요?")
    passages = [
        "Bake the bread for forty minutes until its crust is brown.",
        "빵은 껍질이 갈색이 될 때까지 사십 분 동안 굽는다.",
    ]
    cosines = [float(local.embed_question(one) @ other) for one in questions for other in local.embed(passages)]
    assert all(abs(each) < 0.25 for each in cosines), cosines


def test_a_sentence_vector_is_the_mean_of_its_own_tokens(model: E5, reference: Reference) -> None:
    text = TEXTS[1]
    tokens, offsets = reference["passage", text]
    spans = split(text)
    sentences = model.pool("passage", [text], [spans])[0][1:]
    assert len(sentences) == len(spans) == 3
    for vector, span in zip(sentences, spans, strict=True):
        inside = [
            i for i, (start, end) in enumerate(offsets) if start < end and span.start <= start and end <= span.end
        ]
        assert cosine(vector, tokens[inside].mean(0)) > 1 - ROUNDING


def test_a_sentence_past_the_window_has_a_zero_vector(local: Embedder) -> None:
    text = "industry " * 600 + "late"
    [sentences] = local.embed_with_sentences([text], [[Span(0, 8), Span(len(text) - 4, len(text))]])[1]
    assert np.linalg.norm(sentences[0]) == pytest.approx(1)
    assert not sentences[1].any()


def test_vectors_have_unit_length_and_do_not_depend_on_their_batch(local: Embedder) -> None:
    texts = [*TEXTS, *(f"Sentence number {i} of a chunk. " * i for i in range(1, 30, 7))]
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


def test_what_means_the_same_is_nearer_in_the_other_language_too(local: Embedder) -> None:
    question = local.embed_question("사무실 전화번호가 어떻게 되나요?")
    phone, oven = local.embed(["The telephone number of the bureau.", "How do I clean the oven?"])
    assert question @ phone > question @ oven


def test_a_text_fits_up_to_508_tokens(local: Embedder) -> None:
    assert local.fits("a " * 508)  # with "passage:" as two tokens and one at each end
    assert not local.fits("a " * 509)


def test_another_data_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(e5_file.locate().read_bytes()[:-1] + b"x")
    monkeypatch.setattr(e5_file, "locate", lambda: tmp_path / "e5-small-q4.bin")
    with pytest.raises(PolicydeskError, match="not the file that Policydesk knows"):
        LocalEmbedder(tmp_path / "cache")


def test_where_the_weights_are_not_installed_other_ways_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(
        PolicydeskError, match=r"Linux and for Macs with Apple silicon only\. Set POLICYDESK_EMBEDDINGS"
    ):
        e5_file.locate()


def test_no_code_of_the_weights_package_is_loaded(local: Embedder) -> None:
    assert e5_file.PACKAGE not in sys.modules


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
