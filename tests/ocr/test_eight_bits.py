"""A net that counts in eight bits says what it said before; a net that was not measured is left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode

from extractor.ocr import ctc, strips
from extractor.ocr.eight_bits import Ends, Usual, in_onnx, ranges
from extractor.ocr.ppocr import model
from tests.ocr.test_looks import strip_of

Net = Callable[[NDArray[np.float32]], NDArray[np.float32]]


@pytest.mark.parametrize("part", ["det", "rec"])
def test_every_layer_of_the_models_was_measured(part: str) -> None:
    measured = ranges(model(part))
    assert measured is not None, "RapidOCR brings another model: run `python -m eval.ranges`"
    assert set(measured) == {layer.name for layer in in_onnx.layers(in_onnx.load(model(part)).graph)}
    assert all(ends.least <= 0 <= ends.most or ends.least < ends.most for usual in measured.values() for ends in usual)


def test_openvino_knows_the_layers_by_the_same_names() -> None:
    openvino = pytest.importorskip("openvino")
    in_openvino = pytest.importorskip("extractor.ocr.eight_bits.in_openvino")
    layers = [layer.get_friendly_name() for layer in in_openvino.layers(openvino.Core().read_model(model("rec")))]
    assert set(layers) == set(ranges(model("rec")) or ())


def test_a_file_that_nothing_was_measured_for(tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"another model")
    assert ranges(other) is None


@pytest.mark.parametrize(("least", "most", "below"), [(0, 5.1, 0), (-1, 1, 128), (-2, -1, 255), (3, 4, 0)])
def test_zero_is_on_a_level(least: float, most: float, below: int) -> None:
    step, found = Ends(least, most).levels()
    assert found == below
    assert -found * step <= least + step / 2
    assert (255 - found) * step >= most - step / 2


def test_only_what_gains_by_it_counts_in_whole_numbers() -> None:
    whole = in_onnx.rounded(in_onnx.load(model("rec")), ranges(model("rec")) or {})
    kinds = Counter(node.op_type for node in whole.graph.node)
    onnx.checker.check_model(whole)
    assert kinds["QLinearConv"] > kinds["Conv"] > 0
    fixed = {constant.name: constant.dims for constant in whole.graph.initializer}
    of_one_channel = [node for node in whole.graph.node if node.op_type == "Conv" and fixed[node.input[1]][1] == 1]
    assert of_one_channel
    assert kinds["Relu"] < Counter(node.op_type for node in in_onnx.load(model("rec")).graph.node)["Relu"]


def test_a_layer_in_whole_numbers_counts_right() -> None:
    """Bias, floor, padding with zero where zero is not the least, and a result that is asked for in fractions."""
    rng = np.random.default_rng(7)
    weights = rng.normal(size=(4, 3, 3, 3)).astype(np.float32)
    bias = rng.normal(size=(1, 4, 1, 1)).astype(np.float32)
    x = rng.uniform(-1, 2, (1, 3, 8, 8)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Conv", ["x", "weights"], ["products"], name="one", pads=[1, 1, 1, 1]),
            helper.make_node("Add", ["products", "bias"], ["sums"]),
            helper.make_node("Relu", ["sums"], ["y"]),
        ],
        "layer",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, (1, 4, 8, 8))],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    layer = helper.make_model(graph, ir_version=6, opset_imports=[helper.make_opsetid("", 11)])
    exact = _session(layer)(x)
    (found,) = in_onnx.layers(layer.graph)
    assert (found.name, found.given, found.made) == ("one", "x", "y")
    rounded = in_onnx.rounded(layer, {"one": Usual(Ends(-1, 2), Ends(0, float(exact.max())))})
    assert [node.op_type for node in rounded.graph.node] == ["QuantizeLinear", "QLinearConv", "DequantizeLinear"]
    if not in_onnx.exact():
        pytest.skip("this processor clips sums of eight-bit products")
    assert np.abs(_session(rounded)(x) - exact).max() < 0.03 * exact.max()
    assert (exact == 0).any()


def test_onnx_runtime_reads_the_same() -> None:
    if not in_onnx.exact():
        pytest.skip("this processor clips sums of eight-bit products")
    path = model("rec")
    rounded = in_onnx.rounded(in_onnx.load(path), ranges(path) or {})
    _reads_the_same(_session(onnx.load(path)), _session(rounded))


def test_openvino_reads_the_same() -> None:
    openvino = pytest.importorskip("openvino")
    in_openvino = pytest.importorskip("extractor.ocr.eight_bits.in_openvino")

    def nets() -> None:
        if not in_openvino.exact():
            pytest.skip("this processor clips sums of eight-bit products")
        core, path = openvino.Core(), model("rec")
        both = core.read_model(path), in_openvino.rounded(core.read_model(path), ranges(path))
        exact, rounded = (core.compile_model(net, "CPU") for net in both)
        _reads_the_same(lambda x: exact([x])[0], lambda x: rounded([x])[0])

    # OpenVINO changes how a thread computes that runs a net (see `Reader`): not this one.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(nets).result()


def _reads_the_same(*nets: Net) -> None:
    strip, _ = strips.strip(strip_of(2), 1.0)
    exact, rounded = _readings(nets, strip)
    assert exact.text == rounded.text
    assert 0 < max(abs(a - b) for a, b in zip(exact.certainty, rounded.certainty, strict=True)) < 0.1


def _readings(nets: Sequence[Net], strip: NDArray[np.float32]) -> list[ctc.Reading]:
    listed = next(prop.value for prop in onnx.load(model("rec")).metadata_props if prop.key == "character")
    alphabet = CTCLabelDecode(character=listed.splitlines()).character
    return [ctc.decode(net(strip)[0], alphabet, 1.0) for net in nets]


def _session(net: onnx.ModelProto) -> Net:
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = onnxruntime.InferenceSession(net.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return lambda x: session.run(None, {session.get_inputs()[0].name: x})[0]
