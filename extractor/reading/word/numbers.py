"""List numbers that Word makes itself (`一、`, `（二）`, `3.`): they are on the page and not in the text."""

from __future__ import annotations

import re

from extractor.reading.word.looks import Styles, number, value
from extractor.reading.word.package import Element, W

_DIGITS = "〇一二三四五六七八九"
_CHINESE = re.compile("chinese(?:Counting|Legal)|japanese(?:Counting|Legal)|taiwanese|ideograph(?:Trad|Digital)")
_LEVEL = re.compile(r"%([1-9])")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Numbers:
    """Counts the paragraphs of every list, in the order in which they are met."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Element]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for abstract in root.iter(W + "abstractNum"):
            levels = {int(e.get(W + "ilvl", "0")): e for e in abstract.iter(W + "lvl")}
            self._levels[abstract.get(W + "abstractNumId")] = levels
        for one in root.iter(W + "num"):
            kind = one.find(W + "abstractNumId")
            starts = {
                int(e.get(W + "ilvl", "0")): int(first)
                for e in one.iter(W + "lvlOverride")
                if (first := number(e.find(W + "startOverride"))) is not None
            }
            self._lists[one.get(W + "numId")] = ("" if kind is None else value(kind), starts)

    def of(self, properties: Element | None) -> str:
        """The number printed before a paragraph with these `w:pPr`; empty where there is none."""
        if properties is None:
            return ""
        style = properties.find(W + "pStyle")
        direct = properties.find(W + "numPr")
        found = self._styles.numbering(value(style)) if direct is None and style is not None else direct
        if found is None:
            return ""
        which, depth = found.find(W + "numId"), number(found.find(W + "ilvl"))
        abstract, starts = self._lists.get("" if which is None else value(which), ("", {}))
        levels = self._levels.get(abstract, {})
        level = int(depth or 0)
        if level not in levels:
            return ""
        return self._next(abstract, levels, level, starts)

    def _next(self, abstract: str, levels: dict[int, Element], level: int, starts: dict[int, int]) -> str:
        counts = self._counts.setdefault(abstract, {})
        first = starts.pop(level, None)  # an override restarts the list once
        counts[level] = counts[level] + 1 if level in counts and first is None else _first(levels[level], first)
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        pattern = levels[level].find(W + "lvlText")
        kind = levels[level].find(W + "numFmt")
        if pattern is None or (kind is not None and value(kind) in ("bullet", "none")):
            return ""

        def printed(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            form = levels[at].find(W + "numFmt") if at in levels else None
            return as_printed(counts.get(at, 1), "decimal" if form is None else value(form))

        return _LEVEL.sub(printed, value(pattern))


def _first(level: Element, override: int | None) -> int:
    start = number(level.find(W + "start"))
    return override if override is not None else int(start) if start is not None else 1


def as_printed(count: int, form: str) -> str:
    """A count in one of Word's number formats; Arabic where the format is not known."""
    if _CHINESE.match(form):
        return _chinese(count)
    if form.startswith("decimalEnclosedCircle") and 1 <= count <= len(_CIRCLED):
        return _CIRCLED[count - 1]
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr((97 if form == "lowerLetter" else 65) + count - 1)
    if form == "decimalFullWidth":
        return str(count).translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    if form == "decimalEnclosedParen":
        return f"({count})"
    return str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")
