"""PP-OCRv6 on OpenVINO: faster than ONNX Runtime on x86, and an extra to install (`pip install "jixiao[fast]"`)."""

from __future__ import annotations

import os
import threading
from functools import partial
from typing import TYPE_CHECKING

import openvino

from extractor.ocr.eight_bits import in_openvino, ranges
from extractor.ocr.ppocr import Reader

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


class Engine(Reader):
    """The fast engine."""

    def __init__(self, threads: int) -> None:
        """Loads the models, about a second. ImportError or OSError when something is missing."""
        threads = threads or os.cpu_count() or 1
        exact = partial(_Net, openvino.Core(), streams=threads, rounded=False)
        rounded = partial(_Net, openvino.Core(), streams=threads, rounded=in_openvino.exact())
        super().__init__(threads, find=rounded, read=exact, glance=rounded)


class _Net:
    def __init__(self, core: openvino.Core, model: Path, threads: int, *, streams: int, rounded: bool) -> None:
        """`threads` for one run; as many runs at once as keep `streams` threads busy."""
        loaded = core.read_model(model)
        listed = loaded.get_rt_info(["framework", "character"]) if loaded.has_rt_info(["framework"]) else None
        self._alphabet = listed.astype(str).splitlines() if listed is not None else []
        measured = ranges(model) if rounded else None
        if measured:
            loaded = in_openvino.rounded(loaded, measured)
        options = {
            "INFERENCE_NUM_THREADS": streams,
            "NUM_STREAMS": max(1, streams // threads),
            # What is not counted in eight bits. Half precision, its own choice where the processor knows it, gives
            # other certainties on other machines, and is slower where the processor only half knows it.
            "INFERENCE_PRECISION_HINT": "f32",
            # Two processes would be pinned to the same cores.
            "ENABLE_CPU_PINNING": False,
            "CPU_DENORMALS_OPTIMIZATION": True,
        }
        self._net = core.compile_model(loaded, "CPU", options)
        self._own = threading.local()

    def __call__(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        request = getattr(self._own, "request", None)
        if request is None:
            request = self._own.request = self._net.create_infer_request()
        request.infer({0: x}, share_inputs=True)
        return request.get_output_tensor(0).data  # type: ignore[no-any-return]

    def alphabet(self) -> list[str]:
        return self._alphabet
