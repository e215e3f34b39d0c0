"""What an OCR engine returns, and what an engine is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Image: TypeAlias = NDArray[np.uint8]
    """A page as pixels: height x width x 3 (red, green, blue) or height x width (grey)."""

Rect: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the given image, origin top left."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One piece of a printed line, as recognised.

    `text`, `boxes` and `certainty` (0..1) run parallel, one entry a character. `box` encloses all `boxes`.
    Pieces that stand on one baseline (the cells of a table row, the two halves of a line that a gap splits)
    share the same `row`, which counts printed lines from 0. `mended` are the indices of the characters that
    were rewritten after recognition (see `points`); their certainty is still that of the mark as read.
    `disputed`: what a second look read otherwise (see `opinions`), as pairs of this text and that, with a few
    characters around.
    """

    text: str
    boxes: tuple[Rect, ...]
    certainty: tuple[float, ...]
    box: Rect
    row: int = 0
    mended: tuple[int, ...] = ()
    disputed: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.boxes) == len(self.certainty):
            raise ValueError(f"{len(self.text)} characters, {len(self.boxes)} boxes, {len(self.certainty)} certainties")


class OcrEngine(Protocol):
    """What the class `Engine` of an engine's file offers; made once per process and number of threads.

    The constructor raises ImportError when a library is missing and OSError when a model file is.
    """

    def __init__(self, threads: int) -> None:
        """Load the models. `threads` 0 means all cores."""

    def recognise(self, image: Image, *, twice: bool = False) -> tuple[TextLine, ...]:
        """The lines of a page in reading order; safe to call from several threads.

        `twice`: lines with digits are looked at a second time, and where the two differ in a figure it is unsure.
        """
        ...

    def lines(self, images: Sequence[Image], *, twice: bool = False) -> tuple[TextLine | None, ...]:
        """The one line that each picture shows, or None; safe to call from several threads."""
        ...
