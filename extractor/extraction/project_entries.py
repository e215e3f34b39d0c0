"""The sums of a paragraph that go by a name of their own, with their budget and outlay: what may be projects.

A sum is read from its own words: `某工程年初预算20万元，实际支出18万元` is one entry with two figures, `某工程18万元、
某培训5万元` are two. Whether a run of entries is a list of projects is not decided here (`project_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from extractor.extraction.mention import DEFAULT, Mention
from extractor.extraction.residue import residue
from extractor.extraction.vocabulary import Cue, lexicon
from extractor.extraction.wording import TokenKind
from extractor.model import Dimension, Quantity
from extractor.numbers import Folded
from extractor.reports import Facet, ReportType

BUDGET, FINAL = "budget", "final"
_OF_STAGE = {"initial": BUDGET, "adjusted": BUDGET, "final": FINAL}
_LONGEST = 36
_BUDGETED = r"(?:预算(?:安排|批复|下达|数|额|金额|资金|总额)*|(?:预算)?(?:安排|批复|下达|核定)(?:预算|资金|投入|经费|数)*|计划(?:投入|安排|资金|投资)|指标数?)"
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
    r"|第[一二三四五六七八九十][,，、]?|[-—·●■◆▪*]+)"
)
_OPENS = re.compile(
    r"(?:其中|主要(?:包括|项目有|项目为|是|有|为|用于|用在)?|包括|包含|分别[为是有]|具体[为是有]|用于|用在|即|涉及|[安]?排[了]?[:]|如下|里头|当中|另有|另外|还有|以及)[:，,]?"
)
_FLAT = re.compile(r"项目(?:支出|经费|资金)?(?:[为有是]|主要)")
_SEPARATOR = re.compile(r"[，,；;。:！？]")
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
_HANGING = re.compile(r"(?:追加|调[整增减]|结[余转]|净值|原值|折旧|总值|增加|减少|节约|差额|[按由对被])$")
_ECONOMIC = re.compile(
    r"(?:办公|印刷|咨询|手续|水|电|水电|邮电|取暖|差旅|维修[(]?护?[)]?|租赁|会议|培训|劳务|委托业务|工会|福利|交通|其他交通|接待|被装购置|物业管理|燃油|保险)费用?"
    r"|(?:办公|专用)设备购置费?|(?:基本|津贴|绩效)工资|津贴补贴|奖金|社会保障缴费|住房公积金|其他(?:商品和服务)?支出|其他"
)


class Gap(IntEnum):
    """What stands between an entry and the one before it."""

    ENUM = 0
    ITEM = 1
    STOP = 2
    BREAK = 3
    """Something that is no entry, or another paragraph."""


@dataclass(slots=True)
class Entry:
    """One named sum; offsets are folded. `figures` by column; `row` is the number of its paragraph, `at_start` true
    where it opens the paragraph; `lead` is what the text says between the figure before and its name."""

    name: str
    start: int
    end: int
    row: int
    gap: Gap
    at_start: bool
    lead: str
    mention: Mention
    figures: dict[str, Quantity] = field(default_factory=dict)
    stated: bool = False
    """A stage is printed beside a figure of it."""
    unbudgeted: bool = False

    @property
    def both(self) -> bool:
        """Budget and outlay are printed."""
        return len(self.figures) == 2 or (self.unbudgeted and FINAL in self.figures)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its folded ends, the figures in it and how each was understood."""

    row: int
    start: int
    end: int
    figures: Sequence[Quantity]


