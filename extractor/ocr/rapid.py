"""PP-OCRv6 on ONNX Runtime, which is everywhere that Python is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import onnxruntime

from extractor.ocr import ppocr
from extractor.ocr.eight_bits import in_onnx, ranges

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


class Engine(ppocr.Reader):
    """The default engine."""

    def __init__(self, threads: int) -> None:
        """Loads the models, about 0.5 s. ImportError or OSError when something is missing."""
        super().__init__(threads or os.cpu_count() or 1, find=_exact, read=_exact, glance=_rounded)


class Net:
    """A net as a model's file, or what would stand in it, describes it."""

    def __init__(self, model: str | bytes, threads: int) -> None:
        """Load it, to run on so many threads."""
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.set_denormal_as_zero", "1")
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # An arena keeps the largest input ever seen: for a line little, and saved from the system at every run; for a
        # page much. The memory pattern keeps that once per shape.
        options.enable_cpu_mem_arena = threads == 1
        options.enable_mem_pattern = False
        # What is in eight bits says so itself.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def __call__(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """The one output for the one input."""
        (y,) = self._session.run(None, {"x": x})
        return y  # type: ignore[no-any-return]

    def alphabet(self) -> list[str]:
        """The characters that a recogniser's file lists."""
        return self._session.get_modelmeta().custom_metadata_map["character"].splitlines()  # type: ignore[no-any-return]


def _exact(model: Path, threads: int) -> Net:
    return Net(str(model), threads)


def _rounded(model: Path, threads: int) -> Net:
    """In eight bits, where that is exact and was measured. Detection would gain nothing by it."""
    measured = ranges(model) if in_onnx.exact() else None
    if not measured:
        return _exact(model, threads)
    return Net(in_onnx.rounded(in_onnx.load(model), measured).SerializeToString(), threads)
