"""The room of the OCR engines: one engine a file, found by its name. The door is `recognise`.

An engine is a module of this package that defines a class `Engine` (see `line.OcrEngine`). Nothing heavy is
imported before the first page is recognised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.ocr.engines import load
from extractor.ocr.line import TextLine

if TYPE_CHECKING:
    from extractor.ocr.line import Image

__all__ = ["TextLine", "recognise"]


def recognise(image: Image, engine: str = "rapid", *, threads: int = 0, twice: bool = False) -> tuple[TextLine, ...]:
    """Read a page image: uint8, height x width x 3 (RGB) or height x width (grey).

    Lines come in reading order, boxes in pixels of `image`; a blank or empty page gives `()`. `threads` 0 means all
    cores. `twice`: figures are looked at a second time, and are unsure (`certainty`) where the two looks differ
    (`disputed`). Raises UsageError for an engine that does not exist, NoOcrError when the engine's libraries or
    models are missing, ValueError for an array that is not such an image.
    """
    if image.dtype.name != "uint8" or not (image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)):
        raise ValueError(f"not an RGB or grey uint8 image: {image.dtype} {image.shape}")
    if not image.size:
        return ()
    return load(engine, threads).recognise(image, twice=twice)
