"""The real reports and the page of real-shaped tables: the same words from text and page, every cell in its place."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from extractor.model import Document
from extractor.reading import read

pytestmark = pytest.mark.real

REPORTS = ("hengyang-county-hrss-2023", "hengyang-city-hrss-2019")


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", REPORTS)
def test_the_page_gives_the_paragraphs_of_the_text(real_reports: Path, name: str) -> None:
    written, printed = read(real_reports / f"{name}.txt"), read(real_reports / f"{name}.pdf")
    assert ["".join(line.split()) for line in printed.text.split("\n")] == [
        "".join(line.split()) for line in written.text.split("\n")
    ]
    assert printed.tables == written.tables == ()


FLOORS = [("pdf", 1.0), ("scan-200dpi.pdf", 0.98), ("scan-150dpi-poor.pdf", 0.92)]


@pytest.mark.parametrize(("ending", "floor"), FLOORS)
def test_cells_of_the_indicator_tables(
    real_reports: Path, ending: str, floor: float, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = json.loads((real_reports / "indicator-tables.gold.json").read_text(encoding="utf-8"))
    document = read(real_reports / f"indicator-tables.{ending}")
    assert len(document.tables) == len(gold)
    exact = total = 0
    wrong: list[tuple[str, str]] = []
    for number, expected in enumerate(gold):
        wanted = {(c["r0"], c["r1"], c["c0"], c["c1"]): c["text"] for c in expected["cells"]}
        found = cells(document, number)
        assert found.keys() == wanted.keys(), "the table's shape"
        assert (document.tables[number].rows, document.tables[number].columns) == (
            expected["nrows"],
            expected["ncols"],
        )
        assert all(not found[key] for key, text in wanted.items() if not text)
        filled = {key: text for key, text in wanted.items() if text}
        missed = [(text, found[key]) for key, text in filled.items() if plain(found[key]) != plain(text)]
        total += len(filled)
        exact += len(filled) - len(missed)
        wrong += missed
        assert plain(document.tables[number].title or "") == plain(expected["title"])
    with capsys.disabled():
        print(f"\nindicator-tables.{ending}: {exact} of {total} cells exact ({exact / total:.1%}) {wrong}")
    assert exact >= floor * total


def cells(document: Document, number: int) -> dict[tuple[int, int, int, int], str]:
    return {
        (c.r0, c.r1, c.c0, c.c1): document.text[c.span.start : c.span.end] if c.span else ""
        for c in document.tables[number].cells
    }


def test_paths_and_headers_of_the_indicator_tables(real_reports: Path) -> None:
    document = read(real_reports / "indicator-tables.pdf")
    table = document.tables[1]
    score = table.at(9, 6)
    assert score is not None

    def said(found: tuple[object, ...]) -> list[str]:
        return [document.text[c.span.start : c.span.end] for c in found]  # type: ignore[attr-defined]

    assert said(table.row_path(score)) == ["产出指标（40分）", "质量指标", "劳动争议案件调解率"]
    assert said(table.header(score)) == ["得分"]
