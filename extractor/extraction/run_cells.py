"""The cells of a table without separators: where a cell of a kind that begins at a place may end.

Only what is possible is said here, never what is likely; `run_rows` weighs the rows that cells make.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.extraction.run_readings import Cell
from extractor.extraction.run_values import AFTER, DEGREE, DIRECTION, mark
from extractor.extraction.run_words import DATE, NO_REASON, SIGN, UNIT, WORD_LENGTH, WORDS

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_SIGN = re.compile(SIGN)
_TO = re.compile(r"(?:[-~至—]+)(?=\d)")
_OTHER_UNIT = re.compile(r"(?:(?!指标)[^\d\s%≥≤=<>。；:.,，()]){1,6}(?=[\d≥≤=<>])")
_BRACKETED = re.compile(r"\(\d{1,3}(?:\.\d{1,3})?分?\)")
_MARK_UNIT = re.compile(r"\s?分(?![\u4e00-\u9fff]*[钟米])")
_NAME = re.compile(r"(?:指标\d{1,2}[:.、]|\d{1,2}[.、](?!\d))?[^\n。;；!?:\t|]{2,48}")
MARK_IN_NAME = re.compile(r"\((?:(?:权重|分值|满分):?)?(\d{1,2}(?:\.\d+)?分)\)$")
"""The full mark of an indicator, printed behind its name: `演出场次（6分）`."""
_KNOWN = re.compile(
    r"\(\d{1,2}(?:\.\d+)?分\)$|(?:19|20)\d\d年|[A-Za-z]\d+|\d+[A-Za-z]|12345|12348|110|“[^”]*”|\"[^\"]*\""
)
"""Digits that belong to a name."""
_UNIT_BEHIND = re.compile(
    r"%|[十百千]?[万亿]|[元人名个户家次项年月日天号级类亩吨台件场座批处套辆份米起例宗条所栋期](?!部)|公里|平方|小时|立方|千瓦"
)
_SENTENCE_END = re.compile("[。；;]")
_HUNDRED = Decimal(100)
_TARGET = re.compile(rf"(?:{SIGN})\d")
"""A target: of a row, never within a reason."""
_LONGEST_REASON = 200
_REASON = re.compile(r"(?:\d{1,4}(?:[元人名个户家次项台件场座批处套辆份起例宗条所栋期]|[多余]))?[\u4e00-\u9fff]")
_WORDS = re.compile(r"[\u4e00-\u9fff][^\d\n]{3,60}")
_ITEM = re.compile(r"^(?:指标)?\d{1,2}[:.、]")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_FOREIGN = re.compile("[，≥≤≧≦⩾⩽><=]")
COUNTER = re.compile("个(?![人体性别案])|名(?![称录单额校])|项(?!目)|起(?!点)|宗(?!教)")
"""What counts the figure before it: of `109.53个标段流标` the last digit is the reason's."""
_BAD_START = re.compile(
    rf"小计|{COUNTER.pattern}|年(?![末均度初底轻])|月(?![均度])|日(?![常均])|[%万亿元]|分(?![类级散析层期])|底前|[)）、]|\d(?!\d{{3}}年|[A-Za-z]|\d?[.、]|2345)"
)
_BAD_END = re.compile(
    rf"(?:{SIGN}|[(（、,，和及与的为不未较已\-—/\d.]|\d[年月]|持续|明显|显著|逐步|有所|不断|进一步|较好|大幅|稳步|基本|全部|部分)$"
)
_DIGITS = re.compile(r"\d[\d.,]*")
_NOTHING = re.compile(r"[-—/]{1,2}(?![\d])")
_OTHER = {
    "sign": DIRECTION,
    "measure": UNIT,
    "rate": _NOTHING,
    "coefficient": _NOTHING,
    "core": re.compile("[是否]"),
}
_TWICE = tuple(re.compile(rf"([^\n\d][^\n]{{1,15}}{lazy})(?:{DEGREE})?\1") for lazy in ("?", ""))


def number_ends(text: str, at: int, end: int) -> Iterator[int]:
    """Where a plain figure at `at` may end: within a run of digits anywhere, as long as it is well written."""
    match = _NUMBER.match(text, at, end)
    if match is None:
        return
    grouped = "," in match[1]
    stops = set() if match[2] is None else set(range(match.start(2) + 1, match.end(2) + 1))
    stops |= set() if grouped else set(range(at + 1, match.end(1)))
    stops |= {match.end(1)} if match[2] is None else set()
    for stop in sorted(stops):
        plain = text[at:stop]
        if not (plain[0] == "0" and plain[1:2].isdigit()):
            yield stop


def value_ends(text: str, at: int, end: int) -> Iterator[int]:
    """Where a target or outcome may end: sign, figure, unit and hedge; a date; or the words that tables use."""
    if (date := DATE.match(text, at, end)) is not None:
        yield date.end()
        return
    sign = _SIGN.match(text, at, end)
    start = sign.end() if sign else at
    for stop in number_ends(text, start, end):
        yield stop
        yield from _tails(text, stop, end)
        if (to := _TO.match(text, stop, end)) is not None:
            for upper in number_ends(text, to.end(), end):
                yield upper
                yield from _tails(text, upper, end)
    if sign is None:
        yield from word_ends(text, at, end)


