"""The skeleton of the last report: its sections told again, with the new problems and measures in place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.drafting.inputs import Prior
from extractor.drafting.numbering import numbered
from extractor.drafting.words import Words, topic
from extractor.drafts import Basis, Block, Mark, Pair, Sentence
from extractor.model import Item, Section, Span

_LONG = 40
_NAMED = re.compile(r"(?:名称|联系人|负责人|填报人|电话|等级|等次|地址|编码)$")


@dataclass(frozen=True)
class Skeleton:
    """Writes the blocks of the draft along the sections of the last report."""

    words: Words
    pairs: Sequence[Pair]
    settled: tuple[Sentence, ...]

    @property
    def prior(self) -> Prior:
        """The last report."""
        return self.words.inputs.last

    def blocks(self) -> Iterator[Block]:
        """Every block after the title, numbered."""
        yield from map(_ended, numbered(self._blocks()))

    def _blocks(self) -> Iterator[Block]:
        spent: set[str] = set()
        problems, measures = self._lists
        done = {"problems": problems is None, "measures": measures is None}
        for section in self.prior.document.walk():
            if section in self._dropped:
                continue
            yield from self._heading(section)
            if section is problems and section is measures:
                yield _plain("heading", "存在的问题", section.level + 1)
                yield from self._problems(section, section.level + 2)
                yield _plain("heading", "改进措施", section.level + 1)
                yield from self._measures(None, section.level + 2)
            elif section is problems:
                yield from self._problems(section, section.level + 1)
            elif section is measures:
                yield from self._measures(section, section.level + 1)
            else:
                yield from self._section(section, spent)
        rest = [path for path in self.words.inputs.required if path not in spent and path != "budget_code"]
        if not list(self.prior.document.walk()) or rest:
            told = tuple(self.words.library(rest))
            if told:
                yield _plain("heading", "其他数据", 1)
                yield Block("paragraph", told)
        if done["problems"]:
            yield _plain("heading", "存在的问题及原因分析", 1)
            yield from self._problems(None, 2)
        if done["measures"]:
            yield _plain("heading", "改进措施", 1)
            yield from self._measures(None, 2)

    def _heading(self, section: Section) -> Iterator[Block]:
        text = self.prior.document.text
        if self._is_item(section):
            return
        shown = text[section.heading.start : section.heading.end]
        place = Span(min(section.heading.start + len(section.mark), section.heading.end - 1), section.heading.end)
        parts = self.words.teller(self.prior).tell(place) if section.title else ()
        mark = Mark.KEPT if all(isinstance(p, str) for p in parts) else Mark.UPDATED
        page = self.prior.document.cite(place).page
        basis = Basis("quote", f"{self.prior.document.id}:{place.start}-{place.end}", text[place.start : place.end],
                      page, place.start, place.end)  # fmt: skip
        yield Block("heading", (Sentence(parts, mark, "", (basis,), shown),), section.level)

    def _section(self, section: Section, spent: set[str]) -> Iterator[Block]:
        own = self._own(section)
        item = self._is_item(section)
        paragraphs = list(self._told(list(self._paragraphs(own)), spent))
        more = [path for path in self._moved.get(id(section), ()) if path not in spent]
        spent.update(more)
        if more:
            paragraphs.append(list(self.words.library(more)))
        for told in filter(None, paragraphs):
            yield Block("item" if item else "paragraph", tuple(told), section.level if item else 0)
            item = False

    def _told(self, parts: Sequence[Span], spent: set[str]) -> Iterator[list[Sentence]]:
        """The paragraphs for this year; a form's label and the value on the line below it are one paragraph."""
        text, label = self.prior.document.text, list[Sentence]()
        for place, part in enumerate(parts):
            told = list(self.words.told(self.prior, part, spent))
            below = text[parts[place + 1].start : parts[place + 1].end] if place + 1 < len(parts) else ""
            if not label and _is_label(text[part.start : part.end], below):
                label = told
                continue
            if label and any("/" in one.phrase for one in told):  # the library says what it is itself
                label = []
            yield [*map(_opening, label), *told]
            label = []

    def _paragraphs(self, own: Span | None) -> Iterator[Span]:
        """The paragraphs of a part of the last report."""
        if own is None:
            return
        at = own.start
        for line in self.prior.document.text[own.start : own.end].split("\n"):
            if line.strip():
                yield Span(at, at + len(line))
            at += len(line) + 1

    def _problems(self, section: Section | None, level: int) -> Iterator[Block]:
        yield from self._lead(section)
        if self.settled:
            yield Block("paragraph", self.settled)
        for pair in self.pairs:
            yield replace(pair.problem, level=level)

    def _measures(self, section: Section | None, level: int) -> Iterator[Block]:
        yield from self._lead(section)
        for pair in self.pairs:
            yield replace(pair.measure, level=level)

    def _lead(self, section: Section | None) -> Iterator[Block]:
        """What stands between the heading and the first problem: 针对上述问题 …"""
        if section is None or self._is_item(section):
            return
        items = [item.evidence.span for item in (*self.prior.report.problems, *self.prior.report.measures)]
        first = min((span.start for span in items if section.span.start <= span.start), default=section.span.end)
        own = self._own(section)
        if own and own.start < min(first, own.end):
            span = Span(own.start, min(first, own.end))
            if len(re.sub(r"\W|[0-9一二三四五六七八九十]", "", self.prior.document.text[span.start : span.end])) > 6:
                told = [one for one in self.words.told(self.prior, span, set()) if not one.slots]
                if told:
                    yield Block("paragraph", tuple(told))

    def _own(self, section: Section) -> Span | None:
        """The text of a section before its first child; with its heading where that is the sentence itself."""
        start = section.heading.end
        if self._is_item(section):
            start = section.heading.start + len(section.mark)
        end = section.children[0].span.start if section.children else section.span.end
        text = self.prior.document.text
        while start < end and text[start] in "。：: \n\t":
            start += 1
        return Span(start, end) if start < end else None

    def _is_item(self, section: Section) -> bool:
        """True for a numbered paragraph, whose first sentence the reader took for a heading."""
        text, end = self.prior.document.text, section.heading.end
        goes_on = text[end : end + 2].split("\n")[0].strip("。：: ") != ""
        return goes_on or len(section.title) > _LONG or bool(re.search(r"[0-9０-９]", section.title))

    @cached_property
    def _lists(self) -> tuple[Section | None, Section | None]:
        report = self.prior.report
        return self._home(report.problems), self._home(report.measures)

    def _home(self, items: Sequence[Item]) -> Section | None:
        """The deepest section that holds the items and is none of them."""
        spans = [item.evidence.span for item in items]
        found: Section | None = None
        for section in self.prior.document.walk():
            inside = [span for span in spans if span.start >= section.heading.end and span.end <= section.span.end]
            if spans and len(inside) == len(spans):
                found = section
        if found is None and spans:
            tops = [s for s in self.prior.document.sections if any(s.span.overlaps(span) for span in spans)]
            return tops[0] if tops else None
        return found

    @cached_property
    def _dropped(self) -> tuple[Section, ...]:
        """The sections below the lists: the earlier problems and measures themselves."""
        return tuple(below for home in set(filter(None, self._lists)) for below in list(home.walk())[1:]
                     if below not in self._lists)  # fmt: skip

    @cached_property
    def _moved(self) -> dict[int, list[str]]:
        """Where the figures go that the last report states among its problems, or not at all."""
        teller = self.words.teller(self.prior)
        homes: list[tuple[Section, tuple[str, ...]]] = []
        for section in self.prior.document.walk():
            if section in self._dropped or section in self._lists:
                continue
            own = self._own(section)
            homes.append((section, (*teller.paths(own), *teller.names(own)) if own else ()))
        stated = {path for _, paths in homes for path in paths}
        moved: dict[int, list[str]] = {}
        for path in self.words.inputs.required:
            if path in stated or path.startswith("department.") or path == "budget_code":
                continue
            counts = Counter({i: sum(topic(p) == topic(path) for p in paths) for i, (_, paths) in enumerate(homes)})
            best, count = counts.most_common(1)[0] if counts else (0, 0)
            if not count:
                counts = Counter({i: len(paths) for i, (_, paths) in enumerate(homes)})
                best, count = counts.most_common(1)[0] if counts else (0, 0)
            if count:
                moved.setdefault(id(homes[best][0]), []).append(path)
        return moved


