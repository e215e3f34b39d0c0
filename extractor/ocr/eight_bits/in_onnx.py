"""Eight bits for ONNX Runtime: layers of the model's file are replaced by such as count in whole numbers.

The file is taken apart with `onnx`, the format's own library. ONNX Runtime's tool for the purpose does more than is
wanted: it runs the net to measure it, at every start, and leaves its file on the disk.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from extractor.ocr.eight_bits import LEVELS_OF_WEIGHTS, MANY, Ends, Usual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Numbers: TypeAlias = "NDArray[np.float32]"

_MOST_OF_WEIGHTS = LEVELS_OF_WEIGHTS // 2
_OF_ONE_CHANNEL = (1, 2, 3)
_FLOAT = onnx.TensorProto.FLOAT
_MEANS = ("ReduceMean", "GlobalAveragePool")


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer that multiplies what it is given with weights (channels made x channels given x height x width, the last
    two 1 for one that sees no picture).

    `steps` are the names of what its nodes make one after the other: the products, with the bias, without what is below
    zero. The last is what the layer makes.
    """

    node: onnx.NodeProto
    steps: tuple[str, ...]
    weights: Numbers
    bias: Numbers
    is_gate: bool

    @property
    def name(self) -> str:
        """Its name in the file and in `ranges.json`."""
        return str(self.node.name)

    @property
    def given(self) -> str:
        """The name of what it is given."""
        return str(self.node.input[0])

    @property
    def made(self) -> str:
        """The name of what it makes."""
        return self.steps[-1]

    @property
    def pays(self) -> bool:
        """True where whole numbers are quicker and do no harm.

        A layer that sees one channel at a time is quick as it is, and as its channels differ a lot, one range for all
        of them is coarse. A gate is counted once a line, and weighs whole channels.
        """
        return self.weights.shape[1] > 1 and not self.is_gate


def load(path: Path) -> onnx.ModelProto:
    """A model without the steps that do nothing."""
    model = onnx.load(path)
    outputs = {output.name for output in model.graph.output}
    same: dict[str, str] = {}
    kept = []
    for node in model.graph.node:
        node.input[:] = [same.get(name, name) for name in node.input]
        if node.op_type == "Identity" and node.output[0] not in outputs:
            same[node.output[0]] = node.input[0]
        else:
            kept.append(node)
    _replace(model.graph.node, kept)
    return model


def layers(graph: onnx.GraphProto) -> Iterator[Layer]:
    """The layers of a loaded model whose weights are in its file."""
    fixed = {constant.name: constant for constant in graph.initializer}
    readers = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            readers[name].append(node)
    means: set[str] = set()
    for node in graph.node:
        if node.op_type in _MEANS:
            means.update(node.output)
        weights = _weights(node, fixed)
        if weights is None:
            continue
        bias, steps = np.zeros(len(weights), np.float32), list(node.output)
        match readers[steps[-1]]:
            case [onnx.NodeProto(op_type="Add") as add]:
                addends = [_numbers(fixed[name]) for name in add.input if name in fixed]
                if addends and addends[0].size == len(weights):
                    bias = addends[0].reshape(-1)
                    steps += add.output
        match readers[steps[-1]]:
            case [onnx.NodeProto(op_type="Relu") as floor]:
                steps += floor.output
        layer = Layer(node, tuple(steps), weights, bias, is_gate=node.input[0] in means)
        if layer.is_gate:
            means.update(steps)
        yield layer


def _weights(node: onnx.NodeProto, fixed: Mapping[str, onnx.TensorProto]) -> Numbers | None:
    if node.op_type not in ("Conv", "MatMul") or node.input[1] not in fixed:
        return None
    weights = _numbers(fixed[node.input[1]])
    if node.op_type == "Conv":
        return weights
    return weights.T[:, :, None, None] if weights.shape[1] >= MANY else None


def rounded(model: onnx.ModelProto, measured: Mapping[str, Usual]) -> onnx.ModelProto:
    """The loaded model, with the layers that gain by it in eight bits. KeyError for one that was not measured."""
    graph = model.graph
    by_step = {step: layer for layer in layers(graph) if layer.pays for step in layer.steps}
    made = {layer.made for layer in by_step.values()}
    writer = _Writer()
    for node in graph.node:
        layer = by_step.get(node.output[0])
        if layer is None:
            writer.in_fractions(name for name in node.input if name in made)
            writer.nodes.append(node)
        elif node.output[0] == layer.steps[0]:
            writer.layer(layer, measured[layer.name])
    writer.in_fractions(output.name for output in graph.output if output.name in made)
    used = {name for node in writer.nodes for name in node.input}
    _replace(graph.initializer, [one for one in [*graph.initializer, *writer.constants] if one.name in used])
    _replace(graph.node, writer.nodes)
    return model


