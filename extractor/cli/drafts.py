"""What `draft` does with its arguments: read, compose, guard, write, and tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.drafting import record
from extractor.drafts import Mark, Status
from extractor.errors import InputError, OutputError, UsageError
from extractor.output import markdown, word
from extractor.output.files import replace_file
from extractor.output.word.write import LABEL

if TYPE_CHECKING:
    from extractor.authoring import Drafted, Order, Plan

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
    done = authoring.draft(authoring.inputs(order, plan))
    if done.breaches:
        told = "\n".join(f"  {one.code} {one.message}：{one.sentence[:60]}" for one in done.breaches[:10])
        raise OutputError(f"草稿没有通过 {len(done.breaches)} 项核对，没有写出：\n{told}")
    data = _bytes(done, paper)
    try:
        replace_file(paper.target, data)
    except OSError as error:
        raise OutputError(f"写不了 {paper.target}：{error.strerror or error}") from error
    _tell(done, paper)
    return FINDINGS if done.differences or done.findings else 0


def form(order: Order, plan: Plan, target: Path) -> int:
    """Write the Excel form."""
    from extractor import authoring, drafting
    from extractor.output import sheet

    _not_an_input(target, order)
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"不知道怎样写 {target.name}。", "表格用 .xlsx 结尾。")
    tables = drafting.form(authoring.inputs(order, plan))
    try:
        replace_file(target, sheet.workbook(tables))
    except OSError as error:
        raise OutputError(f"写不了 {target}：{error.strerror or error}") from error
    click.echo(f"已写出 {target}：{'、'.join(f'{t.name} {len(t.rows)} 行' for t in tables)}。", err=True)
    return 0


def verify(path: Path) -> int:
    """Read an edited draft back and list what differs from its facts."""
    from extractor import authoring, drafting

    text, note = _read(path)
    if note is None:
        raise InputError(f"{path.name} 里没有起草记录，无法核对。", "请给出 jixiao draft 生成、再经修改的文件。")
    kept = record.load(note, path.name)
    differences, findings = authoring.read_back(text, kept.facts, kept.required, kept.year)
    before = dict.fromkeys(kept.blocks)
    now = dict.fromkeys(line for line in text.split("\n") if line.strip())
    gone, new = [b for b in before if b not in now], [b for b in now if b not in before]
    for one in differences:
        click.echo(f"[与数据不符] {one.path}：数据为 {one.given or '无'}，稿中读到 {one.read or '无'}")
    last = {fact.path: fact for fact in kept.history}
    for one in differences:
        if one.path in last and one.read and one.read == last[one.path].text:
            click.echo(f"[上年数] {one.path}：稿中的 {one.read} 与{last[one.path].year}年相同")
    for finding in findings:
        click.echo(f"[数字矛盾] {finding.message}")
    unknown = drafting.strangers(text, kept.facts.values(), kept.blocks)
    for figure in unknown:
        click.echo(f"[没有出处] {figure} 不在起草所用的数据中")
    for line in gone:
        click.echo(f"[删改前] {line}")
    for line in new:
        click.echo(f"[改为] {line}")
    gaps = text.count("【待填：")
    counts = (
        f"数据 {len(kept.required)} 项，不符 {len(differences)} 处",
        f"没有出处的数字 {len(unknown)} 个",
        f"数字矛盾 {len(findings)} 处",
        f"改动 {max(len(gone), len(new))} 段",
        f"待填 {gaps} 处",
    )
    click.echo("；".join(counts) + "。")
    return FINDINGS if differences or findings or unknown else 0


def _read(path: Path) -> tuple[str, bytes | None]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"无法读取 {path.name}：{error.strerror or error}。") from error
    if data.startswith(b"PK\x03\x04"):
        return word.text(data, path.name), word.note(data, path.name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} 既不是 Word 文件，也不是 Markdown 文件。") from error
    return markdown.plain(text), markdown.note(text)


def _bytes(done: Drafted, paper: Paper) -> bytes:
    from extractor.output import chart

    note = record.dump(done.draft)
    copy = word.Copy.CLEAN if paper.clean else word.Copy.REVIEW
    if paper.template is not None:
        if paper.clean and done.draft.gaps:
            word.docx(done.draft, copy, note)  # says which gaps
        return word.fill(paper.template, done.draft)
    if paper.target.suffix.lower() == ".md":
        return markdown.markdown(done.draft, note, LABEL if paper.label else "").encode()
    return word.docx(done.draft, copy, note, paper.label, chart.chart(done.draft) if paper.chart else None)


def _not_an_input(target: Path, order: Order) -> None:
    inputs = [Path(name) for name in (*order.priors, *((order.figures,) if order.figures else ()))]
    if target.exists() and any(path.exists() and target.samefile(path) for path in inputs):
        raise UsageError(f"输出文件 {target} 就是要读的文件。", "请换一个输出文件名。")


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
        *(f"已改用短语库：{breach.message}" for breach in draft.replaced),
        *(f"读回不符：{one.path} 数据为 {one.given or '无'}，读到 {one.read or '无'}" for one in done.differences),
        *(f"数字矛盾：{finding.message}" for finding in done.findings),
    )
    for line in lines:
        click.echo(line, err=True)