class Reader:
    """Reads the entries of paragraphs; `mentions` by where their figures start."""

    def __init__(self, folded: Folded, report_type: ReportType, mentions: Mapping[int, Mention]) -> None:
        self.folded = folded
        self.text = folded.text
        self.type = report_type
        self.lexicon = lexicon(report_type)
        self.mentions = mentions

    def entries(self, line: Line, heading: str = "") -> Iterator[Entry]:
        """The entries of one paragraph. `heading`: what may name a sum that opens it without a name."""
        entry: Entry | None = None
        nested = False
        before = line.start
        gap = Gap.BREAK
        for quantity in line.figures:
            number, stop = self.folded.at(quantity.number.start), self.folded.at(quantity.span.end)
            since = self.text[before:number]
            ended = self._ended(since)
            nested = nested and ended < Gap.ITEM
            mention = self.mentions.get(quantity.span.start)
            inner = entry is not None and FINAL in entry.figures and ended < Gap.ITEM
            if mention is None or not _is_sum(mention):
                nested = nested or (inner and _OPENS.search(since) is not None)
                gap = max(gap, ended)
                before = stop
                continue
            name, at, stage = self._named(before, number, opens=entry is None and before == line.start)
            unbudgeted = _NOT_BUDGETED.search(since) is not None
            opens = name and _OPENS.search(since[: at - before + 1]) is not None
            if name and inner and opens:
                nested = True  # 某补助798万元，其中县医院486万元、中医院231万元
            if nested:
                before = stop
                continue
            if name and self._is_entry(name, self.text[at:number]):
                if entry is not None:
                    yield entry
                first = before == line.start
                at_start = first and not _SEPARATOR.search(self.text, line.start, at)
                entry = Entry(
                    name, at, stop, line.row, Gap.BREAK if first else max(gap, ended), at_start,
                    self.text[before:at], mention,
                )  # fmt: skip
                gap = Gap.ENUM
                entry.unbudgeted = unbudgeted
                self._put(entry, stage, mention, quantity, stop)
            elif entry is not None and ended < Gap.STOP and _HANGING.search(name):
                pass  # 年中追加12万元: of the same, and neither its budget nor its outlay
            elif not name and entry is not None and ended < Gap.STOP and (stage or mention.measured > DEFAULT):
                self._put(entry, stage, mention, quantity, stop)
                gap = max(gap, ended) if ended < Gap.ITEM else gap
            else:
                if entry is not None:
                    yield entry
                entry, gap = None, Gap.BREAK
            before = stop
        if entry is not None:
            yield entry

    def _put(self, entry: Entry, stage: str, mention: Mention, quantity: Quantity, stop: int) -> None:
        column = stage or _OF_STAGE.get(mention.measure or "", FINAL)
        if column in entry.figures:
            return
        entry.figures[column] = quantity
        entry.stated = entry.stated or bool(stage)
        entry.end = stop

    def _ended(self, since: str) -> Gap:
        if "。" in since or "！" in since:
            return Gap.STOP
        return Gap.ITEM if ";" in since or "；" in since else Gap.ENUM

    def _named(self, before: int, number: int, *, opens: bool) -> tuple[str, int, str]:
        """What the figure at `number` calls itself, where that begins, and its column as far as printed."""
        cuts = self._cuts(before, number)
        at = cuts[-1]
        clause = self.text[at:number]
        staged = _STAGE.search(clause)
        stop = at + (staged.start() if staged else len(clause))
        stage = ""
        if staged:
            stage = BUDGET if staged["budget"] else FINAL if staged["final"] else ""
        start, stop = self._trimmed(at, stop)
        if start == stop and len(cuts) > 1 and (opens or _SEPARATOR.search(self.text, before, cuts[-2])
                                                  or self.text[cuts[-1] - 1] == ":"):  # fmt: skip
            # 某工程，预算20万元 · 某工程：预算20万元 · 某工程年初未安排预算，支出20万元
            ahead = self.text[cuts[-2] : cuts[-1]].rstrip("，,;；。:")
            if unplanned := _NOT_BUDGETED.search(ahead):
                ahead = ahead[: unplanned.start()]
            start, stop = self._trimmed(cuts[-2], cuts[-2] + len(ahead))
        return self.text[start:stop], start, stage

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

    def _trimmed(self, start: int, stop: int) -> tuple[int, int]:
        """A name without its list mark, the word that opens its list, and stray marks at its ends."""
        while True:
            opened = None
            for opened in _OPENS.finditer(self.text, start, stop):
                pass
            if opened is not None and self._opens_list(start, opened):
                start = opened.end()
                continue
            if mark := _MARK.match(self.text, start, stop):
                start = mark.end()
                continue
            break
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

    def _is_entry(self, name: str, clause: str) -> bool:
        """True for a name of its own: not of an account that the report type declares, nor of a source of money."""
        if name.count("(") != name.count(")") or _HANGING.search(name):
            return False
        if not 2 <= len(name) <= _LONGEST or _GENERIC.fullmatch(name) or _SOURCE.fullmatch(name):
            return False
        if _SENTENCE_LIKE.search(name) or not re.search(r"[\u4e00-\u9fff]{2}", name):
            return False
        compared = (Cue.COMPARE, Cue.PRIOR)
        if any(t.id in compared and t.end - t.start > 1 for t in self.lexicon.scan(clause)):
            return False
        return not is_account(self.type, clause)


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


def _is_sum(mention: Mention) -> bool:
    """A sum of this year's money that stands for itself: no change, no share, no figure of another year."""
    return mention.quantity.dimension is Dimension.MONEY and mention.facet is Facet.AMOUNT and not mention.prior
