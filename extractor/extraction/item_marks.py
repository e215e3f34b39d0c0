"""List numbers: `1.`, `（一）`, `一是`, `第二，`, `③`, `首先`; at the start of a paragraph or inside one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CN = "一二三四五六七八九十"
_WORDS_NEXT = (
    r"[、.]?(?=[\u4e00-\u9fff\"(])(?![万亿千百元倍户家件起份场次辆台套亩米吨年月天]|公里|平方|小时|个百|个(?!性)|名(?!称)"
    r"|人(?!员)|项(?!目)|分(?!析))"
)
"""After `2.1` at the start of a line a unit makes a figure of it; other words make it a list number."""
_KINDS = (
    rf"第[{_CN}\d]{{1,3}}(?:部分|章|节)",
    rf"[{_CN}]{{1,3}}(?:、|\.(?!\d))",
    rf"[(〔]?[{_CN}]{{1,3}}[)〕][、.]?",
    rf"\d{{1,2}}\.\d{{1,2}}{_WORDS_NEXT}",
    rf"\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}{_WORDS_NEXT}",
    r"\d{1,2}(?:、|\.(?!\d)|\.(?=(?:19|20)\d\d年))",
    r"[(]?\d{1,2}[)][、.]?",
    r"[①-⑳][、.]?",
    rf"[{_CN}]{{1,2}}(?:是|则|要)(?!否|因为)[，,:、]?",
    rf"(?:第|其)[{_CN}][，,、:是](?!是)",
    r"(?:首先|其次|再次|再者|然后|此外|另外|最后)(?:是)?[，,:]",
    r"[-●◆◇■□▪·*](?=[\u4e00-\u9fff\"(])",
)
"""From the highest level to the lowest; the last four are ordinals and bullets, whose level is that of their place."""
CHAPTER, SUB, FIRST_ORDINAL, _SEQUENCE, _BULLET = 1, 2, 8, 10, 11
_LOST = {
    2: rf"[(〔][{_CN}]{{1,2}}(?=[\u4e00-\u9fff])(?![般次个年月日些种定直公部级名人项家名方来边])",
    6: r"[(]\d{1,2}(?=[\u4e00-\u9fff])"
    r"(?!年(?![初中末底度])|人(?![员才均])|名(?!称)|项(?!目)|家(?!庭)|分(?!析)|处(?!理)|个(?![别性])"
    r"|[月日万元亿类件])",
}
"""Numbers at the start of a paragraph that lost their closing bracket."""
_MARK = re.compile(
    "|".join(f"(?P<k{kind}>{words}{'|' + _LOST[kind] if kind in _LOST else ''})" for kind, words in enumerate(_KINDS))
)
_INLINE = re.compile("|".join(f"(?P<k{kind}>{_KINDS[kind]})" for kind in range(1, _BULLET)))
_BOUNDARY = "。;:!?\n\t|"
_FREE = (6, 7)
"""`(1)` and `①` may stand anywhere; the others behind a sign that ends something."""
_COMMA = (6, 7, 8, 9, 10)
_LABELS = ("问题", "不足", "措施", "建议", "打算", "计划", "原因", "分析", "思路", "方向", "意见")
_NUMERALS = {char: number for number, char in enumerate(_CN, 1)}
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}


@dataclass(frozen=True, slots=True)
class Mark:
    """A list number at `start..end` (its blanks not included): its kind (lower is higher) and what it counts.

    `number` is 0 for bullets and for words that only go on (`最后`).
    """

    start: int
    end: int
    kind: int
    number: int
    opens: bool
    """It opens its paragraph."""


def opening_mark(text: str, start: int, end: int) -> Mark | None:
    """The list number at the start of a paragraph of folded text."""
    while start < end and text[start] in " \t|*#":
        start += 1
    match = _MARK.match(text, start, end)
    return _made(match, opens=True) if match and match.end() < end else None


def chapter_mark(numeral: str, start: int) -> Mark:
    """The number of a chapter, of numerals alone."""
    return Mark(start, start + len(numeral), CHAPTER, _of_numerals([_NUMERALS[char] for char in numeral]), opens=True)


def marks(text: str, start: int, end: int) -> Iterator[Mark]:
    """The list numbers of a stretch of folded text that begins with a paragraph, or with the words of a label.

    Inside a paragraph only those that count from one, without a gap; a paragraph that was cut in two counts on.
    """
    at = start
    last: dict[int, int] = {}
    for line in text[start:end].split("\n"):
        stop = at + len(line)
        first = opening_mark(text, at, stop)
        if first is not None:
            yield first
            last[first.kind] = first.number
        yield from _inside(text, first.end if first else at, stop, first, last)
        at = stop + 1


def _inside(text: str, start: int, end: int, first: Mark | None, last: dict[int, int]) -> Iterator[Mark]:
    """The numbers inside a paragraph. `last`: what each kind has counted to so far."""
    counted: dict[int, list[Mark]] = {}
    for match in _INLINE.finditer(text, start, end):
        mark = _made(match, opens=False)
        before = text[mark.start - 1] if mark.start else "\n"
        signed = before in _BOUNDARY or (before in "，," and mark.kind in _COMMA) or mark.kind in _FREE
        if not signed and not (mark.start == start and first is None) and not _behind_label(text, mark):
            continue
        if mark.number in (1, last.get(mark.kind, 0) + 1) or (not mark.number and mark.kind in last):
            last[mark.kind] = mark.number or last[mark.kind] + 1
            counted.setdefault(mark.kind, []).append(mark)
    kept = [
        mark
        for found in counted.values()
        for mark in found
        if len(found) > 1 or mark.number > 1 or _alone(text, mark, start)
    ]
    yield from sorted(kept, key=lambda mark: mark.start)


def _behind_label(text: str, mark: Mark) -> bool:
    """A list that begins right behind its label (`改进措施1.`), as in forms that lost their lines."""
    return mark.number == 1 and text.endswith(_LABELS, 0, mark.start)


def _alone(text: str, mark: Mark, start: int) -> bool:
    """One number alone counts right behind a colon or at the start."""
    opens = mark.start == start or text[mark.start - 1] == ":" or _behind_label(text, mark)
    return mark.number == 1 and mark.kind != _SEQUENCE and opens


def _made(match: re.Match[str], *, opens: bool) -> Mark:
    kind = int((match.lastgroup or "k0")[1:])
    return Mark(match.start(), match.end(), kind, _number(match.group(), kind), opens)


def _number(words: str, kind: int) -> int:
    if kind == _BULLET:
        return 0
    if kind == _SEQUENCE:
        return next((n for word, n in _WORDS.items() if words.startswith(word)), 0)
    if digits := re.findall(r"\d+", words):
        return int(digits[-1])
    if circled := re.search("[①-⑳]", words):
        return ord(circled.group()) - ord("①") + 1
    numerals = [_NUMERALS[char] for char in words if char in _NUMERALS]
    return _of_numerals(numerals)


def _of_numerals(numerals: Sequence[int]) -> int:
    """`十二` is 12, `二十` 20, `二十三` 23."""
    match list(numerals):
        case [one]:
            return one
        case [10, ones]:
            return 10 + ones
        case [tens, 10]:
            return 10 * tens
        case [tens, 10, ones]:
            return 10 * tens + ones
    return 0
