"""The commands: what they take, what they print, how they end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor import __version__
from extractor.cli import chinese
from extractor.cli.batch import batch
from extractor.cli.doctor import doctor
from extractor.cli.draft import draft
from extractor.cli.explain import ALL, explain
from extractor.cli.models import models
from extractor.cli.options import OCR
from extractor.cli.plan import extracting, plan_of
from extractor.cli.types import types

if TYPE_CHECKING:
    from extractor.model import Document
    from extractor.reading.guard import Guard
    from extractor.settings import Settings

FINDINGS = 1
ENDINGS = """\
退出码：
  0    完成
  1    check 发现了达到 --fail-on 级别的问题；draft 写出的稿与数据不符
  2    参数或设置不对
  3    文件读不了（不存在、为空、损坏或类型不支持）
  4    文件有密码
  5    是扫描件而没有可用的 OCR
  6    模型出错
  7    结果写不进输出文件
  70   程序自身的缺陷
  130  被中断
  几个文件出错时，取参数中第一个出错文件的退出码；有文件出错时不再返回 1。"""

F = TypeVar("F", bound=Callable[..., Any])


@click.group(
    cls=chinese.ChineseGroup,
    help="读取、核对、起草部门整体支出绩效自评报告。不配置模型时全部在本机完成，不需要联网；"
    "配置了大模型，它只帮着指出“在哪里”，数字仍由程序照原文读。",
    epilog=f"""\
示例：
  jixiao check 自评报告.pdf             核对一份报告中的数字
  jixiao extract 自评报告.pdf --json    把读到的字段输出为 JSON
  jixiao check --help                   查看某个命令的用法

{ENDINGS}""",
)
@click.version_option(__version__, prog_name="jixiao", message="%(prog)s %(version)s", help=chinese.VERSION)
def cli() -> None:
    """Hold the commands."""


def _common(command: F) -> F:
    """Add what every command takes."""
    for decorator in reversed(
        (
            click.argument("files", nargs=-1, required=True, metavar="文件…", type=click.Path()),
            click.option("--json", "as_json", is_flag=True, help="向标准输出打印一个 JSON 数组，每个文件一个对象。"),
            click.option(
                "-o",
                "--output",
                type=click.Path(path_type=Path),
                metavar="文件",
                help="把 JSON 写入这个文件，不再打印（写完整后才替换旧文件）。",
            ),
            click.option("--offline", is_flag=True, default=None, help="禁止一切网络访问。"),
            OCR,
        )
    ):
        command = decorator(command)
    return command


@cli.command(
    short_help="读出全文：文字、扫描件的 OCR 结果、标题层级。",
    help="读出报告全文。扫描件自动 OCR；版面造成的断行接回原句，页码和页眉去掉。",
    epilog="""\
示例：
  jixiao read 自评报告.pdf                打印全文
  jixiao read 扫描件.pdf --outline        打印标题层级和所在页
  jixiao read 自评报告.pdf --json         输出文字、页面信息和标题层级""",
)
@_common
@click.option("--outline", is_flag=True, help="只打印标题层级。")
def read(outline: bool, **common: Any) -> int:
    """Read files and print their text."""
    from extractor.settings import Settings

    settings = Settings.load(offline=common["offline"], ocr=common["ocr"])
    with _reader(settings) as guard:
        from extractor.cli import views
        from extractor.cli.files import Job
        from extractor.reading import read as read_file

        def work(path: str) -> Document:
            return guard.call(read_file, path, settings) if guard else read_file(path, settings)

        job = Job.of(common, _opener(settings, guard))
        return job.exit_code(job.run(work, views.outline if outline else views.text))


@cli.command(
    short_help="读出字段：预算、决算、三公经费、得分……每个值带原文和页码。",
    help="读出报告的字段、存在问题、改进措施、绩效指标和项目支出。每个值都带原文和所在页；报告没写的，列为“未写明”。",
    epilog="""\
