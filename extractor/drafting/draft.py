"""`draft`: from earlier reports and this year's figures to a `Draft`."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.drafting.inputs import Inputs
from extractor.drafting.ledger import ledger
from extractor.drafting.pairing import Pairing, Side
from extractor.drafting.phrases import gap
from extractor.drafting.skeleton import Skeleton
from extractor.drafting.tables import tables
from extractor.drafting.words import Words
from extractor.drafts import Block, Draft, Mark, Sentence, Slot

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
        tables=tables(inputs, words), history=inputs.history, notes=(*notes, *_notes(inputs)),
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


def _notes(inputs: Inputs) -> tuple[str, ...]:
    """What the officer should know before reading the draft."""
    known = inputs.report_type.fields
    unknown = [path for path in inputs.given.figures if path not in known]
    return (
        *((f"数据文件中没有这些字段，已忽略：{'、'.join(unknown)}。",) if unknown else ()),
        *(f"上年报告核对：{finding.message}" for finding in inputs.last.checked.findings),
    )
