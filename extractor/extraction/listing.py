"""Lists of names in prose: where they split, and what belongs to a name."""

from __future__ import annotations

import re

_RANK = re.compile(
    r"[(（](?:正|副|股|科|处|厅|局|参公|全额|差额|公益|自收|事业|行政|二级|独立|不|未|非|含|其中)[^)）]{0,12}(?<![股科室办局部队心庭])[)）]$"
)
_COUNTS = re.compile(r"[(（](?:[内含下设辖有包括]*)\d+[个名所家][^)）]*[)）]$")
"""`某支队（含4个大队）`: what a body holds is no part of its name."""
_REMARK = re.compile(r"[(（](?:与|实行|合署|对外)[^)）]*[)）]$")
"""`某中心（与某所一个机构、两块牌子）`."""
_LIST_MARK = re.compile(r"^(?:\d{1,2}[.、．]|[(（]\d{1,2}[)）]|[①-⑳])")
NAME_TAIL = re.compile(
    r"(?:[室科股处所站队中心院校部厅局办委会组园馆库场圃镇乡司段台社团班系学庭联署行厂)）]|机构|工会|团委|食堂)$"
)
"""How the names of offices and bodies end."""


def split_list(text: str) -> list[str]:
    """Split at 、(and ，) outside brackets; the last joiner 和/及/以及 splits where the count of marks shows a list."""
    parts: list[str] = []
    depth, start = 0, 0
    for index, char in enumerate(text):
        if char in "（(《“":
            depth += 1
        elif char in "）)》”":
            depth -= 1
        elif depth <= 0 and (char in "、，,;；" or (char == "\n" and _LIST_MARK.match(text[index + 1 :].lstrip()))):
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    while len(parts) > 1 and _TRAILING.match(parts[-1].strip()):
        parts.pop()
    if len(parts) > 1 and (
        joined := re.match(r"^(.{2,}?[室科股处所站队心院校部局办委会组])(?:以及|及|和)(.{2,})$", parts[-1])
    ):
        parts[-1:] = [joined.group(1), joined.group(2)]
    return parts


def is_list_of_names(text: str) -> bool:
    """True for `甲科、乙科、丙中心`: at least two parts, the last one a name of an office or body."""
    return "、" in text and NAME_TAIL.search(text) is not None


_TRAILING = re.compile(r"^[正副]?[科处股厅]级$|^公益[一二]类$|^参公(?:管理)?$|^全额(?:拨款)?$")
"""`（某中心，副处级）`: a remark behind the last name."""


def clean_name(piece: str) -> str:
    """A name without blanks, list number and rank in brackets."""
    piece = _LIST_MARK.sub("", "".join(piece.split())).strip("“”\"'： :")
    return _RANK.sub("", _COUNTS.sub("", _REMARK.sub("", piece)))
