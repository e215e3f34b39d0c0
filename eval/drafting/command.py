"""python -m eval drafts: what a person types."""

from __future__ import annotations

import click

from eval.drafting import arms as comparison
from eval.drafting import measure, plant
from extractor.cli import chinese
from extractor.settings import Settings


@click.command(
    cls=chinese.ChineseCommand,
    name="drafts",
    short_help="量一量起草：数字、依据、读回是否一致，植入的错误查出多少。",
    help="用虚构的部门连续三年的报告：读前两年，起草第三年，逐项计数；再在起草稿中逐个植入错误，看核对查出多少、误报多少。"
    "不需要模型，也不需要人工打分。",
    epilog="""\
示例：
  python -m eval drafts
  python -m eval drafts --departments 23 --mutations 8
  python -m eval drafts --arms

退出码：0 全部达标，1 有一项不达标""",
)
@click.option("--departments", type=click.IntRange(1), default=8, metavar="个数", help="虚构部门的个数，默认 8。")
@click.option(
    "--mutations", type=click.IntRange(0), default=1, metavar="次数", help="每种错误植入几次，默认 1；0 不植入。"
)
@click.option(
    "--arms",
    is_flag=True,
    help="比较几种写法：短语库；配置了模型时，还有 hybrid、model 和整篇由模型写。只看写出的文字。",
)
@click.option("--quiet", is_flag=True, help="只打印总计。")
def command(departments: int, mutations: int, arms: bool, quiet: bool) -> int:
    """Measure drafting."""
    chosen = measure.departments(departments)
    if arms:
        for line in comparison.lines(list(comparison.compare(chosen, Settings.load()))):
            click.echo(line)
        return 0
    rows = [measure.measure(*one)[1] for one in chosen]
    for row in rows:
        if not quiet:
            click.echo(f"{row.name}：待填 {row.gaps}，读回 {row.returned}/{row.round_trip}")
        for line in row.told:
            click.echo(f"  {line}")
    good = True
    counts = measure.total(rows)
    for name, part, whole in measure.GATES:
        good = good and counts[part] == counts[whole]
        click.echo(f"{name}：{measure.wilson(counts[part], counts[whole])}")
    for name, key in measure.ZEROS:
        good = good and counts[key] == 0
        click.echo(f"{name}：{counts[key]}")
    planted = [one for case in chosen for one in plant.plant(*case, mutations)] if mutations else []
    rates = plant.rates(planted)
    _, flagged, clean = rates.pop("G0", (0, 0, 0))
    for code, (own, caught, tried) in sorted(rates.items(), key=lambda item: int(item[0][1:])):
        good = good and caught >= 0.99 * tried
        click.echo(f"{code} 植入错误查出：{measure.wilson(caught, tried)}，其中由本项查出 {own}")
    if clean:
        good = good and not flagged
        click.echo(f"没有错误的稿误报：{flagged}/{clean}")
    for one in planted:
        if not quiet and one.guard != "G0" and not one.caught:
            click.echo(f"  漏：{one.guard} {one.mutation} {one.name}")
    return 0 if good else 1
