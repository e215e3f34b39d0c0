"""What a sum calls itself: the name before it, the column that its words set, and names that are no project's.

`某工程年初预算20万元` is 某工程 and its budget; 基本支出, 中央财政补助 and 差旅费 are no projects, whatever list they
are in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.extraction.residue import residue
from extractor.extraction.vocabulary import Cue, lexicon
from extractor.extraction.wording import TokenKind
from extractor.reports import ReportType

BUDGET, FINAL = "budget", "final"
_LONGEST = 36
_BUDGETED = (
    r"(?:预算(?:安排|批复|下达|数|额|金额|资金|总额)*|(?:预算)?(?:安排|批复|下达|核定)(?:预算|资金|投入|经费|数)*"
    r"|计划(?:投入|安排|资金|投资)|指标数?)"
)
_SPENT = (
    r"(?:实[际有]?(?:支出|执行|使用|完成|支付|列支|开支|投入|拨付)*|支出|执行|使用|支付|列支|开支|拨付|决算|花费?|用[去了]?"
    r"|完成(?:支出|投资)?|投入)(?:预算|资金|经费|数|额|金额|支出)*"
)
_WHEN = (
    r"(?:(?:19|20)\d\d年度?|年初|全年|当年|本年度?|年度|财政|部门|本级|年[中末底]|累计|共计?|合计|总|调整后?|全部|已)"
)
_STAGE = re.compile(
    rf"(?:{_WHEN}*(?:(?P<budget>{_BUDGETED})|(?P<final>{_SPENT}))|{_WHEN})?(?:[为是达计到]|约|共|了|[的:])*[(\"]?$"
)
_NOT_BUDGETED = re.compile(rf"[，,]?{_WHEN}*(?:未|没有|无)(?:安排|编列|列入|编制|批复)?(?:年初|部门)*(?:{_BUDGETED})?$")
_MARK = re.compile(
    r"(?:[①-⑳]|[(（]?\d{1,2}[)）]|\d{1,2}(?:\.\d{1,2})*[.、](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=[\u4e00-\u9fff\"])|[(（][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}(?:是|[、.])"
    r"|第[一二三四五六七八九十][,，、]?|(?:任务|项目)[一二三四五六七八九十]{1,2}(?![期批])[:、.]?|[-—·●■◆▪*]+)"
)
_OPENS = re.compile(
    r"(?:其中|主要(?:包括|项目有|项目为|是|有|为|用于|用在)?|包括|包含|分别[为是有]|具体[为是有]|用于|用在|即|涉及|[安]?排[了]?[:]|如下|里头|当中|另有|另外|还有|以及)[:，,]?"
)
_PARTS = re.compile(r"其中|包[括含]|分别[为是有]|(?<!包)含|主要(?:是|有|为|用于)|具体[为是]")
_STOPS = (";", "；", "。", ":", "！")
_TITLED = re.compile(r"(?:情况|概况|说明|明细|方面|分析|评价|结论|如下)$")
"""A heading, not a project."""
_GENERIC = re.compile(
    r"(?:[该本此上全各]|\d|年|月|日|度|初|末|底|内|中|截[至止]|项目|资金|经费|支出|收入|预算|决算|财政|部门|单位|安排|实际|总额?|全部|累计"
    r"|合计|共计?|其中|主要|用于|投入|投资|到位|拨款|完成|使用|执行|调整|追加|下达|批复|计划|专项|小计|总计|金额|数|额|剩余|结余|结转"
    r"|[一二三四五六七八九十]|[个项笔])+"
)
_SOURCE = re.compile(
    r"(?:中央|省|市|州|盟|县|区|旗|乡|镇|上级|本级|地方|各级|其他|社会)+级?(?:财政)?(?:专项|预算)?(?:补助|配套|拨款|资金|投入|安排|转移支付|收入|经费)+"
    r"|.*(?:拨款|收入|存款|结[转余]|债券|贷款|利息|自筹(?:资金)?|财政(?:补助|资金))"
)
_SENTENCE_LIKE = re.compile(
    r"^(?:[和及与](?!谐|平)|以|将|把|使|让|被|于|并|已|均|仅|另|较|比|通过|争取|协调|带动|实现|减少|增加|节约|压减|收回|上缴|核减|累计"
    r"|人均|平均|户均|因此|由于|经(?:过|审|批|市|县|区|财|核))|[。；]|我[局院镇乡街办县市区]|每(?:人|户|年|月|公里|亩|个|家|次|天|村)|不超|控制在|涉案|挽回|追回|违规"
    r"|占[全总年收支预项基当本]"
)
_MOVED = re.compile(
    rf"^(?:{_WHEN})*(?:追加|调[整增减]|核[增减]|增拨|收回|[已未](?:拨付|支付|收回|完成))|^合同[价额]|[已未]收回$"
)
"""What became of a project's money, no name of one (`年中追加造林补助100万元`)."""
_HANGING = re.compile(r"(?:追加|调[整增减]|结[余转]|净值|原值|折旧|总值|增加|减少|节约|差额|[按由对被])$")
_LISTED = r"[(（]?[\d一二三四五六七八九十]{1,2}[)）.、]"
_LABELLED = re.compile(rf"(?:{_LISTED})?(?:项目|专项)(?:支出)?名称:([^:。;；]{{2,36}})$")
_HEADED = re.compile(
    rf"(?:[①-⑳]|{_LISTED})+([^:。;；，]{{2,30}}(?:项目|工程|经费|资金|补助|补贴|改造|维修|维护|购置|采购|建设))[:。]?$"
)
_ABOUT = re.compile(
    rf"(?:[①-⑳]|{_LISTED})*([^:。;；，,]{{2,30}}?)(?:支出)?(?:绩效)?(?:目标)?自我?评价?(?:综述|情况|结果|得分|的?评分)"
)
_VERB = re.compile(r"^(?:安排|投入|拨付|列支|下达)(?=[\u4e00-\u9fff]{2})")
_ECONOMIC = re.compile(
    r"(?:办公|印刷|咨询|手续|水|电|水电|邮电|取暖|差旅|维修[(]?护?[)]?|租赁|会议|培训|劳务|委托业务|工会|福利|交通|其他交通|接待|被装购置|物业管理|燃油|保险)费用?"
    r"|(?:办公|专用)设备购置费?|(?:基本|津贴|绩效)工资|津贴补贴|奖金|社会保障缴费|住房公积金|其他(?:商品和服务)?支出|其他"
)


