"""`draft`: from earlier reports and this year's figures to a `Draft`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.drafting import findings, sheets, targets
from extractor.drafting.inputs import Inputs
from extractor.drafting.ledger import ledger
from extractor.drafting.pairing import Pairing, Side
from extractor.drafting.phrases import gap
from extractor.drafting.skeleton import Skeleton
from extractor.drafting.tables import tables
from extractor.drafting.triggers import candidates
from extractor.drafting.words import Words
from extractor.drafts import Block, Draft, Entry, Mark, Pair, Sentence, Slot

TITLE = "{department}{year}年度部门整体支出绩效自评报告"


def compose(inputs: Inputs, written: Mapping[Side, tuple[Sentence, ...]] | None = None) -> Draft:
    """Write the draft with the phrase library and the words of the last report; no model, no guard.

    `written` holds, by pair and side, sentences that take the place of the library's.
    """
    entries, notes = ledger(inputs)
    words = Words.of(inputs)
    pairing = Pairing(words, entries, written or {})
    pairs = tuple(pairing.pairs())
    skeleton = Skeleton(words, pairs, tuple(pairing.settled()))
    title = words.filler.fill(TITLE, Mark.UPDATED, "title")
    blocks = (Block("title", (title,)), *_cover(inputs, words), *skeleton.blocks())
    return Draft(
        inputs.department, inputs.year, blocks, inputs.facts, inputs.required, entries, pairs,
        tables=tables(inputs, words), history=inputs.history, notes=(*notes, *_notes(inputs, entries, pairs)),
    )  # fmt: skip


def _cover(inputs: Inputs, words: Words) -> tuple[Block, ...]:
    """Name, code and date, as far as the last report has them."""
    found = [Sentence(("部门（单位）名称：", Slot("given:department", inputs.department)), Mark.KEPT, "cover")]
    if "budget_code" in inputs.required:
        found.append(words.filler.fill("预算编码：{budget_code}", Mark.KEPT, "cover"))
    date = inputs.given.figures.get("report_date", ("", ""))[0]
    slot = Slot("given:report_date", date) if date else gap("报告日期")
    found.append(Sentence(("报告日期：", slot), Mark.UPDATED, "cover"))
    return tuple(Block("paragraph", (sentence,)) for sentence in found)


def _notes(inputs: Inputs, entries: Sequence[Entry], pairs: Sequence[Pair]) -> tuple[str, ...]:
    """What the officer should know before reading the draft."""
    known = inputs.report_type.fields
    unknown = [path for path in inputs.given.figures if path not in known]
    waived = [missed for missed in targets.of_year(inputs, entries) if missed.waived]
    return (
        *((f"数据文件中没有这些字段，已忽略：{'、'.join(unknown)}。",) if unknown else ()),
        *_apart(inputs),
        *_lost(inputs, entries, pairs),
        *(f"本年“{missed.name}”没有得满分，未单列问题：{missed.waived}。" for missed in waived),
        *(f"上年报告核对：{finding.message}" for finding in inputs.last.checked.findings),
    )


def _apart(inputs: Inputs) -> Iterator[str]:
    """What does not fit together, although a draft can be made of it."""
    given, year = inputs.given, inputs.year
    if given.figures and given.year is None:
        yield f"{given.source} 没有写年度，当作{year}年的数据。"
    if year > inputs.last.year + 1:
        yield f"上年报告是{inputs.last.year}年的，与{year}年度不相连，没有可以比较的上年数。"
    name = given.figures.get("department.name", (inputs.department, ""))[0]
    if name != inputs.department:
        yield f"数据文件里的部门名称“{name}”与上年报告的“{inputs.department}”不同，没有采用。"


def _lost(inputs: Inputs, entries: Sequence[Entry], pairs: Sequence[Pair]) -> Iterator[str]:
    """What was written in lines that the ledger does not have: the form is of other reports, or the figures moved."""
    open_ = [column.key for column in sheets.PROBLEMS.columns if column.open]
    used = {entry.id for entry in entries} | {pair.id for pair in pairs} | {one.id for one in candidates(inputs)}
    used |= {findings.row(kind) for kind in findings.by_kind(inputs.last.checked.findings)}
    lost = [key for key, row in inputs.given.answers.items() if key not in used and any(row.get(k) for k in open_)]
    if lost:
        yield f"数据文件的“{sheets.PROBLEMS.name}”中这些编号与往年报告和本年数据对不上，没有采用：{'、'.join(lost)}。"
