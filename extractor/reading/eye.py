"""The eye that reads pictures: OCR as the settings want it, for one page, with what is to be said of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.ocr import TextLine, recognise, recognise_lines
from extractor.reading.line import Remarks
from extractor.reading.scanned_rules import Pixels
from extractor.settings import Settings

_SHOWN = 3


class Eye:
    """Reads the pictures of one page, and remembers which figures it read two ways."""

    def __init__(self, settings: Settings, number: int) -> None:
        self._settings = settings
        self._number = number
        self._disputed: list[tuple[str, str]] = []

    def lines(self, image: Pixels) -> tuple[TextLine, ...]:
        """The pieces of text in a picture that are not blank, in reading order."""
        how = self._settings
        read = recognise(image, how.ocr_engine, threads=how.ocr_threads, twice=how.ocr == "best")
        self._disputed += [pair for line in read for pair in line.disputed]
        return tuple(line for line in read if line.text.strip())

    def strips(self, images: Sequence[Pixels]) -> tuple[TextLine | None, ...]:
        """The one line of text that each picture shows; None where nothing was read."""
        how = self._settings
        read = recognise_lines(images, how.ocr_engine, threads=how.ocr_threads, twice=how.ocr == "best")
        self._disputed += [pair for line in read if line for pair in line.disputed]
        return tuple(line if line and line.text.strip() else None for line in read)

    def remarks(self) -> Remarks:
        """What a person should look at again."""
        if not self._disputed:
            return Remarks()
        shown = "；".join(f"“{one}”或“{other}”" for one, other in self._disputed[:_SHOWN])
        more = "等" if len(self._disputed) > _SHOWN else ""
        note = f"第 {self._number} 页有 {len(self._disputed)} 处数字两次识别的结果不同（{shown}{more}），请对照原件。"
        return Remarks((), (note,))
