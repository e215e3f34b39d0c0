"""From a path to bytes of a known kind. The bytes decide the kind, never the name."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ChangedFileError, EmptyFileError, LimitError, MissingFileError
from extractor.reading.kinds import Kind, kind_of
from extractor.settings import Settings

__all__ = ["Kind", "Source", "load", "shown"]

_MEGA = 1024 * 1024
_LONGEST_NAME = 80


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
    """Read a file whole.

    Raises `MissingFileError`, `EmptyFileError`, `LimitError`, `ChangedFileError`, `FileTypeError`, or
    `EncryptedFileError` for a Word file with a password.
    """
    limit = (settings or Settings()).file_mb
    name = shown(Path(path).name or os.fspath(path))
    try:
        if Path(path).is_dir():
            raise MissingFileError(
                f"{name} 是一个文件夹，不是文件。", "请给出其中的文件，可一次给多个；整个文件夹用 jixiao batch。"
            )
        data = _bytes(path, name, limit)
    except FileNotFoundError:
        raise MissingFileError(f"找不到文件 {name}。") from None
    except (OSError, ValueError) as error:
        raise MissingFileError(f"无法读取 {name}：{getattr(error, 'strerror', None) or error}。") from error
    if not data.strip(b"\x00\t\n\r\f "):
        raise EmptyFileError(f"{name} 是空文件。")
    return Source(name, data, kind_of(name, data))


def shown(name: str) -> str:
    """A file name as one short printable line, for messages."""
    clean = "".join(char if char.isprintable() else "?" for char in name)
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[: _LONGEST_NAME // 2]}…{clean[-_LONGEST_NAME // 2 :]}"


def _bytes(path: str | os.PathLike[str], name: str, limit: int) -> bytes:
    # A pipe must not be waited for, nor a device: what it is is asked of the open file, not of the name.
    with open(path, "rb", opener=lambda p, flags: os.open(p, flags | getattr(os, "O_NONBLOCK", 0))) as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise MissingFileError(f"{name} 不是普通文件（可能是管道或设备），无法读取。", "请先另存为普通文件再读。")
        if before.st_size > limit * _MEGA:
            raise _too_large(name, limit)
        data = file.read(limit * _MEGA + 1)
        after = os.fstat(file.fileno())
    if len(data) > limit * _MEGA:
        raise _too_large(name, limit)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise ChangedFileError(f"{name} 在读取时被改动。")
    return data


def _too_large(name: str, limit: int) -> LimitError:
    return LimitError(f"{name} 超过 {limit} MB（file_mb）。")
