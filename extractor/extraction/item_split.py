"""A stretch that speaks of problems, of measures or of both, as items.

List numbers and labels (`改进措施：`) are read from the left with a stack of open lists: a number goes on in the list
of its kind, a label turns the side, a number right behind a label opens a list of that side. What stands before the
first number only announces the list; numbers of a lower kind belong to the item they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.extraction.item_cells import Place
from extractor.extraction.item_heads import FIRST, GLUED, LONGEST, Heads, Side
from extractor.extraction.item_marks import FIRST_ORDINAL, Mark, marks
from extractor.extraction.item_paragraphs import Piece, paragraphs, promised, without_closing
from extractor.extraction.item_words import (
    asserts,
    is_lead,
    is_topic,
)

_LABEL = re.compile(r"[ \t|]*(?P<words>[^。;:\n!?]{1,40}):")
_SENTENCE_END = "\n。;!?"
_BEFORE = re.compile(r"(?P<words>[^。;:\n!?]{2,40})[。，,]?$")
_LONGEST_LEAD = 42
_TITLE = 20
"""The head of a numbered line with at most this many characters may only name a topic."""


@dataclass(frozen=True, slots=True)
class _Turn:
    start: int
    end: int
    side: Side


@dataclass(frozen=True, slots=True)
class _List:
    kind: int
    side: Side


class Splitter:
    """Splits stretches of one folded text."""

    def __init__(self, text: str, heads: Heads) -> None:
        self.text = text
        self.heads = heads

    def items(self, place: Place) -> Iterator[Piece]:
        """The items of a place in reading order; one of both sides begins with the problems."""
        start, end, sides = place.start, place.end, place.sides
        side = Side.PROBLEM if Side.PROBLEM in sides else Side.MEASURE
        numbers = list(marks(self.text, start, end))
        turns = self._turns(start, end, numbers)
        inner = self._inner(numbers, turns, start)
        numbers = [mark for mark in numbers if mark.kind not in inner]
        pieces = self._read(start, end, side, sorted([*numbers, *turns], key=lambda one: (one.start, one.end)))
        pieces = [one for piece in pieces for one in self._members(piece)]
        pieces = without_closing(self.text, pieces)
        pieces = [one for piece in pieces for one in paragraphs(self.text, piece)]
        if len(sides) > 1 and not any(turn.side is Side.MEASURE for turn in turns):
            pieces = list(promised(self.text, pieces))
        yield from pieces

    # -- lists and labels

    def _turns(self, start: int, end: int, numbers: Sequence[Mark]) -> list[_Turn]:
        """The labels and lead-ins that say of which side what follows is."""
        found: dict[int, _Turn] = {}
        opened = {mark.start: mark.end for mark in numbers}
        for match in _LABEL.finditer(self.text, start, end):
            at = match.start("words")
            if match.start() > start and self.text[match.start() - 1] not in _SENTENCE_END:
                continue
            at = opened.get(at, at)
            if at < match.end("words") and (side := self.heads.of_lead(self.text[at : match.end("words")])):
                found[match.end()] = _Turn(at, match.end(), side[0])
        for match in GLUED.finditer(self.text, start, end):
            if (
                match.end() not in found
                and FIRST.match(self.text, match.end(), end)
                and (side := self.heads.of_lead(match.group()))
            ):
                found.setdefault(
                    match.end() + (self.text[match.end()] == ":"), _Turn(match.start(), match.end(), side[0])
                )
        for mark in numbers:
            if mark.number != 1 or mark.opens or mark.start in found:
                continue
            line = max(self.text.rfind("\n", start, mark.start) + 1, start)
            before = _BEFORE.search(self.text, max(line, mark.start - _LONGEST_LEAD), mark.start)
            if before and (side := self.heads.of_lead(before["words"])):
                found[mark.start] = _Turn(before.start(), mark.start, side[0])
        return sorted(found.values(), key=lambda turn: turn.start)

    def _inner(self, numbers: Sequence[Mark], turns: Sequence[_Turn], start: int) -> set[int]:
        """The kinds of ordinals that several paragraphs each count anew behind a sentence of their own: each paragraph
        is an item."""
        if any(mark.opens for mark in numbers):
            return set()
        own: list[int] = []
        for mark in numbers:
            if mark.number != 1:
                continue
            line = max(self.text.rfind("\n", start, mark.start) + 1, start)
            said = self.text[line : mark.start].strip(" ,，:。")
            if len(said) > 3 and not any(line <= turn.start < mark.start for turn in turns) and not is_lead(said):
                own.append(mark.kind)
        return {kind for kind in own if own.count(kind) > 1}

    def _read(self, start: int, end: int, side: Side, tokens: Sequence[Mark | _Turn]) -> list[Piece]:
        found: list[Piece] = []
        lists: list[_List] = []
        here = Piece(side, start, end)
        turned = False
        for token in tokens:
            if token.start < here.start:
                continue
            between = self.text[here.start : token.start].strip(" \n\t|")
            if isinstance(token, _Turn):
                if between and not (token.side is here.side and self._is_title(between)):
                    found.append(replace(here, end=token.start))
                here, turned = Piece(token.side, token.end, end), True
                continue
            open_ = next((i for i, one in enumerate(lists) if one.kind == token.kind), None)
            fresh = turned and not here.listed and (not between or self._announces(here.start, token))
            if not lists:
                lists = [_List(token.kind, here.side)]
            elif fresh and (open_ is None or token.number == 1):
                lists = [*(lists if open_ is None else lists[:open_]), _List(token.kind, here.side)]
                turned = False
            elif open_ is not None:
                found.append(replace(here, end=token.start))
                lists = lists[: open_ + 1]
            elif token.opens and token.kind < lists[0].kind and token.kind < FIRST_ORDINAL:
                found.append(replace(here, end=token.start))
                lists = [_List(token.kind, lists[0].side)]
            else:
                continue
            here, turned = Piece(lists[-1].side, token.end, end, listed=True), False
        found.append(here)
        return [piece for piece in found if self.text[piece.start : piece.end].strip(" \n\t|。;:，,")]

    def _announces(self, start: int, mark: Mark) -> bool:
        """True where nothing but the announcement of a list stands between a label and a number."""
        said = self.text[start : mark.start].strip()
        return "\n" not in said and (said.endswith((":", "，")) or is_lead(said))

    @staticmethod
    def _is_title(words: str) -> bool:
        return len(words) <= LONGEST and not re.search(r";|。.", words)

    # -- what an item is

    def _members(self, piece: Piece) -> Iterator[Piece]:
        """The items below a numbered line that only names a topic; any other item is one, whatever it counts."""
        line = self.text.find("\n", piece.start, piece.end)
        title = self.text[piece.start : line if line >= 0 else piece.end]
        stop = re.search(r"[。:]", title)
        head = title[: stop.start()] if stop else title if line >= 0 else ""
        at = piece.start + (stop.end() if stop else len(title))
        inner = list(marks(self.text, at, piece.end))
        first = inner[0] if inner else None
        closed = title.endswith("。") and not is_topic(head)
        topic = piece.listed and 0 < len(head) <= _TITLE and not asserts(head) and not closed
        if topic and first and not self.text[at : first.start].strip(" \n。:"):
            yield from (one for sub in self._read(at, piece.end, piece.side, inner) for one in self._members(sub))
            return
        yield piece