@dataclass(frozen=True, slots=True)
class Called:
    """What a sum is called: the name and where it begins (folded), its clause, its column as far as printed."""

    name: str
    start: int
    clause: str
    column: str
    unbudgeted: bool
    """The words say that the year began without a budget for it."""


class Names:
    """Reads the names of sums in one folded text."""

    def __init__(self, text: str, report_type: ReportType) -> None:
        self.text = text
        self.type = report_type
        self.lexicon = lexicon(report_type)

    def before(self, before: int, number: int, *, opens: bool) -> Called:
        """What the figure at `number` is called in the words since the one before; `opens`: it opens its paragraph."""
        cuts = self._cuts(before, number)
        start, stop, column = self._parted(cuts[-1], number)
        if start == stop and len(cuts) > 1 and (opens or self._begins(cuts)):
            # 某工程，预算20万元 · 某工程年初预算：20万元 · 某工程年初未安排预算，支出20万元
            ahead = self.text[cuts[-2] : cuts[-1]].rstrip("，,;；。:")
            if unplanned := _NOT_BUDGETED.search(ahead):
                ahead = ahead[: unplanned.start()]
            start, stop, said = self._parted(cuts[-2], cuts[-2] + len(ahead))
            column = column or said
        unbudgeted = _NOT_BUDGETED.search(self.text, before, number) is not None
        return Called(self.text[start:stop], start, self.text[start:number], column, unbudgeted)

    def _parted(self, start: int, stop: int) -> tuple[int, int, str]:
        """Where the name in a clause begins and ends, and the column that the words after it set."""
        staged = _STAGE.search(self.text[start:stop])
        end = start + staged.start() if staged else stop
        return *self.trimmed(start, end), self.column(self.text[start:stop])

    def column(self, words: str) -> str:
        """The column that words right before a sum set; empty when they set none."""
        staged = _STAGE.search(words)
        if staged is None:
            return ""
        return BUDGET if staged["budget"] else FINAL if staged["final"] else ""

    def is_generic(self, name: str) -> bool:
        """True for no name, and for one that every sum may have (`项目`, `合计`)."""
        return not name or _GENERIC.fullmatch(name) is not None or _TITLED.search(name) is not None

    def _begins(self, cuts: list[int]) -> bool:
        """The clause before the figure's own begins an item, or is its label."""
        item = self.text[cuts[-2] - 1 : cuts[-2]] in _STOPS or _OPENS.match(self.text, cuts[-2]) is not None
        return item or self.text[cuts[-1] - 1] == ":"

    def _cuts(self, before: int, number: int) -> list[int]:
        """Where clauses begin between two figures: after every mark outside brackets and quotation marks."""
        found = [before]
        depth, quoted = 0, False
        for at in range(before, number):
            char = self.text[at]
            depth += (char in "(（") - (char in ")）" and depth > 0)
            quoted = quoted != (char == '"')
            if depth == 0 and not quoted and char in "，,；;。:！？":
                found.append(at + 1)
        return found

    def trimmed(self, start: int, stop: int) -> tuple[int, int]:
        """A name without its list mark, the word that opens its list, and stray marks at its ends."""
        while True:
            opened = list(_OPENS.finditer(self.text, start, stop))[-1:]
            if opened and self._opens_list(start, opened[0]):
                start = opened[0].end()
                continue
            if mark := _MARK.match(self.text, start, stop):
                start = mark.end()
                continue
            break
        if verb := _VERB.match(self.text[start:stop]):
            start += verb.end()
        while start < stop and self.text[start] in "、，,:;。 )）的":
            start += 1
        while stop > start and self.text[stop - 1] in "、，,:; (（":
            stop -= 1
        return start, stop

    def _opens_list(self, start: int, opened: re.Match[str]) -> bool:
        """A word that opens a list, not one inside of a name."""
        said = self.text[start : opened.start()]
        return (
            not said or "项目" in said or bool(_GENERIC.fullmatch(said)) or opened.group().startswith(("其中", "主要"))
        )

    def is_own(self, called: Called) -> bool:
        """True for a name of its own: not of an account that the report type declares, nor of a source of money."""
        return self.is_project(called.name) and not is_account(self.type, called.clause)

    def is_project(self, name: str) -> bool:
        """True for words that may name a project."""
        if name.count("(") != name.count(")") or is_remark(name) or self.is_generic(name):
            return False
        if not 2 <= len(name) <= _LONGEST or _SOURCE.fullmatch(name):
            return False
        if _SENTENCE_LIKE.search(name) or _MOVED.search(name) or not re.search(r"[\u4e00-\u9fff]{2}", name):
            return False
        compared = (Cue.COMPARE, Cue.PRIOR)
        return not any(t.id in compared and t.end - t.start > 1 for t in self.lexicon.scan(name))


