"""Which files of a folder are taken for reports."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import UsageError

_WRITTEN = (".pdf", ".docx", ".doc", ".wps", ".rtf", ".txt", ".md")
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
SUFFIXES = frozenset((*_WRITTEN, *_PICTURES))
"""What is taken up from a folder; the bytes decide what a file is once it is opened."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read; `name` is its path below the folder it was found in, and that of its result."""

    path: Path
    name: str


def reports(given: Iterable[Path], out: Path) -> tuple[list[Found], list[Path]]:
    """The files of these folders and files that were given themselves, in order; and those of another suffix, which are
    not read. Raises UsageError.

    Hidden files, the locks of office programs (`~$…`) and whatever lies in the folder of results are left out. Of two
    files whose results would have one name, the second is told apart by its folder's.
    """
    found: dict[str, Found] = {}
    others: list[Path] = []
    seen: set[Path] = set()
    for start in given:
        if not start.exists():
            raise UsageError(f"没有“{start}”这个文件夹或文件。", "请检查路径是否正确。")
        for path in sorted(_below(start, out.resolve())) if start.is_dir() else [start]:
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            if start.is_dir() and path.suffix.lower() not in SUFFIXES:
                others.append(path.relative_to(start))
                continue
            name = path.relative_to(start).as_posix() if start.is_dir() else path.name
            if name in found:
                name = f"{start.resolve().name}/{name}"
            if name in found:
                raise UsageError(f"有两份文件都叫 {name}。", "请分开运行，或给其中一份改名。")
            found[name] = Found(path, name)
    if not found:
        raise UsageError("文件夹里没有可读的报告。", f"按扩展名寻找：{'、'.join(sorted(SUFFIXES))}。")
    return list(found.values()), others


def _below(start: Path, out: Path) -> Iterable[Path]:
    for folder, folders, names in os.walk(start):
        here = Path(folder)
        folders[:] = [name for name in folders if not name.startswith(".") and (here / name).resolve() != out]
        for name in names:
            if not name.startswith((".", "~$")):
                yield here / name
