"""What is wrong with a declaration is said in Chinese with its line; the built-in ones are faultless."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.reports import load, names
from extractor.reports.lint import faults

GOOD = """name: own
title: 政务服务绩效自评报告
extends: department
keep: [fiscal_year, budget.*]
subjects:
  windows: {family: units, labels: '[服务]窗口'}
fields:
  - {path: hall.windows, name: 窗口个数, unit: count, subject: windows}
  - {path: hall.rate, name: 办结率, unit: percent, labels: '办结率'}
relations:
  - {id: X01, name: 办结率, level: logic, expr: "hall.rate <= 100"}
"""


@pytest.mark.parametrize("name", names())
def test_built_in_types_are_faultless(name: str) -> None:
    text = resources.files("extractor.reports").joinpath(f"{name}.yaml").read_text("utf-8")
    assert faults(text) == ()
    assert load(name).name == name


def test_a_good_one_has_no_faults() -> None:
    assert faults(GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("title: 政务", "titel: 政务", 2, "没有“titel”这一项（是不是 title？）"),
        ("name: own\n", "", 1, "缺少 name"),
        ("extends: department", "extends: departmnt", 3, "extends 只能是 department、project"),
        ("budget.*]", "budgte.*]", 4, "keep 里的“budgte.*”不是所继承类型的字段"),
        ("family: units", "family: unit", 6, "windows 的 family 只能是"),
        (", labels: '[服务]窗口'", "", 6, "windows 没有 labels"),
        ("[服务]窗口", "[服务窗口", 6, "的“[”没有收尾"),
        ("[服务]窗口", "服务]窗口", 6, "的“]”没有与它成对的左括号"),
        ("[服务]窗口", "[服[务]]窗口", 6, "在括号里又套了括号"),
        ("[服务]窗口", "服务|窗口", 6, "的“|”要写在 [ ] 或 { } 里面"),
        ("[服务]窗口", "[服务][窗口]", 6, "没有必须出现的字"),
        ("[服务]窗口", "服务*窗口", 6, "“*”只能跟在 ] 后面"),
        ("[服务]窗口", "服务{}窗口", 6, "括号里是空的"),
        ("subject: windows", "subject: window", 8, "subject“window”没有在 subjects 里声明（是不是 windows？）"),
        ("subject: windows", "subject: windows, measure: finale", 8, "measure“finale”没有在 measures 里声明"),
        ("unit: count", "unit: area", 8, "unit 是“area”，只能是 money（金额）"),
        ("unit: percent, ", "", 9, "没有写 unit，也没有写 kind"),
        ("unit: count, ", "kind: number, ", 8, "kind 是“number”，只能是 quantity"),
        ("unit: count, ", "kind: quantity, ", 8, "是数字，要有 unit"),
        ("unit: count, ", "unit: count, facet: rate, ", 8, "facet 是“rate”，只能是 amount"),
        ("unit: count, ", "unit: count, unti: x, ", 8, "没有“unti”这一项（是不是 unit？）"),
        ("path: hall.windows, ", "", 8, "缺少 path"),
        ("name: 窗口个数, ", "", 8, "字段 hall.windows 缺少 name"),
        ("path: hall.windows", "path: hall-windows", 8, "字段名“hall-windows”只能用"),
        (", labels: '办结率'", "", 9, "字段 hall.rate 需要 labels 或 subject"),
        ("unit: percent, labels: '办结率'", "kind: text", 9, "字段 hall.rate 需要 labels"),
        ("unit: percent,", "kind: choice,", 9, "字段 hall.rate 需要 choices"),
        ("path: hall.rate", "path: hall.windows", 9, "字段 hall.windows 在第 8 行已经声明过"),
        ("hall.rate <= 100", "hall.rates <= 100", 11, "字段 hall.rates 没有声明（是不是 hall.rate？）"),
        ("hall.rate <= 100", "hall.rate = 100", 11, "表达式不完整或有错别字"),
        ("hall.rate <= 100", "final.capital <= 100", 11, "字段 final.capital 没有声明"),
        ("hall.rate <= 100", "hall.rate <= sum(projects.finale)", 11, "没有 projects.finale 这一列"),
        ("level: logic", "level: hard", 11, "level 只能是"),
        ("fields:", "fields: 3\nother:", 7, "fields 应当是列表"),
        ("title: 政务", "title: 政务\ntitle: 政", 3, "“title”写了两次"),
        ("keep: [", "keep: [[", 5, "不是有效的 YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, line: int, message: str) -> None:
    assert old in GOOD
    found = faults(GOOD.replace(old, new, 1))
    assert any(one.line == line and message in one.message for one in found), [str(one) for one in found]


def test_all_faults_are_listed_in_order() -> None:
    found = faults(GOOD.replace("unit: count", "unit: x").replace("family: units", "family: x"))
    assert [one.line for one in found] == [6, 8]


@pytest.mark.parametrize("text", ["", "- 1\n", "name: x\ntitle: y\n", "a: b: c"])
def test_what_is_no_declaration_at_all(text: str) -> None:
    assert faults(text)


def test_loading_names_the_first_faults(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(GOOD.replace("unit: count", "unit: x"), "utf-8")
    with pytest.raises(UsageError) as caught:
        load(str(path))
    assert "第 8 行" in caught.value.message
    assert "types check own.yaml" in caught.value.hint
