"""The command `draft` and its `form`: what they take."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli import chinese
from extractor.cli.options import OCR
from extractor.cli.plan import plan_of
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.pipeline import Plan

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


@click.group(
    "draft",
    cls=chinese.ChineseGroup,
    invoke_without_command=True,
    short_help="起草下一年度的报告：沿用往年的框架，只填给出的数据。",
    help="由往年报告和本年数据起草下一年度的报告，重点是存在问题和改进措施。每个数字都有出处，没有给出的数据一律写成"
    "【待填】，不会用上年数代替。往年提出的每个问题都进台账，没有确认整改的继续列出。写出前逐项核对，写出后再读回核对。",
    epilog="""\
示例：
  jixiao draft form --prior 2022.pdf --prior 2023.pdf -o 2024.xlsx
  jixiao draft --prior 2023.pdf --figures 2024.xlsx -o 2024.docx
  jixiao draft --prior 2023.pdf --figures 2024.xlsx --clean -o 清洁稿.docx
  jixiao draft --verify 2024.docx
  jixiao draft --verify 修改稿.docx --clean -o 清洁稿.docx""",
)
@_PRIOR
@_FIGURES
@_YEAR
@OCR
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写出的文件：.docx 或 .md。")
@click.option(
    "--clean",
    is_flag=True,
    help="写清洁稿（没有批注和修订）；还有【待填】时不写。默认写审阅稿。与 --verify 合用：由修改过的审阅稿生成。",
)
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True), metavar="文件", help="套用本单位的 .docx 模板。"
)
@click.option(
    "--engine",
    type=click.Choice(["rules", "model", "hybrid"]),
    metavar="引擎",
    help="读往年报告、写问题和措施的引擎：rules（规则和短语库）、hybrid（往年的原话保留，其余由模型写）、model（都由模型写）。"
    "没有配置模型时默认并且只能用 rules，配置了模型时默认 hybrid。模型只写文字，数字由程序填。",
)
@click.option(
    "--budget-tokens", type=click.IntRange(min=1), metavar="个数", help="本次最多使用多少 token；用完后其余用短语库。"
)
@click.option("--offline", is_flag=True, default=None, help="禁止一切网络访问。")
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
    from extractor.authoring import Order
    from extractor.cli import drafts

    if verify is not None:
        if paper["clean"] != (output is not None):
            raise UsageError("由修改稿生成清洁稿要同时给出 --clean 和 -o。", "只核对时只给 --verify。")
        return drafts.verify(verify, output)
    if not priors or output is None:
        raise UsageError("缺少 --prior 或 -o。", "用 jixiao draft --help 查看用法。")
    how = drafts.Paper(output, paper["clean"], not paper["no_label"], not paper["no_chart"], paper["template"])
    return drafts.write(Order(priors, figures, year), _plan(paper["engine"], paper), how)


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
@OCR
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写出的 .xlsx 文件。")
def draft_form(
    priors: tuple[str, ...], figures: str | None, year: int | None, ocr: str | None, output: Path | None
) -> int:
    """Write the form."""
    from extractor.authoring import Order
    from extractor.cli import drafts

    if not priors or output is None:
        raise UsageError("缺少 --prior 或 -o。", "用 jixiao draft form --help 查看用法。")
    return drafts.form(Order(priors, figures, year), _plan("rules", {"ocr": ocr}), output)


def _plan(engine: str | None, common: Mapping[str, Any]) -> Plan:
    """How the earlier reports are read, and who writes."""
    common = {"offline": common.get("offline"), "budget_tokens": common.get("budget_tokens"), "ocr": common.get("ocr")}
    return plan_of("department", engine, common, check=True)
