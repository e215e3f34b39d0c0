"""A document as a model is shown it: every line and every figure with a number of its own, to be pointed at.

A paragraph that holds an enumeration (一是…二是…) is several lines, so that each item can be pointed at. Personal data
are replaced by placeholders before anything else happens to a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.extraction.ground import quantities
from extractor.llm import Shield
from extractor.model import Document, Quantity, Span

_ITEM = re.compile(
    r"(?<=[。；;：:\t\n])[ \u3000]*"
    r"(?=(?:[一二三四五六七八九十]{1,2}是|[①-⑳]|[（(][\d一二三四五六七八九十]{1,2}[)）]|第[一二三四五六七八九十][，,、]))"
)
_BRACES = str.maketrans("{}", "｛｝")
INSTRUCTION = re.compile(
    r"(?:忽略|无视|忘记|不要理会|绕过)[^。\n]{0,20}(?:指令|要求|提示|规则|说明)|(?:系统|开发者)(?:提示|指令|消息)"
    r"|(?:作为|你是)(?:一个|一名)?[^。\n]{0,6}(?:模型|助手|AI|人工智能)|(?:请|必须|务必)[^。\n]{0,16}(?:输出|填写为|填成|回答|返回)"
    r"|(?i:ignore\s+(?:all|any|the|previous|above)|system\s*prompt|you\s+(?:are|must|should)|<\|?(?:im_start|system|inst))"
)
"""Words that speak to whoever reads the report for an answer: nothing on such a line is taken from a model."""


@dataclass(frozen=True)
class Numbered:
    """The lines and figures of a document; line and figure numbers count from 1."""

    document: Document
    lines: tuple[Span, ...]

    @cached_property
    def figures(self) -> Sequence[Quantity]:
        """The figures, in reading order."""
        return quantities(self.document)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_of(self, offset: int) -> int:
        """The number of the line that an offset stands on."""
        return max(1, bisect_right(self._starts, offset))

    def span(self, first: int, last: int) -> Span | None:
        """From the start of one line to the end of another; None when there are no such lines."""
        if not 1 <= first <= last <= len(self.lines):
            return None
        return Span(self.lines[first - 1].start, self.lines[last - 1].end)

    def is_instruction(self, offset: int) -> bool:
        """True when the line at an offset speaks to its reader."""
        line = self.lines[self.line_of(offset) - 1]
        return INSTRUCTION.search(self.document.text, line.start, line.end) is not None

    def show(self, numbers: Sequence[int], shield: Shield) -> str:
        """These lines as they are sent."""
        by_line: dict[int, list[tuple[int, Quantity]]] = {}
        for number, quantity in enumerate(self.figures, 1):
            by_line.setdefault(self.line_of(quantity.span.start), []).append((number, quantity))
        masks = shield.places(self.document.text)
        return "\n".join(f"{line}|{self._line(line, by_line.get(line, []), masks)}" for line in numbers)

    def _line(self, number: int, figures: Sequence[tuple[int, Quantity]], masks: Sequence[tuple[Span, str]]) -> str:
        text, line = self.document.text, self.lines[number - 1]
        hidden = [(mask, placeholder) for mask, placeholder in masks if mask.overlaps(line)]
        edits = [(max(mask.start, line.start), min(mask.end, line.end), word) for mask, word in hidden]
        for index, quantity in figures:
            end = min(quantity.span.end, line.end)
            if not any(mask.overlaps(quantity.span) for mask, _ in hidden):
                edits.append((end, end, f"{{{index}}}"))
        parts, at = [], line.start
        for start, end, word in sorted(edits):
            parts += [text[at:start].translate(_BRACES), word]
            at = end
        parts.append(text[at : line.end].translate(_BRACES))
        return "".join(parts).replace("\t", "|").replace("\n", " ")


def number(document: Document) -> Numbered:
    """Number the lines of a document; empty ones have no number."""
    return Numbered(document, tuple(_lines(document.text)))


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for paragraph in text.split("\n"):
        end = at + len(paragraph)
        cuts = [match.start() for match in _ITEM.finditer(text, at, end) if match.start() > at]
        if len(cuts) + bool(_ITEM.match(text, at, end)) < 2:
            cuts = []
        for start, stop in zip([at, *cuts], [*cuts, end], strict=True):
            if text[start:stop].strip():
                yield Span(start, stop)
        at = end + 1


def parts(numbered: Numbered, characters: int) -> list[list[int]]:
    """The line numbers of a document in stretches of at most about so many characters, cut at chapters if possible."""
    chapters = {numbered.line_of(section.span.start) for section in numbered.document.sections}
    whole = list(range(1, len(numbered.lines) + 1))
    found: list[list[int]] = [[]]
    size = cut = 0
    for line in whole:
        length = numbered.lines[line - 1].end - numbered.lines[line - 1].start
        if line in chapters:
            cut = len(found[-1])
        if size + length > characters and found[-1]:
            kept, rest = (found[-1][:cut], found[-1][cut:]) if cut else (found[-1], [])
            found[-1:] = [kept, rest]
            size = sum(numbered.lines[n - 1].end - numbered.lines[n - 1].start for n in rest)
            cut = 0
        found[-1].append(line)
        size += length
    return [part for part in found if part]