示例：
  jixiao extract 自评报告.pdf                       表格
  jixiao extract 2022.pdf 2023.pdf --json           JSON 数组，每个文件一个对象
  jixiao extract 自评报告.pdf -o 结果.json          写入文件
  jixiao extract 自评报告.pdf --leftovers           另列没有归入字段的数字
  jixiao extract 工作总结.txt --type 我的类型.yaml  用自己声明的报告类型""",
)
@_common
@extracting
@click.option("--leftovers", is_flag=True, help="另列报告中没有归入任何字段的数字。")
def extract(type_name: str | None, engine: str | None, leftovers: bool, **common: Any) -> int:
    """Extract fields and print them."""
    plan = replace(plan_of(type_name, engine, common, check=False), leftovers=leftovers)
    from extractor.pipeline import guards, run

    with guards(plan) as children:  # they get ready while this process imports what it needs to show results
        from extractor.cli import views
        from extractor.cli.files import Job

        job = Job.of(common, _opener(plan.settings, children.reader if children else None))
        return job.exit_code(job.run(lambda path: run(path, plan, children), views.report, plan.ahead))


@cli.command(
    short_help="核对数字：勾稽关系、单位、合计、执行率、得分。",
    help="核对报告中的数字是否互相矛盾，给出原文、算式、差额和修改建议。只提建议，不改动报告。",
    epilog="""\
示例：
  jixiao check 自评报告.pdf                         列出问题
  jixiao check 自评报告.pdf --fields                先列字段，再列问题
  jixiao check 自评报告.pdf --numbers               列出全部没有核对到的数字
  jixiao check --explain TWIN                       说明 TWIN 这个代码的规则
  jixiao check *.pdf --json --fail-on explain       供程序使用

问题分三级：错误（数字互相矛盾）、待说明（可能没错，但应说明）、提示。
用 jixiao --help 查看退出码。""",
)
@_common
@extracting
@click.option("--fields", is_flag=True, help="同时列出读到的字段。")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "explain", "never"]),
    default="error",
    metavar="级别",
    help="有这一级或更重的问题时退出码为 1：error（错误）、explain（待说明）、never（从不）。默认 error。",
)
@click.option("--numbers", is_flag=True, help="没有关系可以核对的数字全部列出（不加时只列前几个）。")
@click.option(
    "--explain",
    is_flag=False,
    flag_value=ALL,
    is_eager=True,
    expose_value=False,
    callback=explain,
    metavar="[代码]",
    help="说明问题的代码是什么规则，不核对文件；不给代码时列出全部。",
)
def check(type_name: str | None, engine: str | None, fail_on: str, **rest: Any) -> int:
    """Check figures and print findings."""
    plan = plan_of(type_name, engine, rest, check=True)
    from extractor.pipeline import guards, run

    with guards(plan) as children:  # they get ready while this process imports what it needs to show results
        from extractor.cli import views
        from extractor.cli.files import Job

        job = Job.of(rest, _opener(plan.settings, children.reader if children else None))
        view = views.checked(fields=rest["fields"], numbers=rest["numbers"])
        outcomes = job.run(lambda path: run(path, plan, children), view, plan.ahead)
    failing = {"error": {"error"}, "explain": {"error", "explain"}, "never": set[str]()}[fail_on]
    results = [part for o in outcomes if o.result is not None for part in o.result.parts or (o.result,)]
    found = any(f.severity in failing for one in results if one.checked for f in one.checked.findings)
    return job.exit_code(outcomes) or (FINDINGS if found else 0)


cli.add_command(batch)
cli.add_command(types)
cli.add_command(models)
cli.add_command(draft)
cli.add_command(doctor)


def _opener(settings: Settings, guard: Guard | None) -> Callable[[str], Sequence[str]]:
    """What looks into archives: the child process, if there is one."""
    from extractor.reading.archive import unpacked

    return partial(unpacked, settings=settings, guard=guard)


def _reader(settings: Settings) -> AbstractContextManager[Guard | None]:
    """The child process that reads files, for a command that does nothing else."""
    if not settings.isolate:
        return nullcontext()
    from extractor import reading
    from extractor.reading.guard import Guard

    return Guard(settings, reading.ready)
