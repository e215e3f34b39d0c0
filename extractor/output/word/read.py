"""The note that we left in a Word file. Its text is read by the reading room, like that of any other report."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from extractor.errors import CorruptFileError
from extractor.output.word.write import NAMESPACE

_SIZE = 200_000_000


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
