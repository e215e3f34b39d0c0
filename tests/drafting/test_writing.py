"""A model's sentences: taken where no guard speaks against them, rewritten once, else left to the phrase library."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from eval.drafting import arms
from extractor import authoring
from extractor.drafting import Inputs, record
from extractor.drafts import Draft
from extractor.output import word
from extractor.pipeline import Plan
from extractor.settings import ModelSettings, Settings
from tests.llm.server import Act, Server, serving

Body: TypeAlias = Mapping[str, Any]
WORDS = "按照上年预算执行情况做好本年预算编制，严格预算管理。"


@pytest.fixture(scope="module")
def one_server() -> Iterator[Server]:
    with serving(Server()) as server:
        yield server


@pytest.fixture
def plan(one_server: Server, tmp_path: Path) -> Callable[..., Plan]:
    def make(engine: str = "hybrid", offline: bool = False, **given: Any) -> Plan:
        usual = {"name": "m", "base_url": one_server.url, "cache": str(tmp_path / "answers.sqlite"), "patience": 20.0}
        model = ModelSettings(**{**usual, **given})
        return Plan(Settings(offline=offline, model=model), engine=engine)

    return make


def material(body: Body) -> str:
    return str(body["messages"][-1]["content"])


def ours(body: Body, side: str) -> list[str]:
    """The library's own sentences, as the model is shown them."""
    found = re.search(rf"^现在的写法 {side}：(.*)$", material(body), re.MULTILINE)
    return re.findall(r"[^。]+。", found[1]) if found else []


def honest(body: Body) -> str:
    problem, measure = ours(body, "problem"), ours(body, "measure")
    return json.dumps({"problem": problem, "measure": [*measure, WORDS] if measure else []}, ensure_ascii=False)


def lying(bad: str, side: str, better: str | None = None) -> Callable[[Body], str]:
    """A model that puts one sentence of its own into every answer, and may think better of it when told."""

    def answer(body: Body) -> str:
        if "要改写的句子" in material(body):
            count = len(re.findall(r"^- (?:problem|measure)：", material(body), re.MULTILINE))
            return json.dumps({"sentences": [better or bad] * count}, ensure_ascii=False)
        told = json.loads(honest(body))
        if told[side]:
            told[side].append(bad)
        return json.dumps(told, ensure_ascii=False)

    return answer


def model_sentences(draft: Draft) -> list[str]:
    return [sentence.text for sentence in draft.sentences() if sentence.phrase.startswith("model")]


def test_good_sentences_are_taken(one_server: Server, plan: Callable[..., Plan], inputs: Inputs) -> None:
    one_server.does(Act(text=honest))
    done = authoring.draft(inputs, plan())
    assert done.draft.replaced == ()
    assert done.draft.text.count(WORDS) == sum(WORDS in told for told in model_sentences(done.draft)) > 3
    assert (done.breaches, done.differences, done.findings) == ((), (), ())
    assert done.draft.receipt["model"] == "m"
    assert done.usage["calls"] == one_server.calls


def test_no_figure_and_no_secret_leaves(one_server: Server, plan: Callable[..., Plan], inputs: Inputs) -> None:
    one_server.does(Act(text=honest))
    phone = {"N-budgeting": {"cause": "联系人：王建国 13812345678 处来函"}}
    asked = replace(inputs, given=replace(inputs.given, answers=phone))
    authoring.draft(asked, plan("model"))
    sent = "\n".join(material(json.loads(body)) for body in one_server.bodies)
    assert one_server.calls > 3
    assert "13812345678" not in sent
    assert not re.search(r"[0-9]", re.sub(r"N-\w+", "", sent))
    for fact in inputs.facts.values():
        if "." in fact.value:
            assert fact.value not in sent


def test_offline_nothing_leaves_and_the_draft_stands(
    one_server: Server, plan: Callable[..., Plan], inputs: Inputs, drafted: authoring.Drafted
) -> None:
    one_server.does(Act(text=honest))
    made = plan(offline=True, base_url="http://models.example.org/v1")
    done = authoring.draft(inputs, made)
    assert one_server.calls == 0
    assert done.draft.text == drafted.draft.text
    assert any("offline" in note for note in done.draft.notes)


def test_an_outage_costs_style_only(
    one_server: Server, plan: Callable[..., Plan], inputs: Inputs, drafted: authoring.Drafted
) -> None:
    one_server.does(Act(status=500))
    done = authoring.draft(inputs, plan(attempts=1))
    assert done.draft.text == drafted.draft.text
    assert any("没有用上模型" in note for note in done.draft.notes)


BAD = [
    ("全年共开展检查12次。", "G2"),
    ("全年共开展检查１２次。", "G2"),
    ("全年共开展预算检查十二次。", "G2"),
    ("预算执行率只有百分之八十五。", "G2"),
    ("近半项目支出进度滞后。", "G2"),
    ("重点抓好④预算编制工作。", "G2"),
    ("按照《专项资金绩效追踪暂行规程》做好预算绩效管理。", "G16"),
    ("经县人民政府同意后调整预算绩效目标。", "G16"),
    ("由张建国同志负责预算绩效管理工作。", "G16"),
    ("由绩效督导科牵头做好预算绩效管理工作。", "G16"),
    ("预算绩效管理工作年底前完成整改。", "G16"),
    ("预算绩效管理工作上半年全部到位。", "G16"),
    ("预算绩效管理制度已经建立。", "G16"),
    ("会同青山县财政局做好预算绩效管理工作。", "G16"),
    ("蓝鲸跃出海面时，孩子们欢呼雀跃。", "G16"),
    ("Improve budget execution。", "G16"),
    ("加强{没有的数据}管理，做好预算绩效管理工作。", "G1"),
    ("加强【待填：数据】管理，做好预算绩效管理工作。", "G17"),
    ("（一）加强预算绩效管理。", "G17"),
    ("加强预算绩效管理。做好预算编制。", "G17"),
    ("加强预算绩效管理", "G17"),
]


