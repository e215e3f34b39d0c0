"""The decimal rule: what it mends, and what it must leave alone."""

from __future__ import annotations

import pytest

from extractor.ocr.points import mend


@pytest.mark.parametrize(
    ("read", "text", "mended"),
    [
        ("参保12,76万人", "参保12.76万人", (4,)),
        ("得97，22分", "得97.22分", (3,)),
        ("支出5:07元", "支出5.07元", (3,)),
        ("支出6;8万，占98：1%", "支出6.8万，占98.1%", (3, 10)),
        ("1,230,5万元", "1,230.5万元", (5,)),
        ("支出1,230万元", "支出1,230万元", ()),
        ("12,345.67元", "12,345.67元", ()),
        ("3.5,20个", "3.5,20个", ()),
        ("2021年,8个", "2021年,8个", ()),
        ("比例为3:7", "比例为3:7", ()),
        ("数量指标1:10个", "数量指标1:10个", ()),
        ("附件2：3个", "附件2：3个", ()),
        ("下午3:30分", "下午3:30分", ()),
        ("1、2个", "1、2个", ()),
        ("", "", ()),
    ],
)
def test_mend(read: str, text: str, mended: tuple[int, ...]) -> None:
    assert mend(read) == (text, mended)
    assert len(read) == len(text)