@cache
def exact() -> bool:
    """True when this processor adds up products of eight-bit numbers without clipping them, as older ones do.

    Asked by a sum that would be clipped: every product is the largest there is.
    """
    channels = 64
    ones = np.ones((1, channels, 8, 8), np.float32)
    shape = list(ones.shape)
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "weights"], ["sums"], name="sums")],
        "sums",
        [helper.make_tensor_value_info("x", _FLOAT, shape)],
        [helper.make_tensor_value_info("sums", _FLOAT, shape)],
        [numpy_helper.from_array(np.ones((channels, channels, 1, 1), np.float32), "weights")],
    )
    model = helper.make_model(graph, ir_version=_IR, opset_imports=[helper.make_opsetid("", _OPSET)])
    whole = rounded(model, {"sums": Usual(Ends(0, 1), Ends(0, channels))}).SerializeToString()
    (sums,) = onnxruntime.InferenceSession(whole, providers=["CPUExecutionProvider"]).run(None, {"x": ones})
    return bool(np.allclose(sums, channels, rtol=0.01))


_IR, _OPSET = 6, 11
"""Of the file format, what RapidOCR's models are written in: older than any ONNX Runtime that is asked for."""


class _Writer:
    """Writes the nodes of a net, with the steps between fractions and whole numbers where they are needed."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._whole: set[str] = set()
        self._fractions: set[str] = set()

    def layer(self, layer: Layer, usual: Usual) -> None:
        """A layer that counts in whole numbers."""
        if layer.given not in self._whole:
            self._levels(layer.given, usual.given)
            self._node("QuantizeLinear", [layer.given, *_levels(layer.given)], _whole(layer.given))
        most = np.abs(layer.weights).max(axis=_OF_ONE_CHANNEL, keepdims=True)
        steps = np.maximum(most, np.finfo(np.float32).tiny) / _MOST_OF_WEIGHTS
        weights = np.round(layer.weights / steps).astype(np.int8)
        if layer.node.op_type == "Conv":
            self._picture(layer, usual, weights, steps.reshape(-1))
        else:
            self._numbers(layer, usual, weights[:, :, 0, 0].T, steps.reshape(-1))

    def _picture(self, layer: Layer, usual: Usual, weights: NDArray[np.int8], steps: Numbers) -> None:
        """Its floor is the lowest level of what it makes, which is zero then."""
        self._levels(layer.made, usual.made)
        inputs = [
            *(_whole(layer.given), *_levels(layer.given)),
            self._constant(f"{layer.made}.weights", weights),
            self._constant(f"{layer.made}.weights.step", steps.astype(np.float32)),
            self._constant(f"{layer.made}.weights.zero", np.zeros(steps.size, np.int8)),
            *_levels(layer.made),
            self._constant(f"{layer.made}.bias", np.round(layer.bias / _of_sums(steps, usual)).astype(np.int32)),
        ]
        self._node("QLinearConv", inputs, _whole(layer.made)).attribute.extend(layer.node.attribute)

    def _numbers(self, layer: Layer, usual: Usual, weights: NDArray[np.int8], steps: Numbers) -> None:
        """What it makes is not rounded: it is no other layer's."""
        name = layer.made
        _, zero = _levels(layer.given)
        self._node(
            "MatMulInteger", [_whole(layer.given), self._constant(f"{name}.weights", weights), zero], f"{name}.sums"
        )
        self._node("Cast", [f"{name}.sums"], f"{name}.cast").attribute.append(helper.make_attribute("to", _FLOAT))
        self._node("Mul", [f"{name}.cast", self._constant(f"{name}.step", _of_sums(steps, usual))], f"{name}.products")
        self._node("Add", [f"{name}.products", self._constant(f"{name}.bias", layer.bias)], name)
        self._fractions.add(name)

    def in_fractions(self, names: Iterable[str]) -> None:
        """What layers made in whole numbers, for nodes that count in fractions."""
        for name in names:
            if name not in self._fractions:
                self._fractions.add(name)
                self._node("DequantizeLinear", [_whole(name), *_levels(name)], name)

    def _node(self, kind: str, inputs: Sequence[str], output: str) -> onnx.NodeProto:
        self.nodes.append(helper.make_node(kind, inputs, [output]))
        return self.nodes[-1]

    def _levels(self, name: str, usual: Ends) -> None:
        self._whole.add(name)
        for part, value, kind in zip(_levels(name), usual.levels(), (np.float32, np.uint8), strict=True):
            self._constant(part, np.asarray(value, kind))

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name


def _of_sums(steps: Numbers, usual: Usual) -> Numbers:
    """What one is worth in a sum of products, a channel."""
    return np.asarray(steps * usual.given.levels()[0], np.float32)


def _whole(name: str) -> str:
    return f"{name}.whole"


def _levels(name: str) -> tuple[str, str]:
    """The names of the step from one level to the next and of the level that zero is on."""
    return f"{name}.step", f"{name}.zero"


def _numbers(constant: onnx.TensorProto) -> Numbers:
    return np.array(numpy_helper.to_array(constant), np.float32)


def _replace(listed: Any, others: Iterable[Any]) -> None:
    kept = list(others)
    del listed[:]
    listed.extend(kept)
