"""This year's figures as the officer gives them: the Excel form, YAML or JSON, or a report of this year as read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.drafting import sheets
from extractor.errors import InputError, UsageError
from extractor.model import Report, State

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_HALF: Mapping[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)},
    0xFF0C: ",",
    0xFF0E: ".",
    0xFF0D: "-",
    0x2212: "-",
}
_DATE = re.compile(r"((?:19|20)[0-9]{2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?: 00:00:00)?")
Rows = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for the new year. `answers` hold, by ledger id, the status, evidence, cause … of a problem;
    `told`, by the key of the place, what stands in a sentence of the last report (`value`, `unit`, `action`)."""

    year: int | None = None
    figures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    indicators: Rows = ()
    projects: Rows = ()
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    source: str = ""


def load(path: Path) -> Given:
    """Read a form, YAML or JSON. Raises UsageError that names the place."""
    if not path.is_file():
        raise UsageError(f"找不到数据文件 {path.name}。")
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        return _form(path)
    try:
        text = data.decode("utf-8-sig")
        content = _json(text) if path.suffix == ".json" else _yaml(text)
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} 读不了：{error}", "请检查它的写法（UTF-8 编码）。") from error
    return _mapping(content, path.name)


def of_report(report: Report, name: str) -> Given:
    """The figures of this year's own 自评表 or 决算 file, as `extract` read them."""
    found = {p: f for p, f in report.fields.items() if f.state is State.FOUND and f.value is not None}
    year = found.get("fiscal_year")
    figures = {
        path: ("、".join(f.value) if isinstance(f.value, tuple) else plain(f.value or ""), f.unit or "")
        for path, f in found.items()
        if path not in ("fiscal_year", "evaluator", "department.name")
    }
    return Given(
        year=int(str(year.value)) if year else None,
        figures=figures,
        indicators=tuple(dict(row.cells) for row in report.indicators),
        projects=tuple({**row.cells, "unit": row.unit or "万元"} for row in report.projects),
        source=name,
    )


def is_data(path: Path) -> bool:
    """True for a form, YAML or JSON; anything else is a report to read."""
    return path.suffix.lower() in (".xlsx", ".yaml", ".yml", ".json")


def _json(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_once)


def _once(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """The pairs as a mapping. Raises ValueError for a key with two values: neither is chosen."""
    found: dict[Any, Any] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise ValueError(f"“{key}”写了两次，值不同")
        found[key] = value
    return found


def _yaml(text: str) -> Any:
    import yaml

    class Plain(yaml.SafeLoader):
        """Numbers stay as printed: 5.70 is not 5.7."""

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            _once([(self.construct_object(key, deep=True), value) for key, value in node.value])
            return super().construct_mapping(node, deep=deep)

    Plain.yaml_implicit_resolvers = {
        key: [pair for pair in pairs if pair[0] not in ("tag:yaml.org,2002:float", "tag:yaml.org,2002:int",
                                                        "tag:yaml.org,2002:timestamp")]
        for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }  # fmt: skip
    try:
        return yaml.load(text, Plain)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


_SHAPES: Mapping[str, tuple[type, str]] = {
    "figures": (Mapping, "字段与数据的对照表"),
    "indicators": (list, "清单"),
    "projects": (list, "清单"),
    "problems": (Mapping, "编号与内容的对照表"),
    "sentences": (Mapping, "编号与内容的对照表"),
}


def _shaped(content: Any, name: str) -> None:
    """Raise UsageError for a file of another shape."""
    if not isinstance(content, Mapping):
        raise UsageError(f"{name} 应是 year、figures 等键的对照表。")
    for key, (shape, said) in _SHAPES.items():
        part = content.get(key)
        if part is not None and not isinstance(part, shape):
            raise UsageError(f"{name} 的 {key} 应是{said}。")
        rows = part if isinstance(part, list) else part.values() if key == "problems" and isinstance(part, dict) else ()
        if not all(isinstance(row, Mapping) for row in rows):
            raise UsageError(f"{name} 的 {key} 中，每一项应是对照表。")
    if unknown := sorted(str(key) for key in content if key not in (*_SHAPES, "year")):
        raise UsageError(f"{name} 里有不认识的键：{'、'.join(unknown)}。", f"可用：year、{'、'.join(_SHAPES)}。")


def _mapping(content: Any, name: str) -> Given:
    _shaped(content, name)
    year = content.get("year")
    answers = {str(key): _strings(row) for key, row in (content.get("problems") or {}).items()}
    told = {str(key): _told(row) for key, row in (content.get("sentences") or {}).items()}
    return Given(
        year=_year(year, name),
        figures=dict(_figures(content.get("figures") or {}, name)),
        indicators=_rows(content.get("indicators") or ()),
        projects=_rows(content.get("projects") or ()),
        answers=_chosen(answers, sheets.PROBLEMS, name),
        told=_chosen(told, sheets.SENTENCES, name),
        source=name,
    )


def _chosen(rows: Mapping[str, Mapping[str, str]], sheet: sheets.Sheet, name: str) -> Mapping[str, Mapping[str, str]]:
    """The rows, when every cell that is to be chosen holds one of its choices. Raises UsageError."""
    for column in (column for column in sheet.columns if column.choices):
        for key, row in rows.items():
            if (wrote := row.get(column.key, "")) and wrote not in column.choices:
                raise UsageError(
                    f"{name} 的“{sheet.name}”中，{key} 的“{column.title}”写的是“{wrote}”。",
                    f"只能空着，或写：{'、'.join(column.choices)}。",
                )
    return rows


def _figures(figures: Mapping[str, Any], name: str) -> Iterable[tuple[str, tuple[str, str]]]:
    for path, cell in figures.items():
        value, unit = (cell.get("value"), cell.get("unit")) if isinstance(cell, Mapping) else (cell, None)
        if value is None or str(value).strip() == "":
            continue
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, str) for part in parts):
            raise UsageError(f"{name} 的 {path} 应是一个数或一段文字，或它们的清单。")
        text = "、".join(parts).strip()
        yield str(path), (plain(text), str(unit or "").strip())


