"""python -m eval: what a person types."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eval import cases as collection
from eval import compare as comparison
from eval import figures, log, mutations, page, tables
from eval import label as labels
from eval.drafting import command as drafting
from eval.run import run as run_cases
from eval.work import How
from extractor.cli import chinese
from extractor.output.console import console, show

BASELINE = collection.ROOT / "eval" / "baseline.json"
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group(
    cls=chinese.ChineseGroup,
    help="量一量 jixiao 读得多准：逐个字段与标准答案比对，数字一位不差才算对。",
    epilog="""\
示例：
  python -m eval run                                  量自带的报告
  python -m eval run --cases 我的报告                 量自己的报告（每份旁边放 gold.json）
  python -m eval run --split tune --form text         只量文本形式的调试用报告
  python -m eval compare eval/baseline.json 新.json   两次结果逐字段比较，退步则退出码为 1
  python -m eval show 新.json -o 结果.html            写成一页：总计、热力图、每处错误的截图
  python -m eval label 报告.pdf                       写出标准答案的草稿，改正后即可使用
  python -m eval mutations --count 300                植入错误，量核对的检出率和误报""",
)
def cli() -> None:
    """Hold the commands."""


def _choosing(command: click.decorators.FC) -> click.decorators.FC:
    """Add the options that choose cases."""
    for decorator in reversed(
        (
            click.option(
                "--cases",
                "folders",
                multiple=True,
                type=_FOLDER,
                metavar="文件夹",
                help="报告和标准答案所在，可给多个。默认：自带的报告。",
            ),
            click.option(
                "--split",
                type=click.Choice(["tune", "held", "all"]),
                default="all",
                metavar="划分",
                help="tune（调试用）、held（只用来评判）或 all（默认）。",
            ),
            click.option(
                "--form",
                "forms",
                multiple=True,
                metavar="形式",
                help="text、pdf、docx、scan、poor、photo 或 all（现有的各种），可给多个；缺的 pdf 和扫描件由文本生成。"
                "默认：每份取最好的一种。",
            ),
        )
    ):
        command = decorator(command)
    return command


@cli.command(
    "list",
    short_help="列出报告。",
    help="列出符合条件的报告：名称、形式、家族、划分、字段数。",
    epilog="示例：\n  python -m eval list --split held",
)
@_choosing
def list_(folders: tuple[Path, ...], split: str, forms: tuple[str, ...]) -> int:
    """Print the cases."""
    show(console(), [tables.cases(collection.collect(folders, split, forms))])
    return 0


@cli.command(
    short_help="读一遍所有报告，与标准答案比对，写出日志。",
    help="读、抽、核每一份报告，与标准答案比对，把每个字段的判定写进一份 JSON 日志。中断后再运行会接着做。",
    epilog="""\
示例：
  python -m eval run --split tune --form text
  python -m eval run --form text --form pdf --form scan --jobs 4
  python -m eval run --cases 我的报告 --out 我的结果.json""",
)
@_choosing
@click.option(
    "--engine",
    default="rules",
    metavar="引擎",
    help="抽取引擎：rules（默认）、model 或 hybrid；后两种用配置的模型（JIXIAO_MODEL 等）。",
)
@click.option(
    "--type",
    "type_name",
    default="department",
    metavar="类型",
    help="报告类型，或其 YAML 文件；auto：像 jixiao extract 那样逐份识别。默认 department。",
)
@click.option("--jobs", type=click.IntRange(1), metavar="个数", help="并行的进程数，默认为核心数。")
@click.option("--out", type=_FILE, metavar="文件", help="日志文件，默认按时间命名，放在 eval/logs/。")
@click.option("--details", is_flag=True, help="held 的报告也逐项列出错处（默认只列总计，以免照着它调规则）。")
@click.option("--quiet", is_flag=True, help="只打印总计。")
def run(
    folders: tuple[Path, ...],
    split: str,
    forms: tuple[str, ...],
    engine: str,
    type_name: str,
    jobs: int | None,
    out: Path | None,
    details: bool,
    quiet: bool,
) -> int:
    """Measure."""
    chosen = collection.collect(folders, split, forms)
    out = out or log.LOGS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(sys.stderr)) as bar:
        task = bar.add_task("评测", total=len(chosen))
        how = How(engine, type_name)
        found = run_cases(chosen, how, jobs or os.cpu_count() or 1, out, lambda _: bar.advance(task))
    open_ = [case for case in found["cases"] if details or case["split"] != "held"]
    if not quiet and open_:
        show(console(), [tables.faults(open_), tables.by_field(open_)])
    if not quiet:
        show(console(), [tables.by_case(found)])
        show(console(), [tables.by_reasons(found["cases"])])
    show(console(), tables.totals(found))
    if len(open_) < len(found["cases"]):
        click.echo("held 的报告只列总计；逐项结果在日志里（--details 可列出）。", err=True)
    click.echo(f"日志：{out}", err=True)
    return 0


@cli.command(
    short_help="逐字段比较两份日志，退步则退出码为 1。",
    help="比较两份日志中都有的报告：哪些字段变对、变错，成对检验，以及是否退步。规则引擎没有随机性，"
    "同一批报告上对的净减少或错的净增加就是退步；有随机性的引擎要超出成对置换检验的噪声才算。",
    epilog="""\
