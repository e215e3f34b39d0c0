from __future__ import annotations

from extractor.model import Document, Section
from tests.reading.conftest import Reader


def tree(sections: tuple[Section, ...]) -> list[object]:
    return [(s.mark, s.title, tree(s.children)) if s.children else (s.mark, s.title) for s in sections]


def test_marks_nest_by_their_kind(read_text: Reader) -> None:
    document = read_text(
        "园艺站报告\n一、基本情况\n（一）机构设置。内设三个组。\n1.苗圃组。负责育苗。\n（1）温室\n2.养护组\n（二）人员\n二、问题\n苗木偏少。"
    )
    assert tree(document.sections) == [
        ("一、", "基本情况", [
            ("（一）", "机构设置", [("1.", "苗圃组", [("（1）", "温室")]), ("2.", "养护组")]),
            ("（二）", "人员"),
        ]),
        ("二、", "问题"),
    ]  # fmt: skip
    assert [s.level for s in document.walk()] == [1, 2, 3, 4, 3, 2, 1]
    assert_spans(document)


def test_wrong_and_mixed_marks_keep_their_level(read_text: Reader) -> None:
    document = read_text("一、概况\n1.甲苗圃\n3.乙苗圃\n3、丙苗圃\n(一)管护\n三、其他\n四、结语")
    assert tree(document.sections) == [
        ("一、", "概况", [("1.", "甲苗圃"), ("3.", "乙苗圃"), ("3、", "丙苗圃", [("(一)", "管护")])]),
        ("三、", "其他"),
        ("四、", "结语"),
    ]
    assert_spans(document)


def test_a_report_that_begins_with_a_lower_mark(read_text: Reader) -> None:
    document = read_text("（一）职能。育苗。\n（二）人员\n一、支出")
    assert tree(document.sections) == [("（一）", "职能"), ("（二）", "人员"), ("一、", "支出")] or tree(
        document.sections
    ) == [("（一）", "职能"), ("（二）", "人员", [("一、", "支出")])]
    assert_spans(document)


def test_figures_are_no_marks(read_text: Reader) -> None:
    assert read_text("12.5万元用于育苗\n1435.41万元\n2023.年末").sections == ()


def test_a_table_row_is_no_heading_unless_it_is_one_cell(read_text: Reader) -> None:
    document = read_text("| 1.育苗 | 10 | 9 |\n| 一、产出指标 |\n| 2.养护 | 10 | 8 |")
    assert tree(document.sections) == [("一、", "产出指标")]


def assert_spans(document: Document) -> None:
    """Sections nest and cover their headings."""
    for section in document.walk():
        assert section.heading in section.span
        assert document.text[section.heading.start : section.heading.end].startswith(section.mark)
        for child in section.children:
            assert child.span in section.span
        for one, other in zip(section.children, section.children[1:], strict=False):
            assert one.span.end <= other.span.start
