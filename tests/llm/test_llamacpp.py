"""A real llama.cpp server with tiny random weights: wrong every time, and never outside the schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.drafting import measure as drafts
from extractor import authoring
from extractor.extraction import extract
from extractor.llm import Client
from extractor.model import Document, State
from extractor.pipeline import Plan
from extractor.reports import load
from extractor.settings import ModelSettings, Settings
from tests.llm.weights import write

xllamacpp = pytest.importorskip("xllamacpp")
ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "fixtures/reports/qinghe-county-hrss-2023/report.txt").read_text("utf-8")[:600]


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("weights") / "tiny.gguf"
    wordings = "".join(file.read_text("utf-8") for file in (ROOT / "prompts").glob("*.md"))
    write(path, wordings + TEXT)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx, params.n_parallel, params.warmup = 8192, 1, False
    params.cpuparams.n_threads = 1  # more of them wait for each other, burning time, where the machine is busy
    params.port = 0
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


def test_random_weights_change_nothing(llama: str) -> None:
    document = Document("d", TEXT, (), ())
    department = load("department")
    client = Client(Settings(model=ModelSettings(name="tiny", base_url=llama, cache="", timeout=60, attempts=1)))
    report = extract(document, department, "hybrid", client)
    client.close()
    rules = extract(document, department)
    assert {p: (f.state, f.value) for p, f in report.fields.items()} == {
        p: (f.state, f.value) for p, f in rules.fields.items()
    }
    assert report.usage["calls"] > 0
    assert not [field for field in report.fields.values() if field.engines == ("model",) and field.state is State.FOUND]


def test_random_weights_write_nothing(llama: str) -> None:
    """Whatever it writes, the draft is that of the phrase library, and every refusal is listed."""
    inputs = drafts.inputs_of("sichuan-skeleton", 1)
    model = ModelSettings(name="tiny", base_url=llama, cache="", timeout=120, attempts=1)
    done = authoring.draft(inputs, Plan(Settings(model=model), engine="model"))
    assert done.draft.text == authoring.draft(inputs).draft.text
    assert done.usage["calls"] >= len(done.draft.pairs)
    assert done.draft.replaced or done.draft.notes
    assert not [sentence for sentence in done.draft.sentences() if sentence.phrase.startswith("model")]
