"""The words of relation and time that every report uses, whatever its type declares; and the lexicon made of both."""

from __future__ import annotations

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
    OUTSIDE = "outside"


_CUES = {
    Cue.LIST: "其中 [主要]包括 分别为 分别是 具体为 具体包括 含",
    Cue.SHARE: "占",
    Cue.COMPARE: "同比 相比 与[上年|去年]相比 比 较",
    Cue.UP: "增加 增长[率] 上升 提高 增幅 上涨 超支 超出",
    Cue.DOWN: "减少 下降[率] 降低 节约[率] 节省 压减[率] 压缩[率] 减幅 降幅 结余 节支",
    Cue.PRIOR: "上年[度] 去年 上一年[度] 上一年度 前年 以前年度 往年 上年同期",
    Cue.EACH: "人均 平均 每人 每年 每月 单价",
    Cue.FULL: "总分[值] 满分 分值 权重[分] 标准分 设定分值 计划分值",
    Cue.SCORE: "得分 自评得分 自评分 实得[分] 评分 得 评价得分 考核得分 扣分后",
    Cue.LOST: "扣[分|除|减] 失分",
    Cue.OUTSIDE: "另有 另外 此外",
}
CHANGE = frozenset({Cue.UP, Cue.DOWN})


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
