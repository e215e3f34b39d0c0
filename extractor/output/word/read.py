"""The text of a Word file with its changes accepted: insertions in, deletions out; and the note that we left in it."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extractor.errors import CorruptFileError
from extractor.output.word.write import NAMESPACE

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIZE = 200_000_000
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}pict", f"{_W}object"}


def text(data: bytes, name: str) -> str:
    """Paragraphs set apart by blank lines; the cells of a row by tabs. Raises CorruptFileError."""
    root = _part(data, "word/document.xml", name)
    body = root.find(f"{_W}body")
    return "\n\n".join(_blocks(body)) if body is not None else ""


def note(data: bytes, name: str) -> bytes | None:
    """What `docx` kept inside the file; None when it is not there any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.namelist() if re.fullmatch(r"customXml/item\d+\.xml", part)]
    except zipfile.BadZipFile:
        return None
    for part in parts:
        root = _part(data, part, name)
        if root.tag == f"{{{NAMESPACE}}}draft":
            return base64.b64decode(root.text or "")
    return None


def _part(data: bytes, part: str, name: str) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _SIZE:
                raise CorruptFileError(f"{name} 解开后过大，不予读取。")
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(archive.read(part), parser)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, zlib.error) as error:
        raise CorruptFileError(f"{name} 不是完好的 Word 文件。") from error


def _blocks(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            if words := _words(child).strip():
                yield words
        elif child.tag == f"{_W}tbl":
            yield "\n".join(
                "\t".join(" ".join(filter(None, map(_words, cell.iter(f"{_W}p")))) for cell in row.iter(f"{_W}tc"))
                for row in child.iter(f"{_W}tr")
            )
        elif child.tag not in _GONE:
            yield from _blocks(child)


def _words(element: Any) -> str:
    found = []
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}t":
            found.append(child.text or "")
        elif child.tag == f"{_W}tab":
            found.append(" ")
        elif child.tag == f"{_W}br":
            found.append("\n")
        elif not str(child.tag).endswith("Pr"):
            found.append(_words(child))
    return "".join(found).replace("\u200b", "")
