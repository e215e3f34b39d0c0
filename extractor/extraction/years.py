"""The year a report is about."""

from __future__ import annotations

import re
from functools import lru_cache

_TITLED = (
    re.compile(
        r"(?:^|\n)[^\n。，：:]{0,30}?((?:19|20)\d\d)年度?[^\n。，：:]{0,40}?(?:绩效|自评)[^\n。，：:]{0,12}(?:报告|自评表|总结)[^\n。，：:]{0,8}(?=\n|$)"
    ),
    re.compile(r"((?:19|20)\d\d)年度?[^\n。]{0,40}?(?:绩效|自评)[^\n。]{0,12}(?:报告|自评表|总结|情况)"),
    re.compile(r"(?:评价|自评|预算)年度:?((?:19|20)\d\d)"),
    re.compile(r"\(((?:19|20)\d\d)年度?\)"),
)
_ANY = re.compile(r"((?:19|20)\d\d)年度?")
_COVER = 3000


@lru_cache(maxsize=64)
def fiscal_year(folded: str) -> int | None:
    """The year that the title or the cover of a folded text names, else the one it names most often."""
    for pattern in _TITLED:
        if match := pattern.search(folded[:_COVER]):
            return int(match.group(1))
    years = _ANY.findall(folded)
    return int(max(set(years), key=lambda year: (years.count(year), year))) if years else None
