"""Values beside their labels: `label：value` on a line or in a cell, and the field that one of them makes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.extraction.wording import any_of
from extractor.model import Document, Field, Span, State
from extractor.numbers import Folded
from extractor.reports import FieldSpec

_LABEL = (
    r"(?:项目|预算)?(?:主管|实施|填报|承担|评价|自评)(?:部门|单位|机构)|项目(?:名称|单位|编码|负责人)"
    r"|填报?(?:人|日期|时间)|联系(?:人|电话)|负责人"
)
_END = re.compile(rf"[\n\t|]|(?<=[\u4e00-\u9fff\d])(?=(?:{_LABEL})(?:\([^()]{{1,8}}\))?:)")
"""A value ends with its cell, or where the next label of its line begins (`主管部门：某局  实施单位：某站`)."""


def labelled(folded: Folded, spec: FieldSpec) -> Iterator[tuple[int, int, int]]:
    """Label start, value start and value end of each `label：value` line or cell (folded offsets)."""
    if not spec.labels:
        return
    pattern = re.compile(
        rf"(?:^|(?<=[\n\t|]))(?:\d{{1,2}}[.、])?(?:{any_of(spec.labels).pattern})(?:\([^)\n]{{1,8}}\))?(?:[:]|(?=[\t|\n])|(?=\(?\d))[:\t|\n]*"
    )
    for match in pattern.finditer(folded.text):
        stop = _END.search(folded.text, match.end())
        yield match.start(), match.end(), stop.start() if stop else len(folded.text)


def found(document: Document, spec: FieldSpec, value: str, span: Span, reason: str, unit: str | None = None) -> Field:
    """A field that the rules read: its value as printed, where it stands, and why it is believed."""
    evidence = document.cite(span)
    return Field(spec.path, State.FOUND, value, unit, evidence, (evidence,), ("rules",), (reason,))


def printed(document: Document, folded: Folded, start: int, value: str) -> str:
    """The value in the document's own characters (full-width brackets and all), blanks dropped."""
    at = folded.text.index(value, start)
    span = folded.span(at, at + len(value))
    return "".join(document.text[span.start : span.end].split())
