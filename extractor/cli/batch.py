"""`jixiao batch`: a folder of reports, one JSON file each and a table of all; what was done is not done again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli import chinese
from extractor.cli.options import OCR
from extractor.cli.plan import extracting, plan_of
from extractor.errors import ModelError, UsageError

if TYPE_CHECKING:
    from extractor.batch import Run
    from extractor.batch.run import Told

_DAY = 86_400
_NAMED = 5


@click.command(
    cls=chinese.ChineseCommand,
    short_help="整个文件夹：每份报告一个 JSON，另有一张汇总表；可中断、可续跑。",
    help="读取并核对整个文件夹（含下级文件夹和 .zip 压缩包）的报告：每份的结果写成一个 JSON 文件，另写一张 汇总.xlsx。"
    "读不了的文件记入汇总表，其余照常进行；中断后用同样的命令再运行一次，已经做完的不再重做。",
    epilog="""\
示例：
  jixiao batch 报告文件夹 -o 结果                          逐份读取、核对
  jixiao batch 报告文件夹 -o 结果 --jobs 4                 同时读四份
  jixiao batch 报告文件夹 -o 结果 --via batch-api          用模型服务的批量接口
  jixiao batch 报告文件夹 -o 结果 --via batch-api --exchange 交换

批量接口（--via batch-api）把请求攒成 JSONL 文件一次提交，答复通常在 24 小时内
到，价格约为一半；个人信息替换、密级检查、禁止联网与逐份请求时相同。
给出 --exchange 时不联网：请求写进这个文件夹，拿到有模型的地方去跑，答复放进
它下面的 answers 文件夹，再运行同样的命令。""",
)
@click.argument("folders", nargs=-1, required=True, metavar="文件夹…", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹",
    help="结果文件夹（必填；没有就新建）。",
)  # fmt: skip
@extracting
@click.option("--offline", is_flag=True, default=None, help="禁止一切网络访问。")
@OCR
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="份数", help="同时处理的份数。默认：核心数；用模型时为其并发数。"
)
@click.option(
    "--via",
    type=click.Choice(["direct", "batch-api"]),
    default="direct",
    metavar="方式",
    help="怎样请求模型：direct（逐次请求，默认）或 batch-api（批量接口）。",
)
@click.option(
    "--exchange", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹",
    help="与 --via batch-api 同用：请求写到这个文件夹，答复从它的 answers 中取回。",
)  # fmt: skip
@click.option(
    "--wait",
    type=click.IntRange(0),
    default=_DAY,
    metavar="秒",
    help="最多等批量答复多久，默认一天；0 为提交后不等。没等到的下次接着取。",
)
def batch(folders: tuple[Path, ...], out: Path | None, via: str, exchange: Path | None, wait: int, **rest: Any) -> int:
    """Read folders of reports."""
    if out is None:
        raise UsageError("没有给出结果文件夹。", "用 -o 给出，如 jixiao batch 报告文件夹 -o 结果。")
    if exchange is not None and via != "batch-api":
        raise UsageError("--exchange 要与 --via batch-api 同用。")
    plan = plan_of(rest["type_name"], rest["engine"], rest, check=True)
    if via == "batch-api" and plan.engine == "rules":
        raise UsageError("--via batch-api 需要模型，而这次只用规则。", "请配置模型，并使用 --engine hybrid 或 model。")
    from extractor.batch import Run
    from extractor.batch.found import reports
    from extractor.output.console import one_line
    from extractor.reading.archive import unpacked
    from extractor.reading.guard import Guard

    jobs = rest["jobs"] or (os.cpu_count() or 1 if plan.engine == "rules" else plan.ahead)
    with closing(Guard(plan.settings)) as guard:  # started where there is an archive to look into
        opener = partial(unpacked, settings=plan.settings, guard=guard if plan.settings.isolate else None)
        files, others = reports(folders, out, opener)
    run = Run(files, plan, out, jobs)
    if others:
        shown = one_line("、".join(map(str, others[:_NAMED])))
        more = f"……等 {len(others)} 个文件" if len(others) > _NAMED else ""
        click.echo(f"按扩展名不是报告，没有读：{shown}{more}。.rar、.7z 等请先解压。", err=True)
    done = 0
    if via == "batch-api":
        through = _put_off(run, exchange, wait)
    else:
        through = True
        left = run.left()
        done = len(run.files) - len(left)
        with _progress(run, len(left)) as told:
            run.go(left, told)
    return _said(run, through, done)


def _put_off(run: Run, folder: Path | None, wait: int) -> bool:
    """Run with questions that are put off. True when all are through."""
    from dataclasses import replace

    from extractor.batch.exchange import ByApi, ByFolder, Exchange
    from extractor.batch.rounds import Rounds
    from extractor.llm import Client, Fault
    from extractor.llm.batches import BatchApi, Deferred
    from extractor.llm.client import FOLDER

    most = run.plan.settings.model.attempts
    place = folder or run.out / ".batch"
    kept = run.plan.settings.model.cache or str(place / "answers.sqlite")
    model = replace(run.plan.settings.model, attempts=1, cache=kept)
    settings = replace(run.plan.settings, model=model)
    deferred = Deferred(model)
    client = run.model = Client(settings, deferred, via=FOLDER if folder else "batch-api")
    api = None
    try:
        client.admit("")
        way = ByFolder(folder / "answers") if folder else ByApi(api := BatchApi(model))
        exchange = Exchange(place, way, client, deferred, most)
        rounds = Rounds(run, exchange, 0 if folder else wait, lambda text: click.echo(text, err=True))
        with _progress(run, 0) as told:
            through = rounds.go(told)
    except Fault as fault:
        raise ModelError(f"{fault}。", "已提交的批量请求不会丢，稍后再运行同样的命令。") from None
    finally:
        client.close()
        if api is not None:
            api.close()
    answered, asked, said = exchange.used
    click.echo(f"批量答复 {answered} 条，token {asked} + {said}（入 + 出）。", err=True)
    if not through and folder:
        click.echo(f"请求写在 {place}，答复（JSONL）请放进 {place / 'answers'}，再运行同样的命令。", err=True)
    return through


def _said(run: Run, through: bool, before: int) -> int:
    """Write the table, and say how the run ended. `before`: how many were done by an earlier run."""
    table = run.table()
    count = run.count()
    parts = [f"完成 {count['done']} 份" + (f"（其中 {before} 份以前已经做完，没有重做）" if before else "")]
    parts += [f"没有读成 {count['failed']} 份"] if count["failed"] else []
    parts += [f"等待批量答复 {count['waiting']} 份"] if count["waiting"] else []
    click.echo(f"{'，'.join(parts)}。汇总表：{table}")
    if not through:
        click.echo("还有答复没有到，稍后再运行同样的命令。", err=True)
    return next((run.codes[one.name] for one in run.files if one.name in run.codes), 0)


@contextmanager
def _progress(run: Run, total: int) -> Iterator[Told]:
    """Give a function that is told of every file: a bar where somebody watches, with the page that one of the scans has
    come to, and a line for every file that failed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from extractor.output.console import one_line

    page = TextColumn("{task.description}", markup=False)
    columns = (TextColumn("处理报告", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), page)
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("", total=total or None)
        shown = ""

        def paged(name: str, page: int, pages: int) -> None:
            nonlocal shown
            if pages > 1:
                shown = name
                bar.update(task, description=one_line(f"第 {page}/{pages} 页 {name}"), refresh=True)

        def told(name: str, state: str) -> None:
            bar.advance(task)
            if name == shown:
                bar.update(task, description="")
            if state == "failed":
                line = one_line(f"没有读成：{name}（{run.note(name)}）")
                screen.print(line, markup=False, highlight=False, soft_wrap=True)

        run.paged = paged if screen.is_terminal else None
        yield told
