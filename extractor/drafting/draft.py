"""`draft`: from earlier reports and this year's figures to a `Draft`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from extractor.drafting.inputs import Inputs
from extractor.drafting.ledger import ledger
from extractor.drafting.pairing import Pairing, Side
from extractor.drafting.phrases import gap
from extractor.drafting.sheets import PROBLEMS
from extractor.drafting.skeleton import Skeleton
from extractor.drafting.tables import tables
from extractor.drafting.words import Words
from extractor.drafts import Block, Draft, Mark, Sentence, Slot

TITLE = "{department}{year}年度部门整体支出绩效自评报告"

_OPEN = {column.key for column in PROBLEMS.columns if column.open}


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
    notes = (*notes, *_unused(inputs, (*(e.id for e in entries), *(p.id for p in pairs))))
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
        *_apart(inputs),
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


def _unused(inputs: Inputs, known: Iterable[str]) -> Iterator[str]:
    """Answers to what nobody asked: of another form, or with a slip in their number."""
    used = set(known)
    answered = [key for key, row in inputs.given.answers.items() if not key.startswith("N-") and _OPEN & row.keys()]
    if unknown := [key for key in answered if key not in used]:
        yield f"数据文件中这些编号不在问题台账里，已忽略：{'、'.join(unknown)}。"