def _ended(block: Block) -> Block:
    """The block with a full stop at its end, unless it is a heading."""
    if block.kind == "heading" or not block.sentences or re.search(r"[。！？：]$|】$", block.text):
        return block
    *others, last = block.sentences
    *parts, end = last.parts
    end = re.sub(r"[，、；,;]$", "", end) if isinstance(end, str) else end
    closed = (*parts, f"{end}。") if isinstance(end, str) else (*parts, end, "。")
    return replace(block, sentences=(*others, replace(last, parts=closed, mark=_touched(last))))


def _is_label(line: str, below: str) -> bool:
    """True for the label of a form (编制人数) above its value (26)."""
    line, below = line.strip(), below.strip()
    if not re.fullmatch(r"[一-龥“”（）()：:]{2,16}", line) or re.search(r"[）)：:]$", line):
        return False
    figure = re.fullmatch(r"[-0-9.,，%％]+[一-龥]{0,3}", below) is not None
    return figure or (len(below) > 16 and below.endswith("。")) or bool(_NAMED.search(line) and "：" not in below)


def _opening(label: Sentence) -> Sentence:
    """The label with a colon behind it."""
    *head, last = label.parts
    return replace(label, parts=(*head, f"{last}：" if isinstance(last, str) else last), mark=_touched(label))


def _touched(sentence: Sentence) -> Mark:
    return Mark.UPDATED if sentence.mark is Mark.KEPT else sentence.mark


def _plain(kind: str, text: str, level: int) -> Block:
    return Block(kind, (Sentence((text,), Mark.KEPT, "skeleton"),), level)
