"""A stretch of a document as a document of its own, and findings moved back to where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model import Document, Span
from extractor.reading import read
from extractor.reports.stretch import moved, part
from extractor.settings import Settings


@pytest.fixture(scope="module")
def whole() -> Document:
    root = Path(__file__).resolve().parents[2]
    return read(root / "fixtures/reports/qinghe-county-hrss-2023/report.pdf", Settings())


def test_a_stretch_keeps_its_words_its_pages_and_its_headings(whole: Document) -> None:
    second = next(page.span for page in whole.pages if page.number == 3 and page.span)
    alone = part(whole, second)
    assert alone.text == whole.text[second.start : second.end]
    assert len(alone.places) == len(alone.text)
    found = alone.cite(Span(5, 25))
    there = whole.cite(Span(5 + second.start, 25 + second.start))
    assert (found.quote, found.page, found.boxes) == (there.quote, there.page, there.boxes)
    assert moved(found, second.start) == there
    headings = [section for section in whole.walk() if section.heading in second]
    assert [section.title for section in alone.walk()] == [section.title for section in headings]
    for section in alone.walk():
        assert section.title in alone.text[section.heading.start : section.heading.end]
        assert section.span.end <= len(alone.text)


def test_tables_go_with_the_stretch_that_holds_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲\n| 项目 | 预算数 |\n| 差旅 | 12.5 |\n\n乙\n| 项目 | 决算数 |\n| 会议 | 3.5 |\n", "utf-8")
    document = read(path, Settings())
    assert len(document.tables) == 2
    start = document.text.index("乙")
    alone = part(document, Span(start, len(document.text)))
    (table,) = alone.tables
    cells = [alone.text[cell.span.start : cell.span.end] for cell in table.cells if cell.span]
    assert cells == ["项目", "决算数", "会议", "3.5"]
    assert moved(table, start) == document.tables[1]


def test_what_holds_no_place_stays_the_same_object() -> None:
    found = {"a": (1, "x", None)}
    assert moved(found, 3) == found
    assert moved(Span(1, 2), 3) == Span(4, 5)
    assert moved((Span(1, 2), "x"), 3) == (Span(4, 5), "x")
