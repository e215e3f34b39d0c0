"""The commands: what they take, what they print, how they end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor import __version__
from extractor.cli import chinese
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.pipeline import Plan

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
    help="读取、核对、起草部门整体支出绩效自评报告。全部在本机完成，不需要联网，也不需要大模型。",
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
        )
    ):
        command = decorator(command)
    return command


def _extracting(command: F) -> F:
    """Add what `extract` and `check` take besides."""
    for decorator in reversed(
        (
            click.option(
                "--type",
                "type_name",
                metavar="类型",
                help="报告类型：department（部门整体支出）、project（项目支出），或自定义类型的 YAML 文件。"
                "默认自动识别。",
            ),
            click.option(
                "--engine",
                type=click.Choice(["rules", "model", "hybrid"]),
                metavar="引擎",
                help="抽取引擎：rules（规则）、model（模型）、hybrid（规则加模型）。"
                "没有配置模型时默认并且只能用 rules。",
            ),
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
    from extractor.cli import views
    from extractor.cli.files import Job
    from extractor.reading import read as read_file
    from extractor.settings import Settings

    job = Job.of(common)
    settings = Settings.load(offline=common["offline"])
    outcomes = job.run(lambda path: read_file(path, settings), views.outline if outline else views.text)
    return job.exit_code(outcomes)


@cli.command(
    short_help="读出字段：预算、决算、三公经费、得分……每个值带原文和页码。",
    help="读出报告的字段、存在问题、改进措施、绩效指标和项目支出。每个值都带原文和所在页；报告没写的，列为“未写明”。",
    epilog="""\
示例：
  jixiao extract 自评报告.pdf                       表格
  jixiao extract 2022.pdf 2023.pdf --json           JSON 数组，每个文件一个对象
  jixiao extract 自评报告.pdf -o 结果.json          写入文件""",
)
@_common
@_extracting
def extract(type_name: str | None, engine: str | None, **common: Any) -> int:
    """Extract fields and print them."""
    from extractor.cli import views
    from extractor.cli.files import Job
    from extractor.pipeline import run

    job = Job.of(common)
    plan = _plan(type_name, engine, common["offline"], check=False)
    return job.exit_code(job.run(lambda path: run(path, plan), views.report))


@cli.command(
    short_help="核对数字：勾稽关系、单位、合计、执行率、得分。",
    help="核对报告中的数字是否互相矛盾，给出原文、算式、差额和修改建议。只提建议，不改动报告。",
    epilog="""\
示例：
  jixiao check 自评报告.pdf                         列出问题
  jixiao check 自评报告.pdf --fields                先列字段，再列问题
  jixiao check *.pdf --json --fail-on explain       供程序使用

问题分三级：错误（数字互相矛盾）、待说明（可能没错，但应说明）、提示。
用 jixiao --help 查看退出码。""",
)
@_common
@_extracting
@click.option("--fields", is_flag=True, help="同时列出读到的字段。")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "explain", "never"]),
    default="error",
    metavar="级别",
    help="有这一级或更重的问题时退出码为 1：error（错误）、explain（待说明）、never（从不）。默认 error。",
)
def check(type_name: str | None, engine: str | None, fields: bool, fail_on: str, **common: Any) -> int:
    """Check figures and print findings."""
    from extractor.cli import views
    from extractor.cli.files import Job
    from extractor.pipeline import run

    job = Job.of(common)
    plan = _plan(type_name, engine, common["offline"], check=True)
    outcomes = job.run(lambda path: run(path, plan), views.checked_with_fields if fields else views.checked)
    failing = {"error": {"error"}, "explain": {"error", "explain"}, "never": set[str]()}[fail_on]
    results = [outcome.result.checked for outcome in outcomes if outcome.result is not None]
    found = any(finding.severity in failing for result in results if result for finding in result.findings)
    return job.exit_code(outcomes) or (FINDINGS if found else 0)


_PRIOR = click.option(
    "--prior",
    "priors",
    multiple=True,
    type=click.Path(),
    metavar="文件",
    help="往年的自评报告，每个年度一份，可给多个。",
)
_FIGURES = click.option(
    "--figures",
    type=click.Path(),
    metavar="文件",
    help="本年数据：填好的表格（.xlsx）、YAML、JSON，或本年的自评表、决算文件。不给则全部列为【待填】。",
)
_YEAR = click.option(
    "--year", type=click.IntRange(1990, 2100), metavar="年度", help="起草的年度。默认为最近一份的下一年。"
)


@cli.group(
    cls=chinese.ChineseGroup,
    invoke_without_command=True,
    short_help="起草下一年度的报告：沿用往年的框架，只填给出的数据。",
    help="由往年报告和本年数据起草下一年度的报告，重点是存在问题和改进措施。每个数字都有出处，没有给出的数据一律写成"
    "【待填】，不会用上年数代替。往年提出的每个问题都进台账，没有确认整改的继续列出。写出前逐项核对，写出后再读回核对。",
    epilog="""\
