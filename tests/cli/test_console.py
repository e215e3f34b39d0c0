"""What a person sees, on a wide pipe, an 80-column terminal and a GBK console."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from extractor.errors import MissingFileError
from extractor.model import Accounted, Checked, Document, Report, Severity, Span, Standing, State, Verdict, results
from extractor.output import console as output
from extractor.output import words
from extractor.output.numbers import numbers


def piped(blocks: Iterable[RenderableType]) -> str:
    stream = io.StringIO()
    output.show(output.console(stream), blocks)
    return stream.getvalue()


def on_terminal(blocks: Iterable[RenderableType], width: int = 80) -> str:
    stream = io.StringIO()
    output.show(Console(file=stream, width=width, force_terminal=True, color_system=None, markup=False), blocks)
    return stream.getvalue()


def test_every_state_and_severity_has_its_word() -> None:
    assert set(words.STATES) == set(State)
    assert set(words.SEVERITIES) == set(Severity)


def test_fields_with_name_value_unit_page_quote_and_state(report: Report, names: Mapping[str, str]) -> None:
    shown = piped(output.fields(report, names))
    (line,) = [line for line in shown.splitlines() if line.startswith("三公经费决算数")]
    assert line.split() == ["三公经费决算数", "5.07", "元", "2", "三公经费决算5.07元", "已读到"]
    assert "【三公经费】" in shown
    assert "办公室、计财股" in shown
    assert "前后不一" in shown
    assert "未写明（1项）：部门名称" in shown


def test_lists(report: Report) -> None:
    shown = piped(output.lists(report))
    assert "【存在问题】共 1 条\n1. 预算编得粗。（第 2 页）" in shown
    assert "【改进措施】共 1 条\n1. 编得细。（第 2 页）" in shown
    assert "预算数" in shown
    assert "120.50" in shown


def test_a_finding_says_what_to_do(checked: Checked) -> None:
    shown = piped(output.findings(checked))
    for words_shown in (
        "1. [错误]",
        "疑似把万元写成了元",
        "5.07元（第 2 页）",
        "报告值 5.07元，计算值 5.07万元，差额 5.069493万元",
        "“5.07元”可能应为“5.07万元”：其余金额都以万元计，改后可使 2 项关系成立。",
        "2. [待说明]",
        "错误 1 处，待说明 1 处，提示 0 处。",
        "核对了 3 项关系：成立 1，四舍五入内 0，不成立 1，缺项 1。",
    ):
        assert words_shown in shown


def test_the_numbers_that_nothing_speaks_of(document: Document, checked: Checked) -> None:
    shown = piped(numbers(document, checked, everything=False)).splitlines()
    assert shown[0] == (
        "3 个数字中 2 个已核对（不成立 1，日期、代码、序号等不必核对 1），其余 1 个列在下面，没有关系可以核对："
    )
    assert shown[2].split() == ["2", "120.50万元", "资产清理项目", "120.50", "万元"]
    assert list(numbers(document, Checked((), ()), everything=True)) == []


def test_only_some_of_them_unless_all_are_asked_for(document: Document) -> None:
    items = tuple(Accounted(Span(start, start + 1), "数", Standing.ALONE) for start in range(20))
    checked = Checked((), (), items)
    assert piped(numbers(document, checked, everything=True)).count("数") > 20
    shown = piped(numbers(document, checked, everything=False)).splitlines()
    assert shown[0] == "20 个数字都没有关系可以核对："
    assert shown[-1] == "另有 12 个没有列出，加 --numbers 全部列出。"
    settled = Checked((), (), (Accounted(Span(0, 1), "数", Standing.HOLDS),))
    assert piped(numbers(document, settled, everything=False)) == "1 个数字中 1 个已核对（成立 1）。\n"


def test_nothing_found() -> None:
    assert "没有发现问题" in piped(output.findings(Checked((), ())))
    unknown = results.Tested("a", "甲", "", Verdict.UNKNOWN)
    assert "没有发现问题" not in piped(output.findings(Checked((), (unknown,))))
    assert "没有发现问题" in piped(output.findings(Checked((), (unknown, replace(unknown, verdict=Verdict.HOLDS)))))


def test_80_columns_lose_no_character(
    document: Document, report: Report, checked: Checked, names: Mapping[str, str]
) -> None:
    def blocks() -> Iterable[RenderableType]:
        yield from output.title("甲.pdf", document, report, "部门整体支出绩效自评报告")
        yield from output.fields(report, names)
        yield from output.lists(report)
        yield from output.findings(checked)
        yield from numbers(document, checked, everything=True)

    shown = on_terminal(blocks())
    assert max(cell_len(line) for line in shown.splitlines()) <= 80
    assert sorted(shown.replace(" ", "").replace("\n", "")) == sorted(
        piped(blocks()).replace(" ", "").replace("\n", "")
    )


def test_a_pipe_has_no_padding_and_no_escapes(report: Report, names: Mapping[str, str]) -> None:
    shown = piped(output.fields(report, names))
    assert "\x1b" not in shown
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_every_word_of_ours_is_in_gbk(
    document: Document, report: Report, checked: Checked, names: Mapping[str, str]
) -> None:
    shown = piped(output.title("甲.pdf", document, report, "部门")) + piped(output.fields(report, names))
    shown += piped(output.lists(report)) + piped(output.findings(checked))
    shown += piped(numbers(document, checked, everything=True))
    assert shown.encode("gbk").decode("gbk") == shown


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x9b31m", "\u202e", "\x07", "[red]x[/red]", ":smile:"])
def test_a_file_cannot_command_the_terminal(evil: str) -> None:
    shown = piped(output.failure(f"a{evil}b.pdf", MissingFileError("没有")))
    assert not set(shown) & set("\x1b\x9b\u202e\x07")
    if evil.isprintable() and evil.isascii():
        assert evil in shown


def test_outline(document: Document) -> None:
    assert piped(output.outline(document)) == "一、三公经费（第 2 页）\n"
