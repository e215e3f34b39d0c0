"""What a coarse look at a line leaves in doubt, and how a close look at that part of it is set in.

A part is cut out between characters that are sure, and shows a few of them on either side: the close look must see the
same ones there. Where it does not, or most of a line is in doubt, the whole line is to be seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.ocr import ctc, opinions

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURE_OF_FIGURES, _SURE_OF_WORDS, _SURE_OF_MARKS = 0.95, 0.7, 0.5
"""Below these, one character is enough for a close look: 0.9 is where a person would be asked to look at a figure (see
`extraction.certainty`), and no figure is to be unsure for want of looking. Blanks and marks between words are often
unsure and change nothing."""
_SURE = 0.9
"""Characters as sure as this on both sides hold a part."""
_HELD, _SPARE = 2, 1
"""So many characters hold a part at each end, and so many more are shown, as what stands at the edge may be cut."""
_FIGURE, _EQUAL = re.compile(r"\d[\d,.，]*(?!年)"), re.compile(r"(\d)\1")
"""A figure (but for the most common one, a year) with equal digits side by side is always looked at closely: squeezed,
one of them may be lost."""
_MOST = 0.6
"""Where parts take more of a line than this, it is seen whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `first` to `last` of a line, between the characters `before` and `after` (none at the line's ends);
    seen from `left` to `right`, in shares of its width."""

    first: int
    last: int
    before: str
    after: str
    left: float
    right: float


def is_clear(reading: ctc.Reading) -> bool:
    """True when a coarse look has seen enough."""
    return bool(reading.text.strip()) and not _doubtful(reading)


def parts(reading: ctc.Reading, em: float) -> list[Part] | None:
    """What is to be seen closely, from left to right; None for the whole line. `em`: the width of a Chinese character
    in shares of the line's."""
    if not reading.text.strip():
        return None
    edges = ctc.extents(reading, em)
    found: list[Part] = []
    for first, last in _held(reading):
        left, right = first - _HELD - _SPARE, last + _HELD + _SPARE
        found.append(
            Part(
                first,
                last,
                reading.text[max(0, first - _HELD) : first],
                reading.text[last : last + _HELD],
                edges[left][0] if left > 0 else 0.0,
                edges[right - 1][1] if right < len(edges) else 1.0,
            )
        )
    return found if sum(part.right - part.left for part in found) <= _MOST else None


def set_in(reading: ctc.Reading, part: Part, close: ctc.Reading) -> ctc.Reading | None:
    """The reading with what the close look saw in the part; None when it did not see what stands around it."""
    text, before, after = (opinions.plain(words) for words in (close.text, part.before, part.after))
    start, end = text.find(before), text.rfind(after) if after else len(text)
    spare = len(text) - end - len(after)
    if start < 0 or end < 0 or max(start, spare) > 2 * _SPARE or start + len(before) > end:
        return None
    start += len(before)
    wide = part.right - part.left
    return ctc.Reading(
        reading.text[: part.first] + close.text[start:end] + reading.text[part.last :],
        (*reading.certainty[: part.first], *close.certainty[start:end], *reading.certainty[part.last :]),
        (
            *reading.middles[: part.first],
            *(part.left + wide * middle for middle in close.middles[start:end]),
            *reading.middles[part.last :],
        ),
    )


def _doubtful(reading: ctc.Reading) -> set[int]:
    """The characters in doubt, all of a figure's where one is."""
    figures = opinions.of_figures(reading.text)
    found = {i for i, sure in enumerate(reading.certainty) if sure < _enough(reading.text[i], i in figures)}
    for number in _FIGURE.finditer(opinions.plain(reading.text)):
        if _EQUAL.search(number.group()):
            found.update(range(*number.span()))
    for way in (range(1, len(reading.text)), range(len(reading.text) - 2, -1, -1)):
        for i in way:
            if i in figures and i - way.step in found & figures:
                found.add(i)
    return found


def _enough(char: str, in_figure: bool) -> float:
    if in_figure:
        return _SURE_OF_FIGURES
    return _SURE_OF_WORDS if char.isalnum() else _SURE_OF_MARKS


def _held(reading: ctc.Reading) -> Iterator[tuple[int, int]]:
    """Stretches of characters in doubt, each as long as it takes to have sure ones on both sides."""
    figures, doubtful = opinions.of_figures(reading.text), _doubtful(reading)
    sure = [
        char.isalpha() and certain >= _SURE and i not in figures and i not in doubtful
        for i, (char, certain) in enumerate(zip(reading.text, reading.certainty, strict=True))
    ]
    first = last = 0
    for i in sorted(doubtful):
        start, end = i, i + 1
        while start > 0 and not (start >= _HELD and all(sure[start - _HELD : start])):
            start -= 1
        while end < len(sure) and not (end + _HELD <= len(sure) and all(sure[end : end + _HELD])):
            end += 1
        if last and start <= last + 2 * (_HELD + _SPARE):
            last = max(last, end)
            continue
        if last:
            yield first, last
        first, last = start, end
    if last:
        yield first, last
