"""A log as tables for a terminal: a row a case, recall of each field by family, every wrong field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from eval import reasons
from eval.cases import Case
from eval.totals import count, headline, items, perfect, value_f1, values
from eval.verdicts import CHINESE, Verdict

_ITEMS = "（问题和措施）"


def totals(found: Mapping[str, Any]) -> Iterator[Table]:
    """Show the headline: each figure with its 95 % interval."""
    total = found.get("totals") or headline(found["cases"])
    table = _table("总计", "值", "95% 区间")
    table.add_row("报告", str(total["documents"]) + (f"（{total['failed']} 份没读成）" if total["failed"] else ""), "")
    for name, key in (("值 F1（每份平均）", "value_f1"), ("召回", "recall"), ("问题和措施 F1", "items_f1")):
        table.add_row(name, _percent(total[key][0]), _range(total[key], _percent))
    escape = total["escape"]
    table.add_row(
        "漏网率（当作读到而不对）",
        f"{_percent(escape['rate'])}（{escape['wrong']}/{escape['found']}）",
        f"单侧 95% 上限 {_percent(escape['upper95'])}",
    )
    table.add_row("每份要手改", _plain(total["edits"][0]), _range(total["edits"], _plain))
    table.add_row("一处不用改的报告", _percent(total["perfect"][0]), _range(total["perfect"], _percent))
    for name, key in (("依据：页", "page"), ("依据：框", "box"), ("依据：字", "span")):
        hit, known = total["grounding"][key]
        if known:
            table.add_row(name, f"{hit / known:.1%}（{hit}/{known}）", "")
    table.add_row("每份用时", f"{total['seconds']:.2f} 秒", f"令牌 {total['tokens']}" if total["tokens"] else "")
    yield table
    yield from _checker(total["checker"])


def cases(some: Sequence[Case]) -> Table:
    """Show what could be measured."""
    table = _table("报告", "形式", "家族", "划分", "字段")
    for case in some:
        table.add_row(case.name, case.form, case.family, case.split, str(len(case.gold["fields"])))
    return table


def by_case(found: Mapping[str, Any]) -> Table:
    """Show a row for each case."""
    table = _table("报告", "家族", "划分", "形式", "F1", "召回", "印了", "对", "错", "漏", "条目 F1", "手改", "秒")
    for case in sorted(found["cases"], key=value_f1):
        counted = count(values(case))
        seconds = sum(case["seconds"].values())
        name = Text(case["name"], style="red" if case["error"] else "green" if perfect(case) else "")
        table.add_row(
            name,
            case["family"],
            case["split"],
            case["form"],
            _percent(value_f1(case)),
            _percent(counted.recall),
            str(counted.printed),
            str(counted.right),
            str(counted.wrong),
            str(counted.printed - sum(leaf["gold"] is not None and _claimed(leaf) for leaf in values(case))),
            _percent(count(items(case)).f1),
            str(count(case["leaves"]).edits),
            f"{seconds:.2f}" if seconds else "",
        )
        if case["error"]:
            table.add_row(Text(f"  {case['error']}", style="red"))
    return table


def by_field(cases: Sequence[Mapping[str, Any]], worst: int | None = None) -> Table:
    """Show the recall of each field in each family, the worst first; `+n` are claims of what is not printed."""
    families = sorted({case["family"] for case in cases})
    grid = cells(cases)
    table = _table("字段", "召回", "错", *families)
    ordered = sorted(grid.items(), key=lambda item: _badness(item[1].values()))
    for path, row in ordered[:worst]:
        whole = count(leaf for leaves in row.values() for leaf in leaves)
        if whole.recall == 1 and not whole.wrong:
            continue
        marks = [_mark(row[family]) if family in row else Text("") for family in families]
        table.add_row(path, f"{whole.right}/{whole.printed}", str(whole.wrong or ""), *marks)
    return table


def by_reasons(cases: Sequence[Mapping[str, Any]]) -> Table:
    """Show how often values of the same reasons are right, the surest first, and how many that covers."""
    groups = reasons.groups(cases)
    table = _table("一个值凭什么可信", "读到", "对", "精确率", "下限", "连同以上：覆盖", "精确率")
    for group in groups:
        covered = group.found_so_far / groups[-1].found_so_far
        table.add_row(
            " ".join(group.reasons) or "—",
            str(group.found),
            str(group.right),
            _percent(group.precision),
            _percent(group.lowest),
            _percent(covered),
            _percent(group.so_far),
        )
    table.add_row(f"精确率 {reasons.PRECISION:.0%} 时的覆盖", "", "", "", "", _percent(reasons.coverage(groups)), "")
    return table


def cells(cases: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, list[Mapping[str, Any]]]]:
    """Group leaves by field and family; all cells of a table are one field, all items of a list another."""
    grid: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        for leaf in case["leaves"]:
            grid[field(leaf)][case["family"]].append(leaf)
    return grid


def field(leaf: Mapping[str, Any]) -> str:
    """Return the field of a leaf: `projects.final` for each row's, `problems` for each item."""
    path = str(leaf["path"])
    if leaf["part"] == "field":
        return path
    name, _, rest = path.partition("[")
    return name + rest.rpartition("]")[2]


