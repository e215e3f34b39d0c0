"""Fields that are words, dates or codes: read beside their labels, else from the title and the first sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from extractor.extraction.department_name import department_name
from extractor.extraction.labelled import found, labelled, printed
from extractor.extraction.wording import any_of
from extractor.extraction.years import fiscal_year
from extractor.model import Document, Field, State
from extractor.numbers import Folded, fold
from extractor.reports import FieldSpec, Kind, ReportType

_DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(?:(\d{1,2})\s*日?)?)?")
_HAN_DATE = re.compile(
    r"([二一][〇○零Oo一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?"
)
_YEARS = re.compile(r"((?:19|20)\d\d)年")
_CODE = re.compile(r"[0-9A-Za-z]{3,}(?:-[0-9A-Za-z]+)*")
_HAN = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "O": 0, "o": 0}


def texts(document: Document, report_type: ReportType) -> Mapping[str, Field]:
    """Every field that is not a figure or a list, as far as the report prints it."""
    folded = fold(document.text)
    readers = {
        Kind.NAME: department_name,
        Kind.YEAR: _year,
        Kind.DATE: _date,
        Kind.CODE: _code,
        Kind.CHOICE: _choice,
        Kind.TEXT: _text,
    }
    read = (
        (spec.path, readers[spec.kind](document, folded, spec))
        for spec in report_type.fields.values()
        if spec.kind in readers
    )
    return {path: field for path, field in read if field is not None}


def _year(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    year = fiscal_year(folded.text)
    match = re.search(rf"{year}年度|{year}年|:{year}", folded.text) if year else None
    return found(document, spec, str(year), folded.span(match.start(), match.end()), "title", "年") if match else None


def _date(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    for label, start, end in labelled(folded, spec):
        if (read := _parse_date(folded.text, start, end)) is not None:
            value, stop = read
            return found(document, spec, value, folded.span(label, stop), "label")
    return _run_in_date(document, folded, spec) or _signed_date(document, folded, spec)


def _run_in_date(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """`单位名称某局填报日期2023年4月6日`: a line of a form that lost its cells. 日期 alone is no label there."""
    labels = tuple(label for label in spec.labels if len(label) > 2)
    for match in re.finditer(rf"(?:{any_of(labels).pattern}):?", folded.text) if labels else ():
        if (read := _parse_date(folded.text, match.end(), len(folded.text))) is not None:
            return found(document, spec, read[0], folded.span(match.start(), read[1]), "label_in_line")
    return None


def _signed_date(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """A line that is only a date, on the cover or at the very end."""
    lines = list(re.finditer(r"[^\n]+", folded.text))
    for line in [*lines[-4:][::-1], *lines[:12]]:
        read = _parse_date(folded.text, line.start(), line.end())
        if read is not None and read[1] == line.end() and read[0].count("-") >= 1 and _starts_with_date(line.group()):
            return found(document, spec, read[0], folded.span(line.start(), line.end()), "signature")
    return None


def _starts_with_date(text: str) -> bool:
    return bool(_DATE.match(text) or _HAN_DATE.match(text))


def _parse_date(text: str, start: int, end: int) -> tuple[str, int] | None:
    """An ISO date (or year and month) at the start of a value, and where it ends."""
    if match := _DATE.match(text, start, end):
        year, month, day = match.groups()
    elif match := _HAN_DATE.match(text, start, end):
        year = "".join(str(_HAN[char]) for char in match.group(1))
        month, day = _han_number(match.group(2)), _han_number(match.group(3)) if match.group(3) else None
    else:
        return None
    try:
        checked = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return (checked.isoformat() if day else f"{checked.year:04d}-{checked.month:02d}"), match.end()


def _han_number(text: str) -> str:
    if "十" not in text:
        return str(_HAN[text])
    tens, _, ones = text.partition("十")
    return str((_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0))


def _code(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    for label, start, end in labelled(folded, spec):
        if match := _CODE.match(folded.text, start, end):
            return found(document, spec, match.group(), folded.span(label, match.end()), "label")
    return None


def _text(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """A labelled text. A box that lost its tick leaves both options in print: that is a conflict, not a choice."""
    for label, start, end in labelled(folded, spec):
        value = folded.text[start:end].strip()
        if not value:
            continue
        after = re.match(r"\n([^\n:。，]{2,8})(?=\n|$)", folded.text[end:])
        if after and after.group(1) in ("中介机构", "部门(单位)评价组", "第三方机构"):
            both = document.cite(folded.span(label, end + after.end()))
            return Field(spec.path, State.CONFLICT, mentions=(both,), engines=("rules",), reasons=("options_unticked",))
        return found(document, spec, printed(document, folded, start, value), folded.span(label, end), "label")
    return None


def _of_another_year(text: str, at: int, year: int | None) -> bool:
    """The sentence names an earlier year before this place, and not the report's (`2021年度评价结果为“良”`)."""
    begin = max(text.rfind(mark, 0, at) for mark in "。；;\n") + 1
    years = {int(found) for found in _YEARS.findall(text[begin : at + 12])}
    return bool(years) and year is not None and year not in years and max(years) < year


def _choice(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    words = "|".join(sorted(spec.choices, key=len, reverse=True))
    pattern = re.compile(
        rf"(?:{any_of(spec.labels).pattern})[^\n。；;，,:]{{0,6}}?(?:评定|确定|划分|达到)?[为是:到][\"'(]?({words})[\"')]?(?=等级|等次|档|[。，；,;\n\t|)]|级|$)"
        rf"|(?<!目标)(?:等级|等次|级别|档次|结论)[:\t|\n]*[\"']?({words})(?=[\"'\n\t|。，；;)]|$)|[评定]为[\"']?({words})[\"']?(?:等级|等次|级|档)?(?=[。，；,;\n)]|$)"
    )
    year = fiscal_year(folded.text)
    hits = [
        (next(g for g in match.groups() if g), match)
        for match in pattern.finditer(folded.text)
        if "目标" not in match.group() and not _of_another_year(folded.text, match.start(), year)
    ]
    if not hits:
        return None
    if len({value for value, _ in hits}) > 1:
        cited = tuple(document.cite(folded.span(match.start(), match.end())) for _, match in hits)
        return Field(spec.path, State.CONFLICT, mentions=cited, engines=("rules",), reasons=("mentions_differ",))
    value, match = hits[0]
    return found(document, spec, value, folded.span(match.start(), match.end()), "label")
