"""The table of pairs that public scorers misjudge (equal units called wrong, opposite words called alike)."""

from __future__ import annotations

import pytest

from eval.canon import Amount, Kinded, Words, leaf, of_gold
from eval.judge import Around, judge
from eval.verdicts import WRONG, Verdict
from extractor.model import Dimension
from extractor.reports.spec import Kind

NUMBER = Kinded()
PERCENT = Kinded(Kind.QUANTITY, Dimension.PERCENT)
MONEY = Kinded(Kind.QUANTITY, Dimension.MONEY)
DATE = Kinded(Kind.DATE)
TEXT = Kinded(Kind.TEXT)

TABLE = [
    ("98.6", "98.9", NUMBER, Verdict.MISREAD),
    ("120.50万元", "120.50亿元", MONEY, Verdict.SCALE_UNIT),
    ("120.50万元", "1205000元", MONEY, Verdict.RIGHT),
    ("97.13%", "0.9713", PERCENT, Verdict.RIGHT),
    ("≤3次", "≥3次", NUMBER, Verdict.COMPARATOR),
    ("≥95%", "≤95%", PERCENT, Verdict.COMPARATOR),
    ("98.6", "986", NUMBER, Verdict.MISREAD),
    ("-5", "5", NUMBER, Verdict.SIGN),
    ("$10", "10%", NUMBER, Verdict.SCALE_UNIT),
    ("2024年12月31日", "2024-12-31", DATE, Verdict.RIGHT),
    ("完成", "未完成", TEXT, Verdict.SIGN),
]


@pytest.mark.parametrize(("gold", "got", "kinded", "verdict"), TABLE)
def test_pairs_of_the_table(gold: str, got: str, kinded: Kinded, verdict: Verdict) -> None:
    found = judge(leaf(gold, None, kinded), leaf(got, None, kinded))
    assert found.verdict is verdict
    assert found.edits == (0 if verdict is Verdict.RIGHT else 1)


@pytest.mark.parametrize(("gold", "got", "kinded", "verdict"), TABLE)
def test_the_table_the_other_way_round(gold: str, got: str, kinded: Kinded, verdict: Verdict) -> None:
    found = judge(leaf(got, None, kinded), leaf(gold, None, kinded))
    assert (found.verdict is Verdict.RIGHT) == (verdict is Verdict.RIGHT)
    assert (found.verdict in WRONG) == (verdict in WRONG)


@pytest.mark.parametrize(
    ("gold", "got", "kinded", "verdict"),
    [
        ("653.9万元", "653.90万元", MONEY, Verdict.RIGHT),
        ("6.37元", "6.37万元", MONEY, Verdict.SCALE_UNIT),
        ("486.20万元", "486.20", MONEY, Verdict.SCALE_UNIT),
        ("92.5", "92.5分", Kinded(Kind.QUANTITY, Dimension.SCORE), Verdict.RIGHT),
        ("19", "19人", Kinded(Kind.QUANTITY, Dimension.PEOPLE), Verdict.RIGHT),
        ("4个", "4家", Kinded(Kind.QUANTITY, Dimension.COUNT), Verdict.SCALE_UNIT),
        ("100万元", "100万美元", MONEY, Verdict.SCALE_UNIT),
        ("5%", "5个百分点", PERCENT, Verdict.SCALE_UNIT),
        ("3～5次", "3次", NUMBER, Verdict.MISREAD),
        ("1,234.50万元", "１２３４．５０万元", MONEY, Verdict.RIGHT),
        ("优", "优秀", Kinded(Kind.CHOICE), Verdict.MISREAD),
        ("青禾县 人社局", "青禾县人社局", TEXT, Verdict.RIGHT),
        ("2024-02-30", "2024-02-03", DATE, Verdict.MISREAD),
        ("512006", "0512006", Kinded(Kind.CODE), Verdict.MISREAD),
    ],
)
def test_units_widths_and_kinds(gold: str, got: str, kinded: Kinded, verdict: Verdict) -> None:
    assert judge(leaf(gold, None, kinded), leaf(got, None, kinded)).verdict is verdict


def test_a_hedge_is_judged_only_where_the_gold_names_one() -> None:
    bare = of_gold({"value": 30, "unit": "人"}, NUMBER)
    about = leaf("约30人", None, NUMBER)
    assert judge(bare, about).verdict is Verdict.RIGHT
    assert judge(of_gold({"value": 30, "unit": "人", "comparator": "about"}, NUMBER), about).verdict is Verdict.RIGHT
    exact = of_gold({"value": 30, "unit": "人", "comparator": "exact"}, NUMBER)
    assert judge(exact, about).verdict is Verdict.COMPARATOR


def test_a_value_of_another_field_is_a_wrong_binding() -> None:
    gold, other = leaf("1186.42万元", None, MONEY), leaf("902.15万元", None, MONEY)
    assert judge(gold, other, Around([other])).verdict is Verdict.WRONG_BINDING
    assert isinstance(other, Amount)
    assert judge(gold, other, Around(figures=[other], at_gold=False)).verdict is Verdict.WRONG_BINDING


def test_two_figures_run_together() -> None:
    gold, beside = leaf("3960", None, NUMBER), leaf("704", None, NUMBER)
    assert judge(gold, leaf("3960704", None, NUMBER), Around([beside])).verdict is Verdict.FUSED


def test_a_figure_that_stands_nowhere_is_invented() -> None:
    gold, got = leaf("1186.42万元", None, MONEY), leaf("77.05万元", None, MONEY)
    assert judge(gold, got).verdict is Verdict.INVENTED
    assert judge(gold, got, Around(at_gold=True)).verdict is Verdict.MISREAD


def test_texts() -> None:
    gold = Words("就业补助资金预估不足")
    neighbour = Words("仲裁力量跟不上案件增长")
    assert judge(gold, Words(gold.text + neighbour.text), Around([neighbour])).verdict is Verdict.FUSED
    assert judge(gold, neighbour, Around([neighbour])).verdict is Verdict.WRONG_BINDING
    assert judge(gold, Words("就业补助资金预估不定")).verdict is Verdict.MISREAD
    assert judge(gold, Words("年末结转较大需要说明")).verdict is Verdict.INVENTED
