"""A page that is a picture: its own embedded image where it has just one, else a rendering, goes to OCR."""

from __future__ import annotations

from typing import Any

import numpy as np
import pymupdf

from extractor.model import Origin, Place
from extractor.ocr import recognise
from extractor.reading.columns import with_columns
from extractor.reading.line import Line, PageLines
from extractor.reading.rows import printed_lines
from extractor.reading.ruled import moved
from extractor.reading.scanned_rules import ruled
from extractor.reading.scanned_tables import page_blocks
from extractor.settings import Settings

_COVERS = 0.8
"""An image that covers this share of the page is the scan itself."""


def scanned_lines(page: pymupdf.Page, number: int, settings: Settings) -> PageLines:
    """The printed lines that OCR reads on the page, in points like any other page's."""
    image, box = _picture(page, settings.ocr_dpi)
    height, width = image.shape[:2]
    to_x, to_y = (box.x1 - box.x0) / width, (box.y1 - box.y0) / height

    def place(x0: float, y0: float, x1: float, y1: float) -> Place:
        x0, x1 = (min(max(x, 0.0), width) for x in (x0, x1))
        y0, y1 = (min(max(y, 0.0), height) for y in (y0, y1))
        return (number, box.x0 + x0 * to_x, box.y0 + y0 * to_y, box.x0 + x1 * to_x, box.y0 + y1 * to_y)

    straight = ruled(image)
    if straight is not None:
        read, unread = page_blocks(straight, number, settings)
        blocks = [moved(block, lambda p: place(*p[1:]), lambda x: box.x0 + x * to_x) for block in read]
        note = f"第 {number} 页的表格中有 {unread} 个单元格有墨迹而没有认出文字，请对照原件。" if unread else None
        return PageLines(number, page.rect.width, page.rect.height, Origin.OCR, blocks, note)
    found = [
        Line(line.text, tuple(place(*b) for b in line.boxes), tuple(line.certainty)).strip()
        for line in recognise(image, settings.ocr_engine, threads=settings.ocr_threads)
        if line.text.strip()
    ]
    return PageLines(number, page.rect.width, page.rect.height, Origin.OCR, with_columns(printed_lines(found)))


def _picture(page: pymupdf.Page, dpi: int) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], pymupdf.Rect]:
    """The page as an image (height, width[, 3]) of uint8, and the rectangle of the page that it fills."""
    images = page.get_images()
    if len(images) == 1 and page.rotation == 0:
        boxes = page.get_image_rects(images[0][0])
        if len(boxes) == 1 and abs(boxes[0] & page.rect) >= _COVERS * abs(page.rect):
            try:
                return _pixels(pymupdf.Pixmap(page.parent, images[0][0])), boxes[0]
            except (RuntimeError, ValueError):
                pass  # a colour space or mask that Pixmap cannot take: the rendering below can
    return _pixels(page.get_pixmap(dpi=dpi)), page.rect


def _pixels(pixmap: pymupdf.Pixmap) -> np.ndarray[Any, np.dtype[np.uint8]]:
    if pixmap.colorspace is None or pixmap.colorspace.n not in (1, 3) or pixmap.alpha:
        pixmap = pymupdf.Pixmap(pymupdf.csRGB, pixmap)
        if pixmap.alpha:
            pixmap = pymupdf.Pixmap(pixmap, 0)
    flat = np.frombuffer(pixmap.samples, dtype=np.uint8)
    image = flat.reshape(pixmap.height, pixmap.stride)[:, : pixmap.width * pixmap.n]
    shaped = image.reshape(pixmap.height, pixmap.width, pixmap.n)
    return shaped[:, :, 0] if pixmap.n == 1 else shaped
