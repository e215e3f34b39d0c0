"""自评表 pasted without separators: what is read, what is left out, what is no table (fictional bureaus)."""

from __future__ import annotations

import random

import pytest

from extractor.extraction import extract
from extractor.extraction.run_together import run_indicators, runs
from extractor.model import State
from tests.extraction.documents import document

_TITLE = "2023年度云梦山市林草局项目支出绩效自评表\n"
_HEADS = "一级指标二级指标三级指标年度指标值实际完成值分值得分"


def _rows(text: str) -> list[str]:
    """The rows of a table as `name target actual full score reason`, what is not read left out."""
    rows = run_indicators(document(_TITLE + text))
    order = ("level3", "target", "actual", "full", "score", "reason")
    return [" ".join(row.cells[kind] for kind in order if kind in row.cells) for row in rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "一级指标二级指标三级指标分值年度指标值实际完成值得分产出指标成本指标项目计划总投资1020万元20万元10"
            "数量指标苗木栽植株数40≥5000株5200株40效益指标社会效益指标护林员就业50带动带动48合计10098",
            ["项目计划总投资 20万元 20万元 10 10", "苗木栽植株数 ≥5000株 5200株 40 40", "护林员就业 带动 带动 50 48"],
        ),
        (
            f"{_HEADS}\n产出指标数量指标巡护次数12121010\n验收合格率100%100%1515\n时效指标完成时间2023年12月31日前2023年12月20日2524.5\n"
            "效益指标社会效益指标出行条件提高提高5050总分10099.5",
            [
                "巡护次数 12 12 10 10",
                "验收合格率 100% 100% 15 15",
                "完成时间 2023年12月31日前 2023年12月20日 25 24.5",
                "出行条件 提高 提高 50 50",
            ],
        ),
        (
            f"{_HEADS}产出指标数量指标2023年造林面积≥20万亩21万亩3030培训人数合计200人210人3029.5质量指标5G基站在线率≥98%99.2%4040",
            [
                "2023年造林面积 ≥20万亩 21万亩 30 30",
                "培训人数合计 200人 210人 30 29.5",
                "5G基站在线率 ≥98% 99.2% 40 40",
            ],
        ),
        (
            "三级指标指标性质指标值计量单位实际完成值分值得分\n栽植株数≥5000株52005050\n成活率≥90%935049\n总分10099",
            ["栽植株数 5000 5200 50 50", "成活率 90 93 50 49"],
        ),
        (
            f"{_HEADS}偏差原因分析及改进措施\n产出指标数量指标养护里程≥200公里190公里5048因汛期延误。巡护次数≥12次12次3030无"
            "满意度指标服务对象满意度指标群众满意度≥90%95%2020无总分10098",
            [
                "养护里程 ≥200公里 190公里 50 48 因汛期延误。",
                "巡护次数 ≥12次 12次 30 30 无",
                "群众满意度 ≥90% 95% 20 20 无",
            ],
        ),
        (
            f"{_HEADS}\n产出指标数量指标栽植株数≥5000株5200株50\n质量指标成活率≥90%93%50\n",  # scores left blank
            ["栽植株数 ≥5000株 5200株 50", "成活率 ≥90% 93% 50"],
        ),
    ],
)
def test_rows(text: str, rows: list[str]) -> None:
    assert _rows(text) == rows


def test_levels_go_down_and_evidence_is_the_row() -> None:
    text = (
        _TITLE
        + _HEADS
        + "\n产出指标数量指标栽植株数≥50株52株3030\n补植株数≥20株20株2020\n效益指标社会效益指标护林意识增强增强5050\n总分100100"
    )
    paper = document(text)
    report = extract(paper)
    assert [row.cells.get("level2") for row in report.indicators] == ["数量指标", "数量指标", "社会效益指标"]
    assert [row.evidence.quote for row in report.indicators][1] == "补植株数≥20株20株2020"
    assert {key: quantity.digits for key, quantity in report.indicators[1].quantities.items()} == {
        "full": "20",
        "score": "20",
    }
    quantities = [quantity for row in report.indicators for quantity in row.quantities.values()]
    assert all(paper.text[q.span.start : q.span.end] == q.digits for q in quantities)
    assert report.fields["score.total"].value == "100"
    assert report.fields["score.social_benefit"].value == "50"
    assert report.fields["score.quantity"].state is State.ABSENT  # two rows of the level


def test_a_reason_without_an_end_is_not_taken_for_a_name() -> None:
    text = (
        _HEADS
        + "偏差原因产出指标数量指标养护里程≥200公里190公里5048因部分路段征地滞后巡护次数≥12次12次3030效益指标社会效益指标护林意识增强增强2020总分10098"
    )
    assert _rows(text) == ["养护里程 ≥200公里 190公里 50 48", "护林意识 增强 增强 20 20"]
    assert runs(document(_TITLE + text).text).notes


def test_words_that_can_be_parted_in_two_ways_are_left_out() -> None:
    text = (
        _HEADS
        + "\n产出指标数量指标栽植株数≥50株52株3030\n补植株数≥20株20株2020\n效益指标社会效益指标收入提高明显改善5050\n总分100100"
    )
    assert _rows(text) == ["栽植株数 ≥50株 52株 30 30", "补植株数 ≥20株 20株 20 20"]


def test_sums_decide_between_two_ways() -> None:
    heads = "三级指标分值年度指标值实际完成值得分"
    rows = "苗木成活率1098%95%10公众知晓率4098%90%40林农满意度5090%92%50"
    assert [row.split()[3] for row in _rows(heads + rows + "总分100100")] == ["10", "40", "50"]