def faults(cases: Iterable[Mapping[str, Any]], longest: int = 60) -> Table:
    """Show every leaf that is not right: what is printed, what was read, and the words of the report."""
    table = _table("字段", "判定", "应为", "读成", "原文", "读自", "说明")
    for case in cases:
        bad = [leaf for leaf in case["leaves"] if leaf["verdict"] != Verdict.RIGHT]
        if not bad:
            continue
        table.add_row(Text(f"{case['name']}（{case['form']}）", style="bold"))
        for leaf in bad:
            evidence = leaf.get("evidence") or {}
            texts = (leaf["gold"], leaf["got"], leaf.get("quote"), evidence.get("quote"))
            why = "；".join(filter(None, (leaf.get("why", ""), " ".join(leaf.get("reasons", ())))))
            told = [_short(text, longest) for text in (*texts, why)]
            table.add_row("  " + leaf["path"], CHINESE[Verdict(leaf["verdict"])], *told)
    return table


def _checker(found: Mapping[str, Any]) -> Iterator[Table]:
    if not (found["kinds"] or found["codes"] or found["clean"]):
        return
    table = _table("核对", "查出/埋下", "真/报错")
    for kind, (hit, of) in found["kinds"].items():
        table.add_row(f"埋下的错：{kind}", f"{hit}/{of}", "")
    for code, (true, of) in found["codes"].items():
        table.add_row(f"报的错：{code}", "", f"{true}/{of}")
    table.add_row(f"没有埋错的 {found['clean']} 份里误报的", f"{found['clean_with_errors']} 份", "")
    yield table


def _badness(families: Iterable[Sequence[Mapping[str, Any]]]) -> tuple[float, int]:
    whole = count(leaf for leaves in families for leaf in leaves)
    return -(whole.printed - whole.right + whole.wrong), -whole.wrong


def _mark(leaves: Sequence[Mapping[str, Any]]) -> Text:
    counted = count(leaves)
    invented = sum(leaf["gold"] is None and leaf["got"] is not None for leaf in leaves)
    text = f"{counted.right}/{counted.printed}" if counted.printed else ""
    text += f" +{invented}" if invented else ""
    good = counted.right == counted.printed and not counted.wrong
    return Text(text, style="green" if good else "red" if counted.wrong else "yellow")


def _claimed(leaf: Mapping[str, Any]) -> bool:
    return leaf["got"] is not None


def _short(text: str | None, longest: int) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _table(title: str, *names: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="underline")
    table.add_column(title, overflow="fold")
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _range(triple: Sequence[float | None], write: Any) -> str:
    return "" if triple[1] is None else f"{write(triple[1])} – {write(triple[2])}"
