"""PP-OCRv6 (small) from the RapidOCR wheel, on whatever runs its nets: their own pre- and post-processing, our page.

What differs from stock RapidOCR, and why: the page is cleaned first (a seal costs ten times the errors);
detection sees a small copy and recognition the full one (faster, and no less exact); a long line is looked at
coarsely, and closely where that leaves a doubt (see `strips`); no quad is turned by 90 degrees (a lone 8 would
become ∞); lines are recognised one by one at widths in steps (no padding to a batch's longest, and few distinct
shapes for the runtime to keep memory for).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import cv2
import numpy as np
import rapidocr
from rapidocr.ch_ppocr_det.utils import DBPostProcess
from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode

from extractor.ocr import ctc, doubts, opinions, points, preprocess, quads, strips
from extractor.ocr.line import TextLine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.ocr.line import Image
    from extractor.ocr.quads import Quad

_DETECTION_SIDE = 800
"""Longest side of the copy that detection sees, for a page of A4's shape; longer pages keep its short side. At 736 the
boxes grow so loose that figures are shown too small, and equal digits run together."""
_A4 = math.sqrt(2)
_LONGEST = 8.0
"""Up to this many pages under each other in one image; memory sets the limit."""
_LEAST_SIDE = 64
"""Smaller images are laid on white paper: detection halves its input five times."""
_EM_IN_HEIGHT = 0.75
"""A Chinese character's width in heights of the detected quad, which has some air above and below."""
_LOOK_TALL, _LOOK_WIDE = 0.1, 1.25
"""A second look takes in so much more above and below (shares of the height) and is stretched so much: the print is
lower and wider than at the first look, and what is guessed rather than seen tends to come out differently."""
_LEAST_CERTAINTY = 0.5
"""Below this mean certainty a piece is a stain or part of a seal, not text (RapidOCR's own threshold)."""


