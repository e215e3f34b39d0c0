"""How exactly the scans of the real reports are read, held to a floor."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest
from rapidfuzz.distance import LCSseq, Levenshtein

from extractor.ocr import recognise

pytestmark = pytest.mark.real

PAGE_NUMBER = re.compile(r"[\W一ー]*\d{1,2}[\W一ー]*")
"""— 7 —; its dashes are also read as 一 or ー."""


def plain(lines: list[str]) -> str:
    kept = "".join(line for line in lines if not PAGE_NUMBER.fullmatch(line.strip()))
    return "".join(unicodedata.normalize("NFKC", kept).split())


def figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)*%?", text)


@pytest.mark.parametrize(("scan", "most_errors"), [("scan-200dpi", 0.001), ("scan-150dpi-poor", 0.003)])
def test_a_real_report(real_reports: Path, scan: str, most_errors: float) -> None:
    name = "hengyang-county-hrss-2023"
    printed = read = ""
    with (
        pymupdf.open(real_reports / f"{name}.pdf") as born,
        pymupdf.open(real_reports / f"{name}.{scan}.pdf") as scanned,
    ):
        for page, paper in zip(born, scanned, strict=True):
            data = scanned.extract_image(paper.get_images()[0][0])["image"]
            image = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1]
            printed += plain(page.get_text().splitlines())
            read += plain([line.text for line in recognise(image)])
    assert Levenshtein.distance(printed, read) <= most_errors * len(printed)
    assert LCSseq.similarity(figures(printed), figures(read)) == len(figures(printed)) == len(figures(read))
