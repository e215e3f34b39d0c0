"""What looks like a number and is none. All sentences are invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.numbers import Kind as K
from extractor.numbers import find, reserved

ONLY = [
    (K.DATE, "报告日期：2024年3月24日", "2024年3月24日"),
    (K.DATE, "报告日期：2024 年 3 月 24 日", "2024 年 3 月 24 日"),
    (K.DATE, "报告日期：2024-03-24", "2024-03-24"),
    (K.DATE, "报告日期：2024.3.24", "2024.3.24"),
    (K.DATE, "报告日期：2024/3/24", "2024/3/24"),
    (K.DATE, "报告日期：20240324", "20240324"),
    (K.DATE, "2023年度部门预算", "2023年度"),
    (K.DATE, "２０２３年部门预算", "２０２３年"),
    (K.DATE, "截至12月31日止", "12月31日"),
    (K.DATE, "截至31日止", "31日"),
    (K.DATE, "二〇一九年度", "二〇一九年度"),
    (K.DATE, "二○二三年三月十五日", "二○二三年三月十五日"),
    (K.DATE, "2021-2023年规划", "2021-2023年"),
    (K.DATE, "2021年至2023年", "2021年至2023年"),
    (K.DATE, "2023年1-12月", "2023年1-12月"),
    (K.DATE, "今年6月份", "6月份"),
    (K.DATE, "前三季度", "三季度"),
    (K.DATE, "2023年第4季度", "2023年第4季度"),
    (K.DATE, "上午8:30", "8:30"),
    (K.LIST_NUMBER, "1.加强管理", "1."),
    (K.LIST_NUMBER, "1、加强管理", "1、"),
    (K.LIST_NUMBER, "12. 加强管理", "12."),
    (K.LIST_NUMBER, "（1）加强管理", "（1）"),
    (K.LIST_NUMBER, "(1) 加强管理", "(1)"),
    (K.LIST_NUMBER, "1）加强管理", "1）"),
    (K.LIST_NUMBER, "①加强管理", "①"),
    (K.LIST_NUMBER, "一、基本情况", "一、"),
    (K.LIST_NUMBER, "（一）机构设置", "（一）"),
    (K.LIST_NUMBER, "1.2 机构设置", "1.2"),
    (K.LIST_NUMBER, "第一章总则", "第一章"),
    (K.LIST_NUMBER, "一是强化监督", "一是"),
    (K.CODE, "预算编码：703001", "703001"),
    (K.CODE, "预算编码:703001-A2", "703001-A2"),
    (K.CODE, "青财预〔2020〕10号", "〔2020〕10号"),
    (K.CODE, "青财预[2013]53号", "[2013]53号"),
    (K.CODE, "信用代码：11430421MB0000000X", "11430421MB0000000X"),
    (K.CODE, "联系电话：0700-8123456", "0700-8123456"),
    (K.CODE, "联系人手机13900000000", "13900000000"),
    (K.CODE, "账号 6222000000000000000", "6222000000000000000"),
    (K.CODE, "6222000000000000000", "6222000000000000000"),
    (K.CODE, "细颗粒物PM2.5浓度", "PM2.5"),
    (K.CODE, "建设5G基站", "5G"),
    (K.CODE, "用A4纸", "A4"),
    (K.CODE, "拨打12345热线", "12345"),
    (K.CODE, "序号001", "001"),
    (K.RATIO, "达到1:65", "1:65"),
    (K.RATIO, "达到1：65", "1：65"),
    (K.RATIO, "完成2/3", "2/3"),
    (K.RATIO, "完成三分之二", "三分之二"),
    (K.IDIOM, "“三公”经费", "三公"),
    (K.IDIOM, "三公经费", "三公"),
    (K.IDIOM, "“三支一扶”计划", "三支一扶"),
    (K.IDIOM, "推行一件事一次办", "一件事一次办"),
    (K.IDIOM, "养老金“十五连调”", "十五连调"),
    (K.IDIOM, "“四上”企业", "四上"),
    (K.IDIOM, "四上企业", "四上企业"),
    (K.IDIOM, "一般公共预算", "一般公共预算"),
    (K.IDIOM, "进一步加强", "进一步"),
    (K.IDIOM, "最后一公里", "最后一公里"),
    (K.IDIOM, "一体化平台", "一体化"),
    (K.IDIOM, "统一规范", "统一"),
    (K.IDIOM, "二级机构", "二级机构"),
    (K.IDIOM, "两个维护", "两个维护"),
    (K.IDIOM, "新设一个窗口", "一个"),
    (K.IDIOM, "一级指标", "一级"),
    (K.ORDINAL, "评为六级", "六级"),
    (K.ORDINAL, "属第一批", "第一批"),
    (K.DATE, "第一季度完成", "第一季度"),
    (K.DATE, "第2季度完成", "第2季度"),
    (K.LIST_NUMBER, "第一，加强管理", "第一"),
    (K.ORDINAL, "第一书记", "第一"),
    (K.ORDINAL, "属第3批", "第3批"),
    (K.ORDINAL, "列第12位", "第12位"),
    (K.ORDINAL, "位于3号楼", "3号楼"),
    (K.PAGE, "- 5 -", "- 5 -"),
    (K.PAGE, "—5—", "—5—"),
    (K.PAGE, "见第5页", "第5页"),
    (K.PAGE, "前文。\n\n5\n\n后文。", "5"),
]


@pytest.mark.parametrize(("kind", "text", "words"), ONLY, ids=[row[1] for row in ONLY])
def test_reserved_and_nothing_else(kind: K, text: str, words: str) -> None:
    (place,) = reserved(text)
    assert (place.kind, text[place.span.start : place.span.end]) == (kind, words)
    assert find(text) == ()


def test_a_list_number_before_a_year() -> None:
    for text in ("3. 2023年全年收入", "3.2023年全年收入", "3、2023年全年收入"):
        kinds = [place.kind for place in reserved(text)]
        assert kinds == [K.LIST_NUMBER, K.DATE], text
        assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.3家企业", ["3家"]),
        ("2. 12个乡镇", ["12个"]),
        ("2、500万元", ["500万元"]),
        ("1.3万元", ["1.3万元"]),
        ("2.5亩", ["2.5亩"]),
        ("安排1.3家", ["1.3家"]),
        ("做法：1.培训3人；2.慰问5户", ["3人", "5户"]),
        ("效益指标（20）得20分", ["20", "20分"]),
        ("包括（1）培训3人（2）慰问5户", ["3人", "5户"]),
    ],
)
def test_list_numbers_beside_figures(text: str, words: list[str]) -> None:
    assert [text[q.span.start : q.span.end] for q in find(text)] == words


def test_both_sides_of_a_ratio_are_kept() -> None:
    assert reserved("配比达到1:65")[0].sides == (Decimal(1), Decimal(65))
    assert reserved("完成三分之二")[0].sides == (Decimal(2), Decimal(3))


@pytest.mark.parametrize(
    "text", ["“三公”经费5.07万元", "统一社会信用代码和3个账户", "编码正确率99%", "电话30部", "第一批9个", "3天内"]
)
def test_a_figure_beside_a_reserved_word_is_read(text: str) -> None:
    assert len(find(text)) == 1


def test_a_lone_cell_is_no_page_number() -> None:
    assert [q.digits for q in find("82")] == ["82"]
    assert [q.digits for q in find("编制\n82\n在职")] == ["82"]
