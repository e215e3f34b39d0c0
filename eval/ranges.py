"""python -m eval.ranges: measures what the layers of the nets are given and make; writes `ocr/eight_bits/ranges.json`.

To be run again when RapidOCR brings other models: a model that nothing was measured for is not rounded.
Seen are the reports for tuning only, set as running text and as forms in small print, in every kind of damage.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pymupdf
from numpy.typing import NDArray
from onnx import helper

from eval.cases import ROOT, collect
from eval.scans_read import small_print
from extractor.ocr import eight_bits, ppocr, preprocess, quads, rapid, strips
from extractor.ocr.eight_bits import Ends, Usual, in_onnx
from fixtures import damage

_REPORTS, _FORMS, _PAGES = 6, 4, 2
_LINES = 12
"""Of each page so many lines are measured, as squeezed and as they are."""

Input = NDArray[np.float32]


def main() -> None:
    """Write the file."""
    inputs: dict[str, list[Input]] = {"det": [], "rec": []}
    # Not the engine: it counts by what is to be measured.
    reader = ppocr.Reader(os.cpu_count() or 1, find=_exact, read=_exact, glance=_exact)
    for page in _pages():
        clean = preprocess.clean(page)
        inputs["det"].append(ppocr.copy(clean))
        inputs["rec"] += _lines(reader, clean)
    measured = {}
    for part, given in inputs.items():
        path = ppocr.model(part)
        measured[hashlib.sha256(path.read_bytes()).hexdigest()] = _measured(path, given)
        print(f"{path.name}：{len(given)} 次")
    rows = (
        f"  {json.dumps(file)}: {{\n"
        + ",\n".join(f"    {json.dumps(name)}: [{_four(*usual.given, *usual.made)}]" for name, usual in layers.items())
        + "\n  }"
        for file, layers in measured.items()
    )
    (ROOT / "extractor" / "ocr" / "eight_bits" / eight_bits.FILE).write_text(
        "{\n" + ",\n".join(rows) + "\n}\n", "utf-8"
    )


def _pages() -> Iterator[NDArray[np.uint8]]:
    with tempfile.TemporaryDirectory() as folder:
        reports = [case.path for case in collect(split="tune", forms=["pdf"])][:_REPORTS]
        for path in [*reports, *list(small_print(Path(folder)))[:_FORMS]]:
            for kind in damage.KINDS:
                with pymupdf.open(stream=damage.damage(path.read_bytes(), kind), filetype="pdf") as scan:
                    for page in list(scan)[-_PAGES:]:
                        pixels = page.get_pixmap(dpi=200)
                        yield np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, pixels.n)


def _exact(model: Path, threads: int) -> ppocr.Net:
    return rapid.Net(str(model), threads)


def _lines(reader: ppocr.Reader, clean: NDArray[np.uint8]) -> Iterator[Input]:
    found = reader.find(clean)
    for quad in found[:: max(1, len(found) // _LINES)]:
        for squeeze in (strips.COARSE, 1.0):
            yield strips.strip(quads.cut(clean, quad), squeeze)[0]


def _measured(path: Path, inputs: Sequence[Input]) -> eight_bits.Ranges:
    """The least and the most of what each layer was given and of what it made, in the median of the inputs.

    Not of all: a rare input that goes far would take levels from every other, and what is clear would be in doubt.
    """
    model = in_onnx.load(path)
    layers = list(in_onnx.layers(model.graph))
    names = {name for layer in layers for name in (layer.given, layer.made)}
    ends = {f"{name}.{end}": (name, end) for name in sorted(names) for end in ("ReduceMin", "ReduceMax")}
    for output, (name, end) in ends.items():
        model.graph.node.append(helper.make_node(end, [name], [output], keepdims=0))
        model.graph.output.append(helper.make_tensor_value_info(output, onnx.TensorProto.FLOAT, []))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    seen = np.array([[float(end) for end in session.run(list(ends), {"x": one})] for one in inputs])
    usual = dict(zip(ends.values(), np.median(seen, axis=0).tolist(), strict=True))

    def of(name: str) -> Ends:
        return Ends(usual[name, "ReduceMin"], usual[name, "ReduceMax"])

    return {layer.name: Usual(of(layer.given), of(layer.made)) for layer in layers}


def _four(*ends: float) -> str:
    return ", ".join(f"{end:.4g}" for end in ends)


if __name__ == "__main__":
    main()
