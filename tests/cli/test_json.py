"""The JSON contract, key by key."""

from __future__ import annotations

import json
from typing import Any

from extractor.errors import EncryptedFileError
from extractor.model import Checked, Document, Report
from extractor.output import json as output


def plain(value: Any) -> Any:
    return json.loads(output.dumps([value]))[0]


def test_extract_has_the_keys_of_the_contract(document: Document, report: Report) -> None:
    got = plain(output.extracted("甲.pdf", document, report))
    assert list(got) == [
        "schema",
        "source",
        "report_type",
        "engine",
        "fields",
        "problems",
        "measures",
        "indicators",
        "projects",
        "usage",
        "warnings",
    ]
    assert got["schema"] == 1
    assert got["source"] == {"path": "甲.pdf", "sha256": "ab" * 32, "pages": 2, "scanned_pages": 1, "flags": []}
    assert got["usage"] == {"calls": 0}
    assert got["warnings"] == ["第 2 页是扫描件。", "有一处没有读懂。"]


def test_a_field_carries_its_evidence(document: Document, report: Report) -> None:
    fields = plain(output.extracted("甲.pdf", document, report))["fields"]
    assert fields["three_public.final"] == {
        "state": "found",
        "value": "5.07",
        "unit": "元",
        "evidence": {
            "page": 2,
            "quote": "三公经费决算5.07元",
            "span": [7, 18],
            "boxes": [[2, 70.0, 20.0, 179.0, 32.0]],
        },
        "mentions": 2,
        "engines": ["rules"],
        "reasons": ["label"],
    }
    assert fields["department.name"]["evidence"] is None
    assert fields["department.name"]["state"] == "absent"
    assert fields["organization.internal_units.names"]["value"] == ["办公室", "计财股"]


def test_items_and_rows(document: Document, report: Report) -> None:
    got = plain(output.extracted("甲.pdf", document, report))
    assert [item["text"] for item in got["problems"]] == ["预算编得粗。"]
    assert got["measures"][0]["evidence"]["quote"] == "编得细。"
    assert got["projects"][0]["cells"] == {"name": "资产清理项目", "budget": "120.50"}
    assert got["projects"][0]["unit"] == "万元"


def test_check_adds_findings_and_relations(document: Document, report: Report, checked: Checked) -> None:
    got = plain(output.checked("甲.pdf", document, report, checked))
    finding = got["findings"][0]
    assert set(finding) == {
        "id",
        "code",
        "severity",
        "message",
        "expression",
        "stated",
        "computed",
        "residual",
        "quotes",
        "evidence",
        "repairs",
    }
    assert finding["quotes"] == ["5.07元"]
    assert finding["repairs"] == [
        {
            "quote": "5.07元",
            "from": "5.07元",
            "to": "5.07万元",
            "why": "其余金额都以万元计",
            "closes": 2,
            "at": [13, 17],
        }
    ]
    assert finding["id"] == "0123456789ab"
    relations = got["relations"]
    assert {k: v for k, v in relations.items() if k != "items"} == {
        "holds": 1,
        "within_rounding": 0,
        "fails": 1,
        "unknown": 1,
    }
    assert [item["verdict"] for item in relations["items"]] == ["holds", "fails", "unknown"]
    assert got["numbers"] == {
        "total": 3,
        "accounted": 2,
        "alone": [{"quote": "120.50 万元", "page": 2, "span": [47, 56]}],
    }


def test_read_gives_text_pages_and_outline(document: Document) -> None:
    got = plain(output.read("甲.pdf", document))
    assert got["text"] == document.text
    assert [page["origin"] for page in got["pages"]] == ["text_layer", "ocr"]
    assert got["sections"][0]["title"] == "三公经费"


def test_a_bad_file_in_its_place() -> None:
    assert plain(output.failed("甲.pdf", EncryptedFileError("甲.pdf 有密码。", "去掉密码。"))) == {
        "source": {"path": "甲.pdf"},
        "error": {"code": "E_ENCRYPTED", "message": "甲.pdf 有密码。", "hint": "去掉密码。"},
    }


def test_a_file_name_that_is_not_text_still_gives_valid_json() -> None:
    path = b"\xb1\xa8.pdf".decode("utf-8", "surrogateescape")
    assert plain({"source": {"path": path}})["source"]["path"] == path
