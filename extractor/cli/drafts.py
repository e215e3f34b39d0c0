"""What `draft` does with its arguments: read, compose, guard, write, and tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.drafting import record
from extractor.drafting.changes import changes
from extractor.drafts import Mark, Status
from extractor.errors import OutputError, UsageError, reason
from extractor.output import markdown, word
from extractor.output.files import replace_file
from extractor.output.word.write import LABEL

if TYPE_CHECKING:
    from extractor.authoring import Drafted, Order, Plan, Proof

FINDINGS = 1


@dataclass(frozen=True, slots=True)
class Paper:
    """How the draft is written."""

    target: Path
    clean: bool = False
    label: bool = True
    chart: bool = True
    template: Path | None = None


def write(order: Order, plan: Plan, paper: Paper) -> int:
    """Draft and write. Raises OutputError where a guard is broken or a clean copy has gaps."""
    from extractor import authoring

    _not_an_input(paper.target, order)
    if paper.target.suffix.lower() not in (".docx", ".md"):
        raise UsageError(f"不知道怎样写 {paper.target.name}。", "输出文件用 .docx 或 .md 结尾。")
    with _busy("正在读往年报告……"):
        made_from = authoring.inputs(order, plan)
    with _busy("正在起草……"):
        done = authoring.draft(made_from, plan)
    if done.breaches:
        told = "\n".join(f"  {one.code} {one.message}：{one.sentence[:60]}" for one in done.breaches[:10])
        raise OutputError(f"草稿没有通过 {len(done.breaches)} 项核对，没有写出：\n{told}")
    _replace(paper.target, _bytes(done, paper))
    _tell(done, paper)
    return FINDINGS if done.differences or done.findings else 0


def form(order: Order, plan: Plan, target: Path) -> int:
    """Write the Excel form."""
    from extractor import authoring, drafting
    from extractor.output import sheet

    _not_an_input(target, order)
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"不知道怎样写 {target.name}。", "表格用 .xlsx 结尾。")
    with _busy("正在读往年报告……"):
        made_from = authoring.inputs(order, plan)
    tables = drafting.form(made_from)
    _replace(target, sheet.workbook(tables))
    click.echo(f"已写出 {target}：{'、'.join(f'{t.name} {len(t.rows)} 行' for t in tables)}。", err=True)
    given = " ".join(f"--prior {_word(path)}" for path in order.priors)
    click.echo(f"黄色的格子填好以后起草：jixiao draft {given} --figures {_word(target)} -o 草稿.docx", err=True)
    return 0


def verify(path: Path, target: Path | None = None) -> int:
    """Read an edited draft back and list what differs from its facts; with a target, write its clean copy too."""
    from extractor import authoring

    proof = authoring.proofread(path)
    _show(proof)
    if target is not None:
        _clean(path, target, proof)
    return 0 if proof.sound else FINDINGS


def _show(proof: Proof) -> None:
    for one in proof.differences:
        click.echo(f"[与数据不符] {one.path}：数据为 {one.given or '无'}，稿中读到 {one.read or '无'}")
    for name, read, year in proof.stale:
        click.echo(f"[上年数] {name}：稿中的 {read} 与{year}年相同")
    for finding in proof.findings:
        click.echo(f"[数字矛盾] {finding.message}")
    for figure in proof.unknown:
        click.echo(f"[没有出处] {figure} 不在起草所用的数据中")
    for kind, line in changes(proof.gone, proof.new):
        click.echo(f"[{kind}] {line}")
    counts = (
        f"数据 {len(proof.record.required)} 项，不符 {len(proof.differences)} 处",
        f"没有出处的数字 {len(proof.unknown)} 个",
        f"数字矛盾 {len(proof.findings)} 处",
        f"改动 {max(len(proof.gone), len(proof.new))} 段",
        f"待填 {len(proof.gaps)} 处",
    )
    click.echo("；".join(counts) + "。")


def _clean(path: Path, target: Path, proof: Proof) -> None:
    """The clean copy of an edited review copy. Raises OutputError while there are gaps."""
    if path.suffix.lower() != ".docx" or target.suffix.lower() != ".docx":
        raise UsageError("清洁稿由修改过的 .docx 生成，输出文件也用 .docx 结尾。")
    if target.exists() and target.samefile(path):
        raise UsageError(f"输出文件 {target} 就是要读的文件。", "请换一个输出文件名。")
    clean = word.accepted(path.read_bytes(), path.name)
    if gaps := proof.gaps or word.gaps(clean, path.name):
        raise OutputError(
            f"还有 {len(gaps)} 处【待填】，不能生成清洁稿：{'、'.join(list(dict.fromkeys(gaps))[:5])}……",
            "请在修改稿（连同页眉、页脚和脚注）中补齐后再生成。",
        )
    _replace(target, clean)
    told = "" if proof.sound else "；稿中有与数据不符之处，请核实后再报送"
    click.echo(f"已写出清洁稿 {target}：修订已接受，批注已去掉{told}。", err=True)


@contextmanager
def _busy(told: str) -> Iterator[None]:
    """Show that work goes on where somebody watches (a model takes a while), and at which page of a scan it is."""
    from rich.console import Console

    from extractor.reading.progress import listening

    screen = Console(stderr=True)
    if not screen.is_terminal:
        yield
        return
    with screen.status(told) as status, listening(lambda page, pages: status.update(f"{told}第 {page}/{pages} 页")):
        yield


def _word(path: str | Path) -> str:
    """A path as one word of a command line, here and on Windows."""
    return f'"{path}"' if " " in str(path) else str(path)


def _replace(target: Path, data: bytes) -> None:
    try:
        replace_file(target, data)
    except OSError as error:
        raise OutputError(f"写不了 {target}：{reason(error)}") from error


def _bytes(done: Drafted, paper: Paper) -> bytes:
    from extractor.output import chart

    note = record.dump(done.draft)
    copy = word.Copy.CLEAN if paper.clean else word.Copy.REVIEW
    if paper.template is not None:
        if paper.clean and done.draft.gaps:
            word.docx(done.draft, copy, note)  # says which gaps
        return _templated(done, paper.template)
    if paper.target.suffix.lower() == ".md":
        return markdown.markdown(done.draft, note, LABEL if paper.label else "").encode()
    return word.docx(done.draft, copy, note, paper.label, chart.chart(done.draft) if paper.chart else None)


def _templated(done: Drafted, template: Path) -> bytes:
    """A bureau's own template, filled; what it prints, and so what can be verified later, is read from the file."""
    from extractor import authoring

    data = word.fill(template, done.draft)
    document, _ = authoring.reread(data, template.name)
    facts, required, year = done.draft.facts, done.draft.required, done.draft.year
    unlike = {one.path for one in authoring.read_back(document, facts, required, year)[0]}
    printed = tuple(path for path in required if path not in unlike)
    lines = tuple(line for line in document.text.split("\n") if line.strip())
    return word.keep(data, record.dump(done.draft, lines, printed))


