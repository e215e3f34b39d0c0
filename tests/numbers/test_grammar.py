"""What `find` reads: one row a form. All sentences are invented; 青禾县 does not exist."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from extractor.model import Comparator as C
from extractor.model import Dimension as D
from extractor.numbers import find, read, reserved

# text, digits, scale, unit, dimension, comparator, words of the span
ONE = [
    # digits and separators
    ("青禾县安排资金1234.56万元", "1234.56", 10**4, "元", D.MONEY, C.EXACT, "1234.56万元"),
    ("安排资金１２３４．５６万元", "1234.56", 10**4, "元", D.MONEY, C.EXACT, "１２３４．５６万元"),
    ("安排资金1,234.56万元", "1234.56", 10**4, "元", D.MONEY, C.EXACT, "1,234.56万元"),
    ("安排资金1，234.56万元", "1234.56", 10**4, "元", D.MONEY, C.EXACT, "1，234.56万元"),
    ("安排资金1，234万元", "1234", 10**4, "元", D.MONEY, C.EXACT, "1，234万元"),
    ("安排资金1,234,567元", "1234567", 1, "元", D.MONEY, C.EXACT, "1,234,567元"),
    ("惠及群众1，234，567人", "1234567", 1, "人", D.PEOPLE, C.EXACT, "1，234，567人"),
    ("岗位 10.7 万个次", "10.7", 10**4, "个次", D.COUNT, C.EXACT, "10.7 万个次"),
    ("基本支出1 230.25万元", "1230.25", 10**4, "元", D.MONEY, C.EXACT, "1 230.25万元"),
    ("年度资金2423. 53万元", "2423.53", 10**4, "元", D.MONEY, C.EXACT, "2423. 53万元"),
    ("年度资金2423 .53万元", "2423.53", 10**4, "元", D.MONEY, C.EXACT, "2423 .53万元"),
    ("执行率 92.2 %", "92.2", 1, "%", D.PERCENT, C.EXACT, "92.2 %"),
    ("得20.50分", "20.50", 1, "分", D.SCORE, C.EXACT, "20.50分"),
    ("合计0.00万元", "0.00", 10**4, "元", D.MONEY, C.EXACT, "0.00万元"),
    ("合计￥5.07万元", "5.07", 10**4, "元", D.MONEY, C.EXACT, "￥5.07万元"),
    ("合计¥1,234.50", "1234.50", 1, "元", D.MONEY, C.EXACT, "¥1,234.50"),
    # scale and unit
    ("公务接待费5.07元", "5.07", 1, "元", D.MONEY, C.EXACT, "5.07元"),
    ("公务接待费5.07千元", "5.07", 1000, "元", D.MONEY, C.EXACT, "5.07千元"),
    ("发放贷款2.2亿元", "2.2", 10**8, "元", D.MONEY, C.EXACT, "2.2亿元"),
    ("发放补贴2000万", "2000", 10**4, "", D.NONE, C.EXACT, "2000万"),
    ("投入2千万元", "2", 10**7, "元", D.MONEY, C.EXACT, "2千万元"),
    ("投入3亿2000万元", "32000", 10**4, "元", D.MONEY, C.EXACT, "3亿2000万元"),
    ("投入1万2千元", "12000", 1, "元", D.MONEY, C.EXACT, "1万2千元"),
    ("参保6.8万人", "6.8", 10**4, "人", D.PEOPLE, C.EXACT, "6.8万人"),
    ("引进32名毕业生", "32", 1, "人", D.PEOPLE, C.EXACT, "32名"),
    ("受训2.64万人次", "2.64", 10**4, "人次", D.COUNT, C.EXACT, "2.64万人次"),
    ("覆盖1.5万户", "1.5", 10**4, "户", D.COUNT, C.EXACT, "1.5万户"),
    ("举办55场次活动", "55", 1, "场", D.COUNT, C.EXACT, "55场次"),
    ("分4批次引进", "4", 1, "批", D.COUNT, C.EXACT, "4批次"),
    ("改造1200平方米", "1200", 1, "平方米", D.AREA, C.EXACT, "1200平方米"),
    ("改造1200㎡", "1200", 1, "平方米", D.AREA, C.EXACT, "1200㎡"),
    ("改造1200m2，", "1200", 1, "平方米", D.AREA, C.EXACT, "1200m2"),
    ("造林3公顷", "3", 10**4, "平方米", D.AREA, C.EXACT, "3公顷"),
    ("灌溉5.5万亩", "5.5", 10**4, "亩", D.AREA, C.EXACT, "5.5万亩"),
    ("铺设12.3公里", "12.3", 1, "公里", D.OTHER, C.EXACT, "12.3公里"),
    ("机组5千瓦", "5", 1, "千瓦", D.OTHER, C.EXACT, "5千瓦"),
    ("工期15天", "15", 1, "天", D.OTHER, C.EXACT, "15天"),
    ("为期3年", "3", 1, "年", D.OTHER, C.EXACT, "3年"),
    ("标准为130元/人·月", "130", 1, "元/人·月", D.OTHER, C.EXACT, "130元/人·月"),
    ("设8个部门", "8", 1, "个", D.COUNT, C.EXACT, "8个"),
    ("全年12个月", "12", 1, "个月", D.OTHER, C.EXACT, "12个月"),
    # Chinese numerals
    ("下属十三个站所", "13", 1, "个", D.COUNT, C.EXACT, "十三个"),
    ("举办二十场", "20", 1, "场", D.COUNT, C.EXACT, "二十场"),
    ("关停两家企业", "2", 1, "家", D.COUNT, C.EXACT, "两家"),
    ("投入三亿二千万元", "32000", 10**4, "元", D.MONEY, C.EXACT, "三亿二千万元"),
    ("投入三点五亿元", "3.5", 10**8, "元", D.MONEY, C.EXACT, "三点五亿元"),
    ("人民币壹佰贰拾叁万元整", "123", 10**4, "元", D.MONEY, C.EXACT, "壹佰贰拾叁万元整"),
    ("占零点五个百分点", "0.5", 1, "百分点", D.POINTS, C.EXACT, "零点五个百分点"),
    ("慰问二百零五户", "205", 1, "户", D.COUNT, C.EXACT, "二百零五户"),
    ("共一个项目", "1", 1, "个", D.COUNT, C.EXACT, "一个"),
    ("重点项目一个：", "1", 1, "个", D.COUNT, C.EXACT, "一个"),
    # parts of a whole
    ("完成率100%", "100", 1, "%", D.PERCENT, C.EXACT, "100%"),
    ("完成率９８．６％", "98.6", 1, "%", D.PERCENT, C.EXACT, "９８．６％"),
    ("完成百分之八十五", "85", 1, "%", D.PERCENT, C.EXACT, "百分之八十五"),
    ("完成百分之九十八点五以上", "98.5", 1, "%", D.PERCENT, C.AT_LEAST, "百分之九十八点五以上"),
    ("完成百分之百", "100", 1, "%", D.PERCENT, C.EXACT, "百分之百"),
    ("差错率千分之三", "3", Decimal("0.1"), "%", D.PERCENT, C.EXACT, "千分之三"),
    ("差错率万分之五", "5", Decimal("0.01"), "%", D.PERCENT, C.EXACT, "万分之五"),
    ("差错率3‰", "3", Decimal("0.1"), "%", D.PERCENT, C.EXACT, "3‰"),
    ("压减三成", "3", 10, "%", D.PERCENT, C.EXACT, "三成"),
    ("提高1.5个百分点", "1.5", 1, "百分点", D.POINTS, C.EXACT, "1.5个百分点"),
    ("提高1.5百分点", "1.5", 1, "百分点", D.POINTS, C.EXACT, "1.5百分点"),
    ("增长2.5倍", "2.5", 1, "倍", D.TIMES, C.EXACT, "2.5倍"),
    ("增长一倍", "1", 1, "倍", D.TIMES, C.EXACT, "一倍"),
    # hedges
    ("约50人", "50", 1, "人", D.PEOPLE, C.ABOUT, "约50人"),
    ("大约50人", "50", 1, "人", D.PEOPLE, C.ABOUT, "大约50人"),
    ("培训50人左右", "50", 1, "人", D.PEOPLE, C.ABOUT, "50人左右"),
    ("减负近5亿元", "5", 10**8, "元", D.MONEY, C.BELOW, "近5亿元"),
    ("到岗不足60人", "60", 1, "人", D.PEOPLE, C.BELOW, "不足60人"),
    ("减负超1亿元", "1", 10**8, "元", D.MONEY, C.ABOVE, "超1亿元"),
    ("减负超过 1 亿元", "1", 10**8, "元", D.MONEY, C.ABOVE, "超过 1 亿元"),
    ("逾300户", "300", 1, "户", D.COUNT, C.ABOVE, "逾300户"),
    ("取消证明100余项", "100", 1, "项", D.COUNT, C.ABOVE, "100余项"),
    ("培训3万多人", "3", 10**4, "人", D.PEOPLE, C.ABOVE, "3万多人"),
    ("培训20多万人次", "20", 10**4, "人次", D.COUNT, C.ABOVE, "20多万人次"),
    ("走访二十余家", "20", 1, "家", D.COUNT, C.ABOVE, "二十余家"),
    ("安排十来个", "10", 1, "个", D.COUNT, C.ABOUT, "十来个"),
    ("满意度92%以上", "92", 1, "%", D.PERCENT, C.AT_LEAST, "92%以上"),
    ("满意度达到92%以上", "92", 1, "%", D.PERCENT, C.AT_LEAST, "92%以上"),
    ("满意度不低于92%", "92", 1, "%", D.PERCENT, C.AT_LEAST, "不低于92%"),
    ("满意度≥92%", "92", 1, "%", D.PERCENT, C.AT_LEAST, "≥92%"),
    ("满意度>= 92%", "92", 1, "%", D.PERCENT, C.AT_LEAST, ">= 92%"),
    ("不少于15天", "15", 1, "天", D.OTHER, C.AT_LEAST, "不少于15天"),
    ("偏差5%以内", "5", 1, "%", D.PERCENT, C.AT_MOST, "5%以内"),
    ("偏差不超过5%", "5", 1, "%", D.PERCENT, C.AT_MOST, "不超过5%"),
    ("偏差≤5%", "5", 1, "%", D.PERCENT, C.AT_MOST, "≤5%"),
    ("偏差＜5%", "5", 1, "%", D.PERCENT, C.AT_MOST, "＜5%"),
    ("单价5000元（含）以下", "5000", 1, "元", D.MONEY, C.AT_MOST, "5000元（含）以下"),
    ("失业率控制在3.65%", "3.65", 1, "%", D.PERCENT, C.AT_MOST, "控制在3.65%"),
    ("失业率控制在3%左右", "3", 1, "%", D.PERCENT, C.ABOUT, "控制在3%左右"),
    ("收入达50万元", "50", 10**4, "元", D.MONEY, C.EXACT, "50万元"),
    # words that end like a hedge and are none
    ("全年节约5万元", "5", 10**4, "元", D.MONEY, C.EXACT, "5万元"),
    ("预约30人次", "30", 1, "人次", D.COUNT, C.EXACT, "30人次"),
    ("近三年来", "3", 1, "年", D.OTHER, C.EXACT, "三年"),
    ("最近5家", "5", 1, "家", D.COUNT, C.EXACT, "5家"),
    ("10多元化渠道", "10", 1, "", D.NONE, C.EXACT, "10"),
    # signs
    ("同比增长−3.2%", "-3.2", 1, "%", D.PERCENT, C.EXACT, "−3.2%"),
    ("同比增长－3.2%", "-3.2", 1, "%", D.PERCENT, C.EXACT, "－3.2%"),
    ("增减额：-3.2", "-3.2", 1, "", D.NONE, C.EXACT, "-3.2"),
    ("-12.50", "-12.50", 1, "", D.NONE, C.EXACT, "-12.50"),
    ("- 3家企业", "3", 1, "家", D.COUNT, C.EXACT, "3家"),
    ("详见附件-3", "3", 1, "", D.NONE, C.EXACT, "3"),
    # units that are the beginning of another word
    ("用时5分钟", "5", 1, "分钟", D.OTHER, C.EXACT, "5分钟"),
    ("涉及5部门", "5", 1, "部门", D.COUNT, C.EXACT, "5部门"),
    ("2 项目支出", "2", 1, "", D.NONE, C.EXACT, "2"),
    ("1 人员经费", "1", 1, "", D.NONE, C.EXACT, "1"),
    ("完成12项目标任务", "12", 1, "项", D.COUNT, C.EXACT, "12项"),
    ("分为3部分", "3", 1, "部分", D.COUNT, C.EXACT, "3部分"),
    # no unit
    ("另有人员151", "151", 1, "", D.NONE, C.EXACT, "151"),
]


@pytest.mark.parametrize("row", ONE, ids=[row[0] for row in ONE])
def test_one_quantity(row: tuple[str, str, Decimal | int, str, D, C, str]) -> None:
    text, digits, scale, unit, dimension, comparator, words = row
    (quantity,) = find(text)
    assert (quantity.digits, quantity.scale, quantity.unit) == (digits, Decimal(scale), unit)
    assert (quantity.dimension, quantity.comparator, quantity.upper) == (dimension, comparator, None)
    assert text[quantity.span.start : quantity.span.end] == words
    assert quantity.mantissa == Decimal(digits)


RANGES = [
    ("增长10-15%", "10", "15", 1, "%", "10-15%"),
    ("增长10%～15%", "10", "15", 1, "%", "10%～15%"),
    ("增长10%—15%", "10", "15", 1, "%", "10%—15%"),
    ("安排10至15万元", "10", "15", 10**4, "元", "10至15万元"),
    ("安排10万至15万元", "10", "15", 10**4, "元", "10万至15万元"),
    ("安排10万元到15.5万元", "10", "15.5", 10**4, "元", "10万元到15.5万元"),
    ("安排5000万元至1亿元", "5000", "10000", 10**4, "元", "5000万元至1亿元"),
    ("派出三至五个工作队", "3", "5", 1, "个", "三至五个"),
    ("得90-100分", "90", "100", 1, "分", "90-100分"),
    ("得80（含）-90分", "80", "90", 1, "分", "80（含）-90分"),
    ("约10-15人", "10", "15", 1, "人", "约10-15人"),
]


@pytest.mark.parametrize("row", RANGES, ids=[row[0] for row in RANGES])
def test_range(row: tuple[str, str, str, int, str, str]) -> None:
    text, low, high, scale, unit, words = row
    (quantity,) = find(text)
    assert quantity.comparator is C.RANGE
    assert (quantity.digits, quantity.upper) == (low, Decimal(high))
    assert (quantity.scale, quantity.unit) == (Decimal(scale), unit)
    assert text[quantity.span.start : quantity.span.end] == words


SEVERAL = [
    ("由19%降至16%", ["19%", "16%"]),
    ("由10%到15%", ["10%", "15%"]),
    ("得分为10，200人参加", ["10", "200人"]),
    ("三项分别为5，10，200元", ["三项", "5", "10", "200元"]),
    ("分别为100，200，300", ["100", "200", "300"]),
    ("100-20=80", ["100", "20", "80"]),
    ("4850.09+891.47=5741.56", ["4850.09", "891.47", "5741.56"]),
    ("20万元以上100万元以下", ["20万元以上", "100万元以下"]),
    ("3人-5万元", ["3人", "5万元"]),
    ("总分10分，得分9.22分。", ["10分", "9.22分"]),
    ("发布524个岗位2162名", ["524个", "2162名"]),
    ("12.76万名对象1663.07万元", ["12.76万名", "1663.07万元"]),
    ("15%-10%", ["15%", "10%"]),
]


@pytest.mark.parametrize(("text", "words"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_several(text: str, words: list[str]) -> None:
    found = [text[q.span.start : q.span.end] for q in find(text)]
    assert found == words


NOTHING = [
    "三四百人", "两三家", "数十家", "几十个", "十几个", "百余家", "一个窗口", "一批项目", "一次会议", "十分重要",
    "四面环山", "二期工程", "第三个", "半年", "“十三个”", "《三年规划》", "三方面", "上千人", "",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_no_quantity(text: str) -> None:
    assert find(text) == ()


GRAINS = [
    ("5.07万元", "100"),
    ("5万元", "10000"),
    ("5.0元", "0.1"),
    ("2.2亿元", "10000000"),
    ("92.22%", "0.01"),
    ("12人", "1"),
    ("三成", "10"),
    ("10-15.5%", "0.1"),
]


@pytest.mark.parametrize(("text", "grain"), GRAINS)
def test_grain_is_one_unit_of_the_last_digit(text: str, grain: str) -> None:
    (quantity,) = find(text)
    assert quantity.grain == Decimal(grain)


def test_number_is_the_digits_alone() -> None:
    text = "控制在约 1，234.5 万元以内"
    (quantity,) = find(text)
    assert text[quantity.number.start : quantity.number.end] == "1，234.5"
    assert quantity.unit_text == "万元"


def test_points_are_never_percent() -> None:
    percent, points = find("由5%提高5个百分点")
    assert percent.unit != points.unit
    assert percent.dimension is not points.dimension


@pytest.mark.parametrize("text", ["5.07万元", " 5.07 万元 ", "约5人", "-3.2", "10-15%", "十三个", "\n12\n"])
def test_read_takes_a_whole_string(text: str) -> None:
    quantity = read(text)
    assert quantity is not None
    assert text[quantity.span.start : quantity.span.end] == text.strip()


@pytest.mark.parametrize("text", ["", "  ", "无", "5万元，", "支出5万元", "5人6户", "2023年", "十三", "1.", "703001号"])
def test_read_takes_nothing_else(text: str) -> None:
    assert read(text) is None


def test_a_paragraph_reads_in_order_without_overlap() -> None:
    text = (
        "青禾县林业局2022年度部门预算收入３１２．４０万元，较上年增加12.4万元（增长4.13％），其中：项目支出"
        "100万元，占32%；编制45人、实有42人，下属两个站所，完成造林1.2万亩，群众满意度95%以上。"
    )
    spans = [q.span for q in find(text)] + [r.span for r in reserved(text)]
    spans.sort()
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert [q.digits for q in find(text)] == ["312.40", "12.4", "4.13", "100", "32", "45", "42", "2", "1.2", "95"]
