"""A net that counts in eight bits: half the processor's work, where the processor can do it exactly.

What a layer is given is rounded to 256 levels between the least and the most that is usual on scans (`ranges.json`,
made by `python -m eval.ranges`), its weights to 255 levels a channel. OpenVINO turns layers that are so marked into
whole-number ones.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import openvino
from openvino import opset13 as ops

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Ranges: TypeAlias = "dict[str, tuple[float, float]]"
"""Layer -> the least and the most of what it is given."""

FILE = "ranges.json"
_LEVELS, _LEVELS_OF_WEIGHTS = 256, 255
_OF_ONE_CHANNEL = {"Convolution": (1, 2, 3), "GroupConvolution": (2, 3, 4)}
"""Layers that are rounded, and the axes of their weights that share one range. Not the multiplications at the end, that
weigh the characters against each other: they are quick as they are."""


def ranges(model: Path) -> Ranges | None:
    """What was measured for a model's file; None for a file that nothing was measured for."""
    measured = json.loads(files("extractor.ocr").joinpath(FILE).read_text("utf-8"))
    found = measured.get(hashlib.sha256(model.read_bytes()).hexdigest())
    return {name: (least, most) for name, (least, most) in found.items()} if found else None


def layers(model: openvino.Model) -> Iterator[Any]:
    """The layers to round: those that multiply what they are given with weights."""
    for node in model.get_ordered_ops():
        if node.get_type_name() in _OF_ONE_CHANNEL and _weights(node) is not None:
            yield node


def rounded(model: openvino.Model, measured: Mapping[str, tuple[float, float]]) -> openvino.Model:
    """The model, its layers marked as to be counted in eight bits. KeyError for a layer that was not measured."""
    made: dict[tuple[str, int], Any] = {}
    for layer in list(layers(model)):
        given = layer.input_value(0)
        source = given.get_node().get_friendly_name(), given.get_index()
        if source not in made:  # once, where one output feeds several layers
            made[source] = _levelled(given, *_with_zero(*measured[layer.get_friendly_name()]), _LEVELS)
        weights = _weights(layer)
        assert weights is not None
        most = np.abs(weights).max(axis=_OF_ONE_CHANNEL[layer.get_type_name()], keepdims=True)
        most = np.maximum(most, np.finfo(np.float32).tiny)
        layer.input(0).replace_source_output(made[source].output(0))
        layer.input(1).replace_source_output(
            _levelled(ops.constant(weights), -most, most, _LEVELS_OF_WEIGHTS).output(0)
        )
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
    model = rounded(openvino.Model([sums], [given], "sums"), {"sums": (0.0, 1.0)})
    found = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return bool(np.allclose(found([np.ones((1, channels, 8, 8), np.float32)])[0], channels, rtol=0.01))


def _levelled(value: Any, least: Any, most: Any, levels: int) -> Any:
    bounds = [ops.constant(np.asarray(bound, np.float32)) for bound in (least, most)]
    return ops.fake_quantize(value, *bounds, *bounds, levels)


def _with_zero(least: float, most: float) -> tuple[float, float]:
    """The range with zero in it, and exactly on a level: what is padded is zero."""
    least, most = min(least, 0.0), max(most, 0.0)
    step = (most - least) / (_LEVELS - 1)
    below = round(-least / step)
    return -below * step, (_LEVELS - 1 - below) * step


def _weights(layer: Any) -> np.ndarray[Any, np.dtype[np.float32]] | None:
    """A layer's weights in their shape; None where both of its inputs are computed."""
    node = source = layer.input_value(1).get_node()
    while source.get_type_name() == "Reshape":
        source = source.input_value(0).get_node()
    if source.get_type_name() != "Constant":
        return None
    return np.array(source.data, np.float32).reshape(tuple(node.get_output_shape(0)))
