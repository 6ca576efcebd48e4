"""The encoder as an ONNX graph: BERT as XLM-R vocabularies use it, mean pooling, length 1.

Inputs `ids` and `mask`, int64 (batch, tokens); output `vectors`, float32 (batch, hidden), each of Euclidean norm 1, and `states`, float32 (batch,
tokens, hidden), of which `vectors` is the mean, so that one pass tells of a text and of each of its sentences.
Matrices stay float32 here; `quantised` turns them into int8. The embedding table keeps its 4-bit blocks (as int8 values
with a float16 scale per 32), since a gather needs no arithmetic on it: that part loses nothing.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.encoding.weights import Weights

OPSET = 20


def encoder_graph(weights: Weights, keep: NDArray[np.int64]) -> Any:
    """The `onnx.ModelProto` of `weights` with only the vocabulary rows `keep`."""
    import onnx
    from onnx import TensorProto, helper

    graph = _Graph()
    hidden = _embeddings(graph, weights, keep)
    distance = _distance_of_padding(graph)
    for layer in range(weights.shape.layers):
        hidden = _attention(graph, weights, layer, hidden, distance)
        hidden = _feed_forward(graph, weights, layer, hidden)
    _pooling(graph, hidden)
    ids = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("ids", "mask")]
    outputs = [
        helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", weights.shape.hidden]),
        helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "tokens", weights.shape.hidden]),
    ]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "encoder", ids, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=9,
        producer_name="visavis",
    )
    onnx.checker.check_model(model)
    return model


def quantised(model: Any, target: Path) -> None:
    """Writes `model` with int8 matrices (one scale per output column, activations quantised as they come).

    Weights use 7 of the 8 bits: processors without dot-product instructions add products in 16 bits, which 8 would overflow.
    It costs .0002 of cosine.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        model,
        target,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, *inputs: str, name: str = "", outputs: int = 1, **attributes: Any) -> Any:
        from onnx import helper

        stem = name or f"{operator.lower()}_{len(self.nodes)}"
        names = [stem] if outputs == 1 else [f"{stem}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, name=stem, **attributes))
        return stem if outputs == 1 else names


def _embeddings(graph: _Graph, weights: Weights, keep: NDArray[np.int64]) -> str:
    size = weights.shape.hidden
    words = weights.blocks("emb.word", size).rows(keep)
    values = graph.add("Gather", graph.constant("words", words.values), "ids")
    scales = graph.add("Gather", graph.constant("word_scales", words.scales[:, :, None]), "ids")
    scaled = graph.add("Mul", graph.add("Cast", values, to=1), graph.add("Cast", scales, to=1))
    flat = graph.add("Reshape", scaled, graph.constant("flat", np.array([0, 0, size], np.int64)))
    # every text is one segment, so the segment vector is part of each position's
    positions = weights.vector("emb.pos").reshape(-1, size) + weights.vector("emb.type")[:size]
    length = graph.add("Slice", graph.add("Shape", "ids"), *_range(graph, "second", 1, 2))
    zero, first = graph.constant("zero", np.array([0], np.int64)), graph.constant("first", np.array([0], np.int64))
    here = graph.add("Slice", graph.constant("positions", positions), zero, length, first)
    return _normalised(graph, weights, "emb.ln", graph.add("Add", flat, here))


def _range(graph: _Graph, stem: str, low: int, high: int) -> tuple[str, str]:
    return (
        graph.constant(f"{stem}_low", np.array([low], np.int64)),
        graph.constant(f"{stem}_high", np.array([high], np.int64)),
    )


def _distance_of_padding(graph: _Graph) -> str:
    present = graph.add("Cast", "mask", to=1, name="present")
    absent = graph.add("Sub", graph.constant("one", np.array(1, np.float32)), present)
    far = graph.add("Mul", absent, graph.constant("far", np.array(-10000, np.float32)))
    return str(graph.add("Unsqueeze", far, graph.constant("heads_and_rows", np.array([1, 2], np.int64))))


def _dense(graph: _Graph, weights: Weights, names: list[str], columns: int, inputs: str) -> str:
    matrix = np.concatenate([weights.blocks(f"{name}.w", columns).floats() for name in names])
    bias = np.concatenate([weights.vector(f"{name}.b") for name in names])
    product = graph.add("MatMul", inputs, graph.constant(f"{names[0]}.matrix", matrix.T))
    return str(graph.add("Add", product, graph.constant(f"{names[0]}.bias", bias)))


def _normalised(graph: _Graph, weights: Weights, name: str, inputs: str) -> str:
    scale = graph.constant(f"{name}.w", weights.vector(f"{name}.w"))
    shift = graph.constant(f"{name}.b", weights.vector(f"{name}.b"))
    return str(graph.add("LayerNormalization", inputs, scale, shift, axis=-1, epsilon=weights.shape.epsilon))


def _attention(graph: _Graph, weights: Weights, layer: int, hidden: str, distance: str) -> str:
    size, heads = weights.shape.hidden, weights.shape.heads
    stem = f"l{layer}"
    joined = _dense(graph, weights, [f"{stem}.q", f"{stem}.k", f"{stem}.v"], size, hidden)
    shape = graph.constant(f"{stem}.by_head", np.array([0, 0, 3, heads, size // heads], np.int64))
    by_head = graph.add("Transpose", graph.add("Reshape", joined, shape), perm=[2, 0, 3, 1, 4])
    parts = graph.add("Split", by_head, axis=0, num_outputs=3, outputs=3)
    axis = graph.constant(f"{stem}.axis", np.array([0], np.int64))
    query, key, value = (graph.add("Squeeze", part, axis) for part in parts)
    products = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    root = graph.constant(f"{stem}.root", np.array(1 / np.sqrt(size / heads), np.float32))
    shares = graph.add("Softmax", graph.add("Add", graph.add("Mul", products, root), distance), axis=-1)
    seen = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    flat = graph.add("Reshape", seen, "flat")
    answer = _dense(graph, weights, [f"{stem}.ao"], size, flat)
    return _normalised(graph, weights, f"{stem}.aln", graph.add("Add", hidden, answer))


def _feed_forward(graph: _Graph, weights: Weights, layer: int, hidden: str) -> str:
    stem = f"l{layer}"
    wide = graph.add("Gelu", _dense(graph, weights, [f"{stem}.fi"], weights.shape.hidden, hidden))
    narrow = _dense(graph, weights, [f"{stem}.fo"], weights.shape.feed_forward, wide)
    return _normalised(graph, weights, f"{stem}.oln", graph.add("Add", hidden, narrow))


def _pooling(graph: _Graph, hidden: str) -> None:
    graph.add("Identity", hidden, name="states")
    last = graph.constant("last", np.array([2], np.int64))
    weight = graph.add("Unsqueeze", "present", last)
    tokens = graph.constant("tokens", np.array([1], np.int64))
    total = graph.add("ReduceSum", graph.add("Mul", hidden, weight), tokens, keepdims=0)
    # of norm 1 whatever the number of tokens: dividing by it first would change nothing
    graph.add("LpNormalization", total, name="vectors", axis=-1, p=2)