@pytest.mark.parametrize(("bad", "code"), BAD, ids=[code + bad[:8] for bad, code in BAD])
def test_a_bad_sentence_never_comes_through(
    one_server: Server, plan: Callable[..., Plan], inputs: Inputs, bad: str, code: str
) -> None:
    one_server.does(Act(text=lying(bad, "measure")))
    done = authoring.draft(inputs, plan(cache=""))
    assert bad not in done.draft.text
    measures = [breach for breach in done.draft.replaced if breach.sentence == bad]
    assert len(measures) > 2
    assert {breach.code for breach in measures} == {code}
    assert done.breaches == ()


@pytest.mark.parametrize(("bad", "code"), BAD[:8], ids=[code + bad[:8] for bad, code in BAD[:8]])
def test_a_sentence_is_rewritten_once(
    one_server: Server, plan: Callable[..., Plan], inputs: Inputs, bad: str, code: str
) -> None:
    one_server.does(Act(text=lying(bad, "measure", better=WORDS.replace("严格", "切实加强"))))
    done = authoring.draft(inputs, plan(cache=""))
    assert bad not in done.draft.text
    assert "切实加强预算管理。" in done.draft.text
    assert done.draft.replaced == ()


def compared(word_: str) -> Callable[[Body], str]:
    def answer(body: Body) -> str:
        told = json.loads(honest(body))
        size = re.search(r"^大小：(\S+) (大于|小于) (\S+)$", material(body), re.MULTILINE)
        if size and "sentences" not in material(body):
            head, *_ = told["problem"]
            year = "{年份}年" if "{年份}" in material(body) else ""
            told["problem"] = [head, f"{year}{{{size[1]}}}{word_}{{{size[3]}}}，预算执行还要加强。"]
        return json.dumps(told, ensure_ascii=False)

    return answer


def test_a_comparison_must_be_true(one_server: Server, plan: Callable[..., Plan], inputs: Inputs) -> None:
    taken = {}
    for word_ in ("高于", "低于", "较上年增加"):
        one_server.does(Act(text=compared(word_)))
        done = authoring.draft(inputs, plan(cache=""))
        refused = {breach.sentence for breach in done.draft.replaced if breach.code == "G6"}
        taken[word_] = [told for told in model_sentences(done.draft) if word_ in told]
        assert refused or taken[word_]
        if word_ == "较上年增加":
            assert taken[word_] == []
    assert taken["高于"] or taken["低于"]
    assert not {told.replace("高于", "低于") for told in taken["高于"]} & set(taken["低于"])


def test_a_figure_left_out_is_not_lost(one_server: Server, plan: Callable[..., Plan], inputs: Inputs) -> None:
    def answer(body: Body) -> str:
        told = json.loads(honest(body))
        told["problem"] = told["problem"][:1]
        return json.dumps(told, ensure_ascii=False)

    one_server.does(Act(text=answer))
    done = authoring.draft(inputs, plan(cache=""))
    assert "G4" in {breach.code for breach in done.draft.replaced}
    assert done.breaches == ()


def test_a_copy_of_last_year_is_no_sentence_of_a_model(
    one_server: Server, plan: Callable[..., Plan], inputs: Inputs
) -> None:
    lines = re.split(r"[。\n]", inputs.last.document.text)
    line = next(x for x in lines if len(x) > 30 and re.fullmatch(r"[一-龥，、]+", x) and "已" not in x)
    one_server.does(Act(text=lying(f"{line}。", "measure")))
    done = authoring.draft(inputs, plan(cache=""))
    assert f"{line}。" in {breach.sentence for breach in done.draft.replaced}


def test_same_answers_same_bytes(one_server: Server, plan: Callable[..., Plan], inputs: Inputs) -> None:
    one_server.does(Act(text=honest))
    made = [authoring.draft(inputs, plan()).draft for _ in range(2)]
    files = [word.docx(draft, word.Copy.REVIEW, record.dump(draft)) for draft in made]
    assert files[0] == files[1]
    assert len(model_sentences(made[0])) > 3


def test_arms_are_told_apart(one_server: Server, inputs: Inputs) -> None:
    def answer(body: Body) -> str:
        if "本年数据" not in str(body["messages"][0]["content"]):
            return honest(body)
        return json.dumps({"text": inputs.last.document.text}, ensure_ascii=False)  # last year's report again

    one_server.does(Act(text=answer))
    settings = Settings(model=ModelSettings(name="m", base_url=one_server.url, cache=""))
    rows = {row.arm: row for row in arms.compare([("hunan-cover-2023", 3)], settings)}
    assert list(rows) == [arms.LIBRARY, "hybrid", "model", arms.BARE]
    for name in (arms.LIBRARY, "hybrid", "model"):
        assert rows[name].stated == rows[name].required
        assert rows[name].stale == rows[name].errors == 0
        assert rows[name].covered == rows[name].prior
    assert rows[arms.BARE].stale > 10
    assert rows[arms.BARE].stated < rows[arms.BARE].required
    assert rows[arms.BARE].copied > rows["model"].copied
    assert all(arms.lines(list(rows.values())))
