"""Rows are known by their name, lists by their order; nothing is earned by being alike."""

from __future__ import annotations

from collections import Counter

from eval.leaves import Scored
from eval.rows import Line, score_rows
from eval.sequences import judge_list, score_items
from eval.verdicts import Verdict


def line(level: str, name: str, actual: str, score: str) -> Line:
    return Line({"level1": level, "name": name, "actual": actual, "score": score})


TRAINING = line("产出", "培训人次", "1200人次", "10")
CASES = line("产出", "办案件数", "86件", "8")


def tally(scored: list[Scored]) -> Counter[Verdict]:
    return Counter(one.verdict for one in scored)


def test_swapped_cells_of_two_rows_are_four_wrong_of_eight() -> None:
    swapped = [line("产出", "培训人次", "86件", "8"), line("产出", "办案件数", "1200人次", "10")]
    found = tally(list(score_rows("indicators", [TRAINING, CASES], swapped)))
    assert found == {Verdict.RIGHT: 4, Verdict.WRONG_BINDING: 4}


def test_rows_in_another_order_are_the_same_rows() -> None:
    assert tally(list(score_rows("indicators", [TRAINING, CASES], [CASES, TRAINING]))) == {Verdict.RIGHT: 8}


def test_a_fused_row() -> None:
    fused = line("产出", "培训人次办案件数", "1200人次86件", "108")
    found = list(score_rows("indicators", [TRAINING, CASES], [fused]))
    assert tally(found) == {Verdict.UNFOUND: 8, Verdict.FUSED: 4}


def test_a_split_row() -> None:
    halves = [line("产出", "培训", "1200人次", "10"), line("产出", "人次", "1200人次", "10"), CASES]
    found = tally(list(score_rows("indicators", [TRAINING, CASES], halves)))
    assert found == {Verdict.RIGHT: 4, Verdict.UNFOUND: 4, Verdict.FUSED: 8}


def test_fused_cells() -> None:
    gold = [Line({"name": "设备", "budget": "3960"}, "元"), Line({"name": "软件", "budget": "704"}, "元")]
    got = [Line({"name": "设备", "budget": "3960704"}, "元"), Line({"name": "软件", "budget": "704"}, "元")]
    found = tally(list(score_rows("projects", gold, got)))
    assert found == {Verdict.RIGHT: 3, Verdict.FUSED: 1}


def test_an_invented_row_and_an_invented_cell() -> None:
    invented = Line({"name": "绿化养护", "final": "12.00"}, "万元")
    gold = Line({"name": "人才引育", "final": "58.40"}, "万元")
    got = Line({"name": "1.人才引育", "final": "58.4", "budget": "60"}, "万元")
    found = tally(list(score_rows("projects", [gold], [got, invented])))
    assert found == {Verdict.RIGHT: 2, Verdict.INVENTED: 1, Verdict.INVENTED_ROW: 2}


def test_a_sum_under_the_wrong_unit_of_the_row() -> None:
    gold, got = Line({"name": "引育", "final": "58.40"}, "万元"), Line({"name": "引育", "final": "58.40"}, "元")
    assert tally(list(score_rows("projects", [gold], [got]))) == {Verdict.RIGHT: 1, Verdict.SCALE_UNIT: 1}


def test_lists_of_names() -> None:
    names = ["办公室", "财务股", "就业股"]
    assert judge_list(names, names).verdict is Verdict.RIGHT
    assert judge_list(names, names[:2]).verdict is Verdict.INCOMPLETE
    assert judge_list(names, [*names, "信访室"]).verdict is Verdict.INVENTED_ROW
    assert judge_list(names, ["办公室财务股", "就业股"]).verdict is Verdict.FUSED
    assert judge_list(names, ["办公室", "财务股", "就业", "股"]).verdict is Verdict.FUSED
    assert judge_list(names, ["办公室", "财务般", "就业股"]).verdict is Verdict.MISREAD
    assert judge_list(names, ["财务股", "办公室", "就业股"]).edits == 2
    assert judge_list(names, []).edits == 3


def test_items_are_an_ordered_list_of_exact_texts() -> None:
    gold = ["预算编制不细。", "绩效指标偏软。", "人手不足。"]
    found = list(score_items("problems", gold, ["预算编制不细。", "绩效指标偏硬。", "另一件事情，与上面毫不相干。"]))
    assert [one.verdict for one in found] == [
        Verdict.RIGHT,
        Verdict.MISREAD,
        Verdict.UNFOUND,
        Verdict.INVENTED_ROW,
    ]
    assert found[1].cer == 1 / 7
    assert "“软”→“硬”" in found[1].why
    assert sum(one.edits for one in found) == 3


def test_items_that_run_together() -> None:
    gold = ["预算编制不细。", "绩效指标偏软。"]
    found = list(score_items("problems", gold, ["预算编制不细。绩效指标偏软。"]))
    assert Verdict.FUSED in {one.verdict for one in found}
    assert not any(one.verdict is Verdict.RIGHT for one in found)


def test_names_with_their_mark_or_unit_behind_are_the_same_names() -> None:
    gold = [Line({"level1": "产出指标", "level3": "整改销号数", "actual": "10处"})]
    got = [Line({"level1": "产出指标（40分）", "level3": "整改销号数（处）", "actual": "10处"})]
    assert tally(list(score_rows("indicators", gold, got))) == {Verdict.RIGHT: 3}
    other = [Line({"level1": "产出指标（甲类）", "level3": "整改销号数", "actual": "10处"})]
    assert Verdict.RIGHT not in tally(list(score_rows("indicators", gold, other)))


def test_a_target_with_or_without_the_sign_and_unit_of_their_own_columns() -> None:
    gold = [Line({"level3": "巡查家次", "target": "≥1500", "actual": "1864"}, "家次")]
    whole = Line({"level3": "巡查家次", "target": "≥1500家次", "actual": "1864家次"})
    parted = Line({"level3": "巡查家次", "target": "1500", "actual": "1864", "sign": "≥"})
    for got in (whole, parted):
        assert tally(list(score_rows("indicators", gold, [got]))) == {Verdict.RIGHT: 3}
    turned = Line({"level3": "巡查家次", "target": "1500", "actual": "1864", "sign": "≤"})
    assert tally(list(score_rows("indicators", gold, [turned]))) == {Verdict.RIGHT: 2, Verdict.COMPARATOR: 1}


def test_what_parts_an_item_from_the_next_is_not_its_own() -> None:
    gold = ["要细化预算", "清查资产；"]
    assert {one.verdict for one in score_items("measures", gold, ["细化预算；", "清查资产"])} == {Verdict.RIGHT}
    assert Verdict.RIGHT not in {one.verdict for one in score_items("measures", ["清查资产。"], ["清查资产"])}
