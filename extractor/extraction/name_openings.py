"""Where lists of names begin that no count announces, and what such names look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.extraction.listing import NAME_TAIL
from extractor.extraction.vocabulary import lexicon
from extractor.extraction.wording import Token, TokenKind, any_of
from extractor.model import Document
from extractor.numbers import fold
from extractor.reports import FieldSpec, ReportType

_OPENS = re.compile(r"(?:主要)?(?:构成)?(?:包括|分别[为是]|具体[为是]|即|有|含|[为是]):?|[:：]")
_OF_PLACE = re.compile(r"(?=[省市州盟县区旗镇乡][\u4e00-\u9fff]{2,14}、)")
"""A label with the names right behind it (`下属单位县粮食站、县粮库`)."""
_LISTS = re.compile(r"[\u4e00-\u9fff]{2,16}(?:[(（][^()（）]*[)）])?、")
_OFFICE = re.compile(r"[室科股处部组办]$")
_LONGEST = 30


def _paragraph_tokens(text: str, report_type: ReportType) -> Iterator[Token]:
    """The wordings of a text, paragraph by paragraph: most have been looked for in these stretches before."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield from lexicon(report_type).scan(text, start, end)
        start = end + 1


def openings(document: Document, report_type: ReportType, spec: FieldSpec) -> Iterator[tuple[int, bool | None]]:
    """Where a list of names may begin: after a label (`内设机构包括：`), or after words that open one (`下设`), with
    whether it should be of offices."""
    folded = fold(document.text)
    for token in _paragraph_tokens(folded.text, report_type):
        if token.kind is not TokenKind.SUBJECT or token.id not in spec.subjects:
            continue
        if opened := _OPENS.match(folded.text, token.end) or _OF_PLACE.match(folded.text, token.end):
            yield folded.offsets[opened.end()] if opened.end() < len(folded.text) else len(document.text), None
    for subject in map(report_type.subjects.__getitem__, spec.subjects):
        for opened in any_of(subject.opens).finditer(folded.text) if subject.opens else ():
            if _LISTS.match(folded.text, opened.end()):
                yield folded.offsets[opened.end()], "科室" in subject.weak


def are_names(names: Sequence[str]) -> bool:
    """All of them end as names of offices or bodies do."""
    return bool(names) and all(NAME_TAIL.search(name) and len(name) <= _LONGEST for name in names)


def are_offices(names: Sequence[str]) -> bool:
    """They are offices of one body (办公室、人事科), not bodies of their own (监测站、服务中心)."""
    return sum(_OFFICE.search(name) is not None for name in names) * 2 > len(names)
