"""What was given for the new year but is no such figure: said all at once, before a line is drafted.

A cell that holds `约五百万`, `=SUM(A1:A3)`, `【待填】`, or persons where money belongs, would else be printed as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor import numbers
from extractor.drafting.given import Given
from extractor.drafting.inputs import UNITS
from extractor.drafting.sheets import PROBLEMS
from extractor.drafts import Status
from extractor.model import Dimension
from extractor.reports import FieldSpec, ReportType
from extractor.reports.spec import Facet, Kind

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_NO_WORDS = re.compile(r"【待填|^=|#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|^(?:待填|NaN|nan|None|null)$|[{}]")
"""A gap, a formula, what a spreadsheet shows for a broken one: no answer to anything."""
_WANTED = {
    Dimension.MONEY: "金额（元、万元、亿元）",
    Dimension.PEOPLE: "人数",
    Dimension.COUNT: "个数",
    Dimension.PERCENT: "百分比（%）",
    Dimension.SCORE: "得分（分）",
}
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*\d{1,2}(?:\s*[月./-](?:\s*\d{1,2}\s*日?)?)?")


def unfit(given: Given, report_type: ReportType) -> tuple[str, ...]:
    """What is wrong with what was given; empty: nothing."""
    return tuple(_all(given, report_type))


def _all(given: Given, report_type: ReportType) -> Iterator[str]:
    for path, (value, unit) in given.figures.items():
        spec = report_type.fields.get(path)
        if spec is not None and (what := _figure(spec, value, unit, given.year)):
            yield f"{spec.name}“{value}{unit}”{what}"
    for row in given.projects:
        for key, name in (("budget", "预算"), ("final", "支出")):
            if row.get(key) and not _is_money(row[key], row.get("unit") or "万元"):
                yield f"项目“{row.get('name', '')}”的{name}“{row[key]}{row.get('unit', '')}”不是金额"
    for row in given.indicators:
        for key, name in (("full", "分值"), ("score", "得分")):
            if row.get(key) and not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?分?", row[key]):
                yield f"指标“{row.get('name', '')}”的{name}“{row[key]}”不是得分"
    known = {status.value for status in Status}
    for key, row in given.answers.items():
        if row.get("status") and row["status"] not in known:
            yield f"{key} 的{PROBLEMS.columns[5].title}“{row['status']}”不在{'、'.join(sorted(known))}之中"
    for where, text in _words(given):
        if _NO_WORDS.search(text):
            yield f"{where}“{text[:30]}”不是可以写进报告的内容"


def _figure(spec: FieldSpec, value: str, unit: str, year: int | None) -> str | None:
    if _NO_WORDS.search(value):
        return "不是可以写进报告的内容"
    if spec.kind is Kind.YEAR:
        return "不是这份数据的年度" if year and value != str(year) else None
    if spec.kind is Kind.DATE:
        return _date(value, year)
    if spec.kind is Kind.CHOICE:
        return None if value in spec.choices else f"不在{'、'.join(spec.choices)}之中"
    if spec.kind is not Kind.QUANTITY:
        return None
    if not _NUMBER.fullmatch(value):
        return "不是一个数（单位另写）"
    read = numbers.read(f"{value}{unit or UNITS.get(spec.dimension, '')}")
    if read is None or read.dimension is not spec.dimension:
        return f"的单位不对，应是{_WANTED.get(spec.dimension, '数')}"
    if read.value < 0 and spec.facet not in (Facet.CHANGE, Facet.CHANGE_RATE):
        return "是负数"
    if spec.dimension in (Dimension.PEOPLE, Dimension.COUNT) and read.value % 1:
        return "不是整数"
    if spec.dimension is Dimension.PERCENT and not unit and 0 < abs(read.value) < 1:
        return "没有写单位，看不出是不是百分比"
    return None


def _date(value: str, year: int | None) -> str | None:
    found = _DATE.fullmatch(value)
    if found is None:
        return "不是日期"
    return f"早于所填的年度{year}" if year and int(found[1]) < year else None


def _is_money(value: str, unit: str) -> bool:
    read = numbers.read(f"{value}{unit}") if _NUMBER.fullmatch(value) else None
    return read is not None and read.dimension is Dimension.MONEY and read.value >= 0


def _words(given: Given) -> Iterator[tuple[str, str]]:
    """Everything that the officer wrote in words, with its place."""
    for name, rows in (("指标", given.indicators), ("项目", given.projects)):
        for row in rows:
            yield from ((f"{name}“{row.get('name', '')[:20]}”的", text) for text in row.values())
    open_ = {column.key for column in PROBLEMS.columns if column.open}
    for key, row in given.answers.items():
        yield from ((f"{key} 的", text) for name, text in row.items() if name in open_)
    for key, row in given.told.items():
        yield f"{key} 的", row.get("value", "")
