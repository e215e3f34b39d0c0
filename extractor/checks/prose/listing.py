"""Lists in a sentence with the number of their items: `N 个：甲、乙、丙`, `甲、乙和丙 N 项`, `甲、乙等 N 个单位`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.prose.said import Prose, Said
from extractor.model import Comparator, Dimension

_AHEAD = re.compile(
    r"(?P<noun>[^，。;:()、\n]{0,14}?)(?:，?(?P<cue>即|分别[为是]|包括|依次为|为|是|有):?|(?P<mark>[:(]))"
)
_STOP = re.compile(r"[。;\n，]")
_BEHIND = re.compile(r"(?P<open>等)?(?P<noun>[^，。;:、\"0-9]{0,12}?)(?:共|共计|合计|总共|一共)?$")
_JOINED = re.compile(r"以及")
_LAST = re.compile(r"[^、]{2,}(?:和|及|与|暨)[^、]{2,}$")
_WHOLE = re.compile(r"内设|下设|下辖|所属|下属|设有|辖")
_ITSELF = re.compile(r"本级|本部|机关$")
_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST = 20
_NEAR = 2
_UNITS = frozenset("个家项类条所种本部门支")


_BODY = re.compile(r"[局科股室处所站队院办部委场馆校会库团社园组厅司台厂心]$|[)）]$|本级|机关")


def are_bodies(names: Sequence[str]) -> bool:
    """Whether most of the names are names of bodies at all."""
    return 3 * sum(bool(_BODY.search(name)) for name in names) >= 2 * len(names)


@dataclass(frozen=True, slots=True)
class Listing:
    """`least` to `most` items are listed (和 may join two items or stand inside one); `open` when 等 leaves it open."""

    said: Said
    items: tuple[str, ...]
    least: int
    most: int
    open: bool
    start: int
    end: int
    whole: bool
    """The words (内设, 下辖 …) leave nothing out."""
    plain: bool
    """The items are of one kind, by their last character, and the words leave no doubt that they are counted."""

    def fits(self, count: Decimal) -> bool:
        """Whether so many may be listed."""
        itself = 1 if any(_ITSELF.search(item) for item in self.items) else 0
        opened = self.open and not (self.whole and self.plain and count - self.most <= _NEAR)
        return self.least - itself <= count <= self.most or (opened and count >= self.least)


def listings(prose: Prose) -> Iterator[Listing]:
    """Every list that stands next to the number of its items."""
    for one in prose.said:
        quantity = one.quantity
        counted = quantity.dimension is Dimension.COUNT and quantity.unit in _UNITS and quantity.scale == 1
        if counted and quantity.comparator is Comparator.EXACT and 2 <= quantity.value <= 99:
            found = _ahead(prose, one) or _behind(prose, one)
            if found and not _holds_figures(prose, found):
                yield found


def _holds_figures(prose: Prose, listing: Listing) -> bool:
    """Whether a figure stands in the list: then it is a list of amounts."""
    index = listing.said.index
    before = index and prose.said[index - 1].end > listing.start
    after = index + 1 < len(prose.said) and listing.said.at < listing.start and prose.said[index + 1].at < listing.end
    return bool(before and listing.start < listing.said.at) or after


def _ahead(prose: Prose, one: Said) -> Listing | None:
    text = prose.text
    match = _AHEAD.match(text, one.end)
    if match is None:
        return None
    start = match.end()
    if match["mark"] == "(":
        end = _closing(text, start)
    else:
        stop = _STOP.search(_masked(text[start : start + 1500]))
        end = start + stop.start() if stop else min(len(text), start + 1500)
    closed = bool(match["cue"] and match["cue"] not in ("包括", "有")) or match["mark"] == ":"
    return _listing(one, text, start, end, closed)


def _behind(prose: Prose, one: Said) -> Listing | None:
    text = prose.text
    low = max(0, one.at - 1500)
    before = _masked(text[low : one.at])
    start = max(before.rfind(mark) for mark in "，。;:\n") + 1
    match = _BEHIND.search(before, start)
    if match is None or "、" not in before[start:]:
        return None
    return _listing(one, text, low + start, low + (match.end("open") if match["open"] else len(before)), True)


def _closing(text: str, start: int) -> int:
    depth = 1
    for index in range(start, min(len(text), start + 1500)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if not depth or text[index] == "\n":
            return index
    return start


def _masked(text: str) -> str:
    """The text with everything in brackets and the marks of quotation made harmless."""
    return _BRACKETS.sub(lambda match: "□" * len(match[0]), text)


def _listing(one: Said, text: str, start: int, end: int, closed: bool) -> Listing | None:
    items = [item.strip('□ "') for item in _masked(text[start:end]).split("、")]
    if len(items) < 2 or not all(1 < len(item) <= _LONGEST + 12 * (not index) for index, item in enumerate(items)):
        return None
    if any(char.isdigit() for item in items for char in item):
        return None
    last = items[-1]
    is_open = last.endswith("等")
    items[-1] = last.removesuffix("等")
    joined = len(_JOINED.findall(items[-1]))
    maybe = 1 if not joined and _LAST.search(items[-1]) else 0
    inside = len(re.findall("和|及|与", _JOINED.split(items[-1])[-1])) if joined else 0
    least = len(items) + joined
    endings = Counter(item[-1] for item in items)
    plain = closed and (endings.most_common(1)[0][1] * 3 >= 2 * len(items) or are_bodies(items))
    whole = bool(_WHOLE.search(text[max(0, min(start, one.at) - 8) : max(end, one.end) + 12]))
    return Listing(one, tuple(items), least, least + maybe + inside, is_open, start, end, whole, plain)