def plain(text: str) -> str:
    """A figure without separators, a date as a report prints it; any other text as it is."""
    bare = re.sub(r"(?<=\d),(?=\d{3})", "", text.strip().translate(_HALF))
    if date := _DATE.fullmatch(bare):
        return f"{date[1]}年{int(date[2])}月{int(date[3])}日"
    return bare if _NUMBER.fullmatch(bare) else text.strip()


def _rows(rows: Iterable[Mapping[str, Any]]) -> Rows:
    return tuple(_strings(row) for row in rows)


def _strings(row: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): plain(str(value)) for key, value in row.items() if value is not None and str(value).strip()}


def _told(row: Any) -> dict[str, str]:
    """An answer may be bare (`S1a2b3c4d: 16场`) or in parts."""
    return _strings(row if isinstance(row, Mapping) else {"value": row})


def _year(value: Any, name: str) -> int | None:
    if value is None or str(value).strip() == "":
        return None
    if not re.fullmatch(r"(?:19|20)\d\d", str(value).strip()):
        raise UsageError(f"{name} 的年度“{value}”不是四位年份。")
    return int(str(value))


def _form(path: Path) -> Given:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        pages = {name: [[_cell(c) for c in row] for row in book.get_sheet_by_name(name).to_python()]
                 for name in book.sheet_names}  # fmt: skip
    except CalamineError as error:
        raise InputError(f"{path.name} 读不了：{error}", "请用 jixiao draft form 重新生成表格。") from error
    try:
        figures = _once(
            (row["path"], (plain(row["current"]), row.get("unit", "")))
            for row in _page(pages, sheets.FIGURES)
            if row.get("path") and row.get("current")
        )
        asked = _once((row["id"], row) for row in _page(pages, sheets.PROBLEMS) if row.get("id"))
    except ValueError as error:
        raise UsageError(f"{path.name}：{error}。", "请删去多余的一行。") from error
    indicators = tuple(row for row in _page(pages, sheets.INDICATORS) if row.get("actual") or row.get("score"))
    projects = tuple(row for row in _page(pages, sheets.PROJECTS) if row.get("budget") or row.get("final"))
    if not any(name in pages for name in (sheets.FIGURES.name, sheets.PROBLEMS.name)):
        raise UsageError(f"{path.name} 不是 jixiao draft form 生成的表格。", "请用 jixiao draft form 重新生成表格。")
    year = next((row[1] for row in pages.get(sheets.FIGURES.name, [])[:3] if row and row[0] == sheets.YEAR), None)
    places = {row["id"]: row for row in _page(pages, sheets.SENTENCES) if row.get("id")}
    answers = _chosen(asked, sheets.PROBLEMS, path.name)
    told = _chosen(places, sheets.SENTENCES, path.name)
    return Given(_year(year, path.name), figures, indicators, projects, answers, told, path.name)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value).strip()


def _page(pages: Mapping[str, Sequence[Sequence[str]]], sheet: sheets.Sheet) -> Iterable[dict[str, str]]:
    rows = pages.get(sheet.name, ())
    head = next((i for i, row in enumerate(rows) if sheet.columns[0].title in row), None)
    if head is None:
        return
    keys = {column.title: column.key for column in sheet.columns}
    names = [keys.get(title.split("（")[0] if title not in keys else title, "") for title in rows[head]]
    for row in rows[head + 1 :]:
        found = {key: plain(value) for key, value in zip(names, row, strict=False) if key and value}
        if found:
            yield found
