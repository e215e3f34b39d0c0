"""Lines that are the cells of a form which lost its grid: one cell a line, blank cells gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:%|[万亿]?元|[人个名分])?|/|-{1,2}|—{1,2}")
_NONE = re.compile(r"/|-{1,2}|—{1,2}")
_SENTENCE = re.compile(r"[。；;！!？?\t|]|，.*，")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)")
_NUMBERED = re.compile(r"\d{1,2}[.、](?!\d)")
CAPTION = re.compile(r"(?:情况|明细|结构|表|安排)$|\((?:单位:?)?(?:[万亿]?元|人|个)\)$|^单位:")
"""A line that says what the cells below it are about."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line at `start..end` of a folded text; `figure`: a number with or without its unit, or a sign for none."""

    start: int
    end: int
    text: str
    figure: bool

    @property
    def value(self) -> Decimal | None:
        """The number that is printed, None where there is none."""
        digits = re.sub(r"[^\d.-]", "", self.text)
        return Decimal(digits) if self.figure and not _NONE.fullmatch(self.text) else None

    @property
    def is_caption(self) -> bool:
        """The line heads a table."""
        return CAPTION.search(self.text) is not None


def lines(text: str) -> Iterator[Line]:
    """Every line that is not empty and no row of a table, in order."""
    start = 0
    for words in text.split("\n"):
        if words and "\t" not in words and "|" not in words:
            yield Line(start, start + len(words), words, _FIGURE.fullmatch(words) is not None)
        start += len(words) + 1


def blocks(text: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[list[Line]]:
    """The runs of lines that may be cells, in order; headings, sentences, tables and what is taken part them."""
    found: list[Line] = []
    every = [*lines(text), Line(len(text) + 1, len(text) + 1, "", figure=False)]
    for line, following in pairwise(every):
        apart = bool(found) and line.start != found[-1].end + 1
        heading = _HEADING.match(line.text) or (_NUMBERED.match(line.text) and not following.figure)
        of_text = len(line.text) > _LONGEST or bool(heading) or _SENTENCE.search(line.text) is not None
        if apart or of_text or any(start <= line.start < end for start, end in taken):
            if found:
                yield found
            found = []
        if not of_text and not any(start <= line.start < end for start, end in taken):
            found.append(line)
    if found:
        yield found
