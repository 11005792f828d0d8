"""The ONNX graph of multilingual-e5-small, from its 4-bit weights.

It uses ONNX Runtime's own operators (docs/ContribOperators.md of that project: MatMulNBits, MultiHeadAttention, SkipLayerNormalization, BiasGelu). Pooling is an input of the graph, so that one forward pass yields the
vector of a text and of each of its sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.e5_file import BLOCK, E5File

DIMENSIONS = 384
WINDOW = 512
"""Tokens that the model reads, the two at the ends and the prefix included; its training never saw longer texts."""

GRAPH_VERSION = 2
"""Raised whenever `build` changes, so that cached graphs are made anew."""

_LAYERS = 12
_HEADS = 12
_INNER = 1536
_EPSILON = 1e-12


def build(weights: E5File) -> bytes:
    """The ONNX model: `words` (texts, tokens, 384), `mask` (texts, tokens), `weights` (texts, rows, tokens) -> (texts, rows, 384).

    `words` are rows of the table of tokens, which stays in its file: it is five sixths of all weights, and a text needs few.
    """
    from onnx import TensorProto, helper

    graph = _Graph(weights)
    graph.add_embeddings()
    for layer in range(_LAYERS):
        graph.add_layer(f"l{layer}.")
    graph.add("MatMul", ["weights", graph.current], "vectors", domain="")
    inputs = [
        helper.make_tensor_value_info("words", TensorProto.FLOAT, ["texts", "tokens", DIMENSIONS]),
        helper.make_tensor_value_info("mask", TensorProto.INT32, ["texts", "tokens"]),
        helper.make_tensor_value_info("weights", TensorProto.FLOAT, ["texts", "rows", "tokens"]),
    ]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", "rows", DIMENSIONS])]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, outputs, graph.tensors),
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)],
        ir_version=10,
    )
    return bytes(model.SerializeToString())


class _Graph:
    """Nodes and weights as they are added; `current` names the token vectors so far."""

    def __init__(self, weights: E5File) -> None:
        self._weights = weights
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self.current = ""

    def add(self, operator: str, inputs: Sequence[str], output: str, domain: str = "com.microsoft", **more: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **more))
        return output

    def constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights.numbers(name))

    def dense(self, inputs: str, names: Sequence[str], columns: int, output: str) -> str:
        """Linear layers over the same input, their results side by side; without their biases.

        Inputs are rounded to 8 bits for each block, as the package's own engine does: four times as fast.
        """
        parts = [self._weights.matrix(f"{name}.w", columns) for name in names]
        packed = np.concatenate([part.packed for part in parts])
        scales = np.concatenate([part.scales for part in parts])
        tensors = [self.constant(f"{output}.packed", packed), self.constant(f"{output}.scales", scales)]
        shape: dict[str, Any] = {"N": len(packed), "K": columns, "bits": 4, "block_size": BLOCK, "accuracy_level": 4}
        return self.add("MatMulNBits", [inputs, *tensors], output, **shape)

    def add_embeddings(self) -> None:
        """What goes into the layers: the vectors of the tokens, of their places and of the text's part, normalised."""
        segment = self._weights.numbers("emb.type")[:DIMENSIONS]  # all texts are first segments
        positions = self._weights.numbers("emb.pos").reshape(-1, DIMENSIONS) + segment
        self.add("Shape", ["words"], "length", domain="", start=1, end=2)
        limits = [self.constant("zero", np.zeros(1, np.int64)), "length", "zero"]
        self.add("Slice", [self.constant("positions", positions), *limits], "placed", domain="")
        self.add("Add", ["words", "placed"], "embedded", domain="")
        names = ["embedded", self.weight("emb.ln.w"), self.weight("emb.ln.b")]
        self.current = self.add("LayerNormalization", names, "normal", domain="", epsilon=_EPSILON)

    def add_layer(self, prefix: str) -> None:
        parts = [prefix + part for part in ("q", "k", "v")]
        self.dense(self.current, parts, DIMENSIONS, prefix + "qkv")
        self._split(prefix + "qkv", parts)
        bias = self.constant(prefix + "qkv.b", np.concatenate([self._weights.numbers(f"{part}.b") for part in parts]))
        attended = self.add("MultiHeadAttention", [*parts, bias, "mask"], prefix + "attended", num_heads=_HEADS)
        middle = self._add_residual(attended, DIMENSIONS, prefix + "ao", prefix + "aln")
        inner = self.dense(middle, [prefix + "fi"], DIMENSIONS, prefix + "inner")
        active = self.add("BiasGelu", [inner, self.weight(prefix + "fi.b")], prefix + "active")
        self.current = middle
        self.current = self._add_residual(active, _INNER, prefix + "fo", prefix + "oln")

    def _split(self, name: str, parts: Sequence[str]) -> None:
        from onnx import helper

        self.nodes.append(helper.make_node("Split", [name], list(parts), axis=2, num_outputs=len(parts)))

    def _add_residual(self, inputs: str, columns: int, dense: str, normal: str) -> str:
        """A dense layer, the sum with what went into the block (`current`), and normalisation."""
        product = self.dense(inputs, [dense], columns, dense + ".product")
        scale, shift, bias = (self.weight(name) for name in (f"{normal}.w", f"{normal}.b", f"{dense}.b"))
        normalise = [product, self.current, scale, shift, bias]
        return self.add("SkipLayerNormalization", normalise, normal + ".sum", epsilon=_EPSILON)
