"""G1 to G6, G13, G14: where every figure and year comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor import numbers
from extractor.drafting import findings, formulas
from extractor.drafting.guards import compare, wording
from extractor.drafting.guards.context import Context
from extractor.drafting.inputs import CARRIED
from extractor.drafting.phrases import Phrase, library, phrase
from extractor.drafting.triggers import candidates
from extractor.drafts import Breach, Sentence, Slot
from extractor.model import Dimension
from extractor.reports.spec import Kind

_DIGITS = re.compile(r"[0-9０-９]+")
_YEAR = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9.])")
_KNOWN = ("fact", "size", "formula", "choice", "year", "gap", "given", "told", "carried", "date")


def g1(context: Context) -> Iterator[Breach]:
    """Every figure is a slot, and every slot prints what its reference gives."""
    for sentence in context.sentences:
        for text in context.literals(sentence):
            if _DIGITS.search(text):
                yield Breach("G1", f"“{text[:30]}”中的数字没有出处", sentence.text)
        for slot in sentence.slots:
            if problem := _slot(context, slot):
                yield Breach("G1", problem, sentence.text)
        if problem := _order(sentence):
            yield Breach("G1", problem, sentence.text)
        if problem := _retold(context, sentence):
            yield Breach("G1", problem, sentence.text)
        yield from wording.misplaced(sentence, context)


def _slot(context: Context, slot: Slot) -> str | None:
    if slot.kind not in _KNOWN:
        return f"“{slot.text}”的出处“{slot.ref}”不认识"
    if slot.kind == "given":
        ours = slot.text in (context.inputs.department, context.inputs.given.figures.get("report_date", ("",))[0])
        wrote = slot.text in context.sources or slot.text in _derived(context)
        return None if ours or wrote else f"“{slot.text}”不在填报内容中"
    if slot.kind == "carried":
        kept = re.sub(r"\s", "", slot.text) in context.sources and not any(
            q.dimension is not Dimension.NONE for q in numbers.find(slot.text)
        )
        return None if kept else f"“{slot.text}”不能照抄"
    if slot.kind == "date":
        return None if slot == Slot("date:12-31", "年12月31日") else f"日期“{slot.text}”没有出处"
    shown = context.filler.render(slot.ref)
    return None if shown == slot.text else f"“{slot.text}”与出处“{slot.ref}”不符，应为“{shown or '待填'}”"


def _derived(context: Context) -> set[str]:
    """Words that code makes of the ledger: how many years, the title of a problem, the names of findings."""
    made = {"上年"}
    for entry in context.draft.ledger:
        made |= {f"连续{len(entry.years) + 1}年" if len(entry.years) > 1 else "上年", entry.text}
        made.add(re.sub(r"[0-9.]+", "", entry.text.split("。")[0].split("；")[0]))
    made |= {findings.about(found) for found in findings.by_kind(context.inputs.last.checked.findings).values()}
    made |= {phrases[0].text.split("。")[0] for topic, phrases in library().items() if topic.startswith("problem.find")}
    made |= {one.name for one in candidates(context.inputs)}
    return made


def _order(sentence: Sentence) -> str | None:
    """The slots of a library sentence are those of its phrase, in its order: no figure in another's place."""
    if not _is_library(sentence.phrase):
        return None
    try:
        wanted = phrase(sentence.phrase)
    except (KeyError, IndexError, ValueError):
        return f"短语“{sentence.phrase}”不在短语库中"
    if sentence.note == "tail":
        wanted = Phrase(wanted.id, wanted.text.partition("。")[2] or wanted.text)
    names = [slot for slot in wanted.slots if ":" not in slot or slot[0] in "?$="]
    refs = [slot for slot in sentence.slots if slot.kind != "choice"]
    if len(names) != len(refs):
        return "句中的数据项与短语不一致"
    for name, slot in zip(names, refs, strict=True):
        if slot.kind in ("fact", "size") and slot.target.rpartition("@")[0] != name.strip("|"):
            return f"“{name}”的位置上是“{slot.target}”"
    return None


def _retold(context: Context, sentence: Sentence) -> str | None:
    """A sentence of an earlier report is what comes of telling it again: the same words, the same slots in order."""
    bases = sentence.bases
    if sentence.phrase or len(bases) != 1 or bases[0].kind != "quote" or not sentence.before:
        return None
    told = context.retold(bases[0])
    return None if told is None or _bare(told) == _bare(sentence.parts) else "与上年原句更新后应有的样子不符"


