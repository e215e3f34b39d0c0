"""Finding the figure that a noun names: `占总支出`, `比年初预算`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.checks.prose.words import APART
from extractor.model import Comparator, Dimension

if TYPE_CHECKING:
    from extractor.checks.prose.said import Prose, Said

_FILLERS = re.compile(r"(?:19|20)\d\d年?度?|全年|本年|当年|[的数额\"]|金额|总[计和]|合计|部门|全部|财政拨款|实际|安排")
_COMPARED = re.compile(r"[与同较比](?:上|去|(?:19|20)\d\d)")
"""`与2017年年初预算的741.08万元相比`: another year's."""
_MOST = 12


def bare(words: str) -> str:
    """A noun without years and fillers."""
    return _FILLERS.sub("", words)


def named(prose: Prose, words: str, dimension: Dimension) -> list[Said]:
    """The figures of one dimension whose label ends in a noun; those with no other words in front come first."""
    noun = bare(words)
    if len(noun) < 2:
        return []
    found = [(one, name) for one, name in prose.by_ending.get((dimension, noun[-2:]), ()) if name.endswith(noun)]
    return [one for one, name in found if name == noun][:_MOST] or [one for one, _ in found][:_MOST]


def by_ending(said: Iterable[Said]) -> dict[tuple[Dimension, str], list[tuple[Said, str]]]:
    """The plain figures by what they measure and the last two characters of their names."""
    found: dict[tuple[Dimension, str], list[tuple[Said, str]]] = {}
    for one in said:
        quantity, name = one.quantity, bare(one.name)
        apart = APART.search(one.label) or _COMPARED.match(one.words.replace(",", "，").rsplit("，", 1)[-1])
        if quantity.comparator is Comparator.EXACT and quantity.mantissa and not apart:
            found.setdefault((quantity.dimension, name[-2:]), []).append((one, name))
    return found
