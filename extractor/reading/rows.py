"""Pieces of text with boxes become printed lines: top to bottom, each from left to right."""

from __future__ import annotations

from itertools import pairwise

from extractor.reading.line import Line

_GAP = 1.6
"""Two pieces on one printed line that stand further apart than this many character heights are two cells."""


def printed_lines(pieces: list[Line]) -> list[Line]:
    """Printed lines from top to bottom; cells of one line are set apart by a tab. Every piece has boxes."""
    return [_row(row) for row in _rows(pieces)]


def _rows(pieces: list[Line]) -> list[list[Line]]:
    """Pieces grouped into printed lines: those whose middle lies within another's height share its line."""
    found: list[list[Line]] = []
    bounds: list[tuple[float, float]] = []
    for y0, y1, piece in sorted(((*_extent(p), p) for p in pieces), key=lambda e: e[0] + e[1]):
        if bounds and bounds[-1][0] <= (y0 + y1) / 2 <= bounds[-1][1]:
            found[-1].append(piece)
            continue
        found.append([piece])
        bounds.append((y0, y1))
    return [sorted(row, key=lambda p: p.left() or 0.0) for row in found]


def _extent(piece: Line) -> tuple[float, float]:
    places = [place for place in piece.places if place]
    return min(p[2] for p in places), max(p[4] for p in places)


def _row(pieces: list[Line]) -> Line:
    """One printed line from its pieces: a small gap is a blank (or nothing), a wide one a tab."""
    if len(pieces) == 1:
        return pieces[0]
    text, places, certainty = pieces[0].text, list(pieces[0].places), list(pieces[0].certainty)
    for before, piece in pairwise(pieces):
        y0, y1 = _extent(piece)
        gap = (piece.left() or 0.0) - (before.right() or 0.0)
        joint = "\t" if gap > _GAP * (y1 - y0) else " " if gap > 0.3 * (y1 - y0) else ""
        text += joint + piece.text
        places += [None] * len(joint) + list(piece.places)
        if certainty or piece.certainty:
            certainty += [1.0] * len(joint) + list(piece.certainty)
    return Line(text, tuple(places), tuple(certainty))
