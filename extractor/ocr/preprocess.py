"""Makes a scan easy to read: seals and red rules vanish, uneven light becomes white paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractor.ocr import seals

if TYPE_CHECKING:
    from extractor.ocr.line import Image

_BACKGROUND_SIDE = 256
"""The paper's brightness varies slowly: it is measured on a copy this many pixels long."""

_DARKEST_PAPER = 96
"""What is darker is a filled cell, not shaded paper; made white, it would swallow the white text in it."""

_MOST_LIFT = 140
"""Grey levels; a scanned seal differs by 50 to 120 between its red channel and its brightness."""


def clean(image: Image) -> Image:
    """The page in grey, without its seals and shadows: red channel, then divided by the background."""
    return flatten(unsealed(image))


def unsealed(image: Image) -> Image:
    """The red channel of a colour page (a grey page as it is), and what lies under a seal as if it lay on paper."""
    through = red(image)
    places = seals.places(image) if image.ndim == 3 else []
    if places:
        paper, through = background(through), through.copy()
        for at in places:
            through[at] = seals.lifted(image[at], through[at], paper[at])
    return through


def red(image: Image) -> Image:
    """The red channel of a colour page (a grey page as it is): in it a red seal is nearly as white as the paper.

    Nearly: a figure printed in the purest red must not vanish, so no colour is lifted more than a real seal is.
    """
    if image.ndim == 2:
        return image
    lifted = cv2.convertScaleAbs(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), alpha=1.0, beta=_MOST_LIFT)
    return np.asarray(cv2.min(np.ascontiguousarray(image[:, :, 0]), lifted), dtype=np.uint8)


def flatten(grey: Image) -> Image:
    """Divides a grey page by its background, so that paper is white (255) everywhere and ink keeps its contrast."""
    return np.asarray(cv2.divide(grey, background(grey), scale=255.0), dtype=np.uint8)


def background(grey: Image) -> Image:
    """How bright the paper is at every place of a grey page."""
    height, width = grey.shape
    scale = min(1.0, _BACKGROUND_SIDE / max(height, width))
    small = cv2.resize(
        grey, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    # Dilating lets the paper between the strokes grow over them, the median takes out what salt it carried along.
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    paper = np.maximum(paper, _DARKEST_PAPER)
    return np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