class Net(Protocol):
    """A neural net, ready to run from several threads at once."""

    def __call__(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """The net's one output for its one input; it may be written over when the same thread calls again."""
        ...

    def alphabet(self) -> list[str]:
        """The characters that a recogniser's file lists."""
        ...


Load: TypeAlias = "Callable[[Path, int], Net]"


class Reader:
    """The two nets at work on a page; an engine is a `Reader` that knows how to run them. Thread-safe.

    The three make a net of a model's file and a number of threads, in the threads that will run it: `find` the one that
    finds text, `read` the one that reads lines, `glance` one that reads them quickly and may be less exact.
    """

    def __init__(self, threads: int, *, find: Load, read: Load, glance: Load) -> None:
        # Detection has values near zero (denormals) that make it four times slower. To flush them changes how a thread
        # computes that loads a net or runs it, so those threads are our own.
        self._detecting = ThreadPoolExecutor(1, "ocr-detect")
        self._detector = self._detecting.submit(find, model("det"), threads).result()
        # Lines are independent: one thread a line scales better than several threads within a line.
        self._reading = ThreadPoolExecutor(threads, "ocr-read")
        self._recogniser = self._reading.submit(read, model("rec"), 1).result()
        self._glancer = self._reading.submit(glance, model("rec"), 1).result()
        self._find = DBPostProcess(thresh=0.3, box_thresh=0.5, unclip_ratio=1.6, use_dilation=True)
        self._alphabet: list[str] = CTCLabelDecode(character=self._recogniser.alphabet()).character

    def recognise(self, image: Image, *, twice: bool = False) -> tuple[TextLine, ...]:
        """The lines of a page in reading order; `twice`: those with digits are looked at a second time."""
        height, width = image.shape[:2]
        page = _on_paper(preprocess.clean(image))
        found = self.find(page)
        read = list(self._reading.map(partial(self._look, page, twice), found))
        lines: list[TextLine] = []
        row_number = 0
        for row in quads.rows(found):
            pieces = [
                _place(reading, other, found[i], row_number, (width, height))
                for i in row
                for reading, other in [read[i]]
                if reading
            ]
            row_number += bool(pieces)
            lines += pieces
        return tuple(lines)

    def lines(self, images: Sequence[Image], *, twice: bool = False) -> tuple[TextLine | None, ...]:
        """The one line that each picture shows, or None."""
        return tuple(self._reading.map(partial(self._line, twice), images))

    def _line(self, twice: bool, image: Image) -> TextLine | None:
        height, width = image.shape
        whole = quads.around(width, height)
        reading, other = self._look(image, twice, whole)
        return _place(reading, other, whole, 0, (width, height)) if reading else None

    def find(self, page: Image) -> list[Quad]:
        """Where there is text on a clean page in grey."""
        return self._detecting.submit(self._detect, page).result()

    def _detect(self, page: Image) -> list[Quad]:
        boxes, _ = self._find(self._detector(copy(page)), page.shape)
        return [quads.widen(np.asarray(box, dtype=np.float32)) for box in boxes]

    def _look(self, page: Image, twice: bool, quad: Quad) -> tuple[ctc.Reading | None, str | None]:
        """What stands in a quad, and what a second look made of it (None: there was none)."""
        first = self._read(quads.cut(page, quad))
        if not twice or first is None or not opinions.has_digits(first.text):
            return first, None
        again = cv2.resize(quads.cut(page, quads.raised(quad, _LOOK_TALL)), None, fx=_LOOK_WIDE, fy=1.0)
        second = self._read(np.asarray(again, dtype=np.uint8), closely=True)
        return first, second.text if second else ""

    def _read(self, crop: Image, *, closely: bool = False) -> ctc.Reading | None:
        """What stands in a crop, with its middles and extents in shares of the crop's width.

        Unless `closely`, a long line is squeezed at first, and what that leaves in doubt is looked at in full.
        """
        glanced = None if closely or not strips.is_long(crop) else self._glanced(crop)
        reading = glanced or self._decoded(crop, 1.0)
        sure = reading.text.strip() and float(np.mean(reading.certainty)) >= _LEAST_CERTAINTY
        return reading if sure else None

    def _glanced(self, crop: Image) -> ctc.Reading | None:
        """A long line, seen coarsely but for what is in doubt then; None when it has to be seen whole."""
        height, width = crop.shape
        reading: ctc.Reading | None = self._decoded(crop, strips.COARSE)
        assert reading is not None
        parts = doubts.parts(reading, _EM_IN_HEIGHT * height / width)
        if parts is None:
            return None
        for part in reversed(parts):  # so that the places of those before it stay
            close = self._decoded(crop[:, int(part.left * width) : math.ceil(part.right * width)], 1.0)
            reading = doubts.set_in(reading, part, close)
            if reading is None:
                return None
        return reading

    def _decoded(self, crop: Image, squeeze: float) -> ctc.Reading:
        strip, used = strips.strip(crop, squeeze)
        net = self._recogniser if squeeze == 1.0 else self._glancer
        return ctc.decode(net(strip)[0], self._alphabet, strip.shape[3] / used)


def _place(reading: ctc.Reading, other: str | None, quad: Quad, row: int, page: tuple[int, int]) -> TextLine:
    """A reading put back where it stands on a page of that width and height."""
    across, down = quads.size(quad)
    extents = ctc.extents(reading, fallback_em=_EM_IN_HEIGHT * down / across)
    boxes = tuple(quads.slice_box(quad, *extent, *page) for extent in extents)
    text, mended = points.mend(reading.text)
    line = TextLine(text, boxes, reading.certainty, quads.slice_box(quad, 0.0, 1.0, *page), row, mended)
    return opinions.weighed(line, points.mend(other)[0]) if other is not None else line


def model(part: str) -> Path:
    """The file of a net. Raises OSError when it is not there."""
    found = Path(rapidocr.__file__).parent / "models" / f"PP-OCRv6_{part}_small.onnx"
    if not found.is_file():
        raise FileNotFoundError(f"{found.name} 不在 rapidocr 安装包中")
    return found


def copy(page: Image) -> NDArray[np.float32]:
    """The detector's input: 1 x 3 x height x width in -1..1, both sides multiples of 32."""
    longer = max(page.shape) / min(page.shape) / _A4
    scale = min(1.0, _DETECTION_SIDE * min(max(1.0, longer), _LONGEST) / max(page.shape))
    height, width = (round(side * scale / 32) * 32 for side in page.shape)
    small = cv2.resize(page, (width, height)).astype(np.float32) / 127.5 - 1.0
    return np.repeat(small[None, None], 3, axis=1)


def _on_paper(page: Image) -> Image:
    height, width = page.shape
    down, right = max(0, _LEAST_SIDE - height), max(0, _LEAST_SIDE - width)
    if not down and not right:
        return page
    return np.asarray(cv2.copyMakeBorder(page, 0, down, 0, right, cv2.BORDER_CONSTANT, value=(255,)), dtype=np.uint8)