def _tails(text: str, at: int, end: int) -> Iterator[int]:
    """Where unit and hedge behind a figure end."""
    found = {match.end() for pattern in (UNIT, _OTHER_UNIT) if (match := pattern.match(text, at, end))}
    for stop in sorted(found):
        yield stop
        if (hedge := AFTER.match(text, stop, end)) is not None:
            yield hedge.end()
        if (to := _TO.match(text, stop, end)) is not None:
            for upper in number_ends(text, to.end(), end):
                if (unit := UNIT.match(text, upper, end)) is not None:
                    yield unit.end()


def word_ends(text: str, at: int, end: int) -> Iterator[int]:
    """Where an outcome in words may end (`提高`, `逐步提高`, `达成预期指标`)."""
    if WORDS.match(text, at, end):
        for stop in range(at + 1, min(at + WORD_LENGTH, end) + 1):
            if WORDS.fullmatch(text, at, stop):
                yield stop


def twice(text: str, at: int, end: int) -> Iterator[int]:
    """Where a stretch ends that stands there twice in a row (`持续改善持续改善`), from two characters on."""
    for pattern in _TWICE:
        if (match := pattern.match(text, at, end)) is not None:
            yield match.end(1)


def mark_ends(text: str, at: int, end: int) -> Iterator[int]:
    """Where a mark (分值, 得分) may end, 分 and the brackets around it included."""
    if (bracketed := _BRACKETED.match(text, at, end)) is not None and mark(bracketed.group()) is not None:
        yield bracketed.end()
    for stop in number_ends(text, at, end):
        if mark(text[at:stop]) is not None:
            unit = _MARK_UNIT.match(text, stop, end)
            if unit is not None:
                yield unit.end()
            if unit is None or text[unit.end() : unit.end() + 1] in "类级散析层期":
                yield stop


def mark_pairs(text: str, at: int, end: int, order: Sequence[str]) -> list[tuple[Cell, ...]]:
    """The ways to cut `at..end` into full mark and score, in that order or the other; `100` and something first."""
    pairs: list[tuple[Cell, ...]] = []
    for stop in mark_ends(text, at, end) if len(order) == 2 else ():
        begin = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
        if begin < end and end in mark_ends(text, begin, end):
            pair = ((order[0], at, stop), (order[1], begin, end))
            marks = {kind: mark(text[a:b]) or Decimal(0) for kind, a, b in pair}
            pairs += [pair] if marks["full"] >= marks["score"] else []
    whole = [pair for pair in pairs if any(k == "full" and mark(text[a:b]) == _HUNDRED for k, a, b in pair)]
    return whole or pairs


def other_ends(kind: str, text: str, at: int, end: int) -> Iterator[int]:
    """Where a cell of one of the lesser columns may end; it may be empty."""
    if kind in ("rate", "coefficient"):
        for stop in number_ends(text, at, end):
            yield stop + (text[stop : stop + 1] == "%")
    pattern = _OTHER[kind]
    if (nothing := _NOTHING.match(text, at, end)) is not None:
        yield nothing.end()
    if (match := pattern.match(text, at, end)) is not None:
        yield match.end()
    if kind == "measure":
        if (unit := _OTHER_UNIT.match(text, at, end)) is not None:
            yield unit.end()
        yield at


def reason_ends(text: str, at: int, end: int, group: re.Pattern[str], *, filled: bool) -> Iterator[int]:
    """Where the reason for a lost mark may end: at the end of its line or sentence, or where a new `group` of rows
    begins. `filled`: this table writes 无 where there is none."""
    if filled and (match := NO_REASON.match(text, at, end)) is not None:
        yield match.end()
    yield at
    if not _REASON.match(text, at, end):
        return
    line = text.find("\n", at, min(end, at + _LONGEST_REASON))
    limit = line if line >= 0 else min(end, at + _LONGEST_REASON)
    following = group.search(text, at, limit)
    limit = following.start() if following else limit
    stops = [match.end() for match in _SENTENCE_END.finditer(text, at, limit)]
    stops += [limit] if following or limit == end or line >= 0 else []
    for stop in stops:
        if stop - at > 1 and not bare_digits(text[at:stop]) and not _TARGET.search(text, at, stop):
            yield stop


def words_before_figure(text: str, at: int, end: int) -> list[int]:
    """Where a reason ends behind which the marks follow: at the first figure."""
    words = _WORDS.match(text, at, end)
    return [words.end()] if words and text[words.end() : words.end() + 1].isdigit() else []


def bare_digits(words: str) -> bool:
    """True when words hold a figure without a unit: it may be the mark of a row."""
    if not _DIGITS.search(words):
        return False
    return any(not _UNIT_BEHIND.match(words, match.end()) for match in _NUMBER.finditer(_KNOWN.sub("", words)))


def name_limit(text: str, at: int, end: int) -> int:
    """How far the name of an indicator at `at` may reach."""
    match = _NAME.match(text, at, end)
    return match.end() if match else at


def is_name(name: str) -> bool:
    """Whether a stretch can be the name of an indicator: whole brackets, no level inside, no end in mid-air."""
    if (
        _FOREIGN.search(name)
        or UNIT.fullmatch(name)
        or name.count("(") != name.count(")")
        or _BAD_END.search(name)
        or _BAD_START.match(name)
    ):
        return False
    bare = _ITEM.sub("", name, count=1)
    return "指标" not in bare[:-2] and len(_IDEOGRAPH.findall(name)) >= 2 and not bare_digits(bare)
