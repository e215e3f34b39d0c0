"""What the review copy shows: insertions, deletions, comments, and gaps in yellow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from extractor.drafts import Block, Draft, Fact, Mark, Sentence, Slot
from extractor.output.word.page import put

AUTHOR = "jixiao"
Parts: TypeAlias = tuple[str | Slot, ...]
_SHOWN = 60


class Marker:
    """Writes the sentences of one file; `date` is fixed, so that the same draft gives the same bytes."""

    def __init__(self, document: Any, draft: Draft, date: str, review: bool) -> None:
        self.document, self.draft, self.date, self.review = document, draft, date, review
        self.changes = 0

    def block(self, paragraph: Any, block: Block) -> None:
        """The sentences of a block, with one comment for all of them."""
        first = len(paragraph.runs)
        if block.number:
            paragraph.add_run(block.number)
        for sentence in block.sentences:
            if not self.review or sentence.mark is Mark.KEPT:
                self._runs(paragraph, paragraph._p, sentence.parts)
                continue
            for gone, come, stay in steps(sentence):
                if gone != "".join(_text(part) for part in come):
                    if gone:
                        self._run(paragraph, self._change(paragraph._p, "del"), gone, deleted=True)
                    if come:
                        self._runs(paragraph, self._change(paragraph._p, "ins"), come)
                else:
                    self._runs(paragraph, paragraph._p, come)
                self._runs(paragraph, paragraph._p, stay)
        words = self._comment(block)
        if self.review and words:
            runs = paragraph.runs[first:] or [paragraph.add_run("\u200b")]
            comment = self.document.add_comment(runs, text=words, author=AUTHOR, initials="jx")
            comment._comment_elm.set(qn("w:date"), self.date)

    def _change(self, parent: Any, kind: str) -> Any:
        self.changes += 1
        element = OxmlElement(f"w:{kind}")
        element.set(qn("w:id"), str(10_000 + self.changes))
        element.set(qn("w:author"), AUTHOR)
        element.set(qn("w:date"), self.date)
        parent.append(element)
        return element

    def _runs(self, paragraph: Any, parent: Any, parts: Parts) -> None:
        for part in parts:
            if _text(part):
                self._run(paragraph, parent, _text(part), gap=isinstance(part, Slot) and part.kind == "gap")

    def _run(self, paragraph: Any, parent: Any, text: str, *, gap: bool = False, deleted: bool = False) -> None:
        run = paragraph.add_run(text)
        element = run._r
        if gap:
            put(element.get_or_add_rPr(), "highlight", val="yellow")
        if deleted:
            for child in element.findall(qn("w:t")):
                child.tag = qn("w:delText")
        if parent is not paragraph._p:
            parent.append(element)

    def _comment(self, block: Block) -> str:
        """Where the sentences of a block come from."""
        lines = []
        for sentence in block.sentences:
            if sentence.phrase in ("skeleton", "title", "cover") or block.kind == "heading":
                continue
            lines += self._origin(sentence)
        return "\n".join(dict.fromkeys(lines))

    def _origin(self, sentence: Sentence) -> list[str]:
        doubt = [f"【核对】{_short(sentence.note)}"] if sentence.note and sentence.note != "tail" else []
        if sentence.mark is Mark.KEPT:
            return [*doubt, *(f"【沿用】{_short(basis.text)}{_page(basis.page)}" for basis in sentence.bases[:1])]
        lines = doubt
        gaps = [slot.target for slot in sentence.slots if slot.kind == "gap"]
        facts = [fact for slot in sentence.slots if (fact := self._fact(slot)) is not None]
        head = "更新" if sentence.mark is Mark.UPDATED else "自动起草"
        head = "模型起草" if sentence.phrase.startswith("model") else head
        if sentence.before:
            lines.append(f"【{head}】上年原文：{_short(sentence.before)}{_page(_first_page(sentence))}")
        elif sentence.bases:
            lines.append(f"【{head}】依据：{'；'.join(_short(b.text) + _page(b.page) for b in sentence.bases[:3])}")
        lines += [self._source(fact) for fact in facts]
        lines += [f"【待填】{name}" for name in gaps]
        return lines or [f"【{head}】"]

    def _fact(self, slot: Slot) -> Fact | None:
        return self.draft.facts.get(slot.target.rpartition(":")[2]) if slot.kind in ("fact", "size") else None

    def _source(self, fact: Fact) -> str:
        before = next((f for f in reversed(self.draft.history) if f.path == fact.path), None)
        same = "，与上年持平" if before is not None and before.text == fact.text else ""
        return f"【数据】{fact.text}：{fact.source or '填报数据'}{same}"


def steps(sentence: Sentence) -> Iterator[tuple[str, Parts, Parts]]:
    """What goes, what comes and what stays, in order: only the figures of a sentence that keeps its words.

    What goes and what stays are together the sentence of the earlier report, what comes and stays that of this year.
    """
    found = list(_aligned(sentence)) if not sentence.phrase else []
    before = "".join(gone + "".join(_text(part) for part in stay) for gone, _, stay in found)
    now = "".join(_text(part) for _, come, stay in found for part in (*come, *stay))
    whole = (sentence.before if sentence.before != sentence.text else "", sentence.parts, ())
    yield from found if found and (before, now) == (sentence.before, sentence.text) else [whole]


def _aligned(sentence: Sentence) -> Iterator[tuple[str, Parts, Parts]]:
    come: list[str | Slot] = []
    at = 0
    for part in sentence.parts:
        kept = part if isinstance(part, str) else ""
        if kept and sentence.before.find(kept, at) < 0:
            kept = kept.removesuffix("。")
        place = sentence.before.find(kept, at) if kept else -1
        if place < 0:
            come.append(part)
            continue
        yield sentence.before[at:place], tuple(come), (kept,)
        at, come = place + len(kept), [] if kept == part else ["。"]
    yield sentence.before[at:], tuple(come), ()


def _text(part: str | Slot) -> str:
    return part if isinstance(part, str) else part.text


def _short(text: str) -> str:
    bare = "".join(text.split())
    return bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]}…"


def _page(page: int | None) -> str:
    return f"（第 {page} 页）" if page else ""


def _first_page(sentence: Sentence) -> int | None:
    return sentence.bases[0].page if sentence.bases else None
