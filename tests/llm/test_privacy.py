"""What leaves: placeholders for personal data, nothing from a marked file, nothing when it is forbidden."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import ModelError
from extractor.extraction import extract
from extractor.extraction.numbered import number
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


IN_ODD_PLACES = {
    "identity in full width": ("身份证号１１０１０５１９４９１２３１００２Ｘ。", "１９４９１２３１"),
    "identity over two lines": ("110105194912\n  31002X", "31002X"),
    "identity torn by what nobody sees": ("110105\u200b19491231\u200b002X", "19491231"),
    "identity behind letters": ("ID11010519491231002X", "19491231"),
    "identity of 15 digits": ("身份证号：110105491231002", "491231"),
    "mobile with points": ("手机 139.1234.5678", "1234"),
    "mobile with a long dash": ("139—1234—5678", "1234"),
    "mobile over two lines": ("手机：1391234\n5678", "5678"),
    "mobile with 0086": ("008613912345678", "13912345678"),
    "mobile in characters": ("打一三九一二三四五六七八找他", "二三四五六"),
    "mobile of mixed width": ("1３9１2３4５6７8", "１2３4"),
    "landline in full width": ("０７３４－８１２３４５６", "８１２３４５６"),
    "landline over two lines": ("0734-\n8123456", "8123456"),
    "landline in one piece": ("联系电话07348123456", "8123456"),
    "card over two lines": ("卡号62220210\n01116245702", "6245702"),
    "mail in full width": ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ｚｈａｎｇ"),
    "mail with blanks": ("zhang @ example.com", "zhang"),
    "mail over two lines": ("zhang@exa\nmple.com", "zhang"),
    "name beside a spaced label": ("联 系 人：张三", "张三"),
    "name without a colon": ("联系人 张三 电话 8123456", "张三"),
    "name on a line to fill": ("联系人：_张三_", "张三"),
    "second name": ("联系人：张三、李四", "李四"),
    "name beside two labels": ("联系人及电话：张三 8123456", "张三"),
    "name of the head": ("局长：王五明", "王五明"),
    "name with blanks, then without": ("填报人：王 五 明\n王五明已经核对。", "王五明"),
    "short name before a title": ("联系人：张三\n张三同志已经核对。", "张三"),
    "name in a table": ("联系人\t张三\t电话\t8123456", "张三"),
}


@pytest.mark.parametrize("place", IN_ODD_PLACES)
def test_personal_data_in_odd_places(place: str) -> None:
    text, datum = IN_ODD_PLACES[place]
    shield = Shield()
    masked = shield.mask(text)
    assert datum not in masked
    assert shield.restore(masked) == text
    shown = number(document(text))
    assert datum not in shown.show(range(1, len(shown.lines) + 1), Shield())


def test_what_counts_and_measures_is_no_personal_datum() -> None:
    text = "手机12345678台，账面12345678.90元，2022 2023 2024 2025\n139\n1234\n5678\n负责人：财务科、安全科、各股室"
    assert Shield().mask(text) == text


def test_a_name_that_was_learnt_is_hidden_without_its_label() -> None:
    shield = Shield()
    shield.learn("填报人：王建国")
    assert "王建国" not in shield.mask("王建国反映预算偏紧。")


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
