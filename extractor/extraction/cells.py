"""Forms that lost their grid: a label on one line, its value on the next, the unit in a heading far above."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from extractor.extraction.vocabulary import lexicon
from extractor.extraction.wording import TokenKind
from extractor.model import Dimension, Quantity
from extractor.numbers import fold
from extractor.reports import ReportType

_VALUE = re.compile(r"\s*[-－]?[\d０-９][\d０-９,，.．]*\s*(?:%|％|[万亿]?元|[人个名分])?\s*$")
_LABEL = re.compile(r"[^。；;！？|\t]{2,30}$")
_UNIT = re.compile(r"单位[:：]?\s*[(（]?(万元|亿元|千元|元)|[(（]\s*(万元|亿元|千元|元)\s*(?:[)）]|$)")
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
    if quantity.dimension is not Dimension.NONE:
        return quantity
    scale = _SCALES[unit]
    return replace(
        quantity, unit="元", unit_text=unit, scale=scale, grain=quantity.grain * scale, dimension=Dimension.MONEY
    )
