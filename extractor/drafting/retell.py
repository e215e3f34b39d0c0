"""A sentence of an earlier report told again for this year: its words stay, every figure in it becomes a slot.

A figure that states a field becomes the slot of that field; any other figure, date or result is asked for, and is a
gap until somebody answers. What says which way a figure moved goes with it. So no figure of last year can stay,
whatever the sentence says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from extractor import numbers
from extractor.drafting import naming
from extractor.drafting.asked import Asked, around, identity
from extractor.drafting.inputs import CARRIED, NOT_STATED, Prior
from extractor.drafting.phrases import Filler
from extractor.drafting.targets import MISSED
from extractor.drafts import Slot
from extractor.model import Quantity, Span, State
from extractor.numbers import Kind as Reserved
from extractor.reports import ReportType
from extractor.reports.spec import Kind

DIRECTION = re.compile(
    r"(?:较|比)[^，。；、]{0,10}?(?:增加|减少|增长|下降|提高|降低|多|少|上升)|(?:增加|减少|增长|下降|上升|提高|降低|节约|节省|超支|"
    r"超出|高于|低于|超过|多于|少于|持平|压减|压缩|缺口|偏差)"
)
_TURN = re.compile(r"(?:增加|减少|增长|下降|上升|提高|降低|节约|超过|高于|低于)了?$")
_CLAUSE = "，。；：、,;:\n"
_OBJECT = re.compile(r"(?![了幅额率的得至到近约超多不])[一-龥]{2}")
_HEDGE = re.compile(r"(?:达到|近|约|超)了?$")
NOTHING = ("无", "暂无", "没有", "不涉及")
"""What a section says that had nothing to say: not to be repeated unasked."""
_TITLE = re.compile(r"《[^《》\n]*[0-9０-９][^《》\n]*》(?:[（(〔\[][^）)〕\]]*[）)〕\]])?")
_MARK = re.compile(r"[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3}[.．、]?\s*(?=[一-龥“])")
_HEADLESS = re.compile(r"(?:占|其中|较|比|同比)(?!用|有|重|例)")
_NUMERALS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    slot: Slot


@dataclass(frozen=True)
class Teller:
    """Tells the sentences of one report again."""

    prior: Prior
    filler: Filler
    report_type: ReportType

    @cached_property
    def _quantities(self) -> tuple[Quantity, ...]:
        return numbers.find(self.prior.document.text)

    @cached_property
    def stated(self) -> Mapping[Span, str]:
        """The path that each printed figure states, by the place of its digits (of its words, for a grade)."""
        found: dict[Span, str] = {}
        for one in self.prior.found():
            if one.path in NOT_STATED:
                continue
            spec = self.report_type.fields.get(one.path)
            for place in dict.fromkeys(filter(None, (one.evidence, *one.mentions))):
                if one.quantity is not None:
                    for quantity in self.within(place.span):
                        if quantity.digits == one.quantity.digits:
                            found.setdefault(quantity.number, one.path)
                elif spec is not None and spec.kind is Kind.CHOICE and isinstance(one.value, str):
                    at = place.quote.find(one.value)
                    if at >= 0:
                        start = place.span.start + at
                        found.setdefault(Span(start, start + len(one.value)), one.path)
        for one in self.prior.report.fields.values():
            if one.state is State.CONFLICT and one.path not in NOT_STATED:
                for place in one.mentions:
                    if len(inside := self.within(place.span)) == 1:
                        found.setdefault(inside[0].number, one.path)
        for row in self.prior.report.projects:
            number = self._project(row.cells.get("name", ""))
            for key in ("budget", "final"):
                if number is not None and key in row.quantities:
                    found.setdefault(row.quantities[key].number, f"projects.{number}.{key}")
        return found

    def _project(self, name: str) -> int | None:
        wanted = f"{name}预算"
        found = (path for path, label in self.filler.names.items() if path.startswith("projects.") and label == wanted)
        path = next(found, None)
        return int(path.split(".")[1]) if path else None

    def within(self, span: Span) -> tuple[Quantity, ...]:
        """The quantities of a part of the document."""
        first = bisect_left(self._quantities, span.start, key=lambda q: q.span.start)
        return tuple(q for q in self._quantities[max(0, first - 1) :] if q.number in span) if span else ()

    def paths(self, span: Span) -> tuple[str, ...]:
        """What a part of the document states."""
        return tuple(dict.fromkeys(path for place, path in sorted(self.stated.items()) if place in span))

    def names(self, span: Span) -> tuple[str, ...]:
        """The carried texts (lists of units, the department) that stand in a part of the document."""
        return tuple(
            one.path
            for one in self.prior.found()
            if one.evidence is not None
            and one.evidence.span.overlaps(span)
            and (spec := self.report_type.fields.get(one.path)) is not None
            and spec.kind in CARRIED
        )

    def unmarked(self, span: Span) -> Span:
        """The sentence without the list number in front of it: the draft numbers anew."""
        text = self.prior.document.text
        match = _MARK.match(text, span.start, span.end)
        start = match.end() if match and (span.start == 0 or text[span.start - 1] == "\n") else span.start
        for reserved in self._reserved_places:
            if reserved.span.start == start and reserved.kind is Reserved.LIST_NUMBER:
                start = reserved.span.end
        while start < span.end and text[start].isspace():
            start += 1
        return Span(start, span.end) if start < span.end else span

    @cached_property
    def _reserved_places(self) -> tuple[numbers.Reserved, ...]:
        return numbers.reserved(self.prior.document.text)

    def turns(self, span: Span) -> bool:
        """True when the words say which way a figure went, or that a target was missed: they may be wrong this year."""
        words = self.prior.document.text[span.start : span.end]
        return bool(MISSED.search(words)) or any(not _aims(words, way) for way in DIRECTION.finditer(words))

    def headless(self, span: Span) -> bool:
        """True for a sentence that has lost its subject to the one before (占总支出…%)."""
        return bool(_HEADLESS.match(self.prior.document.text, span.start, span.end))

    def tell(self, span: Span) -> tuple[str | Slot, ...]:
        """The parts of the sentence for this year."""
        return self._told(span)[0]

    def asked(self, span: Span) -> tuple[Asked, ...]:
        """What the sentence leaves open that no field answers."""
        return self._told(span)[1]

    def _told(self, span: Span) -> tuple[tuple[str | Slot, ...], tuple[Asked, ...]]:
        text = self.prior.document.text
        parts: list[str | Slot] = []
        asks: list[Asked] = []
        at = span.start
        for change in self._changes(span):
            if change.start < at:
                continue
            literal, slot = tidy(text[at : change.start]), change.slot
            if slot.kind == "ask":
                turn = _TURN.search(literal) or _HEDGE.search(literal)
                literal, gone = (literal[: turn.start()], turn[0]) if turn else (literal, "")
                asks.append(self._ask(span, change, literal, gone, len(asks)))
                slot = self.filler.told(asks[-1])
            if literal:
                parts.append(literal)
            parts.append(slot)
            at = change.end
        if rest := tidy(text[at : span.end]):
            parts.append(rest)
        return tuple(parts), tuple(asks)

    def _ask(self, span: Span, change: _Change, literal: str, gone: str, place: int) -> Asked:
        """What to ask for one place. A direction is asked for with its figure: it may have turned."""
        text, document = self.prior.document.text, self.prior.document
        sentence, printed = text[span.start : span.end], tidy(text[change.start : change.end])
        unit = change.slot.text
        label = change.slot.target or naming.label(literal or naming.above(document, span), unit)
        if _TURN.search(gone):
            printed, unit, label = gone + printed, "", f"{label}，连同增减方向"
        turn = text.count(sentence, 0, span.start)
        if head := naming.head(document, span):
            label = f"{head}（{unit}）" if unit else head
        before, after = tidy(text[span.start : change.start]).removesuffix(gone), tidy(text[change.end : span.end])
        before = f"{head}：{before}" if head else before
        page = document.cite(Span(change.start, change.end)).page
        return Asked(identity(self.prior.year, sentence, turn, place), label, printed, unit,
                     around(before, printed, after), self.prior.year, page)  # fmt: skip

    def _changes(self, span: Span) -> list[_Change]:
        """Every place to fill anew, in order; the first of two that overlap wins."""
        text = self.prior.document.text
        bare = Span(span.start, span.start + len(text[span.start : span.end].rstrip("。 ")) or span.end)
        if text[bare.start : bare.end] in NOTHING:
            return [_Change(bare.start, bare.end, _ask("本年情况"))]
        found = [*self._missed(span), *self._titles(span), *self._grades(span)]
        for quantity in self.within(span):
            path = self.stated.get(quantity.number)
            slot = self.filler.slot(path) if path else _ask("", quantity.unit_text)
            found.append(_Change(max(span.start, quantity.span.start), min(span.end, quantity.span.end), slot))
        for reserved in self._reserved_places:
            if reserved.span in span:
                found += self._reserved(reserved.span, reserved.kind)
        covered = sorted(found, key=lambda change: (change.start, -change.end))
        for match in _NUMERALS.finditer(text, span.start, span.end):
            if not any(change.start < match.end() and match.start() < change.end for change in covered):
                covered.append(_Change(match.start(), match.end(), _ask("")))
        return sorted(covered, key=lambda change: (change.start, -change.end))

    def _missed(self, span: Span) -> Iterator[_Change]:
        text = self.prior.document.text
        for match in MISSED.finditer(text, span.start, span.end):
            stop = re.compile(r"[，；。、]|$").search(text, match.end(), span.end)
            yield _Change(match.start(), stop.start() if stop else span.end, _ask("本年完成情况"))

    def _titles(self, span: Span) -> Iterator[_Change]:
        for match in _TITLE.finditer(self.prior.document.text, span.start, span.end):
            yield _Change(match.start(), match.end(), _ask("文件名称"))

    def _grades(self, span: Span) -> Iterator[_Change]:
        for place, path in self.stated.items():
            spec = self.report_type.fields.get(path)
            if place in span and spec is not None and spec.kind is Kind.CHOICE:
                yield _Change(place.start, place.end, self.filler.slot(path))

    def _reserved(self, span: Span, kind: Reserved) -> Iterator[_Change]:
        words = self.prior.document.text[span.start : span.end]
        if not re.search(r"[0-9０-９]", words):
            if kind is Reserved.RATIO:
                yield _Change(span.start, span.end, _ask("比例"))
            return
        match = _YEAR.search(words)
        year_only = match is not None and re.fullmatch(r"\s*(?:19|20)[0-9]{2}\s*年?\s*(?:年?度|年?末)?\s*", words)
        if match is not None and year_only and int(match[1]) == self.prior.year:
            low = span.start + match.start()
            yield _Change(low, low + 4, self.filler.slot("year"))
        elif match is not None and int(match[1]) == self.prior.year and re.search(r"12\s*月\s*31\s*日", words):
            low = span.start + match.start()
            yield _Change(low, low + 4, self.filler.slot("year"))
            end = low + 4
            yield _Change(end, span.end, Slot("date:12-31", "年12月31日"))
        elif kind in (Reserved.CODE, Reserved.ORDINAL, Reserved.IDIOM, Reserved.LIST_NUMBER) and not _YEAR.search(
            words
        ):
            yield _Change(span.start, span.end, Slot(f"carried:{words}", words))
        else:
            yield _Change(span.start, span.end, _ask("比例" if kind is Reserved.RATIO else "日期"))


def _aims(words: str, way: re.Match[str]) -> bool:
    """True for what is worked for (提高办事效率), in a clause that states no figure. Other verbs with an object may say
    why a figure moved (增加人员经费)."""
    if way[0] != "提高":
        return False
    low = max(words.rfind(mark, 0, way.start()) for mark in _CLAUSE) + 1
    high = min((at for mark in _CLAUSE if (at := words.find(mark, way.end())) >= 0), default=len(words))
    return not re.search(r"[0-9０-９]|较|比|有所|因|由于|主要", words[low:high]) and bool(
        _OBJECT.match(words, way.end())
    )


def tidy(text: str) -> str:
    """Without the breaks and blanks that the page made."""
    text = re.sub(r"[，、；](?=[。；])", "", re.sub(r"\s*\n\s*", "", text))
    return re.sub(r"(?<=[^!-~])[ \u3000]+|[ \u3000]+(?=[^!-~])", "", text)


def _ask(label: str, unit: str = "") -> Slot:
    """A place to ask for; without a label, the words before it give one."""
    return Slot(f"ask:{label}", unit)