def _bare(parts: Sequence[str | Slot]) -> tuple[str | Slot, ...]:
    """The parts without the mark at the end, which the paragraph may have set anew."""
    *head, last = parts or ("",)
    end = (re.sub(r"[，、；,;。：]+$", "", last),) if isinstance(last, str) else (last,)
    return tuple(part for part in (*head, *end) if part != "")


def _is_library(key: str) -> bool:
    return "/" in key


def g2(context: Context) -> Iterator[Breach]:
    """A model writes words with slots, never a figure: no digit, no Chinese numeral but in a set phrase."""
    for one in context.sentences:
        yield from wording.numerals(one, context)


def g3(context: Context) -> Iterator[Breach]:
    """Named formulas only, with arguments that are facts."""
    year = context.inputs.year
    for fact in context.draft.facts.values():
        if fact.source.startswith("formula:") and fact.year == year:
            found = formulas.compute(fact.source.removeprefix("formula:"), context.inputs.facts)
            if found != (fact.value, fact.unit):
                yield Breach("G3", f"{context.inputs.names.get(fact.path, fact.path)}的算式不成立：{fact.source}")
    for sentence in context.sentences:
        for slot in sentence.slots:
            if slot.kind == "formula" and formulas.compute(slot.target, context.inputs.facts) is None:
                yield Breach("G3", f"算式“{slot.target}”不在登记的公式中，或缺少数据", sentence.text)


def g4(context: Context) -> Iterator[Breach]:
    """Nothing that the report must state is lost: it stands there, or its gap does."""
    text = context.draft.text
    stated = {s.target.rpartition(":")[2] for one in context.sentences for s in one.slots}
    gaps = set(context.draft.gaps)
    for path in context.inputs.required:
        spec = context.inputs.report_type.fields.get(path)
        if spec is not None and spec.kind is Kind.NAME:
            there = context.inputs.department in text
        else:
            fact = context.inputs.facts.get(f"{path}@{context.inputs.year}")
            carried = fact is not None and spec is not None and spec.kind in CARRIED and _stands(fact.text, text)
            there = f"{path}@{context.inputs.year}" in stated or context.inputs.names.get(path, path) in gaps or carried
        if not there:
            yield Breach("G4", f"没有写出{context.inputs.names.get(path, path)}")


def _stands(value: str, text: str) -> bool:
    bare = re.sub(r"[\s、，；]", "", text)
    return all(re.sub(r"\s", "", name) in bare for name in value.split("、"))


def g5(context: Context) -> Iterator[Breach]:
    """One fact, one way to print it: that of the facts."""
    shown: dict[str, str] = {}
    for sentence in context.sentences:
        for slot in context.facts(sentence):
            if shown.setdefault(slot.ref, context.filler.render(slot.ref) or slot.text) != slot.text:
                yield Breach("G5", f"同一数据有两种写法：{shown[slot.ref]}、{slot.text}", sentence.text)


def g6(context: Context) -> Iterator[Breach]:
    """Words that say which way a figure went agree with its sign."""
    for one in context.sentences:
        yield from compare.direction(one, context)


def g13(context: Context) -> Iterator[Breach]:
    """No year but the report's own, those it is compared with, and that of its date."""
    year = context.inputs.year
    last = str(year - 1)
    for sentence in context.sentences:
        for slot in sentence.slots:
            for found in _YEAR.findall(slot.text if slot.kind in ("year", "carried", "given", "gap") else ""):
                right = found == str(year) or (found == last and slot.ref == f"year:{last}")
                if not right and slot.kind != "given":
                    yield Breach("G13", f"年份{found}不是本年度", sentence.text)
        for text in context.literals(sentence):
            for found in _YEAR.findall(text):
                yield Breach("G13", f"年份{found}没有出处，可能是上年留下的", sentence.text)


def g14(context: Context) -> Iterator[Breach]:
    """No figure of last year in this year's place."""
    year = context.inputs.year
    before = {fact.path: fact for fact in context.draft.history}
    for sentence in context.sentences:
        for slot in context.facts(sentence):
            path, _, printed = slot.target.rpartition("@")
            if slot.kind == "formula":
                continue
            fact = context.inputs.facts.get(f"{path}@{year}")
            if printed != str(year):
                yield Breach("G14", f"用了{printed}年的{context.inputs.names.get(path, path)}", sentence.text)
            old = before.get(path)
            now = fact.text.lstrip("-") if fact and slot.kind == "size" else fact.text if fact else ""
            if old is not None and slot.text in (old.text, old.text.lstrip("-")) and slot.text != now:
                yield Breach("G14", f"{context.inputs.names.get(path, path)}还是上年的{old.text}", sentence.text)


GUARDS = (g1, g2, g3, g4, g5, g6, g13, g14)
