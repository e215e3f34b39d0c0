"""The sheets of the Excel form: declared once, read by the writer of the form and by its reader."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.drafting.asked import STRUCK
from extractor.drafts import Status

YEAR = "年度"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the data, its title, its width, and whether the officer fills it."""

    key: str
    title: str
    width: float
    open: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the form."""

    name: str
    columns: tuple[Column, ...]
    note: str


FIGURES = Sheet(
    "数据",
    (
        Column("name", "项目", 30),
        Column("prior", "上年数", 16),
        Column("prior_unit", "上年单位", 9),
        Column("current", "本年数", 18, open=True),
        Column("unit", "单位", 9, open=True),
        Column("remark", "备注", 40),
        Column("path", "字段", 34),
    ),
    "只填“本年数”和“单位”。空着的项目在报告中列为【待填】，不会沿用上年数。与上年相同的，也请照填。",
)
SENTENCES = Sheet(
    "文字中的数据",
    (
        Column("shown", "上年原句（【】内是要更新的内容）", 62),
        Column("label", "要填的内容", 26),
        Column("prior", "上年写的", 16),
        Column("value", "本年", 20, open=True),
        Column("unit", "单位", 9, open=True),
        Column("action", "处理", 12, open=True, choices=(STRUCK,)),
        Column("page", "出处", 14),
        Column("id", "编号", 12),
    ),
    "上年报告的句子里还有这些数据，本年照原句更新。没有填的列为【待填】；本年没有这件事的，在“处理”中选“删去此句”。",
)
PROBLEMS = Sheet(
    "问题台账",
    (
        Column("id", "编号", 12),
        Column("kind", "类别", 10),
        Column("text", "原文或依据", 60),
        Column("page", "出处", 18),
        Column("years", "提出年度", 12),
        Column("status", "整改状态", 12, open=True, choices=tuple(status.value for status in Status)),
        Column("evidence", "整改证据", 26, open=True),
        Column("date", "完成日期", 14, open=True),
        Column("office", "责任单位", 18, open=True),
        Column("result", "本年完成情况", 18, open=True),
        Column("cause", "原因", 34, open=True),
        Column("measure", "改进措施", 34, open=True),
        Column("deadline", "完成时限", 14, open=True),
    ),
    "“已整改”须填证据、完成日期和责任单位；没有选状态的按“待确认”处理。",
)
INDICATORS = Sheet(
    "绩效指标",
    (
        Column("name", "指标", 34),
        Column("prior_full", "上年分值", 10),
        Column("prior_score", "上年得分", 10),
        Column("target", "本年目标值", 14, open=True),
        Column("actual", "本年完成值", 14, open=True),
        Column("full", "本年分值", 10, open=True),
        Column("score", "本年得分", 10, open=True),
        Column("reason", "偏差原因", 34, open=True),
    ),
    "得分低于分值，或完成值没有达到目标值的指标，会列入存在问题。",
)
PROJECTS = Sheet(
    "项目支出",
    (
        Column("name", "项目名称", 34),
        Column("prior_budget", "上年预算", 14),
        Column("prior_final", "上年支出", 14),
        Column("budget", "本年预算", 14, open=True),
        Column("final", "本年支出", 14, open=True),
        Column("unit", "单位", 9, open=True),
    ),
    "可以在后面添加新项目。",
)