def _not_an_input(target: Path, order: Order) -> None:
    inputs = [Path(name) for name in (*order.priors, *((order.figures,) if order.figures else ()))]
    if target.exists() and any(path.exists() and target.samefile(path) for path in inputs):
        raise UsageError(f"输出文件 {target} 就是要读的文件。", "请换一个输出文件名。")


def _model(done: Drafted) -> Iterable[str]:
    """Whom was asked, how much of the text is a model's, and what it cost."""
    if not (receipt := done.draft.receipt):
        return
    theirs = sum(sentence.phrase.startswith("model") for sentence in done.draft.sentences())
    usage = done.usage
    yield (
        f"模型 {receipt['model']}（{receipt['endpoint']}）写了 {theirs} 句，"
        f"{len(done.draft.replaced)} 处没有通过核对，用短语库的；"
        f"调用 {usage['calls']} 次（另有 {usage['cached_calls']} 次用了以前的回答），"
        f"token {usage['input_tokens']} + {usage['output_tokens']}。"
    )


def _tell(done: Drafted, paper: Paper) -> None:
    draft = done.draft
    marks = [sentence.mark for sentence in draft.sentences()]
    lines: Iterable[str] = (
        f"已写出 {paper.target}：{draft.year}年度，{len(draft.blocks)} 段；"
        + "，".join(f"{mark.value} {marks.count(mark)} 句" for mark in Mark)
        + f"；待填 {len(draft.gaps)} 处。",
        f"问题与措施各 {len(draft.pairs)} 条；台账 {len(draft.ledger)} 条："
        + "，".join(f"{s.value} {sum(e.status is s for e in draft.ledger)}" for s in Status)
        + "。",
        *(f"注意：{note}" for note in draft.notes),
        *_model(done),
        *(f"已改用短语库：{one.code} {one.message}：{one.sentence}" for one in draft.replaced),
        *(f"读回不符：{one.path} 数据为 {one.given or '无'}，读到 {one.read or '无'}" for one in done.differences),
        *(f"数字矛盾：{finding.message}" for finding in done.findings),
    )
    for line in (*lines, *_next(done, paper)):
        click.echo(line, err=True)


def _next(done: Drafted, paper: Paper) -> Iterable[str]:
    """What the officer does now."""
    target = _word(paper.target)
    if done.differences or done.findings:
        yield "请先改正数据，再起草一次。"
    if not paper.clean:
        steps = "补齐【待填】、改好以后" if done.draft.gaps else "改好以后"
        yield f"{steps}，与数据核对：jixiao draft --verify {target}"
    yield f"报送前再看有没有应当说明的：jixiao check {target}"
