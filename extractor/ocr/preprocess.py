"""Makes a scan easy to read: seals and red rules vanish, uneven light becomes white paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from extractor.ocr.line import Image

_BACKGROUND_SIDE = 256
"""The paper's brightness varies slowly: it is measured on a copy this many pixels long."""


def clean(image: Image) -> Image:
    """The page in grey, without its seals and shadows: red channel, then divided by the background."""
    return flatten(red(image))


def red(image: Image) -> Image:
    """The red channel of a colour page (a grey page as it is): in it a red seal is as white as the paper."""
    return np.ascontiguousarray(image[:, :, 0]) if image.ndim == 3 else image


def flatten(grey: Image) -> Image:
    """Divides a grey page by its background, so that paper is white (255) everywhere and ink keeps its contrast."""
    height, width = grey.shape
    scale = min(1.0, _BACKGROUND_SIDE / max(height, width))
    small = cv2.resize(
        grey, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    # Dilating lets the paper between the strokes grow over them, the median takes out what salt it carried along.
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    background = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, background, scale=255.0), dtype=np.uint8)
