"""The words of a 自评表 that was pasted without separators: its column heads, its levels, its targets in words.

All patterns are for folded text (half-width brackets, no blanks between ideographs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.numbers.units import UNITS

_ASIDE = r"(?:\([^()\n]{1,12}\))?"
_HEADS = {
    "rate": "(?:指标|目标|实际)?完成(?:率|比例)",
    "coefficient": "得分(?:率|系数)",
    "core": "是否核心(?:指标)?",
    "note": "评[分价](?:标准|细则|规则|依据)|指标(?:解释|说明|内涵|含义|释义)"
    "|计分(?:标准|方法|规则|依据)|计算(?:公式|方法)|数据来源|佐证材料",
    "level1": "一级指标(?:名称)?",
    "level2": "二级指标(?:名称)?",
    "level3": "三级指标(?:名称|内容)?|(?:具体|绩效|评价|考核)?指标(?:名称|内容)|绩效指标|评价指标|考核指标",
    "sign": "(?:指标)?(?:性质|方向|属性)|计算符号",
    "measure": "(?:计量|度量|计算)单位",
    "target": "(?:年度|年初|全年|预期|计划|绩效|预计|设定|当年|调整后?的?|指标)*"
    "(?:指标值|目标值|目标(?!完成|实现)|计划值|计划数|标准值|预期值)",
    "actual": "(?:全年|年度|当年|实际|年末|自评|目标|指标)*"
    "(?:完成(?:指标)?(?:值|情况|数|结果)?|实际值|实绩|执行值|达成值)",
    "full": r"(?:指标|设定|标准|计划)?(?:分值|权重|满分|标准分)|\((?:分值|权重|满分)\)",
    "score": "(?:自评|评价|实际|指标|单位|自我|绩效)*(?:得分|评分(?!标准)|自评分|实得分)",
    "reason": "备注(?:说明)?|(?:未完成|未达标|未达到|存在|产生|较大|大|偏差|偏离|扣分|原因|分析|情况|指标|目标|绩效"
    "|拟采取|采取|改进|整改|措施|说明|的|及|和|与|或|、|/)*(?:原因|分析|措施|说明|情况)",
}
_HEAD = re.compile("|".join(f"(?P<{kind}>(?:{words}){_ASIDE})" for kind, words in _HEADS.items()))
_OPENING = re.compile("一级指标|二级指标|三级指标|绩效指标|评价指标|考核指标|指标名称|指标内容")
_LEVELS = ("level1", "level2", "level3")
_FEWEST = 4

_SHARE = r"(?:\(\d{1,3}(?:\.\d+)?(?:分|%)?\)|\d{1,3}分(?=[\u4e00-\u9fff]))?"
_NOUN = r"(?:指标(?!\d{1,2}[:.、]))"
_EXECUTION = "(?:当年|部门|项目|资金)*(?:预算|资金)执行(?:率|情况)?"
_FIRST = (
    "(?:项目|部门|单位|绩效)?(?:产出(?:及|和|与)?效益|产出|效益|效果|满意度|服务对象满意度|成本|投入管理|投入|过程|决策|管理|结果|"
    f"履职效能|管理效率|运行成本|社会效应|可持续发展能力|可持续性|可持续影响|{_EXECUTION})(?:类)?{_NOUN}?"
)
_OUTPUT = "(?:产出|项目|履职|经济|社会|部门)?(?:数量|质量|时效|成本)|生态环境成本"
_BENEFIT = "(?:项目|经济|社会|生态|环境|生态环境|社会经济|履职|实施)效益|可持续(?:性|发展)?(?:影响|能力|发展)?"
_SATISFACTION = "(?:社会公众(?:或|及|和)?|受益|服务|社会)*(?:对象|群众|公众)?满意(?:度|程度)"
_SECOND = f"{_OUTPUT}|{_BENEFIT}|{_SATISFACTION}"
_OF_DUTIES = "工作目标管理|预算和财务管理|绩效管理(?=绩效)|重点工作任务完成|履职目标实现|履职效益"
_PLAIN = (
    f"{_EXECUTION}|{_OF_DUTIES}|项目立项|绩效目标|资金投入|资金落实|资金管理|财务管理|业务管理|组织实施|组织管理|项目管理|目标设定|预算配置"
    "|预算编制|预算管理|资产管理|采购管理|人员管理|绩效管理|职责履行|履职完成|重点工作(?:完成|履行)?|整体工作完成|依法行政能力"
)
MARKED = re.compile(r"(?:数量|质量|时效|成本|效益|影响|满意度)指标")
PLAIN_OPENING = re.compile(f"(?:{_OF_DUTIES})(?=.{{3}})")
"""Second levels that no name of an indicator opens with."""
LEVEL1 = re.compile(rf"(?:{_FIRST}){_SHARE}")
LEVEL1_ALONE = re.compile(rf"满意度指标{_SHARE}")
"""A first level that may have no second: bare, it is the third of the standard ones (产出、效益、满意度)."""
LEVEL1_WHOLE = re.compile("(?:产出|投入|过程|效果)指标")
LEVEL1_BARE = re.compile("(?:产出|效益|投入|过程|效果|项目)(?!指标)")
"""First levels with and without their 指标."""
LEVEL2 = re.compile(rf"(?:{_SECOND}|{_PLAIN})(?:类)?{_NOUN}?{_SHARE}")
LEVEL2_MARKED = re.compile(
    rf"(?:(?:{_SECOND})(?:类)?{_NOUN}|(?:{_PLAIN}){_NOUN}?|(?:社会公众或)?服务对象满意度){_SHARE}"
)
"""The names of second levels in a table where they end in 指标."""
BENEFIT = re.compile(rf"(?:{_BENEFIT})(?!{_NOUN})")
BENEFIT_MARKED = re.compile("(?:经济|社会|生态|环境)效益指标|影响指标")
LEVEL2_HALF = re.compile(
    rf"(?:(?:{_OUTPUT}|{_SATISFACTION})(?:类)?{_NOUN}|(?:{_BENEFIT})(?:类)?{_NOUN}?|(?:{_PLAIN}){_NOUN}?"
    rf"|(?:社会公众或)?服务对象满意度){_SHARE}"
)
"""In a table where those of 产出 end in 指标 and those of 效益 do not."""
EXECUTION = re.compile(rf"(?:{_EXECUTION}){_NOUN}?{_SHARE}")

SUM = re.compile(
    r"(?:总分|合计|总计|总得分|得分合计|总评分|总评|自评总分|综合得分)[:\s]?(?:\(\d+分?\))?\s*"
    r"(?P<figures>\d[\d.]*分? *(?:[\d.]+分?)?)"
)
STOP = re.compile(
    r"填[表报]人|填报单位|填报日期|填报时间|填表日期|联系人|联系电话|单位负责人|项目负责人|分管领导|其他需要说明|自评等级|评价等级|自评结论"
    r"|存在的?(?:主要)?问题|改进措施|下一步|年度总体目标|注:|说明:|备注:|\n(?:[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十]\))"
)
"""What follows the last row of a table that has no line of sums."""

_ADVERB = (
    "(?:有所|逐步|逐渐|明显|显著|有效|持续|不断|大幅|稳步|基本|全面|进一步|较为|较|已|按时|按期|及时|按计划|全部|长期"
    "|得到|均|充分|切实)"
)
_CORE = (
    "提高|提升|改善|增强|增加|增长|降低|下降|减少|保障|保证|完成|达标|合格|良好|优秀|优良|优|良|好|高|是|满意|到位|健全|完善|规范|建立|实现"
    "|达到|达成|合规|合理|明确|科学|严格|充分|稳定|可持续|安全|促进|推动|优化|加强|巩固|有力|显现|发挥|落实|公开|及时|准确|通过|完备"
)
_SET = (
    "达成(?:年度|预期)?(?:指标|目标)|达到(?:预期)?(?:目标|效果|要求|标准)|(?:基本)?符合(?:要求|规定|标准)|部分达成(?:预期)?(?:指标|目标)"
    "|部分完成|基本完成|未完成|完成(?:目标|任务)|效果(?:明显|显著|良好|较好)|作用(?:明显|显著)"
)
WORDS = re.compile(rf"(?:{_ADVERB}{{0,2}}(?:{_CORE}|{_SET})|效果{_ADVERB}|明显|显著|长期|有效)(?:完成|提高|提升|改善)?")
OUTCOME_END = re.compile(rf"(?:有所|明显|显著|逐步|不断|持续|有效|大幅|稳步)(?:{_CORE})$")
WORD_LENGTH = 12

SIGN = (
    "(?:>=|<=|[≥≤≧≦⩾⩽><=]|不低于|不少于|不小于|大于等于|小于等于|大于|小于|高于|低于|不超过|不高于|不大于|控制在"
    "|超过|至少)"
)
_UNITS = "|".join(re.escape(name) for name in sorted(UNITS, key=lambda name: -len(name)))
_RATED = "平方米|公里|小时|人|名|月|年|户|亩|天|日|次|㎡|件|吨|台|个|家|村|场|学期|班|期"
UNIT = re.compile(rf"(?:[十百千]?(?:万亿|[万亿])|[千百])?(?:{_UNITS})(?:/(?:{_RATED}))*|[万亿]|/(?:{_RATED})")
SUBTOTAL = "小计"
SIDE_NAME = re.compile(rf"{_EXECUTION}(?:得分|分值)|{_EXECUTION}{_SHARE}得?分?")
SIDE = re.compile(
    rf"(?P<label>{SUBTOTAL}|{_EXECUTION})(?:得分|分值)?:?(?P<figures>\d[\d.]*分? *(?:[\d.]+分?)?)"
    rf"(?![\d.%]|{UNIT.pattern})"
)
"""A line among the rows that has marks alone: the sum of a first level, the mark for carrying out the budget."""
DATE = re.compile(
    r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日|底|末|份)?|底|末)?(?:之?前|以前|内)?|\d{1,2}月(?:\d{1,2}日|底|末|份)?(?:之?前|以前)?"
    r"|20\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)"
)
NO_REASON = re.compile(r"无偏差|没有偏差|不存在偏差|未发生偏差|无(?!障碍|公害|害化|纸化|线|烟|偿|人)|[-—/]{1,2}")


@dataclass(frozen=True, slots=True)
class Heads:
    """A line of column heads at `start..end` of the folded text: kind and place of each, from the left."""

    start: int
    end: int
    columns: tuple[tuple[str, int, int], ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the columns hold, in order."""
        return tuple(kind for kind, _, _ in self.columns)

    @property
    def captions(self) -> bool:
        """Levels stand above the rows: they have columns that nothing heads."""
        return self.columns[0][2] == 0


