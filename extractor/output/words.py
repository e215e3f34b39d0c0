"""The Chinese words that a person reads for states, groups, columns and verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from extractor.model import Checked, Severity, State, Verdict
from extractor.reports.spec import Kind

ENGINES: Mapping[str, str] = {"rules": "规则引擎", "model": "模型引擎", "hybrid": "规则加模型"}

STATES: Mapping[State, tuple[str, str]] = {
    State.FOUND: ("已读到", ""),
    State.ABSENT: ("未写明", "dim"),
    State.UNGROUNDED: ("无出处", "red"),
    State.CONFLICT: ("前后不一", "yellow"),
}

SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("[错误]", "bold red"),
    Severity.EXPLAIN: ("[待说明]", "bold yellow"),
    Severity.NOTE: ("[提示]", "bold blue"),
}

GROUPS: Mapping[str, str] = {
    "department": "基本信息",
    "fiscal_year": "基本信息",
    "report_date": "基本信息",
    "budget_code": "基本信息",
    "evaluator": "基本信息",
    "staffing": "人员编制",
    "organization": "机构设置",
    "budget": "预算",
    "final": "决算",
    "three_public": "三公经费",
    "procurement": "政府采购",
    "assets": "资产",
    "funds": "资金执行",
    "execution_rate": "资金执行",
    "score": "自评得分",
    "yoy": "同比增减",
}

KINDS: Mapping[Kind, str] = {
    Kind.QUANTITY: "数字",
    Kind.TEXT: "文字",
    Kind.DATE: "日期",
    Kind.YEAR: "年度",
    Kind.CODE: "编码",
    Kind.CHOICE: "选项",
    Kind.LIST: "名称清单",
    Kind.NAME: "单位名称",
    Kind.PROJECT: "项目名称",
}

CELLS: Mapping[str, str] = {
    "name": "名称",
    "budget": "预算数",
    "final": "决算数",
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "target": "目标值",
    "actual": "完成值",
    "full": "分值",
    "score": "得分",
    "reason": "偏差原因",
}


def summary(checked: Checked) -> str:
    """Say how many findings of each weight there are, and how the relations came out."""
    weights = Counter(finding.severity for finding in checked.findings)
    verdicts = Counter(tested.verdict for tested in checked.relations)
    found = "，".join(f"{label.strip('[]')} {weights[severity]} 处" for severity, (label, _) in SEVERITIES.items())
    nothing = checked.relations and verdicts[Verdict.UNKNOWN] == len(checked.relations)
    otherwise = "没有一项关系可以核对" if nothing else "没有发现问题"
    return (
        f"{found if checked.findings else otherwise}。\n"
        f"核对了 {len(checked.relations)} 项关系：成立 {verdicts[Verdict.HOLDS]}，"
        f"四舍五入内 {verdicts[Verdict.WITHIN_ROUNDING]}，不成立 {verdicts[Verdict.FAILS]}，"
        f"缺项 {verdicts[Verdict.UNKNOWN]}。"
    )
