"""Text of a PDF page that no reader sees: drawn without ink, fully transparent, too small, in the colour of what is
behind it, or painted over. What it looks like decides, not what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pymupdf

from extractor.model import Box, Hidden

if TYPE_CHECKING:
    import numpy as np

_FILLED_OR_STROKED = 16 | 32
_LEAST_ALPHA = 26
_TINY = 2.0
"""Points: smaller characters are dust."""
_SQUEEZED = 0.12
"""A Chinese character narrower than this share of its size cannot be read."""
_LIGHT = 0xB0
_NEAR_COLOUR = 64
_CONTRAST = 24
_FLAT_SHARE = 0.6
_COVERS = 0.9
_DPI = 144
_MOST_PIXELS = 20_000_000
_TEXT, _VECTOR = 0, 3

Span = dict[str, Any]
Rect = tuple[float, float, float, float]


@dataclass(slots=True)
class Sight:
    """What of a page is seen: `hidden` holds the ids of the spans that are not, each with the reason.

    `layer`: the spans without ink that stand on a picture, as scanners write them; the picture is what is seen.
    """

    hidden: dict[int, tuple[Span, str]] = field(default_factory=dict)
    layer: list[Span] = field(default_factory=list)
    seen: int = 0

    def report(self, number: int, turn: pymupdf.Matrix | None) -> tuple[Hidden, ...]:
        """What is hidden, with its place on the page as shown."""
        found = []
        for span, why in self.hidden.values():
            text = words(span).strip()
            if text:
                box: Any = pymupdf.Rect(span["bbox"])
                shown = tuple(box if turn is None else box * turn)
                found.append(Hidden(text, why, number, Box(number, *(round(float(v), 2) for v in shown))))
        return tuple(found)


def look(page: pymupdf.Page, blocks: Sequence[dict[str, Any]]) -> Sight:
    """Tell which spans of a page's rawdict are seen."""
    sight = Sight()
    pictures = _pictures(page)
    painted: list[tuple[int, Rect, int]] = []
    for order, block in enumerate(blocks):
        if block["type"] != _VECTOR or block["stroked"] or block["alpha"] < _LEAST_ALPHA:
            continue
        if _is_area(block["bbox"]):
            painted.append((order, block["bbox"], block["color"]))
    suspects: list[Span] = []
    for order, block in enumerate(blocks):
        if block["type"] != _TEXT:
            continue
        for line in block["lines"]:
            for span in line["spans"]:
                why = _without_ink(span)
                on = [one for one in pictures if _share(span["bbox"], one[1]) > _COVERS] if why != "tiny" else []
                if on and (why or any(opaque and later(span["bbox"]) for later, _, opaque in on)):
                    sight.layer.append(span)
                elif why:
                    sight.hidden[id(span)] = (span, why)
                else:
                    sight.seen += len(span["chars"])
                    if _is_suspect(span, order, painted):
                        suspects.append(span)
    if suspects:
        for span in _without_contrast(page, suspects):
            sight.hidden[id(span)] = (span, "no_contrast")
    return sight


def words(span: Span) -> str:
    """The characters of a span."""
    return "".join(char["c"] for char in span["chars"])


def _without_ink(span: Span) -> str | None:
    if not span["char_flags"] & _FILLED_OR_STROKED:
        return "invisible"
    if span["alpha"] < _LEAST_ALPHA:
        return "transparent"
    if span["size"] < _TINY:
        return "tiny"
    chars = span["chars"]
    if len(chars) > 2:
        wide = sum(char["c"] > "\u2e80" for char in chars)
        box = span["bbox"]
        if wide * 2 > len(chars) and max(box[2] - box[0], box[3] - box[1]) < _SQUEEZED * span["size"] * wide:
            return "tiny"
    return None


def _is_suspect(span: Span, order: int, painted: Iterable[tuple[int, Rect, int]]) -> bool:
    colour = _rgb(span["color"])
    if min(colour) >= _LIGHT:
        return True
    box = span["bbox"]
    for at, area, fill in painted:
        if _share(box, area) < _COVERS:
            continue
        if at > order or max(abs(a - b) for a, b in zip(colour, _rgb(fill), strict=True)) < _NEAR_COLOUR:
            return True
    return False


def _pictures(page: pymupdf.Page) -> list[tuple[Any, Rect, bool]]:
    """Each picture of the page: a function that tells whether it is painted after the text at a place, its rectangle,
    and whether it is opaque."""
    images = page.get_images()
    if not images:
        return []
    log = page.get_bboxlog()
    texts = [(at, box) for at, (kind, box) in enumerate(log) if kind.endswith("text")]
    opaque = all(image[1] == 0 for image in images)
    shift = page.cropbox.tl if page.rotation else pymupdf.Point()
    found = []
    for at, (kind, box) in enumerate(log):
        if kind == "fill-image":
            area = box
            if page.rotation:
                area = tuple(pymupdf.Rect(box) * page.derotation_matrix + (shift.x, shift.y, shift.x, shift.y))

            def later(place: Rect, at: int = at) -> bool:
                x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
                under = [i for i, (x0, y0, x1, y1) in texts if x0 <= x <= x1 and y0 <= y <= y1]
                return bool(under) and max(under) < at

            found.append((later, area, opaque))
    return found


def _without_contrast(page: pymupdf.Page, spans: Sequence[Span]) -> list[Span]:
    """Those of the spans whose characters are as bright as what is around them, in a drawing of the page."""
    import numpy as np  # only here: it takes longer to import than a short report to read

    turn = page.rotation_matrix if page.rotation else pymupdf.Identity
    area = pymupdf.Rect()
    for span in spans:
        area |= pymupdf.Rect(span["bbox"]) * turn
    area &= page.rect
    if area.is_empty:
        return []
    zoom = min(_DPI / 72, (_MOST_PIXELS / max(1.0, area.width * area.height)) ** 0.5)
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=area, colorspace=pymupdf.csRGB, annots=True)
    pixels = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)[:, : drawn.width * 3]
    pixels = pixels.reshape(drawn.height, drawn.width, 3)
    found = []
    for span in spans:
        flat = [
            _is_flat(pixels, pymupdf.Rect(char["bbox"]) * turn, zoom, drawn.x, drawn.y)
            for char in span["chars"]
            if not char["c"].isspace()
        ]
        if flat and sum(flat) > _FLAT_SHARE * len(flat):
            found.append(span)
    return found


def _is_flat(pixels: np.ndarray[Any, np.dtype[np.uint8]], box: pymupdf.Rect, zoom: float, x: int, y: int) -> bool:
    inset = 0.12 * box.height  # a rule of a table beside the character is not the character
    x0, x1 = round((box.x0 + 0.3 * inset) * zoom) - x, round((box.x1 - 0.3 * inset) * zoom) - x
    y0, y1 = round((box.y0 + inset) * zoom) - y, round((box.y1 - inset) * zoom) - y
    part = pixels[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
    if not part.size:
        return True
    return int((part.max(axis=(0, 1)).astype(int) - part.min(axis=(0, 1))).max()) < _CONTRAST


def _share(inner: Rect, outer: Rect) -> float:
    """The share of a box that lies within another."""
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    width = min(inner[2], outer[2]) - max(inner[0], outer[0])
    height = min(inner[3], outer[3]) - max(inner[1], outer[1])
    return width * height / area if area > 0 and width > 0 and height > 0 else 0.0


def _is_area(box: Rect) -> bool:
    return box[2] - box[0] > 3 and box[3] - box[1] > 3


def _rgb(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255
