"""`jixiao types`: which report types there are, and whether a declaration of one's own is well written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli import chinese
from extractor.errors import MissingFileError, UsageError

if TYPE_CHECKING:
    from extractor.reports import FieldSpec, ReportType


@click.group(
    cls=chinese.ChineseGroup,
    invoke_without_command=True,
    short_help="列出报告类型和它们的字段；检查自己写的类型文件。",
    help="列出报告类型：名称、标题、字段。自己的类型写成一个 YAML 文件，用 --type 文件.yaml 使用，"
    "用 jixiao types check 检查写法。",
    epilog="""\
示例：
  jixiao types                          列出自带的报告类型
  jixiao types --fields                 连同每个字段的路径和名称
  jixiao types check 我的类型.yaml      检查自己的类型文件，指出错在第几行""",
)
@click.option("--fields", is_flag=True, help="列出每种类型的字段。")
@click.option("--json", "as_json", is_flag=True, help="向标准输出打印一个 JSON 数组，每种类型一个对象。")
@click.pass_context
def types(context: click.Context, fields: bool, as_json: bool) -> int:
    """List the types that come with the program."""
    from extractor import reports

    if context.invoked_subcommand is not None:
        return 0
    known = [reports.load(name) for name in reports.names()]
    if as_json:
        click.echo(json.dumps([_object(one) for one in known], ensure_ascii=False, indent=1))
        return 0
    for one in known:
        click.echo(f"{one.name}  {one.title}（{_size(one)}）")
        for line in _lines(one) if fields else ():
            click.echo(f"  {line}")
    return 0


@types.command(
    short_help="检查自己写的类型文件，指出错在第几行。",
    help="检查类型文件：不认识的键、写错的单位、没有声明的对象、不成对的括号、写错的勾稽关系等，逐条指出行号。"
    "退出码：0 没有问题，2 有问题，3 文件不存在。",
    epilog="""\
示例：
  jixiao types check 我的类型.yaml""",
)
@click.argument("files", nargs=-1, required=True, metavar="文件…", type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> int:
    """Say what is wrong with declarations, line by line."""
    from extractor.reports import lint, loader

    code = 0
    for path in files:
        if not path.is_file():
            raise MissingFileError(f"{path} 是文件夹。" if path.is_dir() else f"找不到文件 {path}。")
        text = loader.read(path)
        found = lint.faults(text)
        for fault in found:
            click.echo(f"{path} {fault}")
        if found:
            code = UsageError.exit_code
            click.echo(f"{path} 有 {len(found)} 处要改。")
        else:
            declared = loader.parse(text, path.name)
            click.echo(f"{path} 没有问题：{declared.title}（{_size(declared)}）。")
    return code


def _size(one: ReportType) -> str:
    return f"{len(one.fields)} 个字段，{len(one.relations)} 条勾稽关系"


def _lines(one: ReportType) -> Iterator[str]:
    """One line a field, the paths in a column."""
    width = max(map(len, one.fields)) + 2
    for path, spec in one.fields.items():
        yield f"{path:<{width}}{spec.name}（{_kind(spec)}）"


def _kind(spec: FieldSpec) -> str:
    from extractor.output.words import KINDS
    from extractor.reports.spec import UNITS

    return UNITS.get(spec.dimension, "") or KINDS[spec.kind]


def _object(one: ReportType) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "fields": [
            {"path": spec.path, "name": spec.name, "kind": spec.kind.value, "unit": spec.dimension.value}
            for spec in one.fields.values()
        ],
        "relations": [{"id": r.id, "name": r.name, "expr": r.expression} for r in one.relations],
    }
