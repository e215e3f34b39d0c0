"""The room of the OCR engines: one engine a file, found by its name. The doors are `recognise` and `recognise_lines`.

An engine is a module of this package that defines a class `Engine` (see `line.OcrEngine`). Nothing heavy is
imported before the first page is recognised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.ocr.engines import load
from extractor.ocr.line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.ocr.line import Image

__all__ = ["TextLine", "recognise", "recognise_lines"]


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


def recognise_lines(
    images: Sequence[Image], engine: str = "rapid", *, threads: int = 0, twice: bool = False
) -> tuple[TextLine | None, ...]:
    """Read pictures that each show one level printed line and nothing else: grey uint8 on white, none of them empty.

    Nothing is looked for: this reads what the eye for lines of text overlooks, a lone figure above all. None stands for
    a picture in which nothing was read; boxes are in pixels of its own picture. For the rest see `recognise`.
    """
    return load(engine, threads).lines(images, twice=twice) if images else ()
