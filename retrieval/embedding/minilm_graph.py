"""The ONNX graph of all-MiniLM-L6-v2, from its published weights.

It uses ONNX Runtime's own BERT operators (docs/ContribOperators.md of that project: EmbedLayerNormalization, Attention,
SkipLayerNormalization, BiasGelu). Pooling is an input of the graph, so that one forward pass yields the vector of a
text and of each of its sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
WINDOW = 256
"""Word pieces that the model reads, the two at the ends included; its training never saw longer texts."""

GRAPH_VERSION = 1
"""Raised whenever `build` changes, so that cached graphs are made anew."""

_LAYERS = 6
_HEADS = 12
_EPSILON = 1e-12


def build(weights: Path) -> bytes:
    """The ONNX model: `ids`, `mask` (texts, pieces), `weights` (texts, rows, pieces) -> (texts, rows, 384)."""
    from onnx import TensorProto, helper
    from safetensors import safe_open

    with safe_open(str(weights), framework="np") as tensors:
        graph = _Graph(tensors.get_tensor)
        graph.add_embeddings()
        for layer in range(_LAYERS):
            graph.add_layer(f"encoder.layer.{layer}.")
        graph.add("MatMul", ["weights", graph.current], "vectors", domain="")
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT32, ["texts", "pieces"]),
        helper.make_tensor_value_info("mask", TensorProto.INT32, ["texts", "pieces"]),
        helper.make_tensor_value_info("weights", TensorProto.FLOAT, ["texts", "rows", "pieces"]),
    ]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", "rows", DIMENSIONS])]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, graph.tensors),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
    )
    return bytes(model.SerializeToString())


class _Graph:
    """Nodes and weights as they are added; `current` names the token vectors so far."""

    def __init__(self, weight: Callable[[str], NDArray[np.float32]]) -> None:
        self._weight = weight
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self.current = ""

    def add(self, operator: str, inputs: Sequence[str], output: str, domain: str = "com.microsoft", **more: Any) -> str:
        from onnx import helper

        outputs = [output, "lengths"] if operator == "EmbedLayerNormalization" else [output]
        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **more))
        return output

    def constant(self, name: str, value: NDArray[np.float32]) -> str:
        from onnx import numpy_helper

        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self._weight(name))

    def dense(self, name: str) -> str:
        """A linear layer's matrix as (in, out); the weights hold it as (out, in)."""
        return self.constant(name, self._weight(name).T)

    def add_embeddings(self) -> None:
        prefix = "embeddings."
        positions = self._weight(prefix + "position_embeddings.weight")[:WINDOW]
        segment = self._weight(prefix + "token_type_embeddings.weight")[0]  # all texts are first segments
        inputs = [
            "ids",
            "",
            self.weight(prefix + "word_embeddings.weight"),
            self.constant(prefix + "positions", positions + segment),
            "",
            self.weight(prefix + "LayerNorm.weight"),
            self.weight(prefix + "LayerNorm.bias"),
            "mask",
        ]
        self.current = self.add("EmbedLayerNormalization", inputs, "embedded", epsilon=_EPSILON)

    def add_layer(self, prefix: str) -> None:
        attention = prefix + "attention."
        parts = [f"{attention}self.{part}." for part in ("query", "key", "value")]
        matrix = np.concatenate([self._weight(part + "weight").T for part in parts], axis=1)
        bias = np.concatenate([self._weight(part + "bias") for part in parts])
        projections = [self.constant(attention + "matrix", matrix), self.constant(attention + "bias", bias)]
        attended = self.add("Attention", [self.current, *projections, "lengths"], prefix + "attended", num_heads=_HEADS)
        middle = self._add_residual(attended, attention + "output.")
        inner = self.add("MatMul", [middle, self.dense(prefix + "intermediate.dense.weight")], prefix + "inner", "")
        active = self.add("BiasGelu", [inner, self.weight(prefix + "intermediate.dense.bias")], prefix + "active")
        self.current = middle
        self.current = self._add_residual(active, prefix + "output.")

    def _add_residual(self, inputs: str, prefix: str) -> str:
        """A dense layer, the sum with what went into the block (`current`), and normalisation."""
        product = self.add("MatMul", [inputs, self.dense(prefix + "dense.weight")], prefix + "product", "")
        names = ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")
        scale, shift, bias = (self.weight(prefix + name) for name in names)
        normalise = [product, self.current, scale, shift, bias]
        return self.add("SkipLayerNormalization", normalise, prefix + "sum", epsilon=_EPSILON)
