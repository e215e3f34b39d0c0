"""What is left of a list, or has no numbers: paragraphs, titles with their paragraphs, clauses; items that hold both
sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.extraction.item_heads import Side
from extractor.extraction.item_words import clauses, is_aside, is_lead, is_tail, promise, turns_to_action

_TITLE = 20
"""A line of at most this many characters may be the title of the paragraph below it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An item, or what may become several, at `start..end` of a folded text. `listed`: it has a list number."""

    side: Side
    start: int
    end: int
    listed: bool = False


def without_closing(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Where every item of a list is one paragraph, a further one behind the last closes the list."""
    kept: list[Piece] = []
    single = 0
    for index, piece in enumerate(pieces):
        lines = _lines(text, piece)
        before, after = pieces[index - 1] if index else None, pieces[index + 1] if index + 1 < len(pieces) else None
        if before is None or not before.listed or before.side is not piece.side:
            single = 0
        last = after is None or not after.listed or after.side is not piece.side
        if piece.listed and last and single > 0 and len(lines) > 1:
            end = lines[0][1]
            kept.append(replace(piece, end=end) if text[end - 1] in "。;！!" else piece)
        else:
            kept.append(piece)
        single = single + 1 if piece.listed and len(lines) == 1 and single >= 0 else -1
    return kept


def _lines(text: str, piece: Piece) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = piece.start
    for line in text[piece.start : piece.end].split("\n"):
        if line.strip(" \t|"):
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def paragraphs(text: str, piece: Piece) -> Iterator[Piece]:
    """An item without number is a paragraph, or a title and its paragraph, or a clause of a bare enumeration."""
    lines = _lines(text, piece)
    said = [(a, b) for a, b in lines if not is_aside(text[a:b])]
    tail = next((i for i, (a, b) in enumerate(said) if i + piece.listed > 0 and is_tail(text[a:b])), len(said))
    said = said[:tail]
    if piece.listed:
        if said:
            yield replace(piece, start=said[0][0], end=said[-1][1])
        return
    said = [(a, b) for a, b in said if not is_lead(text[a:b])]
    if len(said) == 1:
        for a, b in clauses(text, *said[0]):
            yield replace(piece, start=a, end=b)
    elif len(said) % 2 == 0 and all(_heads_next(text, said, i) for i in range(0, len(said), 2)):
        yield from (replace(piece, start=said[i][0], end=said[i + 1][1]) for i in range(0, len(said), 2))
    else:
        yield from (replace(piece, start=a, end=b) for a, b in said)


def _heads_next(text: str, said: Sequence[tuple[int, int]], index: int) -> bool:
    (a, b), (c, d) = said[index : index + 2]
    title = text[a:b].strip()
    return len(title) <= _TITLE and title[-1] not in "。;" and d - c > len(title) and text[d - 1] in "。;"


def promised(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Items that hold both sides without saying so: from the first sentence that promises on it is a measure."""
    found = [promise(text, one.start, one.end) if one.side is Side.PROBLEM else None for one in pieces]
    if not any(found) and len(pieces) > 1:
        actions = [turns_to_action(text, one.start, one.end) for one in pieces]
        found = [(at, at) for at in actions if at is not None] if all(actions) else found
    turned = False
    for piece, place in zip(pieces, found, strict=True):
        if place is None or _none_left(text, place[1], piece.end):
            yield replace(piece, side=Side.MEASURE) if turned and not piece.listed else piece
            continue
        at, begin = place
        if text[piece.start : at].strip(" \n。;"):
            yield replace(piece, end=at)
        else:
            turned = True
        yield replace(piece, side=Side.MEASURE, start=begin)


def _none_left(text: str, start: int, end: int) -> bool:
    """True where nothing but signs is left."""
    return not text[start:end].strip(" \n。;:，,")
