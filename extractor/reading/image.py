"""Pictures: a photo or a scan as PNG, JPEG, TIFF (with many pages), BMP or WebP. Each frame is a page of OCR."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from PIL import BmpImagePlugin, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401
from PIL import Image as Pictures

from extractor.errors import CorruptFileError, LimitError
from extractor.reading.ahead import Later, in_order
from extractor.reading.files import Source
from extractor.reading.line import PageLines
from extractor.reading.scan import Pixels, check_size, read_picture
from extractor.settings import Settings

_A4_WIDTH = 595.0
"""Points. What a camera writes into a file as its resolution says nothing, so every picture is as wide as a sheet."""
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")


def image_pages(source: Source, settings: Settings) -> Iterator[PageLines]:
    """The printed lines of each frame. Raises `CorruptFileError` or `LimitError`."""
    Pictures.MAX_IMAGE_PIXELS = None  # the size is looked at below, before anything is decoded
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata, which nobody here reads
            with Pictures.open(io.BytesIO(source.data), formats=_FORMATS) as picture:
                frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
                if frames > settings.pages:
                    raise LimitError(f"{source.name} 有 {frames} 页，超过上限 {settings.pages} 页（pages）。")

                def begin(index: int) -> Later:
                    picture.seek(index)
                    check_size(f"{source.name} 里", *picture.size, settings)
                    return _page(_pixels(picture), index + 1, settings)

                for got in in_order(begin, frames, settings):
                    yield got()
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError) as error:
        raise CorruptFileError(f"{source.name} 已损坏，不是完整的图片。", "请重新拍照、扫描或导出后再试。") from error


def _pixels(picture: Pictures.Image) -> Pixels:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Pictures.alpha_composite(Pictures.new("RGBA", layer.size, (255, 255, 255, 255)), layer)
    if upright.mode.startswith("I") or upright.mode == "F":
        deep = np.asarray(upright, dtype=np.float64)
        return np.asarray(deep / max(1.0, deep.max()) * 255.0, dtype=np.uint8)
    return np.asarray(upright.convert("L" if upright.mode in ("1", "L") else "RGB"), dtype=np.uint8)


def _page(image: Pixels, number: int, settings: Settings) -> Later:
    height, width = image.shape[:2]
    box = (0.0, 0.0, _A4_WIDTH, _A4_WIDTH * height / width)
    return Later(height * width, lambda: read_picture(image, box, number, (box[2], box[3]), settings))
