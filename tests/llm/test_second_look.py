"""The third reader, for scans: a real OCR engine behind a real endpoint reads the picture that was sent."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from extractor import ocr, pipeline
from extractor.extraction import extract
from extractor.extraction.second_look import look_again
from extractor.llm import Client, Fault, Kind
from extractor.model import Document, Report, State
from extractor.pipeline import Plan
from extractor.reading import read
from extractor.reading.picture import page_picture
from extractor.reports import load
from extractor.settings import ModelSettings, Settings
from tests.llm.conftest import Connect
from tests.llm.server import Act, Server, pointed
from tests.ocr.paper import print_page

DEPARTMENT = load("department")
LINES = (
    "2021年度部门整体支出绩效自评报告",
    "部门名称：清河县林业局",
    "一、部门整体支出情况",
    "2021年度清河县林业局支出决算1286.45万元，",
    "其中：基本支出903.20万元，占总支出的70.2%，",
    "项目支出383.25万元，占总支出的29.8%。",
    "“三公”经费支出6.08万元，公务接待费0.75万元。",
    "年末资产总额2160.96万元。",
)


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "扫描.png"
    page = print_page(tuple((60, 50 + 26 * number, text) for number, text in enumerate(LINES)), width=595)
    path.write_bytes(cv2.imencode(".png", page.image)[1].tobytes())
    return path


@pytest.fixture(scope="module")
def document(scan: Path) -> Document:
    return read(scan, Settings())


@lru_cache
def _read(picture: bytes) -> tuple[str, ...]:
    image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return tuple(line.text for line in ocr.recognise(np.asarray(image, dtype=np.uint8)))


def looking(change: Callable[[str], str] = lambda line: line) -> Any:
    """A model that reads what is in the picture it is sent (with an OCR engine), and changes it."""

    def answer(body: Mapping[str, Any]) -> str:
        content = body["messages"][-1]["content"]
        if isinstance(content, str):
            return '{"quotes": []}' if '"quotes"' in json.dumps(body["response_format"]) else pointed()
        ((_, image),) = [part["image_url"]["url"].split(",") for part in content if part["type"] == "image_url"]
        lines = [change(line) for line in _read(base64.b64decode(image)) if any(c.isdigit() for c in line)]
        return json.dumps({"lines": lines}, ensure_ascii=False)

    return answer


def run(path: Path, connect: Connect, **model: Any) -> Report:
    settings = Settings(model=ModelSettings(name="m", vision="v", cache="", **model))
    client = connect(cache="", vision="v", **model)
    return pipeline.run(path, Plan(settings, DEPARTMENT, "hybrid"), None, client).report


def test_the_same_in_the_picture_is_agreement(scan: Path, server: Server, connect: Connect) -> None:
    server.does(Act(text=looking()))
    report = run(scan, connect)
    figures = [field for field in report.fields.values() if field.quantity]
    agreed = [field for field in figures if "picture_agrees" in field.reasons]
    assert len(figures) >= 7
    assert len(agreed) >= len(figures) - 1
    bodies = [json.loads(body) for body in server.bodies]
    assert {body["model"] for body in bodies} == {"m", "v"}
    sent = [entry for entry in report.receipt["requests"] if "pictures" in entry]  # type: ignore[attr-defined]
    assert [entry["pictures"] for entry in sent] == [1]
    assert report.usage["calls"] == len(bodies)


def look(document: Document, scan: Path, client: Client) -> Report:
    report = extract(document, DEPARTMENT)
    return look_again(document, report, DEPARTMENT, client, lambda page: page_picture(scan, page, Settings()))


def test_another_digit_is_a_doubt_and_never_a_value(
    document: Document, scan: Path, server: Server, connect: Connect
) -> None:
    before = extract(document, DEPARTMENT)
    server.does(Act(text=looking(lambda line: line.replace("6.08", "6.03").replace("2160.96", "2150.96"))))
    after = look(document, scan, connect(cache="", vision="v"))
    for path, field in after.fields.items():
        assert (field.value, field.unit, field.state) == (*_said(before, path), before.fields[path].state)
    for path in ("three_public.final", "assets.total"):
        assert {"picture_differs", "ocr_unsure"} <= set(after.fields[path].reasons)
    assert "picture_agrees" in after.fields["final.project_expenditure"].reasons


def _said(report: Report, path: str) -> tuple[Any, Any]:
    return report.fields[path].value, report.fields[path].unit


def test_two_doubts_are_a_conflict_unless_the_figure_is_proven(
    document: Document, scan: Path, server: Server, connect: Connect
) -> None:
    document = replace(document, certainty=tuple(0.5 for _ in document.text))
    server.does(Act(text=looking(lambda line: line.replace("6.08", "6.03").replace("903.20", "908.20"))))
    after = look(document, scan, connect(cache="", vision="v"))
    doubted = after.fields["three_public.final"]
    assert (doubted.state, doubted.value) == (State.CONFLICT, None)
    assert doubted.mentions
    proven = after.fields["final.basic_expenditure"]  # 903.20 + 383.25 = 1286.45
    assert (proven.state, proven.value) == (State.FOUND, "903.20")
    assert "picture_differs" in proven.reasons


def test_pictures_leave_only_where_they_may(document: Document, scan: Path, server: Server) -> None:
    away = ModelSettings(name="m", vision="v", base_url="https://model.example.invalid/v1", cache="", attempts=1)
    report = look(document, scan, Client(Settings(model=away)))
    assert any("没有获准" in warning for warning in report.warnings)
    assert not [field for field in report.fields.values() if "picture_agrees" in field.reasons]
    allowed = Client(Settings(model=replace(away, pictures_leave=True)))
    allowed.admit_picture("正文")
    for client, text, kind in (
        (Client(Settings(model=away)), "正文", Kind.PICTURE),
        (allowed, "机密★10年", Kind.SECRET),
        (Client(Settings(offline=True, model=replace(away, pictures_leave=True))), "正文", Kind.OFFLINE),
    ):
        with pytest.raises(Fault) as caught:
            client.admit_picture(text)
        assert caught.value.kind is kind
