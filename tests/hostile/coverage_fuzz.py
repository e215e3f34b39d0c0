"""Fuzzing led by coverage, with atheris (`pip install ".[fuzz]"`): what reaches new code is kept and changed further.

    python -m tests.hostile.coverage_fuzz numbers -max_total_time=300

`numbers`: the number grammar; `text`: fields and checks of any text; `word`: the parts of a Word file; `kinds`: what a
file is and what its text says; `archives`: a .zip with bytes changed. An exception that is not one of ours, and any broken invariant, is a find.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

import atheris

from fixtures.hostile import archives as hostile

with atheris.instrument_imports(include=["extractor"]):
    from extractor.checks import check
    from extractor.errors import InputError
    from extractor.extraction import extract
    from extractor.model import Document
    from extractor.numbers import find, reserved
    from extractor.reading import archive
    from extractor.reading.document import assemble
    from extractor.reading.files import Source
    from extractor.reading.kinds import Kind, kind_of
    from extractor.reading.plain import plain_pages
    from extractor.reading.word import word_pages
    from extractor.reports import load
    from extractor.settings import Settings

WORDS = (
    "2023年度部门整体支出绩效自评报告 一、（一）三公经费决算预算万元亿％%．.，,：:；、（）()二十百零〇0156789"
    "\n\t|#约近超余≥≤-—~其中合计分别为项个人次得分满分存在问题改进措施第表单位：元"
)
OPEN = (
    "p", "r", "t", "tbl", "tr", "tc", "ins", "del", "moveFrom", "moveTo", "sdt", "sdtContent", "txbxContent", "hyperlink",
    "delText", "pict", "smartTag", "fldSimple",
)  # fmt: skip
LEAVES = (
    "6.37", "万元", "-1", "&#x200b;", "<w:tab/>", "<w:br/>", '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', "一、",
    '<w:tcPr><w:gridSpan w:val="-3"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>", "<w:rPr><w:vanish/></w:rPr>",
    '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', '<w:rPr><w:sz w:val="1"/></w:rPr>', '<w:sym w:char="F0FE"/>',
    '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>', '<w:fldChar w:fldCharType="begin"/>',
    '<w:sym w:font="Wingdings" w:char="F0A8"/>', '<w:rPr><w:strike/></w:rPr>', '<w:tcPr><w:hMerge/></w:tcPr>',
    '<w:fldChar><w:ffData><w:ddList><w:result w:val="7"/></w:ddList></w:ffData></w:fldChar>',
    '<w:trPr><w:gridBefore w:val="9999999"/></w:trPr>', '<w:trPr><w:del w:id="1"/></w:trPr>', '<w:footnoteReference w:id="1"/>',
)  # fmt: skip
SETTINGS = Settings(characters=100_000, pages=20)
TYPE = load("department")
ARCHIVE = hostile.archive({"甲/a.txt": "六万元", "b.zip": hostile.archive({"c.txt": "七"}), "甲/b.txt": ""}, gbk=True)


def numbers(data: bytes) -> None:
    """Every figure stands where it says, in order, and nothing is read twice."""
    text = _text(data)
    places = sorted(one.span for one in find(text))
    assert all(a.end <= b.start for a, b in pairwise(places))
    assert all(place.end <= len(text) for place in places)
    reserved(text)


def text(data: bytes) -> None:
    """Any text is read, extracted and checked; what is quoted stands in it."""
    _examine(assemble, _text(data).encode(), Kind.TEXT)


def kinds(data: bytes) -> None:
    """Any bytes have a kind or a clear refusal; text is then read."""
    try:
        kind = kind_of("x", data)
        if kind is Kind.TEXT:
            assemble(Source("x", data, kind), plain_pages(Source("x", data, kind)))
    except InputError:
        pass


def word(data: bytes) -> None:
    """Any body of a Word file is read or refused."""
    body = ""
    stack: list[str] = []
    for byte in data[:300]:
        if byte < 90 and len(stack) < 40:
            stack.append(OPEN[byte % len(OPEN)])
            body += f"<w:{stack[-1]}>"
        elif byte < 150 and stack:
            body += f"</w:{stack.pop()}>"
        else:
            body += LEAVES[byte % len(LEAVES)]
    body += "".join(f"</w:{name}>" for name in reversed(stack))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    try:
        source = Source("x.docx", made.getvalue(), Kind.DOCX)
        document = assemble(source, word_pages(source, SETTINGS))
    except InputError:
        return
    _whole(document)


def archives(data: bytes) -> None:
    """What an archive lists can be read or is refused."""
    some = atheris.FuzzedDataProvider(data)
    packed = bytearray(ARCHIVE)
    for _ in range(some.ConsumeIntInRange(1, 12)):
        packed[some.ConsumeIntInRange(4, len(packed) - 1)] = some.ConsumeIntInRange(0, 255)
    try:
        names = archive.inside("x", bytes(packed), SETTINGS)
    except InputError:
        return
    for name in names:
        with suppress(InputError):
            archive.member("x", bytes(packed), name, SETTINGS)


def _text(data: bytes) -> str:
    some = atheris.FuzzedDataProvider(data)
    if some.ConsumeBool():
        return str(some.ConsumeUnicodeNoSurrogates(300))
    return "".join(WORDS[byte % len(WORDS)] for byte in some.ConsumeBytes(300))


def _examine(make: Callable[..., Document], data: bytes, kind: Kind) -> None:
    source = Source("x.txt", data, kind)
    try:
        document = make(source, plain_pages(source))
    except InputError:
        return
    _whole(document)
    report = extract(document, TYPE, "rules")
    for field in report.fields.values():
        for place in field.mentions:
            assert document.text[place.span.start : place.span.end] == place.quote
    check(document, report, TYPE)


def _whole(document: Document) -> None:
    assert document.text
    for table in document.tables:
        for cell in table.cells:
            assert 0 <= cell.r0 < cell.r1 <= table.rows
            assert 0 <= cell.c0 < cell.c1 <= table.columns
            assert cell.span is None or cell.span.end <= len(document.text)


TARGETS = {one.__name__: one for one in (numbers, text, kinds, word, archives)}

if __name__ == "__main__":
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
