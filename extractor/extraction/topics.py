"""What the headings above a place say: the subjects they name and the stage of the budget they set."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from extractor.extraction.vocabulary import lexicon
from extractor.extraction.wording import TokenKind, any_of
from extractor.model import Document, Section
from extractor.numbers import fold
from extractor.reports import ReportType

_FIGURE = re.compile(r"\d[\d.,]*(?:[万亿]|元|%|分|人|个)")
"""A first sentence that prints a figure is no heading for the figures after it; what it names up to there is."""


_SHORT = 24
_REPORTS = re.compile(r"结论|评价|完成|执行|收支|分析|情况")
_BOTH = re.compile(r"收支|[及和与、]")
"""A heading that speaks of more than one thing sets no stage by a common word (`预算及收支`)."""


@dataclass(frozen=True, slots=True)
class Topic:
    """`own` are the subjects of the innermost heading, `subjects` those of all headings above a place, `measure`
    the stage that the nearest heading with just one stage sets, `titles` the headings from outside in."""

    section: Section | None = None
    own: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    measure: str | None = None
    passed: str | None = None
    """The stage that the headings below take over: one that its words state beyond doubt (not 预算资金情况)."""
    weak: bool = False
    """A common word set `measure` (`二、预算`): not for figures that are of the accounts by their own words."""
    titles: tuple[str, ...] = ()
    beside: bool = False
    """`own` is named by a label right beside the figures, not by a heading above them."""
    aside: bool = False
    """Problems or measures: figures there illustrate, the accounts are given elsewhere."""


class Topics:
    """The topic at any place of a document."""

    def __init__(self, starts: list[int], found: list[Topic]) -> None:
        self._starts = starts
        self._found = found

    def at(self, offset: int) -> Topic:
        """The topic at an offset of the document's text."""
        index = bisect_right(self._starts, offset) - 1
        return self._found[index] if index >= 0 else Topic()


def names_both(title: str) -> bool:
    """A heading of more than one thing (`部门收入及预算情况`)."""
    return _BOTH.search(title) is not None


def topics(document: Document, report_type: ReportType) -> Topics:
    """The topics of a document, by where each begins."""
    starts: list[int] = []
    found: list[Topic] = []

    def visit(section: Section, above: Topic) -> None:
        topic = _topic(section, above, report_type)
        starts.append(section.span.start)
        found.append(topic)
        for child in section.children:
            visit(child, topic)

    for section in document.sections:
        visit(section, Topic())
    return Topics(starts, found)


def _topic(section: Section, above: Topic, report_type: ReportType) -> Topic:
    title = fold(section.title).text
    figure = _FIGURE.search(title)
    words = title[: figure.start()] if figure else title
    tokens = lexicon(report_type).scan(words) if len(words) <= 40 else []
    own = tuple(t.id for t in tokens if t.kind is TokenKind.SUBJECT and not t.weak)
    both = names_both(title)
    if both:  # 部门收入及预算情况: of neither side alone
        own = tuple(id_ for id_ in own if not report_type.subjects[id_].qualifier)
    heads = (*report_type.problem_heads, *report_type.measure_heads)
    stages = set() if figure else {t.id for t in tokens if t.kind is TokenKind.MEASURE and not (both and t.weak)}
    mixed = len(stages) != 1 or "预决算" in title or "执行" in title
    firm = {t.id for t in tokens if t.kind is TokenKind.MEASURE and not t.weak}
    passes = not mixed and not both and stages <= firm
    passed = above.passed if not stages else next(iter(stages)) if passes else None
    return Topic(
        section=section,
        own=own,
        subjects=above.subjects | set(own),
        measure=(None if stages else above.passed) if mixed else next(iter(stages)),
        passed=passed,
        weak=not mixed and not stages <= firm,
        titles=(*above.titles, title),
        aside=above.aside or (any_of(heads).search(title[:_SHORT]) is not None and not _REPORTS.search(title[:_SHORT])),
    )
