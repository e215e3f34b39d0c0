"""A printed line as the recogniser wants it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.ocr.line import Image

COARSE = 0.75
"""Of its width, a line is shown so much at first: the recogniser's work grows with the width. Chinese and figures
are read as exactly as at full width; from 0.7 on, equal digits side by side run together."""
_LONG = 4
"""From this many times as wide as high, a piece is worth squeezing. A short one costs little, and in a cell that holds
nothing but ≥ or a figure nothing around it tells what was meant."""
_HEIGHT = 48
_STEP = 32
"""Widths in steps: few distinct shapes for the runtime to keep memory for."""


def strip(crop: Image, squeeze: float) -> tuple[NDArray[np.float32], int]:
    """The recogniser's input (1 x 3 x 48 x width in -1..1, grey to the right of the text) and the text's width."""
    height, width = crop.shape
    used = max(1, math.ceil(_HEIGHT * width / height * squeeze))
    # What shrinks a lot is averaged, not sampled: a thin stroke would fall between the samples.
    way = cv2.INTER_AREA if used < width and height > _HEIGHT else cv2.INTER_LINEAR
    resized = cv2.resize(crop, (used, _HEIGHT), interpolation=way).astype(np.float32) / 127.5 - 1.0
    made = np.zeros((1, 3, _HEIGHT, math.ceil(used / _STEP) * _STEP), dtype=np.float32)
    made[..., :used] = resized
    return made, used


def is_long(crop: Image) -> bool:
    """True for a line that is looked at coarsely first."""
    height, width = crop.shape
    return bool(width >= _LONG * height)
