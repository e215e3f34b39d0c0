"""Two readers, one field: what a model adds, and what it takes to add it. The model is scripted, the way is whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from extractor.extraction import extract
from extractor.extraction.answers import Codes
from extractor.extraction.ground import Refused
from extractor.extraction.numbered import number
from extractor.extraction.places import Places
from extractor.extraction.proof import closing
from extractor.model import Document, Field, Report, State
from extractor.reports import load
from tests.llm.conftest import Connect
from tests.llm.server import Act, Server, pointed

DEPARTMENT = load("department")
CODES = Codes(DEPARTMENT.fields)


def saying(text: str, told: Sequence[tuple[str, str]]) -> Any:
    """A model that points each field at the figure that these words end in, and then quotes the words."""
    document = Document("d", text, (), ())
    figures = number(document).figures

    def at(words: str) -> int:
        end = text.index(words) + len(words)
        return next(n for n, q in enumerate(figures, 1) if q.number.start < end <= q.span.end)

    def answer(body: Mapping[str, Any]) -> str:
        if "quotes" in json.dumps(body["response_format"]):
            quotes = [f"{CODES.of(path)}{at(words)}:{words}" for path, words in told]
            return json.dumps({"quotes": quotes}, ensure_ascii=False)
        return pointed([f"{CODES.of(path)}{at(words)}" for path, words in told])

    return answer


def settled(text: str, told: Sequence[tuple[str, str]], server: Server, connect: Connect) -> tuple[Report, Report]:
    document = Document("d", text, (), ())
    server.does(Act(text=saying(text, told)))
    return extract(document, DEPARTMENT), extract(document, DEPARTMENT, "hybrid", connect(cache=""))


def told_of(report: Report, path: str) -> tuple[State, Any]:
    return report.fields[path].state, report.fields[path].value


HEAD = "云溪县档案馆2022年度部门整体支出绩效自评报告\n"


@pytest.mark.parametrize(
    ("text", "told", "found"),
    [
        (
            "年末实有在职人员48人（行编岗21人、事编岗27人）。\n",
            [("staffing.on_duty_administrative", "行编岗21人"), ("staffing.on_duty_institutional", "事编岗27人")],
            {"staffing.on_duty_administrative": "21", "staffing.on_duty_institutional": "27"},
        ),
        (
            "“三公”经费预算24.00万元，决算18.57万元，少花了5.43万元。\n",
            [("three_public.saved", "少花了5.43万元")],
            {"three_public.saved": "5.43"},
        ),
    ],
    ids=["parts of a whole", "a difference"],
)
def test_words_that_no_declaration_knows_hold_where_a_relation_closes(
    text: str, told: list[tuple[str, str]], found: dict[str, str], server: Server, connect: Connect
) -> None:
    rules, both = settled(HEAD + text, told, server, connect)
    for path, value in found.items():
        assert told_of(rules, path)[0] is not State.FOUND
        assert told_of(both, path) == (State.FOUND, value)
        assert both.fields[path].engines == ("model",)


def test_they_do_not_where_it_does_not_close(server: Server, connect: Connect) -> None:
    text = HEAD + "年末实有在职人员48人（行编岗20人、事编岗27人）。\n"
    told = [("staffing.on_duty_administrative", "行编岗20人"), ("staffing.on_duty_institutional", "事编岗27人")]
    rules, both = settled(text, told, server, connect)
    assert both.fields["staffing.on_duty_administrative"] == rules.fields["staffing.on_duty_administrative"]
    refused = both.receipt["refused"]
    assert isinstance(refused, dict)
    assert refused["no_label"] >= 2


def test_a_count_without_its_unit_is_the_same_count(server: Server, connect: Connect) -> None:
    text = HEAD + "人员编制\n52\n实有人数\n49\n（一）部门概况\n核定编制52名。\n"
    rules, both = settled(text, [("staffing.established", "核定编制52名")], server, connect)
    assert told_of(rules, "staffing.established") == told_of(both, "staffing.established") == (State.FOUND, "52")
    assert both.fields["staffing.established"].engines == ("rules", "model")


def test_nothing_is_proven_by_nothing() -> None:
    """Zeros, one place read twice, and rates printed too coarsely close relations by chance."""
    text = HEAD + "年末实有在职人员48人（行编岗48人、事编岗0人）。执行率3%。"
    figures = {q.digits: q for q in number(Document("d", text, (), ())).figures}
    whole, none = figures["48"], figures["0"]
    paths = ("staffing.on_duty", "staffing.on_duty_administrative", "staffing.on_duty_institutional")
    assert not list(closing(dict(zip(paths, (whole, whole, none), strict=True)), DEPARTMENT))


def conflicting(report: Report) -> list[Field]:
    return [field for field in report.fields.values() if field.state is State.CONFLICT]


def test_the_model_may_decide_between_places_of_the_rules(server: Server, connect: Connect) -> None:
    text = HEAD + "核定编制共17名。\n县残联编制共19名，下属中心编制2名，合并填列。\n"
    rules, both = settled(text, [("staffing.established", "核定编制共17名")], server, connect)
    assert [field.path for field in conflicting(rules)] == ["staffing.established"]
    chosen = both.fields["staffing.established"]
    assert (chosen.state, chosen.value, chosen.engines) == (State.FOUND, "17", ("rules", "model"))
    assert {"mentions_differ", "model_decides"} <= set(chosen.reasons)
    assert chosen.mentions == rules.fields["staffing.established"].mentions


def test_a_full_mark_may_stand_before_its_score_and_nothing_else_may() -> None:
    text = "自评得分96分，其中产出50分，自评得48.35分，效益30分得29分，满意度10分。\n"
    numbered = number(Document("d", text, (), ()))
    quantity = {q.digits: q for q in numbered.figures}
    places = Places(numbered)
    for quote, digits in (("效益30分得29分", "29"), ("产出50分，自评得48.35分", "48.35")):
        span = places.around(quote, quantity[digits], scored=True)
        assert text[span.start : span.end] == quote
        with pytest.raises(Refused, match="several_figures"):
            places.around(quote, quantity[digits])
    for quote, digits in (("效益30分得29分", "30"), ("得29分，满意度10分", "10"), ("分得29分，满意度10分", "29")):
        with pytest.raises(Refused):
            places.around(quote, quantity[digits], scored=True)


def test_one_figure_is_not_a_second_field_without_its_words(server: Server, connect: Connect) -> None:
    text = HEAD + "2022年度部门决算收入1344.48万元，年初批复1218.60万元。\n"
    rules, both = settled(text, [("budget.initial_total", "年初批复1218.60万元")], server, connect)
    assert told_of(rules, "budget.initial_revenue") == (State.FOUND, "1218.60")
    assert told_of(both, "budget.initial_total")[0] is State.ABSENT


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("execution_rate", "床位使用率58%"),
        ("organization.subordinate_units.count", "年内发现12户"),
        ("assets.total", "资产出租3.20万元"),
    ],
)
def test_half_a_label_is_no_label(path: str, words: str, server: Server, connect: Connect) -> None:
    _, both = settled(f"{HEAD}全年{words}。\n", [(path, words)], server, connect)
    assert told_of(both, path)[0] is State.ABSENT
