"""A page as a picture for whoever reads pictures: grey, upright, and no larger than is of use to a reader."""

from __future__ import annotations

import io
import os

from extractor.errors import CorruptFileError
from extractor.settings import Settings

_LONGEST = 2400
"""Pixels of the longer side: an A4 page at 200 dpi has 2,339."""


def page_picture(path: str | os.PathLike[str], number: int, settings: Settings) -> bytes:
    """A page (from 1) of a PDF or picture as PNG. Raises what `read` raises, and `CorruptFileError`."""
    from extractor.reading.files import Kind, load

    source = load(path, settings)
    try:
        if source.kind is Kind.PDF:
            return _of_pdf(source.data, number, settings)
        if source.kind is Kind.IMAGE:
            return _of_picture(source.data, number)
    except (OSError, ValueError, RuntimeError, SyntaxError, IndexError) as error:
        raise CorruptFileError(f"{source.name} 第 {number} 页画不出来。") from error
    raise CorruptFileError(f"{source.name} 没有页面图像。")


def _of_pdf(data: bytes, number: int, settings: Settings) -> bytes:
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        page = pdf[number - 1]
        dpi = min(settings.ocr_dpi, _LONGEST * 72 / max(1.0, page.rect.width, page.rect.height))
        picture: bytes = page.get_pixmap(dpi=max(1, int(dpi)), colorspace=pymupdf.csGRAY).tobytes("png")
        return picture


def _of_picture(data: bytes, number: int) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as picture:
        picture.seek(number - 1)
        grey = ImageOps.exif_transpose(picture).convert("L")
        grey.thumbnail((_LONGEST, _LONGEST))
        raw = io.BytesIO()
        grey.save(raw, "PNG")
        return raw.getvalue()
