"""Two looks at a figure: where they differ, it is unsure, and both are said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractor.extraction import extract
from extractor.extraction.certainty import UNSURE
from extractor.ocr import TextLine, ctc, recognise
from extractor.ocr.opinions import IN_DOUBT, has_digits, weighed
from extractor.ocr.ppocr import Reader
from extractor.reading import read
from extractor.settings import Settings
from fixtures import damage, layout
from tests.ocr.paper import paragraph


def line(text: str) -> TextLine:
    box = (0.0, 0.0, 1.0, 1.0)
    return TextLine(text, (box,) * len(text), (0.99,) * len(text), box)


def unsure(first: str, other: str) -> str:
    """The characters of the first reading that are in doubt."""
    found = weighed(line(first), other)
    assert found.text == first
    assert bool(found.disputed) == any(sure == IN_DOUBT for sure in found.certainty)
    return "".join(char for char, sure in zip(found.text, found.certainty, strict=True) if sure == IN_DOUBT)


@pytest.mark.parametrize(
    ("first", "other", "doubted"),
    [
        ("决算5.07万元", "决算5.07万元", ""),
        ("决算5.07万元", "决算5.01万元", "7"),
        ("决算5.07万元", "决算507万元", "."),
        ("决算507万元", "决算5.07万元", "50"),
        ("满意率295%", "满意率≥95%", "2"),
        ("满意率≥95%", "满意率295%", "≥"),
        ("编制１２名", "编制12名", ""),
        ("决算5.07万元，其中", "决算5.07万元,其中", ""),
        ("在职人员", "在职入员", ""),
        ("5万元", "", "5万元"),
    ],
)
def test_only_figures_are_doubted(first: str, other: str, doubted: str) -> None:
    assert unsure(first, other) == doubted
    assert has_digits("编制１２名")
    assert not has_digits("编制一二名")


def test_what_a_person_is_told() -> None:
    (pair,) = weighed(line("全年决算支出5.07万元，其中"), "全年决算支出5.01万元，其中").disputed
    assert pair == ("算支出5.07万元，其中", "算支出5.01万元，其中")


def test_clear_print_is_read_alike_twice() -> None:
    once, twice = recognise(paragraph().image), recognise(paragraph().image, twice=True)
    assert [one.text for one in twice] == [one.text for one in once]
    assert not any(one.disputed for one in twice)


def test_a_disputed_figure_is_an_unsure_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look is made to misread: the field keeps the first reading, and says that it is not sure of it."""
    path = tmp_path / "report.pdf"
    text = "青禾县园艺站2023年度部门整体支出绩效自评报告\n一、基本情况\n“三公”经费决算支出6.37万元，年末在职人员11人。"
    path.write_bytes(damage.damage(layout.pdf(text), "scan"))
    sure = extract(read(path, Settings(ocr="best"))).fields["three_public.final"]
    assert (sure.value, UNSURE in sure.reasons) == ("6.37", False)
    look = Reader._read

    def misread(
        self: Reader, crop: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], *, closely: bool = False
    ) -> ctc.Reading | None:
        found = look(self, crop, closely=closely)
        if found is None or not closely:
            return found
        return ctc.Reading(found.text.replace("7", "1"), found.certainty, found.middles)

    monkeypatch.setattr(Reader, "_read", misread)
    assert "ocr_unsure" not in extract(read(path, Settings())).fields["three_public.final"].reasons
    document = read(path, Settings(ocr="best"))
    field = extract(document).fields["three_public.final"]
    assert field.value == "6.37"
    assert UNSURE in field.reasons
    (note,) = document.notes
    assert "6.37" in note
    assert "6.31" in note
