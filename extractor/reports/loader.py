"""From YAML to a `ReportType`, with a clear error for each way a declaration can be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.model import Dimension
from extractor.reports.expression import parse_relations
from extractor.reports.inherit import inherited
from extractor.reports.spec import Facet, FieldSpec, Kind, Measure, ReportType, Subject

FAMILIES: Mapping[Dimension, str] = {
    Dimension.MONEY: "money",
    Dimension.PEOPLE: "staff",
    Dimension.COUNT: "units",
    Dimension.SCORE: "score",
    Dimension.PERCENT: "rate",
}
"""The family of a subject that a field declares by its own labels, by what the field's unit measures."""


def names() -> tuple[str, ...]:
    """The report types that come with the program, sorted."""
    folder = resources.files("extractor.reports")
    files = (entry.name for entry in folder.iterdir())
    return tuple(sorted(n.removesuffix(".yaml") for n in files if n.endswith(".yaml") and not n.startswith("_")))


@lru_cache(maxsize=16)
def load(name: str) -> ReportType:
    """A report type by its name, or from a YAML file by its path. Raises `UsageError`."""
    if name in names():
        return build(whole(declaration(name), name), name)
    path = Path(name)
    if not path.is_file():
        raise UsageError(
            f"没有名为“{name}”的报告类型，也没有这个文件。",
            f"可用的类型：{'、'.join(names())}，或给出 .yaml 文件的路径。",
        )
    return parse(read(path), path.name)


def read(path: Path) -> str:
    """The text of a declaration of one's own. Raises `UsageError`."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"无法读取报告类型文件 {path.name}：{error}。", "它应当是 UTF-8 编码的 YAML 文件。") from error


def parse(text: str, source: str) -> ReportType:
    """A report type from the text of a declaration; `source` names it in errors, which name the lines at fault."""
    from extractor.reports.lint import faults  # only a declaration of one's own needs it

    found = faults(text)
    if found:
        said = "；".join(map(str, found[:3])) + (f"……共 {len(found)} 处" if len(found) > 3 else "")
        raise UsageError(f"报告类型 {source} 写得不对：{said}。", f"用 jixiao types check {source} 逐条列出。")
    return build(whole(_mapping(text, source), source), source)


@lru_cache(maxsize=16)
def declaration(name: str) -> Mapping[str, Any]:
    """The declaration of a built-in type as it stands in its file."""
    return _mapping(resources.files("extractor.reports").joinpath(f"{name}.yaml").read_text("utf-8"), name)


def whole(data: Mapping[str, Any], source: str) -> Mapping[str, Any]:
    """A declaration together with what it takes over from the type it extends."""
    base = data.get("extends")
    if base is None:
        return data
    if base not in names():
        raise UsageError(f"报告类型 {source} 的 extends 只能是 {'、'.join(names())}，不能是 {base}。")
    return inherited(whole(declaration(base), base), data)


def parsed(text: str) -> Any:
    """What a YAML text says, read by the fast parser where there is one. Raises `yaml.YAMLError`."""
    import yaml  # only here: who shows a result knows the types, and reads none of their files

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _mapping(text: str, source: str) -> Mapping[str, Any]:
    from yaml import YAMLError

    try:
        data = parsed(text)
    except YAMLError as error:
        raise UsageError(f"报告类型 {source} 不是有效的 YAML：{error}") from error
    if not isinstance(data, dict):
        raise UsageError(f"报告类型 {source} 缺少 fields 列表。")
    return data


def build(data: Mapping[str, Any], source: str) -> ReportType:
    """A report type from a whole declaration. Raises `UsageError`."""
    if not isinstance(data.get("fields"), list):
        raise UsageError(f"报告类型 {source} 缺少 fields 列表。")
    subjects = {id_: _subject(id_, item, source) for id_, item in (data.get("subjects") or {}).items()}
    measures = {
        id_: Measure(id_, _words(item.get("labels")), _words(item.get("weak")), bool(item.get("bare", False)))
        for id_, item in (data.get("measures") or {}).items()
    }
    fields: dict[str, FieldSpec] = {}
    for item in data["fields"]:
        spec = _field(item, subjects, measures, source)
        if spec.path in fields:
            raise UsageError(f"报告类型 {source}：字段 {spec.path} 声明了两次。")
        fields[spec.path] = spec
    return ReportType(
        name=str(data.get("name", source)),
        title=str(data.get("title", data.get("name", source))),
        fields=fields,
        subjects=subjects,
        measures=measures,
        relations=parse_relations(data.get("relations") or []),
        titles=_words(data.get("titles")),
        problem_heads=_words(data.get("problem_heads")),
        measure_heads=_words(data.get("measure_heads")),
        groups={str(group): str(name) for group, name in (data.get("groups") or {}).items()},
        default_subject=data.get("default_subject"),
        default_measure=data.get("default_measure"),
        completion_subject=data.get("completion_subject"),
        score_subject=data.get("score_subject"),
        whole_score=data.get("whole_score"),
        project_subject=data.get("project_subject"),
    )


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(value).split()) if value else ()


def _many(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _subject(id_: str, item: Mapping[str, Any], source: str) -> Subject:
    if not item.get("labels"):
        raise UsageError(f"报告类型 {source}：对象 {id_} 没有 labels。")
    return Subject(
        id_,
        _words(item["labels"]),
        _words(item.get("weak")),
        _words(item.get("after")),
        _words(item.get("opens")),
        _many(item.get("within")),
        item.get("stage"),
        item.get("default"),
        str(item.get("family", id_)),
        bool(item.get("leaf", False)),
        bool(item.get("open", False)),
        bool(item.get("required", False)),
        bool(item.get("whole", False)),
        bool(item.get("qualifier", False)),
        item.get("role"),
    )


def _field(
    item: Mapping[str, Any], subjects: dict[str, Subject], measures: Mapping[str, Measure], source: str
) -> FieldSpec:
    path = str(item.get("path", ""))
    if not path or "name" not in item:
        raise UsageError(f"报告类型 {source}：有一个字段缺少 path 或 name：{dict(item)}")
    try:
        kind = Kind(item.get("kind", "quantity" if "unit" in item else "text"))
        dimension = Dimension(item.get("unit", "none"))
        facet = Facet(item.get("facet", "amount"))
    except ValueError as error:
        raise UsageError(f"报告类型 {source}：字段 {path} 的 kind、unit 或 facet 不对：{error}") from None
    subject = _many(item.get("subject"))
    if kind is Kind.QUANTITY and not subject and not item.get("labels"):
        raise UsageError(f"报告类型 {source}：字段 {path} 需要 subject 或 labels。")
    if kind is Kind.QUANTITY and item.get("labels"):
        subject = (path, *subject)
        subjects[path] = Subject(path, _words(item["labels"]), family=FAMILIES.get(dimension, dimension.value))
    for id_ in subject:
        if id_ not in subjects:
            raise UsageError(f"报告类型 {source}：字段 {path} 的 subject“{id_}”没有声明。")
    wanted = _many(item.get("measure"))
    for id_ in wanted:
        if id_ not in measures:
            raise UsageError(f"报告类型 {source}：字段 {path} 的 measure“{id_}”没有声明。")
    return FieldSpec(
        path=path,
        name=str(item["name"]),
        kind=kind,
        dimension=dimension,
        subjects=subject,
        measures=wanted,
        facet=facet,
        against=item.get("against"),
        direction=item.get("direction"),
        labels=_words(item.get("labels")),
        choices=_words(item.get("choices")),
        sole=_many(item.get("sole")),
        same=_many(item.get("same")),
    )
