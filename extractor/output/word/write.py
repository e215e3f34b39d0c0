"""A draft as a Word file: the same draft, the same bytes."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import docx as word
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Mm

from extractor.drafts import Block, Draft, Table
from extractor.errors import OutputError
from extractor.output.word import page
from extractor.output.word.marks import Marker
from extractor.output.word.page import put

NAMESPACE = "urn:jixiao:draft"
LABEL = "本稿由计算机程序自动起草，须经人工审核后使用"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_STYLES = {1: "公文一级", 2: "公文二级", 3: "公文三级"}


class Copy(StrEnum):
    """Which of the two files: with marks for the reviewer, or without."""

    REVIEW = "审阅稿"
    CLEAN = "清洁稿"


def docx(draft: Draft, copy: Copy, note: bytes, label: bool = True, chart: bytes | None = None) -> bytes:
    """The file. `note` is what `--verify` needs later, kept inside. Raises OutputError for a clean copy with gaps."""
    if copy is Copy.CLEAN and draft.gaps:
        raise OutputError(
            f"还有 {len(draft.gaps)} 处【待填】，不能生成清洁稿：{'、'.join(list(dict.fromkeys(draft.gaps))[:5])}……",
            "请补齐数据后再生成，或去掉 --clean 先生成审阅稿。",
        )
    document = word.Document()
    page.styles(document)
    page.portrait(document.sections[0])
    page.page_numbers(document)
    if label:
        page.header(document, LABEL)
    date = f"{draft.year + 1}-01-01T00:00:00Z"
    marker = Marker(document, draft, date, copy is Copy.REVIEW)
    for block in draft.blocks:
        _block(document, marker, block)
    if chart:
        document.add_picture(io.BytesIO(chart), width=Mm(150))
        document.paragraphs[-1].style = document.styles["公文标题"]
        put(document.paragraphs[-1]._p.get_or_add_pPr(), "spacing", line="240", lineRule="auto")
    for table in draft.tables:
        page.landscape(document.add_section(WD_SECTION.NEW_PAGE))
        _table(document, table)
    _properties(document, draft, label)
    _keep(document, note)
    raw = io.BytesIO()
    document.save(raw)
    return undated(raw.getvalue())


def undated(data: bytes) -> bytes:
    """The same archive with a fixed date on every part, in a fixed order."""
    fresh = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return fresh.getvalue()


def _block(document: Any, marker: Marker, block: Block) -> None:
    style = "公文正文"
    if block.kind == "title":
        style = "公文标题"
    elif block.kind == "heading":
        style = _STYLES.get(block.level, "公文正文")
    marker.block(document.add_paragraph(style=style), block)


def _table(document: Any, table: Table) -> None:
    """A table with a head that repeats and rows that do not break."""
    document.add_paragraph(table.name, style="公文标题")
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    widths = table.widths or tuple(1.0 for _ in table.columns)
    total = sum(widths)
    for place, (title, width) in enumerate(zip(table.columns, widths, strict=True)):
        size = Mm(247 * width / total)
        grid.columns[place].width = size
        cell = grid.rows[0].cells[place]
        cell.paragraphs[0].style = document.styles["公文表格"]
        page.typeface(cell.paragraphs[0].add_run(title)._r.get_or_add_rPr(), page.HEI)
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.paragraphs[0].style = document.styles["公文表格"]
            cell.paragraphs[0].add_run(text)
    for number, row in enumerate(grid.rows):
        properties = row._tr.get_or_add_trPr()
        for tag in ("w:cantSplit", *(("w:tblHeader",) if number == 0 else ())):
            properties.append(properties.makeelement(qn(tag), {}))
        for place, cell in enumerate(row.cells):
            cell.width = Mm(247 * widths[place] / total)


def _properties(document: Any, draft: Draft, label: bool) -> None:
    """Title and fixed dates; and the label of generated content in the file's own properties."""
    when = datetime(draft.year + 1, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    core = document.core_properties
    core.title, core.author, core.comments = f"{draft.department}{draft.year}年度绩效自评报告", "jixiao", ""
    core.created, core.modified, core.last_printed = when, when, when
    core.last_modified_by, core.revision = "jixiao", 1
    if not label:
        return
    value = '{"Label":"2","ContentProducer":"jixiao","ProduceID":"","ReservedCode1":"","ContentPropagator":""}'
    blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="AIGC">'
        f"<vt:lpwstr>{value.replace(chr(34), '&quot;')}</vt:lpwstr></property></Properties>"
    ).encode()
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _PROPERTIES, blob, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def keep(data: bytes, note: bytes) -> bytes:
    """A finished file with a note inside it."""
    document = word.Document(io.BytesIO(data))
    _keep(document, note)
    raw = io.BytesIO()
    document.save(raw)
    return undated(raw.getvalue())


def _keep(document: Any, note: bytes) -> None:
    """What the draft was made from, inside the file: Word and WPS keep it when the officer saves."""
    text = base64.b64encode(note).decode()
    blob = f'<?xml version="1.0" encoding="UTF-8"?><draft xmlns="{NAMESPACE}">{text}</draft>'.encode()
    part = Part(PackURI("/customXml/item9.xml"), "application/xml", blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
