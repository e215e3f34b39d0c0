"""A picture as it should lie before it is read: a photographed sheet cut out and made rectangular, a turned page
turned.

What is done to the picture is remembered as a matrix, so that every character still has its place on the page as it
came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.reading.scanned_rules import Pixels

Matrix = NDArray[np.float64]
"""3 x 3, on points (x, y, 1)."""

_SIDE = 1000
"""The sheet is looked for in a copy this many pixels long."""
_LEAST, _MOST = 0.35, 0.97
"""The share of a photo that a sheet fills: what fills it whole is a scan."""
_CONTRAST = 45
"""Grey levels by which what is around a sheet is darker than the sheet, at each of its sides."""
_BESIDE = 12
"""Pixels of the copy on either side of an edge that are compared."""
_STRAIGHT = 0.02
"""How far an outline may lie off its four straight sides, as a share of its length."""
_RIGHT_ANGLE = (60.0, 120.0)
_BLANK = 0.0005
"""A page with less ink than this share has nothing on it that could be turned."""


@dataclass(frozen=True, slots=True)
class Upright:
    """A picture, and the way from its pixels to those of the picture that it was made of."""

    image: Pixels
    back: Matrix


def as_it_came(image: Pixels) -> Upright:
    """The picture itself."""
    return Upright(image, np.eye(3))


def cut_out(image: Pixels) -> Upright | None:
    """The sheet of paper on a photo, as a scanner would show it; None where the picture is not a sheet on a darker
    ground."""
    corners = _sheet(image)
    if corners is None:
        return None
    sides = [float(np.hypot(*(b - a))) for a, b in pairwise([*corners, corners[0]])]
    width, height = round(max(sides[0], sides[2])), round(max(sides[1], sides[3]))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    there = cv2.getPerspectiveTransform(corners, flat)
    cut = cv2.warpPerspective(image, there, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Upright(np.asarray(cut, np.uint8), np.asarray(np.linalg.inv(there), np.float64))


def turned(page: Upright, quarters: int) -> Upright:
    """The picture turned by so many quarters to the left."""
    height, width = page.image.shape[:2]
    back = {
        1: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
    }[quarters]
    return Upright(np.ascontiguousarray(np.rot90(page.image, quarters)), page.back @ np.array(back, np.float64))


def is_blank(image: Pixels) -> bool:
    """True when there is no ink, whatever the light."""
    grey = image if image.ndim == 2 else np.ascontiguousarray(image[:, :, 0])
    side = max(15, max(grey.shape) // 60) | 1
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, 30)
    return cv2.countNonZero(cv2.medianBlur(ink, 3)) < _BLANK * grey.size


def _sheet(image: Pixels) -> NDArray[np.float32] | None:
    """The corners of the sheet on a photo: top left, top right, bottom right, bottom left."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, _SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # Closing fills in the print: what is left is the paper and what it lies on.
    filled = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    _, bright = cv2.threshold(filled, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    quad = cv2.approxPolyDP(hull, _STRAIGHT * cv2.arcLength(hull, True), True)
    area = cv2.contourArea(quad)
    if len(quad) != 4 or not _LEAST * small.size < area < _MOST * small.size:
        return None
    corners = _sharpened(_in_order(quad.reshape(4, 2).astype(np.float32)), outline.reshape(-1, 2).astype(np.float32))
    if corners is None or not all(_RIGHT_ANGLE[0] < angle < _RIGHT_ANGLE[1] for angle in _angles(corners)):
        return None
    return corners / np.float32(scale) if _stands_out(np.asarray(filled, np.uint8), corners) else None


def _in_order(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    across, along = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    return corners[[int(across.argmin()), int(along.argmin()), int(across.argmax()), int(along.argmax())]]


def _sharpened(corners: NDArray[np.float32], outline: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Where the lines through the middle parts of the four sides of an outline meet: its own corners are rounded."""
    lines = []
    for a, b in pairwise([*corners, corners[0]]):
        side = b - a
        length = float(np.hypot(*side))
        along = (outline - a) @ side / length**2
        off = np.abs((outline - a) @ np.array([-side[1], side[0]], np.float32)) / length
        near = outline[(along > 0.1) & (along < 0.9) & (off < 2 * _STRAIGHT * length)]
        if len(near) < length / 4:
            return None
        dx, dy, x, y = (float(v) for v in cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
        lines.append((dy, -dx, dy * x - dx * y))
    met = []
    for (a1, b1, c1), (a2, b2, c2) in pairwise([lines[3], *lines]):
        across = a1 * b2 - a2 * b1
        if abs(across) < 0.1:
            return None
        met.append(((c1 * b2 - c2 * b1) / across, (a1 * c2 - a2 * c1) / across))
    return np.array(met, np.float32)


def _angles(corners: NDArray[np.float32]) -> Iterable[float]:
    for before, at, after in zip(np.roll(corners, 1, axis=0), corners, np.roll(corners, -1, axis=0), strict=True):
        a, b = before - at, after - at
        cosine = float(a @ b) / max(1e-6, float(np.hypot(*a) * np.hypot(*b)))
        yield float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def _stands_out(grey: Pixels, corners: NDArray[np.float32]) -> bool:
    """Darker ground beside each side that does not coincide with the picture's edge, and beside two at the least."""
    height, width = grey.shape
    middle = corners.mean(axis=0)
    seen = 0
    for a, b in pairwise([*corners, corners[0]]):
        along = a + (b - a) * np.linspace(0.15, 0.85, 15, dtype=np.float32)[:, None]
        inward = (middle - (a + b) / 2) / max(1e-6, float(np.hypot(*(middle - (a + b) / 2)))) * _BESIDE
        out, within = np.round(along - inward).astype(int), np.round(along + inward).astype(int)
        inside = (out[:, 0] >= 0) & (out[:, 0] < width) & (out[:, 1] >= 0) & (out[:, 1] < height)
        if inside.mean() < 0.5:
            continue
        beyond = grey[out[inside, 1], out[inside, 0]].astype(int)
        paper = grey[within[inside, 1].clip(0, height - 1), within[inside, 0].clip(0, width - 1)].astype(int)
        if float(np.median(paper - beyond)) < _CONTRAST:
            return False
        seen += 1
    return seen >= 2
