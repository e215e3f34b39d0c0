"""What a heading, a label or a lead-in says: problems, measures, both, or neither.

The wordings are the report type's (`problem_heads`, `measure_heads`). Words that are a head only in company (`问题`
beside `措施`, `措施` inside a chapter on problems) are here, with the fillers that may stand beside them: a title is a
head when nothing but wordings and fillers is in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from extractor.extraction.wording import any_of
from extractor.reports import ReportType

LONGEST = 36
"""A title is at most this long (its brackets aside); a longer first sentence only mentions problems."""
_REST = 14
"""So many other words may stand before the wording in the title of a chapter (`智慧水利平台运行中存在的问题`)."""


class Side(Enum):
    """What an item is."""

    PROBLEM = auto()
    MEASURE = auto()


Sides = tuple[Side, ...]
"""In the order they are named; empty: the words are no head."""

_WEAK = {
    Side.PROBLEM: re.compile(r"问题|不足(?:之处)?|短板|弱项|困难|差距|偏差(?:情况)?"),
    Side.MEASURE: re.compile(r"措施|建议|对策|打算|举措|整改|改进|解决(?:办法|方案|途径)"),
}
_SAID = {
    Side.MEASURE: re.compile(
        r"(?:今后|下一?步|后续|拟|将|采取|计划|着力|重点).*(?:改进|整改|完善|解决|应对|办法|措施|入手|努力|提升)[^。;，]{0,8}$"
    ),
    Side.PROBLEM: re.compile(r"(?:有|存在|暴露出?|面临)[^。;，]{0,14}(?:差距|不足|问题|短板|薄弱|困难)[^。;，]{0,6}$"),
}
"""A sentence that ends in a colon and announces items inside a chapter on them."""
_BRACKETS = re.compile(r"\([^()]*\)?|[\[\]【】〔〕\"'#*]|^[-=—]+|[-=—]+$")
_VETO = re.compile(
    r"需要?说明|上一?[年轮]|往年|以前年度|历年|去年|前期|(?:审计|巡[察视]|督查|监督检查|信访)(?!工作|局|机关|部门|办|项目|业务)|人大代表"
    r"|群众(?:反映|关切|关心|身边)|网民|热点|重点问题|疑难|化解"
    r"|(?:问题|措施|建议|意见)的?(?:整改|落实|采纳|办理|处理|解决|执行|清单|台账|导向)(?!措施|方案|计划|建议|思路)"
    r"|(?:质量|能力|水平|素质|品质|技能)提升(?:行动)?(?:计划|方案)|整改(?:落实(?!措施)|完成|到位|清单|台账)|落实情况|完成情况|(?:结果(?:拟)?应用|公开)(?!.*(?:下一?步|改进))"
)
"""Chapters on other problems and measures: last year's, the auditors', those of the people who came with them; and
programmes that go by such a name."""
_NARROW = re.compile(
    r"(?:19|20)\d\d年?度?|[我本该全](?:局|院|镇|乡|校|委|办|馆|站|所|处|队|厅|会|县|市|区|部门|单位|中心|街道|系统|机关|年度?|次)"
    r"|存在|但|虽然?|却|主要|当前|目前|以上|上述|以下|如下|下列|下面|今后|下一?步|下一?年度?|明年|后续|相应|相关|有关|具体|对应|针对|围绕|通过|经过?|根据|从"
    r"|产生|原因|成因|分析|情况|说明|表现|体现|反映|包括|方面|几个|几点|几方面|各|若干|一些|部分|还|仍|也|尚|拟|将|要|需要?|采取|提出|制定|实施|做好|切实|进一步"
    r"|为了?|以|及其?|和|与|或|的|地|在|中|上|里|于|就|对|按|是|有|等|个|项|点|些|条|此|之|其|开展|重点|努力|加强|推进|落实|计划|安排|思路|方向|办法|意见|方案|规划|考虑|描述|内容|面临"
    r"|[、，,.。:;\s\d一二三四五六七八九十]"
)
_TOPIC = re.compile(
    r"部门|单位|整体|项目|支出|收入|预算|决算|资金|专项|财政|财务|资产|采购|绩效|自评|评价|自查|评估|管理|使用|执行|编制|分配|实施|运行|过程|工作|目标"
    r"|指标|任务|结果|应用|履职|效能|业务|内部控制|内控|制度|建设|年度|全年|本级|我们|发现|取得|成效|不利|突出|核心|薄弱|环节|困境|偏离|未完成|未实现|未达到"
)
_AGAINST = re.compile(r"针对|围绕|就|为?解决|.*问题的?(?:整改|改进|解决)")
"""With these a title names the problems that its measures are against."""
GLUED = re.compile(
    r"(?:目前|当前|部门|单位|项目|资金)*存在的?(?:主要|突出)?(?:问题|不足)(?:和不足)?(?:(?:及|和|与)?(?:其|产生)*的?(?:主要)?原因(?:分析)?)?"
    r"|主要问题(?:(?:及|和)?原因(?:分析)?)?|偏离绩效目标的?原因"
    r"|(?:下一?步)?(?:拟|主要)?(?:采取)?的?(?:工作)?(?:改进|整改)的?(?:工作)?(?:措施|意见|建议|计划|方向|打算)"
    r"(?:(?:及|和|与)(?:有关|相关|工作)?(?:建议|打算|计划))?"
    r"|下一?步(?:工作)?(?:打算|计划|安排|措施|思路)|(?:有关|相关)建议"
)
"""Labels that a run of text holds without a sign behind them, where a colon or the first number of a list follows."""
FIRST = re.compile(r"\s*:?\s*(?:1\s*[.、](?!\d)|\(?1\)|\(一\)|一是|①|第一[，、,]|首先[，,])|\s*:")


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a report type."""

    problem: re.Pattern[str]
    measure: re.Pattern[str]

    def of(self, words: str, *, weak: bool = False, topic: bool = True) -> Sides:
        """What a label says that is nothing but a label. `weak`: bare words (`问题`, `措施`) count; `topic`: it may
        name what it is about (`预算执行中存在的问题`). `words` are folded."""
        title = self._title(words)
        if not title:
            return ()
        sides, rest = self._said(title, weak=weak)
        if not sides:
            return ()
        rest = _NARROW.sub("", _TOPIC.sub("", rest) if topic else rest)
        return () if rest else sides

    def of_chapter(self, words: str) -> Sides:
        """What the title of a numbered chapter says, which may hold some other words before it."""
        title = self._title(words)
        if not title:
            return ()
        sides, rest = self._said(title, weak=False)
        behind = max((m.end() for p in (self.problem, self.measure) for m in p.finditer(title)), default=0)
        tail = _NARROW.sub("", _TOPIC.sub("", self._said(title[behind:], weak=True)[1]))
        rest = _NARROW.sub("", _TOPIC.sub("", rest))
        return sides if sides and not tail and len(rest) <= _REST and "，" not in title[:behind] else ()

    def of_lead(self, words: str) -> Sides:
        """What a lead-in announces (`针对上述问题，拟采取以下措施：`): the side that it names last."""
        title = bare(words)
        sides = self.of(words, weak=True)
        if not sides:
            said = ((side, pattern.search(title)) for side, pattern in _SAID.items())
            return tuple(side for side, match in said if match)[:1]
        ends = {
            side: max((m.end() for p in (pattern, _WEAK[side]) for m in p.finditer(title)), default=0)
            for side, pattern in ((Side.PROBLEM, self.problem), (Side.MEASURE, self.measure))
        }
        last = max(sides, key=lambda side: ends[side])
        return (Side.MEASURE,) if _AGAINST.match(title) else (last,)

    @staticmethod
    def is_against(words: str) -> bool:
        """Whether a title names problems only as what its measures are against."""
        return _AGAINST.match(bare(words)) is not None

    def _title(self, words: str) -> str:
        """The bare title; empty where it can be no head."""
        if not any(pattern.search(words) for pattern in (self.problem, self.measure, *_WEAK.values())):
            return ""
        title = bare(words)
        return title if 2 <= len(title) <= LONGEST and not _VETO.search(title) else ""

    def _said(self, title: str, *, weak: bool) -> tuple[Sides, str]:
        """The sides that are named, in order, and the words that name none."""
        strong = {Side.PROBLEM: self.problem, Side.MEASURE: self.measure}
        first: dict[Side, int] = {}
        bare_first: dict[Side, int] = {}
        rest = title
        for side, pattern in strong.items():
            for match in pattern.finditer(title):
                first.setdefault(side, match.start())
            rest = pattern.sub("", rest)
        for side, pattern in _WEAK.items():
            for match in pattern.finditer(title):
                bare_first.setdefault(side, match.start())
            rest = pattern.sub("", rest)
        if weak or len({*first, *bare_first}) == 2:
            first = {**bare_first, **first}
        return tuple(sorted(first, key=lambda side: first[side])), rest


def bare(words: str) -> str:
    """A title without brackets, quotation marks and the signs of Markdown."""
    return _BRACKETS.sub("", words).strip("。:;，,.、 　\t|")


@lru_cache(maxsize=16)
def _heads(problem: tuple[str, ...], measure: tuple[str, ...]) -> Heads:
    return Heads(any_of(problem), any_of(measure))


def heads_of(report_type: ReportType) -> Heads:
    """The heads that a report type declares."""
    return _heads(report_type.problem_heads, report_type.measure_heads)
