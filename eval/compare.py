"""Two logs side by side: what changed field by field, and whether the second is worse beyond noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from eval.stats import decline
from eval.totals import count, value_f1
from eval.verdicts import CHINESE, WRONG, Verdict
from extractor.errors import UsageError

SIGNIFICANT = 0.05
_WRONG = frozenset(verdict.value for verdict in WRONG)
_EXACT = frozenset({"rules"})
"""Engines without chance: on the same files they read the same, so noise is nil and every difference is the code's."""


@dataclass(frozen=True, slots=True)
class Change:
    """One leaf whose verdict is another now. `leaf` None: not in that log (not printed, nothing claimed)."""

    case: str
    path: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def worth(self) -> int:
        """Positive when better, negative when worse: wrong is worse than unfound, unfound than right."""
        return _worth(self.after) - _worth(self.before)


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome; `before` and `after` are (mean F1, right, wrong, edits) on the cases that both have."""

    cases: int
    before: tuple[float, int, int, int]
    after: tuple[float, int, int, int]
    changes: tuple[Change, ...]
    p_worse: float
    p_better: float
    worse: bool
    why: str
    only: tuple[tuple[str, ...], tuple[str, ...]]
    relabelled: tuple[str, ...]


def compare(before: Mapping[str, Any], after: Mapping[str, Any], strict: bool = False) -> Compared:
    """Compare the cases that both logs have."""
    one, other = _cases(before), _cases(after)
    shared = [name for name in one if name in other]
    if not shared:
        raise UsageError("两份日志里没有相同的报告。", "比较要用同样的 --cases、--split 和 --form 运行出来的日志。")
    changes = tuple(change for name in shared for change in _changes(name, one[name], other[name]))
    differences = _by_report({name: value_f1(other[name]) - value_f1(one[name]) for name in shared})
    sums = [_sums([cases[name] for name in shared]) for cases in (one, other)]
    exact = {log["settings"].get("engine") for log in (before, after)} <= _EXACT
    p_worse, p_better = decline(differences), decline([-value for value in differences])
    why = _worse(sums[0], sums[1], changes, exact, strict, p_worse)
    return Compared(
        cases=len(shared),
        before=sums[0],
        after=sums[1],
        changes=changes,
        p_worse=p_worse,
        p_better=p_better,
        worse=bool(why),
        why=why,
        only=(tuple(name for name in one if name not in other), tuple(name for name in other if name not in one)),
        relabelled=tuple(name for name in shared if one[name]["digest"] != other[name]["digest"]),
    )


def tables(found: Compared) -> Iterator[Table]:
    """Show a comparison."""
    changes = sorted(found.changes, key=lambda change: (change.worth, change.case, change.path))
    if changes:
        table = _table("报告", "字段", "", "应为", "原判定", "原读成", "现判定", "现读成")
        for change in changes:
            gold = (change.after or change.before or {}).get("gold")
            mark = "变坏" if change.worth < 0 else "变好" if change.worth > 0 else "不同"
            table.add_row(change.case, change.path, mark, _short(gold), *_side(change.before), *_side(change.after))
        yield table
    table = _table(f"{found.cases} 份", "原", "现", "变化")
    names = ("值 F1（每份平均）", "读对", "读错", "手改")
    for name, old, new in zip(names, found.before, found.after, strict=True):
        write = "{:.2%}" if name.startswith("值") else "{}"
        table.add_row(name, write.format(old), write.format(new), _signed(new - old, write))
    table.add_row("成对置换检验", "", "", f"变差 p={found.p_worse:.3f}，变好 p={found.p_better:.3f}")
    for title, missing in zip(("只在旧日志里", "只在新日志里"), found.only, strict=True):
        if missing:
            table.add_row(title, "", "", "、".join(missing))
    if found.relabelled:
        table.add_row("报告或标准答案改过", "", "", "、".join(found.relabelled))
    table.add_row("结论", "", "", f"退步：{found.why}" if found.worse else "没有退步")
    yield table


def _worse(
    old: tuple[float, int, int, int],
    new: tuple[float, int, int, int],
    changes: tuple[Change, ...],
    exact: bool,
    strict: bool,
    p: float,
) -> str:
    """Say what is worse beyond noise; empty when nothing is."""
    if strict and any(change.worth < 0 for change in changes):
        return "有字段变坏（--strict）"
    if not exact:
        return f"值 F1 下降，p={p:.3f}" if p < SIGNIFICANT else ""
    if new[2] > old[2]:
        return f"读错的多了 {new[2] - old[2]} 处"
    if new[1] < old[1]:
        return f"读对的少了 {old[1] - new[1]} 处"
    return ""


def _changes(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    one, other = ({leaf["path"]: leaf for leaf in _leaves(case)} for case in (before, after))
    for path in dict.fromkeys((*one, *other)):
        old, new = one.get(path), other.get(path)
        if old is None or new is None or (old["verdict"], old["got"]) != (new["verdict"], new["got"]):
            yield Change(name, path, old, new)


def _leaves(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the leaves of a case, and the checker's work as such: a planted error found, a false alarm raised."""
    checks = case["checks"] or {"planted": (), "alarms": ()}
    found = [
        _leaf(f"核对：{one['kind']}", one["quote"], "、".join(one["found_by"]) or None, Verdict.RIGHT)
        for one in checks["planted"]
    ]
    false = [
        _leaf(f"核对误报：{one['code']}", None, one["message"], Verdict.INVENTED)
        for one in checks["alarms"]
        if not one["true"]
    ]
    return [*case["leaves"], *found, *false]


def _leaf(name: str, gold: str | None, got: str | None, verdict: Verdict) -> Mapping[str, Any]:
    verdict = Verdict.UNFOUND if got is None else verdict
    path = f"{name} {_short(gold or got, 24)}"
    return {"path": path, "gold": gold, "got": got, "verdict": verdict.value, "edits": 0}


def _worth(leaf: Mapping[str, Any] | None) -> int:
    if leaf is None or leaf["verdict"] == Verdict.RIGHT:
        return 2
    return 0 if leaf["verdict"] in _WRONG else 1


def _cases(log: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {f"{case['name']} · {case['form']}": case for case in log["cases"]}


def _by_report(differences: Mapping[str, float]) -> list[float]:
    """Add up the forms of one report: they are not independent."""
    reports: dict[str, float] = {}
    for name, value in differences.items():
        report = name.rpartition(" · ")[0]
        reports[report] = reports.get(report, 0.0) + value
    return list(reports.values())


def _sums(cases: list[Mapping[str, Any]]) -> tuple[float, int, int, int]:
    whole = count(leaf for case in cases for leaf in _leaves(case))
    return sum(map(value_f1, cases)) / len(cases), whole.right, whole.wrong, whole.edits


def _signed(difference: float, write: str) -> str:
    return ("+" if difference > 0 else "") + write.format(difference)


def _side(leaf: Mapping[str, Any] | None) -> tuple[str, str]:
    return ("未印，未读", "") if leaf is None else (CHINESE[Verdict(leaf["verdict"])], _short(leaf["got"]))


def _short(text: str | None, longest: int = 40) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _table(title: str, *names: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="underline")
    for name in (title, *names):
        table.add_column(name, overflow="fold")
    return table
