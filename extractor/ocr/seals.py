"""Takes a seal off the print beneath it: red ink is a filter, and what it lets through can be worked back.

In the red channel alone a seal is nearly as white as the paper, but not quite: a ring as thick as a stroke still cuts
through the small figures of a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from extractor.ocr.line import Image

_LEAST = 1 / 12
"""The seal of an office has at least this share of the page's longer side (25 mm of A4). The letters of a red head
have less: they are to be read."""
_RED = 30
"""Grey levels by which red ink's red is above its green and blue."""
_COARSE = 4
"""Seals are looked for on a copy so many times smaller."""
_CLEARLY = 1.5
"""Red ink lets through so much more red than green where it can be learnt from."""
_FEW = 200
"""Pixels from which it can be learnt."""
_REST = 0.25
"""A picture's colours are coarser than its brightness, so that a seal's thin lines keep some of their grey. What is
darker than the paper by less than this share of what the seal takes is taken for such a rest."""


def places(image: Image) -> list[tuple[slice, slice]]:
    """Where on a colour page there is red that is as large as a seal and about as high as wide: rows and columns."""
    height, width = image.shape[:2]
    small = cv2.resize(image, (max(1, width // _COARSE), max(1, height // _COARSE)), interpolation=cv2.INTER_AREA)
    red, green, blue = cv2.split(small)
    ink = np.asarray(cv2.subtract(red, cv2.max(green, blue)) > _RED / 2, np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    return [
        (slice(max(0, y - 2) * _COARSE, (y + h + 2) * _COARSE), slice(max(0, x - 2) * _COARSE, (x + w + 2) * _COARSE))
        for x, y, w, h, _ in stats[1:].tolist()
        if min(w, h) * _COARSE >= _LEAST * max(height, width) and max(w, h) <= 2 * min(w, h)
    ]


def lifted(image: Image, red: Image, paper: Image) -> Image:
    """The red channel of a place with a seal as it would be without; `paper`: how bright that channel's paper is.

    How much red and green the ink lets through is learnt from the seal itself, most of which lies on bare paper. Where
    it covers only part of a pixel, the two are seen mixed with the paper's.
    """
    green = np.maximum(image[:, :, 1], 1).astype(np.float32)
    through = np.maximum(red, 1).astype(np.float32)
    bare = np.maximum(np.maximum(paper, red), 1).astype(np.float32)
    plain = cv2.subtract(red, cv2.max(image[:, :, 1], image[:, :, 2])) <= _RED
    ratio = through / green
    ratio = np.maximum(ratio / (np.median(ratio[plain]) if plain.any() else 1.0), 1.0)
    inked = ~plain & (ratio > _CLEARLY)
    if np.count_nonzero(inked) < _FEW:
        return red
    full = float(np.median(ratio[inked]))
    dimmed = float(np.clip(np.median((through / bare)[inked]), 0.3, 1.0))
    seen = np.minimum(ratio, full)
    cover = np.clip((seen - 1) / (seen * (1 - dimmed / full) - (1 - dimmed)), 0.0, 1.0).astype(np.float32)
    light = np.minimum(through / (1 - cover * (1 - dimmed)) / bare, 1.0)
    rest = _REST * (1 - dimmed) * cv2.dilate(cover, np.ones((3, 3), np.uint8))
    dark = np.maximum(0.0, 1 - light - rest) / (1 - rest)
    return np.asarray(bare * (1 - dark), np.uint8)
