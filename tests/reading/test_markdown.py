from __future__ import annotations

from tests.reading.conftest import Reader, words

MARKED = """# 青禾县园艺站**自评报告**

## 一、部门基本情况
- 编制 *12* 人
> 在职 [10](http://x) 人\\.

| 项目 | 金额 |
| --- | --- |
| 接待 | 3.25 |
"""


def test_marks_are_no_text(read_text: Reader) -> None:
    document = read_text(MARKED)
    assert document.text.split("\n")[:4] == ["青禾县园艺站自评报告", "一、部门基本情况", "编制 12 人", "在职 10 人."]
    assert words(document) == [[["项目", "金额"], ["接待", "3.25"]]]


def test_a_plain_text_keeps_its_signs(read_text: Reader) -> None:
    assert read_text("指标值 3*2*1=6 分，得分#1。").text == "指标值 3*2*1=6 分，得分#1。"
