"""python -m eval.ranges: measures what the layers of the nets are given on scans; writes `extractor/ocr/ranges.json`.

To be run again when RapidOCR brings other models: a model that nothing was measured for is not rounded. Needs OpenVINO.
Seen are the reports for tuning only, set as running text and as forms in small print, in every kind of damage.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino
import pymupdf
from numpy.typing import NDArray
from openvino import opset13 as ops

from eval.cases import ROOT, collect
from eval.scans_read import small_print
from extractor.ocr import eight_bits, engines, ppocr, preprocess, quads, strips
from fixtures import damage

_REPORTS, _FORMS, _PAGES = 6, 4, 2
_LINES = 12
"""Of each page so many lines are measured, as squeezed and as they are."""

Input = NDArray[np.float32]


def main() -> None:
    """Write the file."""
    inputs: dict[str, list[Input]] = {"det": [], "rec": []}
    for page in _pages():
        clean = preprocess.clean(page)
        inputs["det"].append(ppocr.copy(clean))
        inputs["rec"] += _lines(clean)
    measured = {}
    for part, given in inputs.items():
        path = ppocr.model(part)
        measured[hashlib.sha256(path.read_bytes()).hexdigest()] = _measured(path, given)
        print(f"{path.name}：{len(given)} 次")
    rows = (
        f"  {json.dumps(file)}: {{\n"
        + ",\n".join(f"    {json.dumps(name)}: [{least:.4g}, {most:.4g}]" for name, (least, most) in layers.items())
        + "\n  }"
        for file, layers in measured.items()
    )
    (ROOT / "extractor" / "ocr" / eight_bits.FILE).write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


def _pages() -> Iterator[NDArray[np.uint8]]:
    with tempfile.TemporaryDirectory() as folder:
        reports = [case.path for case in collect(split="tune", forms=["pdf"])][:_REPORTS]
        for path in [*reports, *list(small_print(Path(folder)))[:_FORMS]]:
            for kind in damage.KINDS:
                with pymupdf.open(stream=damage.damage(path.read_bytes(), kind), filetype="pdf") as scan:
                    for page in list(scan)[-_PAGES:]:
                        pixels = page.get_pixmap(dpi=200)
                        yield np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, pixels.n)


def _lines(clean: NDArray[np.uint8]) -> Iterator[Input]:
    reader: Any = engines.load("rapid", 0)
    found = reader.find(clean)
    for quad in found[:: max(1, len(found) // _LINES)]:
        for squeeze in (strips.COARSE, 1.0):
            yield strips.strip(quads.cut(clean, quad), squeeze)[0]


def _measured(path: Path, inputs: Sequence[Input]) -> eight_bits.Ranges:
    """The least and the most that each layer was given, in the median of the inputs.

    Not of all: a rare input that goes far would take levels from every other, and what is clear would be in doubt.
    """
    core = openvino.Core()
    model = core.read_model(path)
    layers = list(eight_bits.layers(model))
    ends = []
    for layer in layers:
        given = layer.input_value(0)
        axes = ops.constant(np.arange(len(given.get_partial_shape())), np.int64)
        ends += [ops.result(ops.reduce_min(given, axes)), ops.result(ops.reduce_max(given, axes))]
    net = core.compile_model(
        openvino.Model(ends, model.get_parameters(), "ends"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"}
    )
    seen = np.array([[float(value) for value in net([one]).values()] for one in inputs]).reshape(-1, len(layers), 2)
    least, most = np.median(seen, axis=0).T
    return {layer.get_friendly_name(): (float(a), float(b)) for layer, a, b in zip(layers, least, most, strict=True)}


if __name__ == "__main__":
    main()