def opens_parts(words: str) -> bool:
    """True for words that open a list of parts (其中, 包括)."""
    return _PARTS.search(words) is not None


def is_remark(name: str) -> bool:
    """True for words that say what became of a sum (年中追加), not what it is of."""
    return _HANGING.search(name) is not None


def heads_own(paragraph: str) -> str:
    """The project that a paragraph is about in so many words (`某工程项目绩效自评综述：…`); empty if none."""
    found = _ABOUT.match(paragraph)
    return found[1] if found else ""


def heads_project(line: str) -> str:
    """The project that a line without figures names: `项目名称：某工程`, `（一）某工程建设项目`; empty if none."""
    found = _LABELLED.match(line) or _HEADED.match(line)
    return found[1] if found else ""


def is_account(report_type: ReportType, words: str) -> bool:
    """True for words that say no more than an account that the report type declares, or a stage of the budget."""
    tokens = lexicon(report_type).scan(words)
    known = any(
        t.kind is TokenKind.MEASURE
        or (t.kind is TokenKind.SUBJECT and not t.weak and report_type.subjects[t.id].family == "money")
        for t in tokens
    )
    return known and not residue(words, 0, len(words), tokens, bodies=False)


def is_economic(name: str) -> bool:
    """True for a class of outlay by its nature (差旅费), which every budget has."""
    return _ECONOMIC.fullmatch(name) is not None