示例：
  python -m eval compare eval/baseline.json 新.json
  python -m eval compare 旧.json 新.json --strict     任何一个字段变坏都算退步

退出码：0 没有退步，1 退步，2 参数不对""",
)
@click.argument("before", metavar="旧日志", type=_FILE)
@click.argument("after", metavar="新日志", type=_FILE)
@click.option("--strict", is_flag=True, help="任何一个字段变坏都算退步，哪怕别的字段变好。")
def compare(before: Path, after: Path, strict: bool) -> int:
    """Compare two logs."""
    found = comparison.compare(log.load(before), log.load(after), strict)
    show(console(), comparison.tables(found))
    return int(found.worse)


@cli.command(
    "show",
    short_help="把日志写成一页 HTML。",
    help="写出一个自足的 HTML 文件（不联网）：总计、字段 × 家族热力图、每处错误的版面截图与应为、读成的对照。",
    epilog="""\
示例：
  python -m eval show eval/logs/20260101-120000.json
  python -m eval show 结果.json -o 结果.html""",
)
@click.argument("path", metavar="日志", type=_FILE)
@click.option("-o", "--output", type=_FILE, metavar="文件", help="HTML 文件，默认与日志同名。")
def show_(path: Path, output: Path | None) -> int:
    """Write the page."""
    output = output or path.with_suffix(".html")
    output.write_text(page.page(log.load(path), path.stem), encoding="utf-8")
    click.echo(str(output))
    return 0


@cli.command(
    short_help="由现在的抽取结果写出标准答案的草稿。",
    help="读一份报告，把读到的写成 gold.json 的草稿，放在报告旁边（名称.gold.json）。请对照原文逐项改正，再用来评测。",
    epilog="示例：\n  python -m eval label 我的报告/某局2024.pdf\n  python -m eval run --cases 我的报告",
)
@click.argument("path", metavar="报告", type=_FILE)
@click.option("-o", "--output", type=_FILE, metavar="文件", help="默认：报告旁边的 名称.gold.json。")
@click.option("--type", "type_name", default="department", metavar="类型", help="报告类型，或其 YAML 文件。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
def label(path: Path, output: Path | None, type_name: str, force: bool) -> int:
    """Write a draft of a gold file."""
    click.echo(str(labels.label(path, output, type_name, force)))
    return 0


_MARK = "<!-- eval:table -->"


@cli.command(
    "table",
    short_help="把日志的总计写成 Markdown 表。",
    help="按划分和形式列出总计，写成 Markdown 表，可直接放进 README。同一批报告的几种形式并列，看得出扫描损失多少。",
    epilog="""\
示例：
  python -m eval run --form text --form pdf --form scan --out 新.json
  python -m eval table 新.json
  python -m eval table 新.json --into README.md""",
)
@click.argument("path", metavar="日志", type=_FILE)
@click.option("--into", type=_FILE, metavar="文件", help="换掉这个文件里 <!-- eval:table --> 两个标记之间的内容。")
def table(path: Path, into: Path | None) -> int:
    """Print the figures of a log as Markdown, or put them between the marks of a file."""
    read = log.load(path)
    lines = list(figures.markdown(read["cases"]))
    if into is None:
        for line in lines:
            click.echo(line)
        return 0
    before, mark, rest = into.read_text("utf-8").partition(_MARK)
    _, again, after = rest.partition(_MARK)
    if not again:
        raise click.ClickException(f"{into} 里没有两个 {_MARK} 标记。")
    caption = f"版本 {read['revision'][:10]}，{len(read['cases'])} 份（同一批报告的几种形式）。"
    into.write_text("\n".join([before + mark, "", caption, "", *lines, "", mark + after]), "utf-8")
    return 0


@cli.command(
    short_help="把一份日志存为基线。",
    help="把一份日志去掉截图和用时等细节，存为 eval/baseline.json，供 compare 对照。",
    epilog="""\
示例：
  python -m eval run --split tune --form text --out 新.json
  python -m eval keep 新.json""",
)
@click.argument("path", metavar="日志", type=_FILE)
@click.option("-o", "--output", type=_FILE, default=BASELINE, metavar="文件", help="默认 eval/baseline.json。")
def keep(path: Path, output: Path) -> int:
    """Keep a log as the baseline."""
    log.save(log.brief(log.load(path)), output)
    click.echo(str(output))
    return 0


cli.add_command(mutations.command)
cli.add_command(drafting.command)
