"""From a path to bytes of a known kind. The bytes decide the kind, never the name."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ChangedFileError, EmptyFileError, FileTypeError, LimitError, MissingFileError, reason
from extractor.reading import archive
from extractor.reading.kinds import Kind, kind_of
from extractor.settings import Settings

__all__ = ["Kind", "Source", "load", "shown"]

_MEGA = 1024 * 1024
_LONGEST_NAME = 80
_LISTED = 5


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes with the kind they are; `name` is for messages, `sha256` is the document's id.

    `digest` is set where `data` was made of the file's bytes rather than being them.
    """

    name: str
    data: bytes
    kind: Kind
    digest: str = ""

    @property
    def sha256(self) -> str:
        """The digest of the file's bytes, in hex."""
        return self.digest or hashlib.sha256(self.data).hexdigest()


def load(path: str | os.PathLike[str], settings: Settings | None = None) -> Source:
    """Read a file whole; `folder.zip/report.pdf` is a file in an archive.

    Raises `MissingFileError`, `EmptyFileError`, `LimitError`, `ChangedFileError`, `FileTypeError`, or
    `EncryptedFileError` for a Word file or an archive with a password.
    """
    settings = settings or Settings()
    name = shown(Path(path).name or os.fspath(path))
    data = whole(path, settings)
    if not data.strip(b"\x00\t\n\r\f "):
        raise EmptyFileError(f"{name} 是空文件。")
    if archive.is_archive(data):
        held = archive.inside(name, data, settings)
        listed = "、".join(map(shown, held[:_LISTED])) + (" 等" if len(held) > _LISTED else "")
        raise FileTypeError(
            f"{name} 是压缩文件，里面有 {len(held)} 个文件：{listed}。",
            f"命令行 jixiao 会逐份打开；在程序里请一次读一份，路径写成 {name}/{shown(held[0])}。",
        )
    return Source(name, data, kind_of(name, data))


def whole(path: str | os.PathLike[str], settings: Settings) -> bytes:
    """All bytes of a file, or of one in an archive. Raises `MissingFileError`, `LimitError` or `ChangedFileError`."""
    name = shown(Path(path).name or os.fspath(path))
    try:
        within = archive.split(os.fspath(path))
        if within is not None:
            packed = _bytes(within[0], shown(Path(within[0]).name), settings.file_mb)
            return archive.member(shown(Path(within[0]).name), packed, within[1], settings)
        if Path(path).is_dir():
            raise MissingFileError(
                f"{name} 是一个文件夹，不是文件。", "请给出其中的文件，可一次给多个；整个文件夹用 jixiao batch。"
            )
        return _bytes(path, name, settings.file_mb)
    except FileNotFoundError:
        raise MissingFileError(f"找不到文件 {name}。") from None
    except (OSError, ValueError) as error:
        raise MissingFileError(f"无法读取 {name}：{reason(error)}。") from error


def shown(name: str) -> str:
    """A file name as one short printable line, for messages."""
    clean = "".join(char if char.isprintable() else "?" for char in name)
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[: _LONGEST_NAME // 2]}…{clean[-_LONGEST_NAME // 2 :]}"


def _bytes(path: str | os.PathLike[str], name: str, limit: int) -> bytes:
    # A pipe must not be waited for, nor a device: what it is is asked of the open file, not of the name.
    with archive.opened(path) as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise MissingFileError(f"{name} 不是普通文件（可能是管道或设备），无法读取。", "请先另存为普通文件再读。")
        if before.st_size > limit * _MEGA:
            raise _too_large(name, limit)
        data = file.read(limit * _MEGA + 1) or b""  # None where it would have to be waited for
        after = os.fstat(file.fileno())
    if len(data) > limit * _MEGA:
        raise _too_large(name, limit)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise ChangedFileError(f"{name} 在读取时被改动。")
    return data


def _too_large(name: str, limit: int) -> LimitError:
    return LimitError(f"{name} 超过 {limit} MB（file_mb）。")
