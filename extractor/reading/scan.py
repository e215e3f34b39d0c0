"""A page that is a picture: its own embedded image where it has just one, else a rendering, goes to OCR."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pymupdf

from extractor.errors import LimitError
from extractor.model import Origin, Place
from extractor.reading import upright
from extractor.reading.columns import with_columns
from extractor.reading.eye import Eye
from extractor.reading.grid import Grid
from extractor.reading.line import Line, PageLines, Paper, Remarks
from extractor.reading.rows import printed_lines
from extractor.reading.ruled import moved
from extractor.reading.scanned_rules import ruled
from extractor.reading.scanned_tables import page_blocks
from extractor.settings import Settings

Pixels: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]
"""A picture: height x width (grey) or height x width x 3 (RGB)."""

_COVERS = 0.8
"""An image that covers this share of the page is the scan itself."""
_LEAST_DPI = 72
_FEW = 20
_GUESSED = 0.92
"""Characters on a page that lies right, however poor, are surer than this on the average; on its head, less."""
_MUCH_BETTER, _A_LITTLE = 1.5, 2.0
"""Another way round must be so much better than the one the page came in."""
_TURNED = {
    1: "第 {} 页是横放的，已转正后识别。",
    2: "第 {} 页是倒放的，已转正后识别。",
    3: "第 {} 页是横放的，已转正后识别。",
}


def read_picture(
    image: Pixels, box: tuple[float, float, float, float], number: int, size: tuple[float, float], settings: Settings
) -> PageLines:
    """The printed lines that OCR reads in a picture, which fills `box` of a page of this size in points.

    A sheet on a photo is made rectangular first. A page of which little can be read is tried the other ways round.
    """
    start = upright.cut_out(image) or upright.as_it_came(image)
    to_x, to_y = (box[2] - box[0]) / image.shape[1], (box[3] - box[1]) / image.shape[0]
    read = _read(start.image, (to_x, to_y), number, settings)
    best, laid, turned = _worth(read), start, 0
    if _is_doubtful(read) and not upright.is_blank(start.image):
        for quarters in (1, 2, 3):
            other = upright.turned(start, quarters)
            page = _read(other.image, (to_x, to_y) if quarters == 2 else (to_y, to_x), number, settings)
            if _worth(page) > _MUCH_BETTER * best + _A_LITTLE or (_is_sideways(read) and not _is_sideways(page)):
                read, best, laid, turned = page, _worth(page), other, quarters
    if turned:
        read = replace(read, remarks=read.remarks + Remarks((), (_TURNED[turned].format(number),)))
    across, down = (to_y, to_x) if turned % 2 else (to_x, to_y)
    onto_page = np.array([[to_x, 0, box[0]], [0, to_y, box[1]], [0, 0, 1]])
    back = onto_page @ laid.back @ np.diag((1 / across, 1 / down, 1.0))
    return replace(read, paper=Paper(*size, tuple(float(v) for v in back.ravel())))


def _read(image: Pixels, scale: tuple[float, float], number: int, settings: Settings) -> PageLines:
    """The printed lines of a picture that lies straight; `scale`: points a pixel, across and down."""
    height, width = image.shape[:2]
    to_x, to_y = scale

    def place(x0: float, y0: float, x1: float, y1: float) -> Place:
        x0, x1 = (min(max(at, 0.0), width) for at in (x0, x1))
        y0, y1 = (min(max(at, 0.0), height) for at in (y0, y1))
        return (number, x0 * to_x, y0 * to_y, x1 * to_x, y1 * to_y)

    eye = Eye(settings, number)
    size = (width * to_x, height * to_y)
    straight = ruled(image)
    if straight is not None:
        read, unread = page_blocks(straight, number, eye)
        blocks = [moved(block, lambda p: place(*p[1:]), lambda at: at * to_x) for block in read]
        note = f"第 {number} 页的表格中有 {unread} 个单元格有墨迹而没有认出文字，请对照原件。"
        return PageLines(number, *size, Origin.OCR, blocks, eye.remarks() + Remarks((), (note,) if unread else ()))
    found = [
        Line(line.text, tuple(place(*b) for b in line.boxes), tuple(line.certainty)).strip()
        for line in eye.lines(image)
    ]
    return PageLines(number, *size, Origin.OCR, with_columns(printed_lines(found)), eye.remarks())


def _certainties(page: PageLines) -> list[float]:
    lines = [line for block in page.lines for line in ([block] if isinstance(block, Line) else _cells(block))]
    return [sure for line in lines for sure in line.certainty]


def _cells(grid: Grid) -> list[Line]:
    return [cell.line for cell in grid.cells if cell.line]


def _worth(page: PageLines) -> float:
    """How much was read, and how surely: a page on its head gives many characters and none of them sure."""
    return sum(max(0.0, sure - 0.5) for sure in _certainties(page))


def _is_doubtful(page: PageLines) -> bool:
    """True when hardly anything was read, or most of it guessed, or the cells' characters stand under each other."""
    sure = _certainties(page)
    return len(sure) < _FEW or sum(sure) < _GUESSED * len(sure) or _is_sideways(page)


