"""A net that counts in eight bits says what it said before; a net that was not measured is left alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode

from extractor.ocr import ctc, strips
from extractor.ocr.ppocr import model
from tests.ocr.test_looks import strip_of

openvino = pytest.importorskip("openvino")
eight_bits = pytest.importorskip("extractor.ocr.eight_bits")


@pytest.mark.parametrize("part", ["det", "rec"])
def test_every_layer_of_the_models_was_measured(part: str) -> None:
    measured = eight_bits.ranges(model(part))
    layers = [layer.get_friendly_name() for layer in eight_bits.layers(openvino.Core().read_model(model(part)))]
    assert measured is not None, "RapidOCR brings another model: run `python -m eval.ranges`"
    assert set(measured) == set(layers)
    assert all(least <= 0 <= most or least < most for least, most in measured.values())


def test_a_file_that_nothing_was_measured_for(tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"another model")
    assert eight_bits.ranges(other) is None


def test_the_same_is_read() -> None:
    # OpenVINO changes how a thread computes that runs a net (see `Reader`): not this one.
    with ThreadPoolExecutor(1) as aside:
        exact, rounded = aside.submit(_read_both_ways).result()
    assert exact.text == rounded.text
    assert 0 < max(abs(a - b) for a, b in zip(exact.certainty, rounded.certainty, strict=True)) < 0.1


def _read_both_ways() -> list[ctc.Reading]:
    if not eight_bits.exact():
        pytest.skip("this processor clips sums of eight-bit products")
    core, path = openvino.Core(), model("rec")
    strip, _ = strips.strip(strip_of(2), 1.0)
    nets = core.read_model(path), eight_bits.rounded(core.read_model(path), eight_bits.ranges(path))
    listed = nets[0].get_rt_info(["framework", "character"]).astype(str).splitlines()
    alphabet = CTCLabelDecode(character=listed).character
    return [ctc.decode(core.compile_model(net, "CPU")([strip])[0][0], alphabet, 1.0) for net in nets]
