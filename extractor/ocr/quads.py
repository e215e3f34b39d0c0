"""The geometry of detected text: four corners in the page, cut out upright, put in reading order.

A quad is a float array of shape (4, 2): top left, top right, bottom right, bottom left, in pixels (x, y).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.ocr.line import Image, Rect

Quad: TypeAlias = NDArray[np.float32]

_LONG = 6
"""From this many times as wide as high, a piece is a line of running text rather than a table's cell."""
_MARGIN = 0.3
_SAME_ROW = 0.5
"""Two pieces stand in one row when their middles differ by less than this share of the lower one's height."""


def cut(page: Image, quad: Quad) -> Image:
    """The text inside a quad, turned upright, in the page's own resolution. Tall quads are not rotated."""
    width, height = size(quad)
    width, height = max(1, round(width)), max(1, round(height))
    transform = cv2.getPerspectiveTransform(quad, around(width, height))
    upright = cv2.warpPerspective(
        page, transform, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(upright, dtype=np.uint8)


def around(width: int, height: int) -> Quad:
    """The whole of a picture."""
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)


def widen(quad: Quad) -> Quad:
    """A line of running text with some paper at both ends (0.3 of its height); a short piece stays as it is.

    Detection tends to end before a line's closing mark. Beside the text of a cell, though, stand rules, and dust
    that would be read as a point or a 1.
    """
    width, height = size(quad)
    if width < _LONG * height:
        return quad
    tl, tr, br, bl = quad
    top, bottom = ((end - start) / width * (_MARGIN * height) for start, end in ((tl, tr), (bl, br)))
    return np.array([tl - top, tr + top, br + bottom, bl - bottom], dtype=np.float32)


def raised(quad: Quad, share: float) -> Quad:
    """The quad with so much more of its height above and below."""
    tl, tr, br, bl = quad
    left, right = share * (bl - tl), share * (br - tr)
    return np.array([tl - left, tr - right, br + right, bl + left], dtype=np.float32)


def size(quad: Quad) -> tuple[float, float]:
    """Width and height of a quad: the longer of each pair of opposite sides, in pixels."""
    top, right, bottom, left = (float(np.hypot(*side)) for side in np.roll(quad, -1, axis=0) - quad)
    return max(top, bottom), max(left, right)


def slice_box(quad: Quad, start: float, end: float, width: int, height: int) -> Rect:
    """The upright box around the part of a quad between two shares (0..1) of its width.

    In pixels of the page, which is `width` x `height`; what a quad has outside of the page is cut off.
    """
    tl, tr, br, bl = quad
    tops, bottoms = ([a + (b - a) * share for share in (start, end)] for a, b in ((tl, tr), (bl, br)))
    # x is taken halfway up: neighbours on a slanting line then meet in one edge instead of overlapping.
    x0, x1 = (float(np.clip((top[0] + bottom[0]) / 2, 0, width)) for top, bottom in zip(tops, bottoms, strict=True))
    y0, y1 = min(float(top[1]) for top in tops), max(float(bottom[1]) for bottom in bottoms)
    return x0, min(max(y0, 0.0), height), x1, min(max(y1, 0.0), height)


def rows(quads: Sequence[Quad]) -> list[list[int]]:
    """Indices of quads row by row, top to bottom, each row from left to right.

    The page's skew (the middle direction of its text, long pieces counting more) is taken out first, so that the
    ends of one printed line meet although they differ by more than a line's height on the paper.
    """
    if not quads:
        return []
    slope = _slope(quads)
    middles = [quad.mean(axis=0) for quad in quads]
    levels = [float(y - slope * x) for x, y in middles]
    heights = [size(quad)[1] for quad in quads]
    found: list[list[int]] = []
    for index in sorted(range(len(quads)), key=levels.__getitem__):
        last = found[-1] if found else []
        # Against every member, so that a row of a dense table cannot creep down cell by cell.
        if last and all(
            levels[index] - levels[other] < _SAME_ROW * min(heights[index], heights[other]) for other in last
        ):
            last.append(index)
        else:
            found.append([index])
    return [sorted(row, key=lambda index: float(middles[index][0])) for row in found]


def _slope(quads: Sequence[Quad]) -> float:
    """The weighted median slope (dy/dx) of the quads that are clearly wider than high; 0 when there is none."""
    wide = [quad for quad in quads if size(quad)[0] > 3 * size(quad)[1]]
    if not wide:
        return 0.0
    along = np.array([(quad[1] + quad[2] - quad[0] - quad[3]) / 2 for quad in wide])
    order = np.argsort(along[:, 1] / along[:, 0])
    reached = np.cumsum(along[order, 0])
    dx, dy = along[order][int(np.searchsorted(reached, reached[-1] / 2))]
    return float(dy / dx)