def _is_sideways(page: PageLines) -> bool:
    """True where in most cells a character stands below the one before it: a table that was scanned lying on its side.

    A single character is often read rightly so.
    """
    steps = [
        (two[1] - one[1], two[2] - one[2])
        for block in page.lines
        if isinstance(block, Grid)
        for line in _cells(block)
        for one, two in pairwise(line.places)
        if one and two
    ]
    return len(steps) >= _FEW and sum(abs(down) > abs(across) for across, down in steps) > len(steps) / 2


def drawn(page: pymupdf.Page, settings: Settings) -> tuple[Pixels, pymupdf.Rect]:
    """The page as an image (height, width[, 3]) of uint8, and the rectangle of the page that it fills.

    Raises `LimitError` for a picture that is too large to be unpacked.
    """
    images = page.get_images()
    for image in images:
        check_size(f"第 {page.number + 1} 页", image[2], image[3], settings)
    if len(images) == 1 and page.rotation == 0:
        boxes = page.get_image_rects(images[0][0], transform=True)
        if len(boxes) == 1 and _is_upright(boxes[0][1]) and abs(boxes[0][0] & page.rect) >= _COVERS * abs(page.rect):
            try:
                return pixels(pymupdf.Pixmap(page.parent, images[0][0])), boxes[0][0]
            except (RuntimeError, ValueError):
                pass  # a colour space or mask that Pixmap cannot take: the rendering below can
    width, height = page.rect.width / 72, page.rect.height / 72
    dpi = min(settings.ocr_dpi, (settings.megapixels * 1e6 / max(1e-6, width * height)) ** 0.5)
    if dpi < _LEAST_DPI:
        check_size(f"第 {page.number + 1} 页", width * _LEAST_DPI, height * _LEAST_DPI, settings)
    return pixels(page.get_pixmap(dpi=int(dpi))), page.rect


def check_size(name: str, width: float, height: float, settings: Settings) -> None:
    """Raise `LimitError` for a picture that is too large to be read."""
    if width * height > settings.megapixels * 1_000_000:
        raise LimitError(
            f"{name}有一张 {width:.0f}×{height:.0f} 像素的图，超过 {settings.megapixels} 百万像素（megapixels）。",
            "请用较低的分辨率（200 至 300 dpi）重新扫描，或在 jixiao.toml 里调大 megapixels。",
        )


def _is_upright(matrix: pymupdf.Matrix) -> bool:
    """Neither turned nor mirrored."""
    return bool(matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 0.02 * (matrix.a + matrix.d))


def pixels(pixmap: pymupdf.Pixmap) -> Pixels:
    """The picture as an array, in grey or RGB, without transparency."""
    if pixmap.colorspace is None or pixmap.colorspace.n not in (1, 3) or pixmap.alpha:
        pixmap = pymupdf.Pixmap(pymupdf.csRGB, pixmap)
        if pixmap.alpha:
            pixmap = pymupdf.Pixmap(pixmap, 0)
    flat = np.frombuffer(pixmap.samples, dtype=np.uint8)
    image = flat.reshape(pixmap.height, pixmap.stride)[:, : pixmap.width * pixmap.n]
    shaped = image.reshape(pixmap.height, pixmap.width, pixmap.n)
    return shaped[:, :, 0] if pixmap.n == 1 else shaped
