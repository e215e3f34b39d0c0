"""The reports to measure on: those of `fixtures/`, or any folder of reports with their gold beside them.

Two layouts are taken. A folder a report: `NAME/gold.json` beside `NAME/report.txt`, `.pdf`, `.docx`, `.scan.pdf`. Or
flat: `NAME.gold.json` beside `NAME.txt`, `NAME.pdf`, `NAME.scan-200dpi.pdf`. A form that a text report lacks is made on
demand.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures" / "reports"
BUILD = ROOT / "eval" / "build"
_BEST = ("text", "pdf", "docx", "scan", "poor", "photo")
_BEFORE = 16
"""How many characters before a repeated figure make it a quote."""
_SUFFIXES = (".txt", ".pdf", ".docx", ".doc", ".wps", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Case:
    """One file to read, and what it prints. `name` is that of the report; its forms share it."""

    name: str
    form: str
    path: Path
    gold_path: Path
    family: str
    split: str

    @property
    def id(self) -> str:
        """The report and its form."""
        return f"{self.name} · {self.form}"

    @property
    def gold(self) -> dict[str, Any]:
        """What the report prints; a number is a Decimal, its zeros kept."""
        gold = read_gold(self.gold_path)
        text = self.gold_path.with_name("report.txt")
        words = text.read_text(encoding="utf-8") if text.is_file() else ""
        return {**gold, "fields": _with_repeats(gold["fields"], words)}


def read_gold(path: Path) -> dict[str, Any]:
    """Read a gold file. Raises UsageError."""
    try:
        gold = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise UsageError(f"标准答案 {path.name} 读不了：{error}", "它应当是 UTF-8 的 JSON 文件。") from error
    return gold if isinstance(gold, dict) else {}


def collect(folders: Sequence[Path] = (), split: str = "all", forms: Sequence[str] = ()) -> list[Case]:
    """Return the cases of some folders (none: the fixtures). No form: each report in its best one; `all`: in each."""
    found: dict[tuple[str, str], Case] = {}
    for folder in folders or (FIXTURES,):
        if not folder.is_dir():
            raise UsageError(f"没有 {folder} 这个文件夹。", "--cases 要给出放报告和标准答案的文件夹。")
        here = [case for case in _cases(folder, forms) if split in ("all", case.split)]
        for case in here:
            if found.setdefault((case.name, case.form), case) is not case:
                raise UsageError(f"有两份报告都叫 {case.name}（{case.form}）。", "请给其中一份改名。")
    if not found:
        raise UsageError(
            "没有符合条件的报告。", "每份报告旁边要有 gold.json（或 名称.gold.json）；也请检查 --split 和 --form。"
        )
    return list(found.values())


def _cases(folder: Path, forms: Sequence[str]) -> Iterator[Case]:
    for path in sorted((*folder.rglob("gold.json"), *folder.rglob("*.gold.json"))):
        gold = read_gold(path)
        if "fields" not in gold:
            continue
        nested = path.name == "gold.json"
        name = path.parent.name if nested else path.name.removesuffix(".gold.json")
        files = _files(path.parent, "report" if nested else name)
        family, split = str(gold.get("family", name)), str(gold.get("split", "own"))
        for form in _wanted(files, forms):
            file = files.get(form) or made(files["text"], form, gold)
            yield Case(name, form, file, path, family, split)


def _files(folder: Path, stem: str) -> dict[str, Path]:
    """Return the files of one report by form."""
    files: dict[str, Path] = {}
    for path in sorted(folder.glob(f"{stem}.*")):
        if path.suffix.lower() in _SUFFIXES:
            files.setdefault(_form(path.name[len(stem) + 1 :].lower()), path)
    return files


def _form(rest: str) -> str:
    """Name a form by the rest of its file name: `txt`, `pdf`, `scan-150dpi-poor.pdf`."""
    tag, _, suffix = rest.rpartition(".")
    for form in ("poor", "photo", "scan"):
        if form in tag:
            return form
    return tag or {"txt": "text"}.get(suffix, suffix)


def _wanted(files: dict[str, Path], forms: Sequence[str]) -> list[str]:
    if "all" in forms:
        return sorted(files)
    if not forms:
        return sorted(files, key=lambda form: (_BEST.index(form) if form in _BEST else len(_BEST), form))[:1]
    return [form for form in forms if form in files or "text" in files]


def made(text: Path, form: str, gold: dict[str, Any]) -> Path:
    """Make a PDF, a Word file or a scan of a text report, once."""
    from fixtures.cases import FORMS  # the generator's drawing tools are needed only here
    from fixtures.cases import Case as Report

    if form not in FORMS:
        raise UsageError(f"没有“{form}”这种形式。", f"可用：{'、'.join(FORMS)}、all。")
    words = text.read_text(encoding="utf-8")
    key = hashlib.sha256(f"{gold.get('layout')}\0{words}".encode()).hexdigest()[:16]
    path = BUILD / key / f"report.{FORMS[form]}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(Report(text.stem, words, gold).form(form))
        part.replace(path)
    return path


def _with_repeats(fields: dict[str, Any], text: str) -> dict[str, Any]:
    """Turn `also` (offsets of places in the text that say the same) into further quotes."""
    return {
        path: {
            **entry,
            "quote": [entry["quote"], *(text[max(0, start - _BEFORE) : end] for start, end in entry["also"])],
        }
        if entry.get("also")
        else entry
        for path, entry in fields.items()
        if entry.get("value") is not None
    }
