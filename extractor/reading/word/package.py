"""The parts of a .docx, unpacked within limits: a file of 600 KB can unpack to 600 MB."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from extractor.errors import CorruptFileError, EncryptedFileError, LimitError
from extractor.reading.files import Source
from extractor.settings import Settings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MEGA = 1024 * 1024
_MOST_PARTS = 2000
_MOST_XML_MB = 48
"""The largest part that is parsed; a report of 500 pages has one of 5 MB."""

Element = Any
"""An element of lxml, which ships no types."""


class Package:
    """An opened .docx. Raises an `InputError` that says why it cannot be read."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self._name = source.name
        self._archive = zipfile.ZipFile(io.BytesIO(source.data))
        infos = self._archive.infolist()
        self.names = {info.filename.replace("\\", "/"): info for info in infos}
        if len(infos) > _MOST_PARTS:
            raise LimitError(f"{source.name} 里有 {len(infos)} 个部件，超过上限 {_MOST_PARTS}。")
        if any(info.flag_bits & 1 for info in infos):
            raise EncryptedFileError(f"{source.name} 设有打开密码。")
        size = sum(info.file_size for info in infos)
        if size > settings.file_mb * _MEGA:
            raise LimitError(f"{source.name} 解压后有 {size // _MEGA} MB，超过 {settings.file_mb} MB（file_mb）。")

    def part(self, name: str) -> Element | None:
        """The root element of a part, None where there is no such part."""
        info = self.names.get(name)
        if info is None:
            return None
        try:
            with self._archive.open(info) as file:
                data = file.read(_MOST_XML_MB * _MEGA + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
            raise CorruptFileError(f"{self._name} 已损坏：{name} 解压不出来。") from error
        except Exception as error:  # zlib.error and lzma.LZMAError have no common base
            raise CorruptFileError(f"{self._name} 已损坏：{name} 解压不出来。") from error
        if len(data) > _MOST_XML_MB * _MEGA:
            raise LimitError(f"{self._name} 的正文超过 {_MOST_XML_MB} MB。", "请删去多余内容或拆成几个文件后再试。")
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
            raise CorruptFileError(f"{self._name} 里有 Word 文件不该有的实体声明，没有读取。")
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
        try:
            return etree.fromstring(data.replace(_STRICT, _USUAL), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise CorruptFileError(f"{self._name} 已损坏：{name} 不完整。") from error
