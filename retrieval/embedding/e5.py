"""multilingual-e5-small on ONNX Runtime: the cached graph, the tokenizer, the forward pass.

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings" (mean pooling, then unit length; a question and a passage each
begin with a word that says which of the two it is).
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import e5_file
from retrieval.embedding.e5_graph import DIMENSIONS, GRAPH_VERSION, WINDOW, build
from retrieval.embedding.unigram import Tokens, Unigram
from retrieval.language import Span
from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    import onnxruntime  # type: ignore[import-untyped]

Vectors = NDArray[np.float32]
Side = Literal["query", "passage"]

_BATCH_TOKENS = 1024
_START, _PADDING, _END = 0, 1, 2
_NOWHERE = (0, 0)
_NAME = "multilingual-e5-small"


class E5:
    """The loaded model. Safe to use from several threads at once."""

    def __init__(self, cache: Path) -> None:
        """Load from the graph in folder `cache`, which is written there first if absent or damaged (14 MB)."""
        path = e5_file.locate()
        self._session = _open_session(path, cache)
        self._file = file = e5_file.open_file(path)
        self._tokenizer = Unigram(file.pieces(), file.offsets(), file.scores(), file.replacements())

    def count(self, text: str) -> int:
        """Tokens of a passage, the prefix and the two at the ends included."""
        return len(self._encode("passage", text).ids)

    def pool(self, side: Side, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Vectors]:
        """For each text i, mean token vectors of shape (1 + len(spans[i]), 384), not of unit length.

        Row 0 is the mean over the whole text, row j that over span j - 1; it is zero where the span holds no token
        within the first 512 tokens. Texts are run in order of length so that padding costs little.
        """
        encoded = [self._encode(side, text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: (len(encoded[i].ids), i))
        results: list[Vectors] = [np.zeros((1 + len(spans[i]), DIMENSIONS), np.float32) for i in range(len(texts))]
        for batch in _batches(order, [min(len(each.ids), WINDOW) for each in encoded]):
            pooled = self._run([encoded[i] for i in batch], [spans[i] for i in batch])
            for row, i in enumerate(batch):
                results[i] = pooled[row, : 1 + len(spans[i])]
        return results

    def _encode(self, side: Side, text: str) -> Tokens:
        prefix, tokens = self._tokenizer.tokens(f"{side}:").ids, self._tokenizer.tokens(text)
        ids = [_START, *prefix, *tokens.ids, _END]
        return Tokens(ids, [_NOWHERE] * (1 + len(prefix)) + tokens.offsets + [_NOWHERE])

    def _run(self, encoded: Sequence[Tokens], spans: Sequence[Sequence[Span]]) -> Vectors:
        lengths = [min(len(each.ids), WINDOW) for each in encoded]
        ids = np.full((len(encoded), max(lengths)), _PADDING, np.int64)
        mask = np.zeros(ids.shape, np.int32)
        weights = np.zeros((len(encoded), 1 + max(map(len, spans)), max(lengths)), np.float32)
        for row, (each, length) in enumerate(zip(encoded, lengths, strict=True)):
            ids[row, :length] = each.ids[:length]
            ids[row, length - 1] = _END
            mask[row, :length] = 1
            weights[row, 0, :length] = 1 / length
            _weigh_spans(weights[row, 1:], np.array(each.offsets[: length - 1]), spans[row])
        words = self._file.rows("emb.word", DIMENSIONS, ids)
        return np.asarray(self._session.run(None, {"words": words, "mask": mask, "weights": weights})[0])


def _weigh_spans(weights: Vectors, offsets: NDArray[np.int64], spans: Sequence[Span]) -> None:
    """Write each span's mean as weights over the tokens that overlap it; `offsets` are (start, end) characters."""
    if not spans:
        return
    starts, ends = np.array(spans).T[..., None]
    inside = (offsets[:, 0] < ends) & (offsets[:, 1] > starts)
    count = np.maximum(inside.sum(axis=1, keepdims=True), 1)
    weights[: len(spans), : len(offsets)] = inside / count


def _batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Consecutive runs of `order` whose padded size stays under a budget: the memory of a run is bounded by it."""
    batches: list[list[int]] = []
    for i in order:
        if batches and (len(batches[-1]) + 1) * lengths[i] <= _BATCH_TOKENS:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def _open_session(file: Path, cache: Path) -> onnxruntime.InferenceSession:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read once, when the library loads
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = os.cpu_count() or 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting costs others no CPU
    options.log_severity_level = 4  # what goes wrong is raised as well
    path = cache / f"{_NAME}-{e5_file.SHA256[:8]}-graph{GRAPH_VERSION}.onnx"
    if path.is_file():
        try:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # noqa: BLE001 - ONNX Runtime has a class for each fault, with no common base
            reason = type(error).__name__
            _write(path, build(e5_file.read(file)), f"It was there but damaged ({reason}).")
    else:
        _write(path, build(e5_file.read(file)), "")
        _remove_older(path)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _remove_older(path: Path) -> None:
    """Graphs that an older version made; one that another process has open stays readable for it, or stays."""
    for each in path.parent.glob(f"{_NAME}-*-graph*.onnx"):
        if each != path:
            with suppress(OSError):
                each.unlink()


def _write(path: Path, content: bytes, context: str) -> None:
    """Write whole or not at all, whatever happens in between and whoever else writes it."""
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise PolicydeskError(
            f"Could not write the embedding model's graph {path} ({error.strerror}); {len(content) // 1_000_000} MB of "
            f"free space in a folder that can be written to are needed. {context}".rstrip()
        ) from error
