"""The words of relation that sentences use, as patterns over folded text."""

from __future__ import annotations

import re

PARTS = re.compile(
    r"其中|(?:主要|具体)?(?:包括|包含)|主要有|主要是|具体为|具体是|具体如下|分为|分别[为是由]|按[^，。;]{2,12}(?:分|看)|由[^，。;]{0,4}构成|^[(:]"
)
EXACTLY = re.compile(r"分别[为是由]|构成|以下[各几]项|以下[一二三四五六七八九十\d]+[项个]|具体[为是如]")
TOGETHER = re.compile(r"(?:合计|共计|总计|小计|一共|合共|累计共)[为达到有]{0,2}$|^共[为达到有]{0,2}$")
OF_ALL = re.compile(
    r"^(?P<noun>[^，。;:]{2,12}?)(?:中[，:]|(?:主要)?(?P<list>包括|具体为|分别为|具体有|有|为)[^，。;:、]{0,6}:)"
)
OUTSIDE = re.compile(r"另有|另外|此外|除此|不含|不包括|除[^，]{1,12}外")
CHANGE = re.compile(
    r"(?P<than>(?:同比|环比|相比|[较比与])[^，。;:]{0,24})?"
    r"(?P<way>净增加?|增加|增长|增[收支]|上升|提[高升]|上涨|[增涨升]幅|多[收支]|多|高|增|超出|超支|超"
    r"|净减少?|减少|下降|降低|减[收支]|节约|节省|节支|压减|压缩|缩减|收窄|回落|下滑|[降减跌]幅|少[收支]|少|低|减)"
    r"(?:支出|开支|资金|金额|幅度|比例|率|了|额|数|近|约|达到?|为|:)*$"
)
_UP_WORDS = "净增加|净增|增加|增长|增收|增支|上升|提高|提升|上涨|增幅|涨幅|升幅|多收|多支|多|高|增|超出|超支|超"
UP = frozenset(_UP_WORDS.split("|"))
APART = re.compile(
    r"[较比占]|同比|相比|增[加长收至幅]|减[少至幅]|下降|上升|提高|降低|降幅|节约|节[省支]|压[减缩]|人均|平均|每[人户月年]|上年(?!末?结[转余])|去年|扣[分除减]|超[出支]"
    r"|完成[^，]{0,6}的|在用|净值"
)
"""Words before a figure that make it no part of the list it stands in."""
FROM_TO = re.compile(r"[由从][^，。;:]{0,16}$")
TO = re.compile(
    r"^[^，。;]{0,10}?(?P<way>降|下降|下调|减少|压减|压缩|缩短|降低|提高|提升|增加|上升|增长|扩大|上调|升|增)(?:低|少|高|长)?[至到为]"
)
DOWN = frozenset(("降", "下降", "下调", "减少", "压减", "压缩", "缩短", "降低"))

BUDGET = re.compile(r"年初预算|全年预算|预算|计划|目标|安排|应[收办]|批复")
FINAL = re.compile(r"实际|决算|支出|完成|执行数|列支|实有|支付|使用")
FULL = re.compile(r"满分|总分|分值|权重|标准分")
SCORE = re.compile(r"得分?|自评|实得|评分")
PRIOR = re.compile(r"上年|去年|上一年|前年|以前年度|同期|往年")


def column(label: str) -> str:
    """Which column of a table a label belongs to: `budget`, `final`, `full`, `score`, or none of them."""
    kinds = (("full", FULL), ("score", SCORE), ("budget", BUDGET), ("final", FINAL))
    last = [(max((m.end() for m in pattern.finditer(label)), default=-1), kind) for kind, pattern in kinds]
    end, kind = max(last)
    if kind == "final" and end >= 0 and "预算执行" in label[-6:]:
        return "final"
    return kind if end >= 0 else ""
