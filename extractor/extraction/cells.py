"""Forms that lost their grid: a label on one line, its value on the next, the unit in a heading far above."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.extraction.vocabulary import CHANGE, lexicon
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Dimension, Quantity
from extractor.numbers import Folded, fold
from extractor.reports import ReportType

_VALUE = re.compile(r"\s*[-－]?[\d０-９][\d０-９,，.．]*\s*(?:%|％|[万亿]?元|[人个名分])?\s*$")
_LABEL = re.compile(r"[^。；;！？|\t]{2,30}$")
_UNIT = re.compile(r"单位[:：]?\s*[(（]?(万元|亿元|千元|元)|[(（]\s*(万元|亿元|千元|元)\s*(?:[)）]|$)")
_ITEM = re.compile(r"[.、．](?!\d)")
_SCALES = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def is_value_cell(paragraph: str) -> bool:
    """A line that is one figure and nothing else."""
    return _VALUE.match(paragraph) is not None


def is_label_cell(paragraph: str) -> bool:
    """A short line without the marks of a sentence: it may name the figure on the next."""
    return _LABEL.match(paragraph.strip()) is not None


class CellUnits:
    """The unit of money that the last table heading set, for figures that print none."""

    def __init__(self, report_type: ReportType) -> None:
        self._type = report_type
        self._unit: str | None = None

    def see(self, paragraph: str) -> None:
        """Remember the unit that a heading states (`单位：万元`, `年度收入情况（万元）`)."""
        if len(paragraph) <= 60:
            self._unit = stated_unit(paragraph) or self._unit

    def with_unit(self, quantities: Iterable[Quantity], label: str) -> list[Quantity]:
        """The figures of a cell, in the heading's unit where the label names a sum of money and no unit is printed."""
        unit = stated_unit(label) or self._unit
        if unit is None or not self._is_money(label):
            return list(quantities)
        return [in_unit(quantity, unit) for quantity in quantities]

    def beside_labels(self, quantities: Sequence[Quantity], folded: Folded, tokens: Sequence[Token]) -> list[Quantity]:
        """The figures of a paragraph, those right after a label of money and without a unit in the one that was stated
        before them (`预算资金情况（万元）年初预算876.20其中：基本支出726.20`)."""
        labelled = {t.end for t in tokens if self._names_money(t)}
        return [self._stated(one, folded) if self._is_bare(one, folded, labelled) else one for one in quantities]

    def _names_money(self, token: Token) -> bool:
        if token.kind is TokenKind.SUBJECT:
            return self._type.subjects[token.id].family == "money"
        return token.kind is TokenKind.MEASURE or token.id in CHANGE

    def _is_bare(self, quantity: Quantity, folded: Folded, labelled: Collection[int]) -> bool:
        start, stop = folded.at(quantity.number.start), folded.at(quantity.number.end)
        if _ITEM.match(folded.text, stop):
            return False  # 基本支出1.人员经费600
        while folded.text[start - 1 : start] in (":", "为", "-", "("):
            start -= 1
        return quantity.dimension is Dimension.NONE and start in labelled

    def _stated(self, quantity: Quantity, folded: Folded) -> Quantity:
        """In the last unit that the figure's own line states before it, else in that of the heading."""
        at = folded.at(quantity.number.start)
        begin = folded.text.rfind("\n", 0, at) + 1
        stated = [m[1] or m[2] for m in _UNIT.finditer(folded.text, begin, at)]
        unit = stated[-1] if stated else self._unit
        return in_unit(quantity, unit) if unit else quantity

    def _is_money(self, label: str) -> bool:
        tokens = lexicon(self._type).scan(fold(label).text)
        named = [t for t in tokens if t.kind is TokenKind.SUBJECT]
        if named:
            return any(self._type.subjects[t.id].family == "money" for t in named)
        return any(t.kind is TokenKind.MEASURE for t in tokens)


def stated_unit(text: str) -> str | None:
    """The unit of money that a heading or label states, as printed (`万元`)."""
    stated = _UNIT.search(text)
    return stated.group(1) or stated.group(2) if stated else None


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """A figure that prints no unit, as a sum of money in the unit its heading states."""
    if quantity.dimension is not Dimension.NONE or unit not in _SCALES:
        return quantity
    scale = _SCALES[unit]
    return replace(
        quantity, unit="元", unit_text=unit, scale=scale, grain=quantity.grain * scale, dimension=Dimension.MONEY
    )
