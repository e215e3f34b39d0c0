"""The shapes of `item_shapes.yaml`: problems and measures come out whole and nothing else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.extraction import extract
from tests.extraction.documents import document

_HEAD = "云梦山市林草局\n2023年度部门整体支出绩效自评报告\n一、部门概况\n编制46人。\n"
_SHAPES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("item_shapes.yaml").read_text("utf-8"))


@pytest.mark.parametrize("shape", _SHAPES, ids=lambda shape: shape["name"])
def test_shape(shape: dict[str, Any]) -> None:
    report = extract(document(_HEAD + shape["text"]))
    assert [item.text for item in report.problems] == shape["problems"]
    assert [item.text for item in report.measures] == shape["measures"]
