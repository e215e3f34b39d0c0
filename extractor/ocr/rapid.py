"""PP-OCRv6 (small) from the RapidOCR wheel on ONNX Runtime: the models' own pre- and post-processing, our page.

What differs from stock RapidOCR, and why: the page is cleaned first (a seal costs ten times the errors);
detection sees a small copy and recognition the full one (faster, and no less exact); no quad is turned by 90
degrees (a lone 8 would become ∞); lines are recognised one by one at widths in steps (no padding to a batch's
longest, and few distinct shapes for the runtime to keep memory for).
"""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import onnxruntime
import rapidocr
from rapidocr.ch_ppocr_det.utils import DBPostProcess, DetPreProcess
from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode

from extractor.ocr import ctc, points, preprocess, quads
from extractor.ocr.line import TextLine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.ocr.line import Image
    from extractor.ocr.quads import Quad

_DETECTION_SIDE = 960
"""Longest side of the copy that detection sees, for a page of A4's shape; longer pages keep its short side."""
_A4 = math.sqrt(2)
_LONGEST = 8.0
"""Up to this many pages under each other in one image; memory sets the limit."""
_LEAST_SIDE = 64
"""Smaller images are laid on white paper: detection halves its input five times."""
_LINE_HEIGHT = 48
_WIDTH_STEP = 64
_EM_IN_HEIGHT = 0.75
"""A Chinese character's width in heights of the detected quad, which has some air above and below."""
_LEAST_CERTAINTY = 0.5
"""Below this mean certainty a piece is a stain or part of a seal, not text (RapidOCR's own threshold)."""


class Engine:
    """The two models. Thread-safe: a session may run in several threads at once."""

    def __init__(self, threads: int) -> None:
        """Loads the models, about 0.3 s. ImportError or OSError when something is missing."""
        threads = threads or os.cpu_count() or 1
        models = Path(rapidocr.__file__).parent / "models"
        # Detection has values near zero (denormals) that make it four times slower. To flush them changes how the
        # thread that creates the process's first session computes, so that thread is one of our own.
        self._detecting = ThreadPoolExecutor(1, "ocr-detect")
        self._detector = self._detecting.submit(_session, models / "PP-OCRv6_det_small.onnx", threads).result()
        # Lines are independent: one thread a line scales better than several threads within a line.
        self._reading = ThreadPoolExecutor(threads, "ocr-read")
        self._recogniser = _session(models / "PP-OCRv6_rec_small.onnx", 1)
        self._find = DBPostProcess(thresh=0.3, box_thresh=0.5, unclip_ratio=1.6, use_dilation=True)
        alphabet = self._recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._alphabet: list[str] = CTCLabelDecode(character=alphabet).character

    def recognise(self, image: Image) -> tuple[TextLine, ...]:
        """The lines of a page in reading order."""
        height, width = image.shape[:2]
        page = _on_paper(preprocess.clean(image))
        found = self._detecting.submit(self._detect, page).result()
        read = list(self._reading.map(partial(self._read, page), found))
        lines: list[TextLine] = []
        row_number = 0
        for row in quads.rows(found):
            pieces = [_place(reading, found[i], row_number, width, height) for i in row if (reading := read[i])]
            row_number += bool(pieces)
            lines += pieces
        return tuple(lines)

    def _detect(self, page: Image) -> list[Quad]:
        height, width = page.shape
        longer = max(height, width) / min(height, width) / _A4
        side = _DETECTION_SIDE * min(max(1.0, longer), _LONGEST)
        prepared = DetPreProcess(limit_side_len=round(side), limit_type="max")(cv2.merge([page] * 3))
        (heat,) = self._detector.run(None, {"x": prepared})
        boxes, _ = self._find(heat, page.shape)
        return [quads.widen(np.asarray(box, dtype=np.float32)) for box in boxes]

    def _read(self, page: Image, quad: Quad) -> ctc.Reading | None:
        """What stands in a quad, with its middles and extents in shares of the quad's width."""
        crop = quads.cut(page, quad)
        strip, used = _strip(crop)
        (steps,) = self._recogniser.run(None, {"x": strip})
        reading = ctc.decode(steps[0], self._alphabet, strip.shape[3] / used)
        sure = reading.text.strip() and float(np.mean(reading.certainty)) >= _LEAST_CERTAINTY
        return reading if sure else None


def _place(reading: ctc.Reading, quad: Quad, row: int, width: int, height: int) -> TextLine:
    """A reading put back where it stands on the page."""
    across, down = quads.size(quad)
    extents = ctc.extents(reading, fallback_em=_EM_IN_HEIGHT * down / across)
    boxes = tuple(quads.slice_box(quad, *extent, width, height) for extent in extents)
    text, mended = points.mend(reading.text)
    return TextLine(text, boxes, reading.certainty, quads.slice_box(quad, 0.0, 1.0, width, height), row, mended)


def _session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    if not model.is_file():
        raise FileNotFoundError(f"{model.name} 不在 rapidocr 安装包中")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    # The arena and the memory pattern keep the largest page ever seen, once per shape.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _on_paper(page: Image) -> Image:
    height, width = page.shape
    down, right = max(0, _LEAST_SIDE - height), max(0, _LEAST_SIDE - width)
    if not down and not right:
        return page
    return np.asarray(cv2.copyMakeBorder(page, 0, down, 0, right, cv2.BORDER_CONSTANT, value=(255,)), dtype=np.uint8)


def _strip(crop: Image) -> tuple[NDArray[np.float32], int]:
    """The recogniser's input (1 x 3 x 48 x width in -1..1, grey to the right of the text) and the text's width."""
    height, width = crop.shape
    used = max(1, math.ceil(_LINE_HEIGHT * width / height))
    resized = cv2.resize(crop, (used, _LINE_HEIGHT)).astype(np.float32) / 127.5 - 1.0
    strip = np.zeros((1, 3, _LINE_HEIGHT, math.ceil(used / _WIDTH_STEP) * _WIDTH_STEP), dtype=np.float32)
    strip[..., :used] = resized
    return strip, used