示例：
  jixiao draft form --prior 2022.pdf --prior 2023.pdf -o 2024.xlsx
  jixiao draft --prior 2022.pdf --prior 2023.pdf --figures 2024.xlsx -o 2024.docx
  jixiao draft --prior 2023.pdf --figures 2024.xlsx --clean -o 清洁稿.docx
  jixiao draft --verify 2024.docx""",
)
@_PRIOR
@_FIGURES
@_YEAR
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写出的文件：.docx 或 .md。")
@click.option("--clean", is_flag=True, help="写清洁稿（没有批注和修订）；还有【待填】时不写。默认写审阅稿。")
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True), metavar="文件", help="套用本单位的 .docx 模板。"
)
@click.option("--no-label", is_flag=True, help="不加“自动起草”的标识。")
@click.option("--no-chart", is_flag=True, help="不附历年收支图。")
@click.option(
    "--verify", type=click.Path(path_type=Path), metavar="文件", help="核对修改过的草稿：与数据不符、改动之处。"
)
@click.pass_context
def draft(
    context: click.Context,
    /,
    priors: tuple[str, ...],
    figures: str | None,
    year: int | None,
    output: Path | None,
    verify: Path | None,
    **paper: Any,
) -> int:
    """Draft next year's report, or verify an edited draft."""
    if context.invoked_subcommand is not None:
        if priors or figures or output or verify:
            raise UsageError("form 的选项要写在 form 之后。", "用 jixiao draft form --help 查看用法。")
        return 0
    from extractor.cli import drafts
    from extractor.pipeline import Order

    if verify is not None:
        return drafts.verify(verify)
    if not priors or output is None:
        raise UsageError("缺少 --prior 或 -o。", "用 jixiao draft --help 查看用法。")
    how = drafts.Paper(output, paper["clean"], not paper["no_label"], not paper["no_chart"], paper["template"])
    return drafts.write(Order(priors, figures, year), _plan(None, None, None, check=True), how)


@draft.command(
    "form",
    short_help="生成填报表格：上年数在旁，本年数空着。",
    help="生成 Excel 填报表格：上年数旁边是本年的空格；往年的问题逐条确认整改状态；未完成的指标和项目一并列出。"
    "给出 --figures 时，已填的内容保留，并列出由本年数据引出的新问题。",
    epilog="示例：\n  jixiao draft form --prior 2022.pdf --prior 2023.pdf -o 2024.xlsx",
)
@_PRIOR
@_FIGURES
@_YEAR
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写出的 .xlsx 文件。")
def draft_form(priors: tuple[str, ...], figures: str | None, year: int | None, output: Path | None) -> int:
    """Write the form."""
    from extractor.cli import drafts
    from extractor.pipeline import Order

    if not priors or output is None:
        raise UsageError("缺少 --prior 或 -o。", "用 jixiao draft form --help 查看用法。")
    return drafts.form(Order(priors, figures, year), _plan(None, None, None, check=True), output)


def _plan(type_name: str | None, engine: str | None, offline: bool | None, *, check: bool) -> Plan:
    """Settle what to do with every file, before the first is opened: a wrong argument costs no time."""
    from extractor import reports
    from extractor.pipeline import Plan
    from extractor.settings import Settings

    settings = Settings.load(offline=offline)
    if engine not in (None, "rules"):
        raise UsageError(f"--engine {engine} 需要模型，但没有配置模型。", "可用 --engine rules（不用模型）。")
    return Plan(settings, reports.load(type_name) if type_name else None, engine or "rules", check)
