"""Spans, boxes and quotes: a place in the text is a place on the paper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.model import Box, Document, Span
from extractor.reading import read
from fixtures import layout
from tests.reading.conftest import Reader

TEXT = (
    "青禾县园艺站年度报告\n一、基本情况\n全年培育苗木3215株，支出经费1286.45万元，其中基本支出903.20万元，"
    "项目支出383.25万元，较上年增加四百零六株。\n| 指标 | 分值 | 得分 |\n| 成活率 | 10 | 9.75 |\n二、结语\n明年继续。"
)


def ink(data: bytes, box: Box, dpi: int = 144) -> float:
    """The share of dark pixels in a box of the rendered page."""
    page = pymupdf.open(stream=data)[box.page - 1]
    pixels = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, clip=pymupdf.Rect(box.x0, box.y0, box.x1, box.y1))
    return float((np.frombuffer(pixels.samples, np.uint8) < 128).mean())


@pytest.mark.parametrize("quote", ["1286.45", "成活率", "9.75", "二、结语", "青禾县园艺站"])
def test_the_box_of_a_quote_holds_its_ink(read_bytes: Reader, quote: str) -> None:
    data = layout.pdf(TEXT)
    document = read_bytes(data)
    start = document.text.index(quote)
    cited = document.cite(Span(start, start + len(quote)))
    assert cited.quote == quote
    assert cited.page == 1
    assert len(cited.boxes) == 1
    assert ink(data, cited.boxes[0]) > 0.05
    # Exactly these characters stand in the box.
    words = pymupdf.open(stream=data)[0].get_textbox(_shrunk(cited.boxes[0]))
    assert "".join(words.split()) == quote


def _shrunk(box: Box) -> pymupdf.Rect:
    return pymupdf.Rect(box.x0 + 1, box.y0 + 4, box.x1 - 1, box.y1 - 4)


def test_a_quote_over_two_lines_has_two_boxes(read_bytes: Reader) -> None:
    document = read_bytes(layout.pdf(TEXT))
    paragraph = document.text.split("\n")[2]
    start = document.text.index(paragraph)
    boxes = document.cite(Span(start, start + len(paragraph))).boxes
    assert len(boxes) == len(layout.wrap(paragraph))
    assert [box.y0 for box in boxes] == sorted(box.y0 for box in boxes)


def test_a_turned_page_is_read_as_it_is_shown(read_bytes: Reader) -> None:
    source = pymupdf.open(stream=layout.pdf(TEXT))
    turned = pymupdf.open()
    page = turned.new_page(width=source[0].rect.height, height=source[0].rect.width)
    page.show_pdf_page(page.rect, source, 0, rotate=90)
    page.set_rotation(90)
    data = turned.tobytes()
    document = read_bytes(data)
    assert document.text == read_bytes(layout.pdf(TEXT)).text
    start = document.text.index("1286.45")
    (box,) = document.cite(Span(start, start + 7)).boxes
    assert box.x1 - box.x0 > box.y1 - box.y0
    assert ink(data, box) > 0.05


def test_plain_text_has_no_boxes(read_text: Reader) -> None:
    document = read_text(TEXT)
    assert document.cite(Span(0, 4)).boxes == ()
    assert document.places == () == document.certainty


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    folder: Path = tmp_path_factory.mktemp("places")
    (folder / "a.pdf").write_bytes(layout.pdf("\n".join([TEXT] * 4)))
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return [read(folder / "a.pdf"), read(folder / "a.txt")]


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_span_is_quoted_exactly_and_lies_on_its_page(documents: list[Document], data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(documents))
    start = data.draw(st.integers(0, len(document.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(document.text))))
    cited = document.cite(span)
    assert cited.quote == document.text[span.start : span.end]
    for box in cited.boxes:
        page = document.pages[box.page - 1]
        assert 0 <= box.x0 < box.x1 <= page.width + 0.01
        assert 0 <= box.y0 < box.y1 <= page.height + 0.01


def test_places_run_parallel_to_the_text(documents: list[Document]) -> None:
    for document in documents:
        assert len(document.places) in (0, len(document.text))
        for table in document.tables:
            for cell in table.cells:
                assert cell.span is None or cell.span in table.span
                assert cell.span is None or not set(document.text[cell.span.start : cell.span.end]) & set("\t\n")