@pytest.mark.parametrize(
    ("money", "values"),
    [
        ("年初预算数全年预算数全年执行数执行率\n年度资金总额1200.001350.001296.0096%", "1200.00 1350.00 1296.00 96"),
        (
            "年初预算数全年预算数全年执行数分值执行率得分年度资金总额1200.001350.001296.001096.00%9.6其中：当年财政拨款1200.001350.001296.00———",
            "1200.00 1350.00 1296.00 96.00",
        ),
        (
            "年初预算数全年预算数（A）全年执行数（B）执行率（B/A）年度资金总额1200万元1350万元1296万元96%",
            "1200 1350 1296 96",
        ),
        ("年初预算数全年预算数全年执行数执行率年度资金总额1,200.001,350.001,296.0096%", "1200.00 1350.00 1296.00 96"),
        ("年初预算数全年预算数全年执行数执行率年度资金总额1200.501350.51296.0095.96%", "1200.50 1350.5 1296.00 95.96"),
        ("年初预算数全年预算数全年执行数执行率年度资金总额1200.001350.001296.0093%", "1200.00 1350.00 1296.00 93"),
        ("年初预算数全年预算数全年执行数执行率年度资金总额12001350129693%", ""),  # nothing closes, nothing is cut
    ],
)
def test_money(money: str, values: str) -> None:
    rows = "\n产出指标数量指标栽植株数≥50株52株5050\n效益指标社会效益指标护林意识增强增强4040\n总分10099.6"
    report = extract(document(_TITLE + "项目资金（万元）" + money + "\n" + _HEADS + rows))
    paths = ("budget.initial_total", "budget.adjusted_total", "funds.executed", "execution_rate")
    read = [report.fields[path] for path in paths]
    assert " ".join(str(field.value) for field in read if field.value is not None) == values
    assert all(field.state in (State.FOUND, State.ABSENT) for field in read)
    assert all(field.unit == "万元" for field in read[:3] if field.value is not None)


@pytest.mark.parametrize(
    "text",
    [
        "一级指标、二级指标、三级指标的年度指标值与实际完成值相符，分值100分，得分98分。产出指标50分，得50分。",
        "年初预算数1200万元，全年预算数1350万元，全年执行数1296万元，执行率96%。",
        "一级指标二级指标三级指标\n产出指标\n数量指标\n栽植株数\n50\n",
        "本项目设定数量指标、质量指标等三级指标12个，指标值完成率100%，得分10分。",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert runs(text).tables == ()
    assert runs(text).taken == ()


_SECOND = {
    "产出指标": ("数量指标", "质量指标"),
    "效益指标": ("社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_CELLS = {
    "数量指标": (
        "栽植株数 50株 52株",
        "巡护里程 ≥200公里 190公里",
        "培训班次 4 4",
        "补贴户数 120 118",
        "新建防火道 ≥12.5公里 12.8公里",
    ),
    "质量指标": ("苗木成活率 ≥90% 93.5%", "验收合格率 100% 100%", "造林保存率 85% 85.00%"),
    "社会效益指标": ("护林意识 增强 增强", "林区出行条件 持续改善 持续改善", "林农收入 提高 有所提升"),
    "可持续影响指标": ("管护机制 健全 健全", "生态功能 稳定 稳定"),
    "服务对象满意度指标": ("林农满意度 ≥90% 95%", "职工满意度 95 96"),
}


def _table(seed: int) -> tuple[str, list[str]]:
    """A table in one of many manners, and its rows."""
    rand = random.Random(seed)
    full_first, one_line, filled = rand.random() < 0.4, rand.random() < 0.4, rand.random() < 0.3
    plan = [(a, b, c) for a in _SECOND for b in _SECOND[a] for c in rand.sample(_CELLS[b], rand.choice((1, 2)))]
    marks = [100 // len(plan)] * len(plan)
    marks[-1] += 100 - sum(marks)
    pieces, rows, total, above = [], [], 0.0, ("", "")
    for (first, second, cells), mark in zip(plan, marks, strict=True):
        name, target, actual = cells.split()
        score = mark - rand.choice((0, 0, 0, 0.5, 1))
        levels = (first if above[0] != first else "") + (second if above[1] != second else "")
        above, total = (first, second), total + score
        values = f"{mark}{target}{actual}{score:g}" if full_first else f"{target}{actual}{mark}{score:g}"
        pieces.append(levels + name + values + ("无" if filled else ""))
        rows.append(f"{name} {target} {actual} {mark} {score:g}" + (" 无" if filled else ""))
    head = (
        "一级指标二级指标三级指标"
        + ("分值指标值完成值得分" if full_first else "指标值完成值分值得分")
        + "偏差原因" * filled
    )
    return head + "\n" + ("" if one_line else "\n").join([*pieces, f"总分100{total:g}"]), rows


def test_what_is_read_is_right() -> None:
    wrong, read, printed = [], 0, 0
    for seed in range(120):
        text, rows = _table(seed)
        found = _rows(text)
        wrong += [(seed, row) for row in found if row not in rows]
        read, printed = read + len(found), printed + len(rows)
    assert not wrong
    assert read >= 0.97 * printed


def test_noise_without_an_end_returns() -> None:
    rand = random.Random(1)
    noise = "".join(rand.choice("提高完成率0123456789.%产出指标数量无因") for _ in range(3000))
    runs(_HEADS + "产出指标数量指标" + noise)
    runs(_HEADS * 500 + "1" * 5000)
    runs("年初预算数全年预算数全年执行数分值执行率得分年度资金总额" + "1234567890." * 300)
