"""A page that is a picture: its own embedded image where it has just one, else a rendering, goes to OCR."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pymupdf

from extractor.errors import LimitError
from extractor.model import Origin, Place
from extractor.ocr import recognise
from extractor.reading.columns import with_columns
from extractor.reading.line import Line, PageLines, Remarks
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


def scanned_lines(page: pymupdf.Page, number: int, settings: Settings) -> PageLines:
    """The printed lines that OCR reads on the page, in points like any other page's."""
    image, box = _picture(page, settings)
    return read_picture(image, (box.x0, box.y0, box.x1, box.y1), number, (page.rect.width, page.rect.height), settings)


def read_picture(
    image: Pixels, box: tuple[float, float, float, float], number: int, size: tuple[float, float], settings: Settings
) -> PageLines:
    """The printed lines that OCR reads in a picture, which fills `box` of a page of this size in points."""
    height, width = image.shape[:2]
    left, top = box[0], box[1]
    to_x, to_y = (box[2] - left) / width, (box[3] - top) / height

    def place(x0: float, y0: float, x1: float, y1: float) -> Place:
        x0, x1 = (min(max(at, 0.0), width) for at in (x0, x1))
        y0, y1 = (min(max(at, 0.0), height) for at in (y0, y1))
        return (number, left + x0 * to_x, top + y0 * to_y, left + x1 * to_x, top + y1 * to_y)

    straight = ruled(image)
    if straight is not None:
        read, unread = page_blocks(straight, number, settings)
        blocks = [moved(block, lambda p: place(*p[1:]), lambda at: left + at * to_x) for block in read]
        note = f"第 {number} 页的表格中有 {unread} 个单元格有墨迹而没有认出文字，请对照原件。"
        return PageLines(number, *size, Origin.OCR, blocks, Remarks((), (note,) if unread else ()))
    found = [
        Line(line.text, tuple(place(*b) for b in line.boxes), tuple(line.certainty)).strip()
        for line in recognise(image, settings.ocr_engine, threads=settings.ocr_threads)
        if line.text.strip()
    ]
    return PageLines(number, *size, Origin.OCR, with_columns(printed_lines(found)))


def _picture(page: pymupdf.Page, settings: Settings) -> tuple[Pixels, pymupdf.Rect]:
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
