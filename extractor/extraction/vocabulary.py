"""The words of relation and time that every report uses, whatever its type declares; and the lexicon made of both."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from extractor.extraction.wording import Lexicon, TokenKind, compile_wording
from extractor.reports import ReportType


class Cue(StrEnum):
    """What a word of relation says about the figure that follows."""

    LIST = "list"
    SHARE = "share"
    COMPARE = "compare"
    UP = "up"
    DOWN = "down"
    PRIOR = "prior"
    EACH = "each"
    FULL = "full"
    SCORE = "score"
    LOST = "lost"
    TARGET = "target"
    ACTUAL = "actual"
    LEFT = "left"
    """Of a part of the money (“三公”经费预算A，决算B，结余C) it says what was saved, of the whole what goes on."""
    OUTSIDE = "outside"
    NEUTRAL = "neutral"
    """Names that hold a word of the budget without setting a stage (一般公共预算, 预算执行情况)."""


_CUES = {
    Cue.LIST: "其中 内含 用途为 {按|从}{类别|用途|性质}为 按[支出|收入|资金]*{结构|性质|来源|用途|类别}[划]分 "
    "按支出[划]分[类]* [主要]包括 "
    "[主要]分为 分别{为|是}: 主要[的]{有|是|为|用于|用在|包含} 较大的{有|是|为} 具体{为|是|包括} 包含 含",
    Cue.SHARE: "占[比] 相当于",
    Cue.COMPARE: "相比 比较 比 较",
    Cue.UP: "净增[加] 增支 增收 {增加|增长|上升|提高|提升|上涨|超支|超出}[率|比例|幅度|额] 增幅 涨幅 升幅 "
    "多支[出] 多收[入] 多花[费] 多出 多了 高出 升幅 增速 上浮[率|比例]* 多 高 增",
    Cue.DOWN: "净减[少] 减支 减收 "
    "{减少|下降|降低|下滑|回落|缩减|节约|节省|压减|压缩|收窄|节支}[率|比例|幅度|额] 减幅 降幅 跌幅 "
    "节支 少支[出] 少收[入] 少花[费] 少用[了]* 少了 收缩[率|额]* 缩水 下浮[率|比例]* 少 低 减",
    Cue.PRIOR: "同比 上年[度] 去年 上一年[度] 上一年度 前年 以前年度 往年 上年同期",
    Cue.EACH: "人均 平均 每人 每年 每月 单价",
    Cue.FULL: "总分[值] 满分 [指标]分值 [指标]权重[分] 标准分 设定分值 计划分值",
    Cue.SCORE: "{得|记|计}满[分] 自评[得|综合]*分值 "
    "得分 自评[得分|分|合计|为|得]* 实得[分] 评分 得 评价得分 考核得分 扣分后 "
    "{评|计|打|记}[得|分|出]分 评得 打分 赋分 实得",
    Cue.LOST: "应得[分]* 扣[分|除|减] 失分",
    Cue.TARGET: "[年度|预期|年初]*{指标|目标}值 计划值 标准值 预期目标",
    Cue.ACTUAL: "[实际|全年]*完成{值|情况} 实际值 执行值",
    Cue.LEFT: "结余 节余 剩余",
    Cue.OUTSIDE: "另有 另外 此外",
    Cue.NEUTRAL: "防{震|灾}减灾 减灾 减排 减税 减免 低保 低收入 高标准 高质量 高等 高级 高中 高新 "
    "工作人员[经费|支出|补助|报酬]* 少年 少数民族 少儿 增值 增强 "
    "[年度|预算]*执行[过程|期间]*中 自评质量 一般公共预算 政府性基金预算 国有资本经营预算 社会保险基金预算 "
    "预算执行[情况] "
    "预算管理 预算编制 "
    "行政单位 参照公务员法管理{单位|事业单位} 预算绩效[管理] 预决算 预算单位 预算部门 预算法 预算科目 得分系数 得分率 "
    "[部门]*[基本支出|项目支出]*预算调整 "
    "执行到位[金额] 执行标的[额] 执行案件 "
    "预算支出情况 预算收支情况 预算收入情况 决算报表 决算公开 决算单位",
}
CHANGE = frozenset({Cue.UP, Cue.DOWN})
SAVED = re.compile(r"节[约省支]|压[减缩]")
"""Words of change that by themselves mean: less than the budget."""


@lru_cache(maxsize=16)
def lexicon(report_type: ReportType) -> Lexicon:
    """Every wording of a report type together with the words of relation, ready to scan."""
    wordings = [
        compile_wording(text, kind, id_, weak=weak)
        for kind, table in ((TokenKind.SUBJECT, report_type.subjects), (TokenKind.MEASURE, report_type.measures))
        for id_, item in table.items()
        for texts, weak in ((item.labels, False), (item.weak, True))
        for text in texts
    ]
    wordings += [compile_wording(text, TokenKind.CUE, cue) for cue, texts in _CUES.items() for text in texts.split()]
    return Lexicon(wordings)
