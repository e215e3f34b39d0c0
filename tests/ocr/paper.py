"""Pages for the OCR tests: text set with pymupdf's own Chinese font, with the box of every character."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

DPI = 200
ZOOM = DPI / 72
LINES = (
    "三、部门整体支出情况",
    "2021年度清河县林业局支出决算1286.45万元，",
    "其中：基本支出903.20万元，占总支出的70.2%，",
    "项目支出383.25万元，占总支出的29.8%。",
    "“三公”经费支出6.08万元，公务接待费0.75万元。",
)


@dataclass(frozen=True)
class Sheet:
    """An image (RGB) and, for each of its text lines, the ink's box of each character in pixels."""

    image: NDArray[np.uint8]
    ink: tuple[tuple[tuple[float, float, float, float], ...], ...]


def print_page(lines: tuple[tuple[float, float, str], ...], size: float = 14, width: int = 400) -> Sheet:
    """Sets lines of text at (x, baseline y) in points and renders the page at 200 dpi."""
    document = pymupdf.open()
    page = document.new_page(width=width, height=60 + max((int(y) for _, y, _ in lines), default=60))
    font = pymupdf.Font("china-s")
    ink = []
    for x, y, text in lines:
        writer = pymupdf.TextWriter(page.rect)
        writer.append((x, y), text, font=font, fontsize=size)
        writer.write_text(page)
        edges = x + np.cumsum([0.0, *(font.glyph_advance(ord(char)) * size for char in text)])
        ink.append(tuple((a, y - size * 0.9, b, y + size * 0.2) for a, b in pairwise(edges)))
    pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB)
    image = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3).copy()
    boxes = tuple(tuple(tuple(v * ZOOM for v in box) for box in line) for line in ink)
    return Sheet(image, boxes)  # type: ignore[arg-type]  # four coordinates each, which mypy cannot count


def paragraph(lines: tuple[str, ...] = LINES) -> Sheet:
    """The lines under each other, as a page of running text."""
    return print_page(tuple((30, 50 + 26 * number, text) for number, text in enumerate(lines)))


def rotate(image: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The page put on the scanner askew, on white."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(image, turn, (width, height), borderValue=(255, 255, 255)), dtype=np.uint8)


def stamp(image: NDArray[np.uint8], x: int, y: int, radius: int) -> NDArray[np.uint8]:
    """A red round seal with a star, laid over what is printed (ink on ink stays dark)."""
    seal = np.full_like(image, 255)
    cv2.circle(seal, (x, y), radius, (215, 40, 45), max(2, radius // 14))
    angles = np.deg2rad(np.arange(0, 720, 144) - 90)
    star = np.stack([x + radius * 0.5 * np.cos(angles), y + radius * 0.5 * np.sin(angles)], axis=1)
    cv2.fillPoly(seal, [star.astype(np.int32)], (215, 40, 45))
    return np.minimum(image, seal)
