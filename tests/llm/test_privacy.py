"""What leaves: placeholders for personal data, nothing from a marked file, nothing when it is forbidden."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import ModelError
from extractor.extraction import extract
from extractor.llm import Client, Fault, Kind, Shield
from extractor.llm.privacy import is_secret
from extractor.model import Document
from extractor.reports import load
from extractor.settings import ModelSettings, Settings
from tests.llm.conftest import Connect
from tests.llm.server import Act, Server, pointed

CANARIES = {
    "identity": "11010519491231002X",
    "identity, set in groups": "110105 19491231 002X".replace(" ", ""),
    "mobile": "13912345678",
    "mobile with dashes": "139-1234-5678",
    "landline": "0734-8123456",
    "card": "6222021001116245702",
    "mail": "zhangsan.canary@example.gov.cn",
    "name": "欧阳修",
}
TEXT = f"""云溪县档案馆2022年度部门整体支出绩效自评报告
联系人：{CANARIES["name"]}　联系电话：{CANARIES["landline"]}
填报人：王小二 手机：{CANARIES["mobile"]} 或 {CANARIES["mobile with dashes"]} 邮箱：{CANARIES["mail"]}
身份证号{CANARIES["identity"]}，工资卡{CANARIES["card"]}。
一、基本情况
核定编制21人，年末在职19人。年初预算412.60万元，决算总支出398.05万元。
"""
EMPTY = pointed()


def document(text: str = TEXT) -> Document:
    return Document("d", text, (), ())


def test_personal_data_leave_in_no_request_log_cache_or_result(
    server: Server, connect: Connect, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-555")
    caplog.set_level("DEBUG")
    server.does(Act(text=EMPTY), Act(text='{"quotes": []}'))
    report = extract(document(), load("department"), "hybrid", connect())
    sent = b"".join(server.bodies).decode()
    sent = (
        json.loads(f'"{sent}"') if "\\u" in sent and '"' not in sent else sent.encode().decode("unicode_escape") + sent
    )
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir()).decode("utf-8", "replace")
    assert server.calls == 2
    for canary in (*CANARIES.values(), "王小二"):
        assert canary not in sent
        assert canary not in kept
        assert canary not in caplog.text
    assert "sk-canary-555" not in kept + caplog.text + json.dumps(report.receipt, ensure_ascii=False) + sent
    assert report.receipt["masked"] == 8
    assert "412.60" in sent


def test_placeholders_come_back() -> None:
    shield = Shield()
    masked = shield.mask(TEXT)
    assert "【电话" in masked
    assert all(canary not in masked for canary in CANARIES.values())
    assert shield.restore(masked) == TEXT


@pytest.mark.parametrize(
    "text",
    ["年初预算13912345678元", "110105194912310021", "预算1234567.89万元", "负责人：由局长担任", "联系人数12人", "邮箱"],
)
def test_figures_and_words_are_no_personal_data(text: str) -> None:
    assert Shield().mask(text).replace("电话", "") == text or text.startswith("年初")


def test_a_name_below_its_label_is_hidden_wherever_it_stands() -> None:
    masked = Shield().mask("联系人\n周立群\n联络电话\n0734-8123456\n评价人员\n周立群  办公室主任\n负责人\n签字\n")
    assert "周立群" not in masked
    assert masked.count("【姓名1】") == 2
    assert "签字" in masked


@pytest.mark.parametrize("mark", ["机密★10年", "秘密★", "密级：机密", "绝 密\n".replace(" ", ""), "【涉密】"])
def test_a_marked_file_stops(mark: str) -> None:
    assert is_secret(f"封面\n{mark}\n正文")
    remote = Client(Settings(model=ModelSettings(name="m", base_url="https://model.example.invalid/v1", cache="")))
    marked = document(f"{mark}\n{TEXT}")
    assert "密级" in extract(marked, load("department"), "hybrid", remote).warnings[-1]
    with pytest.raises(ModelError, match="密级"):
        extract(marked, load("department"), "model", remote)


@pytest.mark.parametrize("text", ["无涉密信息", "加强保密工作，严守国家秘密。", "商业秘密保护", "机密机房改造10万元"])
def test_words_about_secrecy_are_no_mark(text: str) -> None:
    assert not is_secret(text)


def test_offline_refuses_every_host_but_this_one(server: Server, connect: Connect) -> None:
    away = Client(Settings(offline=True, model=ModelSettings(name="m", base_url="https://model.example.invalid/v1")))
    for call in (away.models, lambda: away.admit("x")):
        with pytest.raises(Fault) as caught:
            call()
        assert caught.value.kind is Kind.OFFLINE
    for trick in ("http://127.0.0.1.example.invalid/v1", "http://localhost@example.invalid/v1"):
        assert not Client(Settings(model=ModelSettings(name="m", base_url=trick))).local
    server.does(Act(text=EMPTY))
    assert extract(document(), load("department"), "hybrid", connect(offline=True)).usage["calls"] >= 1


def test_the_receipt_says_what_went_where(server: Server, connect: Connect) -> None:
    server.does(Act(text=EMPTY), Act(text='{"quotes": []}'))
    client = connect(price_in=2.0, price_out=8.0)
    receipt = extract(document(), load("department"), "hybrid", client).receipt
    assert receipt["cost"] == f"{(200 * 2 + 20 * 8) / 1_000_000:.4f}"
    assert receipt["endpoint"] == "127.0.0.1"
    assert set(receipt["prompts"]) == {"confirm", "fields"}  # type: ignore[call-overload]
    for entry in receipt["requests"]:  # type: ignore[attr-defined]
        assert set(entry) == {"task", "sha256", "characters", "cached"}
