"""Figures of a body below: a sentence that begins with the name of a subordinate unit speaks of that unit alone.

`县粮油质量检验站编制12人，在职11人`: neither is the department's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.extraction.mention import Mention
from extractor.model import Document, Field
from extractor.numbers import fold

_UNITS = "organization.subordinate_units.names"
_PLACE = re.compile(r"^[\u4e00-\u9fff]{0,4}?[省市州盟县区旗镇乡]")
_LEAD = r"(?:附[:：]?|其中[:：]?|下属的?|所属的?|另外?[，,]?|[一二三四五六]是)*"
_ENDS = "。；;\n"
_LEAST = 3
"""A name of fewer characters, its place aside, may begin any sentence."""


def of_department(document: Document, names: Mapping[str, Field], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without those of sentences about a unit that the report lists as subordinate."""
    value = names[_UNITS].value if _UNITS in names else None
    units = [short for name in value or () if len(short := _PLACE.sub("", fold(str(name)).text)) >= _LEAST]
    if not isinstance(value, tuple) or not units:
        return list(mentions)
    folded = fold(document.text)
    told = re.compile(rf"{_LEAD}(?:[省市州盟县区旗镇乡])?(?:{'|'.join(map(re.escape, units))})(?![、和及与])")
    return [
        one
        for one in mentions
        if not told.match(folded.text, _sentence(folded.text, folded.at(one.quantity.span.start)))
    ]


def _sentence(text: str, at: int) -> int:
    """Where the sentence that holds a place begins."""
    return max(text.rfind(mark, 0, at) for mark in _ENDS) + 1


__all__ = ["of_department"]
