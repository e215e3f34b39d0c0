"""Eight bits for OpenVINO: layers are marked in the loaded net, and it turns what is so marked into whole numbers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import openvino
from openvino import opset13 as ops

from extractor.ocr.eight_bits import LEVELS, LEVELS_OF_WEIGHTS, MANY, Ends, Usual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OF_ONE_CHANNEL = {"Convolution": (1, 2, 3), "GroupConvolution": (2, 3, 4), "MatMul": (0,)}
"""Layers that are rounded, and the axes of their weights that share one range."""


def layers(model: openvino.Model) -> Iterator[Any]:
    """The layers to round: those that multiply what they are given with weights."""
    for node in model.get_ordered_ops():
        kind = node.get_type_name()
        weights = _weights(node) if kind in _OF_ONE_CHANNEL else None
        if weights is not None and (kind != "MatMul" or weights.shape[1] >= MANY):
            yield node


def rounded(model: openvino.Model, measured: Mapping[str, Usual]) -> openvino.Model:
    """The model, its layers marked as to be counted in eight bits. KeyError for a layer that was not measured."""
    made: dict[tuple[str, int], Any] = {}
    for layer in list(layers(model)):
        given = layer.input_value(0)
        source = given.get_node().get_friendly_name(), given.get_index()
        if source not in made:  # once, where one output feeds several layers
            step, below = measured[layer.get_friendly_name()].given.levels()
            made[source] = _levelled(given, -below * step, (LEVELS - 1 - below) * step, LEVELS)
        weights = _weights(layer)
        assert weights is not None
        most = np.abs(weights).max(axis=_OF_ONE_CHANNEL[layer.get_type_name()], keepdims=True)
        most = np.maximum(most, np.finfo(np.float32).tiny)
        layer.input(0).replace_source_output(made[source].output(0))
        layer.input(1).replace_source_output(_levelled(ops.constant(weights), -most, most, LEVELS_OF_WEIGHTS).output(0))
    model.validate_nodes_and_infer_types()
    return model


@cache
def exact() -> bool:
    """True when this processor adds up products of eight-bit numbers without clipping them, as older ones do.

    Asked by a sum that would be clipped: every product is the largest there is.
    """
    channels = 64
    given = ops.parameter([1, channels, 8, 8], np.float32)
    weights = ops.constant(np.ones((channels, channels, 1, 1), np.float32))
    sums = ops.convolution(given, weights, [1, 1], [0, 0], [0, 0], [1, 1])
    sums.set_friendly_name("sums")
    model = rounded(openvino.Model([sums], [given], "sums"), {"sums": Usual(Ends(0, 1), Ends(0, channels))})
    found = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return bool(np.allclose(found([np.ones((1, channels, 8, 8), np.float32)])[0], channels, rtol=0.01))


def _levelled(value: Any, least: Any, most: Any, levels: int) -> Any:
    bounds = [ops.constant(np.asarray(bound, np.float32)) for bound in (least, most)]
    return ops.fake_quantize(value, *bounds, *bounds, levels)


def _weights(layer: Any) -> np.ndarray[Any, np.dtype[np.float32]] | None:
    """A layer's weights in their shape; None where both of its inputs are computed."""
    node = source = layer.input_value(1).get_node()
    while source.get_type_name() == "Reshape":
        source = source.input_value(0).get_node()
    if source.get_type_name() != "Constant":
        return None
    return np.array(source.data, np.float32).reshape(tuple(node.get_output_shape(0)))
