"""The two real reports: the slips and the list that does not fit are found, and nothing that holds is called wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from extractor.checks import check
from extractor.extraction import extract
from extractor.model import Checked, Finding, Span
from extractor.reading import read
from extractor.reports import load

pytestmark = pytest.mark.real

COUNTY = "hengyang-county-hrss-2023"
CITY = "hengyang-city-hrss-2019"


def _check(path: Path) -> Checked:
    document = read(path)
    department = load("department")
    return check(document, extract(document, department), department)


def _errors(result: Checked) -> dict[tuple[str, str], Finding]:
    return {(item.code, item.stated): item for item in result.findings if item.severity == "error"}


@pytest.mark.parametrize("ending", ["txt", "pdf"])
def test_the_county_report(real_reports: Path, ending: str) -> None:
    result = _check(real_reports / f"{COUNTY}.{ending}")
    errors = _errors(result)
    assert set(errors) == {
        ("RELATION.J08", "799.57万元"),
        ("UNIT_SLIP", "5.07元"),
        ("UNIT_SLIP", "296.49元"),
        ("UNIT_SLIP", "1604.99元"),
        ("TEMPLATE_DRIFT", "4个"),
    }
    repairs = [repair for finding in errors.values() for repair in finding.repairs if finding.code == "UNIT_SLIP"]
    assert [(repair.before, repair.after, repair.closes) for repair in repairs] == [
        ("5.07元", "5.07万元", 2), ("296.49元", "296.49万元", 1), ("1604.99元", "1604.99万元", 1),
    ]  # fmt: skip
    assert "疑为“收入”之误" in errors["RELATION.J08", "799.57万元"].message
    verdicts = {item.code: item.verdict for item in result.relations}
    for held in [
        "J08P",
        "J04",
        "J04B",
        "J04C",
        "J04D",
        "J03",
        "J12",
        "J14",
        "I14",
        "S01B",
        "S03R",
        "P02",
        "A02",
        "A03",
        "I08",
        "N03",
        "G01",
        "G02",
        "G03",
        "G04",
        "G05",
    ]:
        assert verdicts[f"RELATION.{held}"] == "holds", held
    assert verdicts["GRADE_BAND"] == verdicts["COUNT_LIST"] == "holds"


@pytest.mark.parametrize("ending", ["txt", "pdf"])
def test_the_city_report(real_reports: Path, ending: str) -> None:
    result = _check(real_reports / f"{CITY}.{ending}")
    errors = _errors(result)
    assert set(errors) == {("RELATION.L01", "2239.54万元"), ("RELATION.L02", "2165.36万元"), ("COMPARED", "3项")}
    assert errors["COMPARED", "3项"].computed == "4项"
    (item,) = (item for item in result.findings if item.code == "LIST_ITEM")
    assert [(repair.before, repair.after, repair.closes) for repair in item.repairs] == [
        ("1817.07万元", "469.00万元", 3), ("1637.12万元", "471.20万元", 3),
    ]  # fmt: skip
    assert "社会保险经办决算低于预算" in item.message
    for code, residual, after in (("L01", "+1348.07万元", "469.00万元"), ("L02", "+1165.92万元", "471.20万元")):
        (finding,) = (item for (name, _), item in errors.items() if name == f"RELATION.{code}")
        assert finding.residual == residual
        assert [repair.after for repair in finding.repairs] == [after]
        assert "社会保险经办" in finding.message
    assert [item.residual for item in result.findings if item.code == "RELATION.J10"] == ["+1082.67万元"]
    verdicts = {item.code: item.verdict for item in result.relations}
    for held in ["J11", "I04", "J05B", "N01", "N02", "N03", "N04", "N05", "S03", "S04", "S05"]:
        assert verdicts[f"RELATION.{held}"] == "holds", held


GOLD = {"000": COUNTY, "003": CITY}


def _spans(text: str, quotes: list[str]) -> list[Span]:
    found = []
    for quote in quotes:
        match = re.search(r"\s*".join(re.escape(char) for char in quote), text)
        if match:
            found.append(Span(*match.span()))
    return found


@pytest.mark.parametrize("ending", ["txt", "pdf"])
@pytest.mark.parametrize("prefix", GOLD)
def test_against_the_gold_relations(real_reports: Path, prefix: str, ending: str) -> None:
    path = real_reports / f"{GOLD[prefix]}.{ending}"
    document, department = read(path), load("department")
    result = check(document, extract(document, department), department)
    records = json.loads((real_reports.parent / "domain" / "checker-relations-hengyang.json").read_text("utf-8"))
    red: list[Span] = []
    for record in records:
        if not record["report"].startswith(prefix) or record["verdict"] == "holds":
            continue
        spans = _spans(document.text, record["quotes_norm"])
        need = min(len(spans), 2)
        severities = {
            finding.severity
            for finding in result.findings
            if sum(any(one.span.overlaps(span) for one in finding.evidence) for span in spans) >= need
        }
        assert severities, record["id"]
        if record["verdict"] == "ambiguous":
            assert severities <= {"explain", "note"}, record["id"]
        else:
            assert severities & {"error", "explain"}, record["id"]
            red += spans
    for finding in result.findings:
        if finding.severity == "error":
            assert any(one.span.overlaps(span) for one in finding.evidence for span in red), finding.message