def heads(text: str) -> Iterator[Heads]:
    """The lines of heads of indicator tables: levels, a target or outcome and a mark, with nothing between them."""
    done = 0
    for opening in _OPENING.finditer(text):
        if opening.start() < done:
            continue
        columns = _columns(text, opening.start())
        kinds = {kind for kind, _, _ in columns}
        valued, marked = kinds & {"target", "actual"}, kinds & {"full", "score"}
        levelled = len(kinds & set(_LEVELS)) > 1 and 2 in (len(valued), len(marked))
        if len(columns) < _FEWEST or "note" in kinds or not ((valued and marked) or levelled):
            continue
        yield Heads(columns[0][1], columns[-1][2], tuple(columns))
        done = columns[-1][2]


def planned(columns: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The columns before a second one of targets (`年初指标值调整指标值`): the first was the plan, the second holds."""
    return [("plan" if kind == "target" else kind, start, end) for kind, start, end in columns]


def head_kind(words: str) -> str | None:
    """What a column of that name holds, None for a name of something else."""
    match = _HEAD.fullmatch(words)
    return match.lastgroup if match else None


def _columns(text: str, at: int) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    while match := _HEAD.match(text, at):
        kind = match.lastgroup or ""
        if kind == "level1" and [k for k, _, _ in found] == ["level3"]:
            found = []
        if kind == "target":
            found = planned(found)
        if any(kind == known for known, _, _ in found):
            break
        found.append((kind, match.start(), match.end()))
        at = match.end()
        at += text[at : at + 1] == " "
    levels = [kind for kind, _, _ in found if kind in _LEVELS]
    return found if levels else []


LEVELS: Mapping[str, int] = {kind: depth for depth, kind in enumerate(_LEVELS)}
