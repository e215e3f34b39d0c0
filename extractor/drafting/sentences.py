"""Sentences of a text by their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.model import Span

_END = re.compile(r"[。！？](?:[”’」』）]*)|\n+")


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of a part of a text, blanks at their ends left out."""
    at = within.start
    for match in _END.finditer(text, within.start, within.end):
        yield from _trimmed(text, at, match.end())
        at = match.end()
    yield from _trimmed(text, at, within.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Span(start, end)
