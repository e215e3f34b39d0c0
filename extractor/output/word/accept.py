"""A clean copy of a Word file that somebody has edited: its changes accepted, its comments gone.

Meant for the review copy that `docx` wrote; styles, tables, headers and whatever the officer added stay as they are.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from extractor.errors import CorruptFileError
from extractor.output.word.write import undated

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_COMMENTS = re.compile(r"word/(?:comments\w*|people)\.xml")
_LISTS = ("[Content_Types].xml", "word/_rels/document.xml.rels")
_GONE = ("del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef",
         "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "rPrChange", "pPrChange",
         "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange", "tblPrExChange",
         "numberingChange", "cellIns")  # fmt: skip
_KEPT = ("ins", "moveTo")
_PROPERTIES = (f"{_W}rPr", f"{_W}trPr")
_PARTS, _SIZE = 2000, 200_000_000


def accepted(data: bytes, name: str) -> bytes:
    """The file with every change accepted and no comment. Raises CorruptFileError."""
    fresh = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(fresh, "w") as new:
            if len(old.infolist()) > _PARTS or sum(entry.file_size for entry in old.infolist()) > _SIZE:
                raise CorruptFileError(f"{name} 解开后过大，不予处理。")
            for part in old.namelist():
                if not _COMMENTS.fullmatch(part):
                    new.writestr(part, _part(part, old.read(part)))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, zlib.error, KeyError) as error:
        raise CorruptFileError(f"{name} 不是完好的 Word 文件。") from error
    return undated(fresh.getvalue())


def _part(part: str, data: bytes) -> bytes:
    if not (_TEXTS.fullmatch(part) or part in _LISTS or part == "word/settings.xml"):
        return data
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if part in _LISTS:
        for child in list(root):
            if re.search(r"(?:^|/)(?:comments\w*|people)\.xml$", child.get("PartName", child.get("Target", ""))):
                root.remove(child)
    elif part == "word/settings.xml":
        for child in root.findall(f"{_W}trackRevisions"):
            root.remove(child)
    else:
        _accept(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _accept(root: Any) -> None:
    for row in [row for row in root.iter(f"{_W}tr") if row.find(f"{_W}trPr/{_W}del") is not None]:
        row.getparent().remove(row)
    for cell in [cell for cell in root.iter(f"{_W}tc") if cell.find(f"{_W}tcPr/{_W}cellDel") is not None]:
        cell.getparent().remove(cell)
    for paragraph in list(root.iter(f"{_W}p")):
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            _joined(paragraph)
    for tag in _KEPT:
        for element in list(root.iter(f"{_W}{tag}")):
            _unwrap(element)
    for tag in _GONE:
        for element in list(root.iter(f"{_W}{tag}")):
            element.getparent().remove(element)
    for mark in [
        one for one in root.iter(f"{_W}highlight") if one.get(f"{_W}val") == "yellow"
    ]:  # a gap that was filled
        mark.getparent().remove(mark)
    for run in list(root.iter(f"{_W}r")):
        if all(child.tag == f"{_W}rPr" for child in run) or "".join(run.itertext()) == "\u200b":
            run.getparent().remove(run)


def _unwrap(element: Any) -> None:
    """The content of an insertion in its place; the bare mark of an inserted paragraph or row goes."""
    parent = element.getparent()
    if parent.tag not in _PROPERTIES:
        place = parent.index(element)
        for child in reversed(list(element)):
            parent.insert(place, child)
    parent.remove(element)


def _joined(paragraph: Any) -> None:
    """A paragraph whose end was deleted goes on in the next one."""
    after = paragraph.getnext()
    if after is None or after.tag != f"{_W}p":
        return
    place = 1 if after.find(f"{_W}pPr") is not None else 0
    for child in reversed([child for child in paragraph if child.tag != f"{_W}pPr"]):
        after.insert(place, child)
    paragraph.getparent().remove(paragraph)
