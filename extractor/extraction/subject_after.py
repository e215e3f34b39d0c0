"""Counts that name their subject after the figure (`设18个内设机构`)."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.extraction.listing import NAME_TAIL, is_list_of_names
from extractor.extraction.subject_sought import Sought
from extractor.extraction.wording import TokenKind, any_of
from extractor.reports import ReportType, Subject

_ANNOUNCES = re.compile(
    r"(?:设|是|设有|设置|设立|有|辖|管|共|共计|为|等|机关|下列|以下|如下|以上|上述|包括|含|计|属|及|和|、|^)$"
)
_HAVING = re.compile(r"[设辖属有括含为:是]|构成|范围")
_LOOKED_AT = re.compile(r"^[，：:。；]?(?:到|赴|对|向)|抽查|抽取|走访|调研|查阅|实地")
_WORD = re.compile("[\u4e00-\u9fff]")
MOVES = re.compile(r"(?:招录|招聘|录用|招考|引进|新增|增加|减少|补充|流失|培训|抽调|调[入出]|考录|选调|退休|退役)了?$")
"""Before a number of people: of those who came or went."""
_SOME = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:单位|机构|中心|[站所股科室处院校队])(?![科股室处站所]|为|是|均|分别|即|有|构成|组成|情况|设置|纳入|编)[\u4e00-\u9fff]"
)
"""`2家二级单位会计由业务人员兼任`: some of them did something."""
_RANK = re.compile(r"的|[正副]?[科处股厅]级")


def named_after(sought: Sought) -> str | None:
    """The subject that stands right behind a count, or None where there is none or only some of it were looked at."""
    phrase = sought.phrase
    if MOVES.search(phrase.text, phrase.clause, phrase.number):
        return None  # 新招录3名事业人员
    if "staff" not in sought.families:
        return _counted(sought, phrase.stop)
    opened = phrase.text.rfind("(", phrase.clause - 1 if phrase.clause else 0, phrase.number)
    if opened > phrase.text.rfind(")", 0, phrase.number) and NAME_TAIL.search(phrase.text, 0, opened):
        return None  # 某支队（含4个大队）
    before = phrase.text[max(phrase.clause - 1, 0) : phrase.number]
    alone = phrase.text[phrase.clause : phrase.number] in ("", "机关", "局机关", "委机关", "院机关")
    if alone and _SOME.match(phrase.text, phrase.stop):
        return None
    if "units" in sought.families and not _announces(before):
        return None  # 抽查了3个科室 tells of some, not how many there are
    skipped = _RANK.match(phrase.text, phrase.stop)
    noun = skipped.end() if skipped else phrase.stop
    beside = (t for t in phrase.tokens if t.start in (phrase.stop, noun) and t.kind is TokenKind.SUBJECT)
    if token := next(beside, None):
        runs_on = token.weak and _WORD.match(phrase.text, token.end)  # 三个行政组室
        if sought.fits(token) and not runs_on:
            return token.id
        if not runs_on:
            return None
    return _counted(sought, noun)


def _counted(sought: Sought, noun: int) -> str | None:
    """The subject whose `after` wording stands at `noun`: the longest, of those that fit."""
    best, found = 0, None
    for spec in _counts(sought.type):
        if spec.family in sought.families:
            match = any_of(spec.after).match(sought.phrase.text, noun)
            if match and match.end() - noun > best:
                best, found = match.end() - noun, spec.id
    return found


@lru_cache(maxsize=16)
def _counts(report_type: ReportType) -> tuple[Subject, ...]:
    """The few subjects that may stand after their number; kept, since every figure asks."""
    return tuple(spec for spec in report_type.subjects.values() if spec.after)


def _announces(before: str) -> bool:
    """The words before a count say that there are so many (内设…等3个科室), not that some were looked at."""
    if _LOOKED_AT.search(before):
        return False
    return bool(_ANNOUNCES.search(before)) or (is_list_of_names(before) and bool(_HAVING.search(before)))
