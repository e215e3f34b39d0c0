"""Words of a PDF page that never reach the paper: beside it, cut away by a clip, on a layer that is switched off, or in
a note or form field that is hidden. They are no text of the page; here they are found to be reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import pymupdf

from extractor.model import Box, Hidden
from extractor.reading.facts import DAMAGED
from extractor.reading.files import Source

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE | pymupdf.TEXT_IGNORE_ACTUALTEXT
_EVERYWHERE = pymupdf.Rect(-1e6, -1e6, 1e6, 1e6)
_HIDDEN, _NO_VIEW = 2, 32
"""Bits of an annotation's flags."""
_MOST_NOTES = 1000
_MOST_WORDS = 200
"""Pieces listed of one page; each is a run of characters that stand side by side."""
_LONGEST = 2000

Key = tuple[str, int, int]
Chars = list[dict[str, Any]]


def layers(source: Source, pdf: pymupdf.Document) -> pymupdf.Document | None:
    """The same file without layers, so that all of it is shown; None where none is switched off, or where the file is
    too damaged for a copy."""
    try:
        return None if all(group["on"] for group in pdf.get_ocgs().values()) else _without(source)
    except DAMAGED:
        return None


def _without(source: Source) -> pymupdf.Document:
    shown = pymupdf.open(stream=source.data, filetype="pdf")
    if shown.needs_pass:
        shown.authenticate("")
    shown.xref_set_key(shown.pdf_catalog(), "OCProperties", "null")
    return pymupdf.open(stream=shown.tobytes(), filetype="pdf")


def unprinted(page: pymupdf.Page, text: pymupdf.TextPage, number: int, off: pymupdf.Document | None) -> list[Hidden]:
    """What the page holds besides `text`, which is what it prints. `off`: the file without layers (see `layers`)."""
    found: list[Hidden] = []
    with suppress(*DAMAGED):  # what nobody sees must not cost what is seen
        for one in _unprinted(page, text, number, off):
            found.append(one)
            if len(found) >= _MOST_WORDS:
                break
    return found


def _unprinted(
    page: pymupdf.Page, text: pymupdf.TextPage, number: int, off: pymupdf.Document | None
) -> Iterator[Hidden]:
    printed = text.extractText()
    seen: Counter[Key] | None = None
    for other, why in ((page, "clipped"), (off[number - 1] if off and number <= len(off) else None, "layer_off")):
        if other is None:
            continue
        whole = other.get_textpage(flags=_FLAGS, clip=_EVERYWHERE)
        if _size(whole.extractText()) == _size(printed):
            continue
        if seen is None:
            seen = Counter(_key(char) for chars in _spans(text) for char in chars)
        for words in _others(whole, seen):
            box = pymupdf.Rect(words[0]["bbox"])
            for char in words[1:]:
                box |= pymupdf.Rect(char["bbox"])
            shown = box * page.rotation_matrix
            beside = not shown.intersects(page.rect)
            yield Hidden(_said(words)[:_LONGEST], "off_page" if beside else why, number, _box(shown, number))
        seen.update(_key(char) for chars in _spans(whole) for char in chars)
    yield from _notes(page, number)


def _size(text: str) -> int:
    return sum(map(len, text.split()))


def _spans(text: pymupdf.TextPage) -> Iterator[Chars]:
    for block in text.extractRAWDICT()["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                yield [char for char in span["chars"] if not char["c"].isspace()]


def _key(char: dict[str, Any]) -> Key:
    """A character and where it stands: the same one is not met twice."""
    return char["c"], round(char["origin"][0]), round(char["origin"][1])


def _others(text: pymupdf.TextPage, seen: Counter[Key]) -> Iterator[Chars]:
    """Runs of characters that are not among those seen."""
    left = Counter(seen)
    for chars in _spans(text):
        run: Chars = []
        for char in chars:
            key = _key(char)
            if left[key]:
                left[key] -= 1
                if run:
                    yield run
                run = []
            else:
                run.append(char)
        if run:
            yield run


def _said(chars: Iterable[dict[str, Any]]) -> str:
    return "".join(char["c"] for char in chars)


def _notes(page: pymupdf.Page, number: int) -> Iterator[Hidden]:
    """The words of notes and form fields that are not shown."""
    if page.first_annot is not None:
        for note in islice(page.annots(), _MOST_NOTES):
            if note.flags & (_HIDDEN | _NO_VIEW) and note.info.get("content", "").strip():
                yield Hidden(note.info["content"][:_LONGEST], "hidden_note", number, _box(note.rect, number))
    if page.first_widget is not None:
        for field in islice(page.widgets(), _MOST_NOTES):
            value = str(field.field_value or "").strip()
            if value and field.xref and _flags(page, field.xref) & (_HIDDEN | _NO_VIEW):
                yield Hidden(value[:_LONGEST], "hidden_field", number, _box(field.rect, number))


def _flags(page: pymupdf.Page, xref: int) -> int:
    kind, value = page.parent.xref_get_key(xref, "F")
    return int(value) if kind == "int" else 0


def _box(rect: pymupdf.Rect, number: int) -> Box:
    return Box(number, *(round(v, 2) for v in (rect.x0, rect.y0, rect.x1, rect.y1)))
