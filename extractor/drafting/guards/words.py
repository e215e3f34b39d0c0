"""G15 to G17: copies, inventions, and the form of an official paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.drafting.alike import likeness
from extractor.drafting.guards.context import Context
from extractor.drafting.phrases import library
from extractor.drafting.skeleton import mark
from extractor.drafts import Breach, Mark, Sentence

COPY, LONG = 0.85, 20
_INVENTED = re.compile(
    r"《[^《》]+》"
    r"|[一-龥]{0,8}[〔\[（(]\s*[0-9０-９]{4}\s*[〕\]）)]\s*[0-9０-９]+\s*号"
    r"|经[一-龥]{2,14}?(?:同意|批准|批复|审议通过)"
    r"|[一-龥]{2,10}(?:科|股|处|大队|支队|委员会|领导小组)(?=牵头|负责|组织|会同)"
    r"|(?:年底|月底|季度末|[一二三四五六七八九十]+月(?:份|底|前)?)(?:之?前|完成|以前)"
)
_GENERAL = re.compile(r"[一-龥]*(?:业务|各|相关|本|下属)[一-龥]*$")


def g15(context: Context) -> Iterator[Breach]:
    """A sentence that is an earlier one again is marked so."""
    told: list[str] = []
    for prior in context.inputs.priors:
        told += [re.sub(r"\s", "", line) for line in re.split(r"[。！？\n]", prior.document.text)]
    told = [line for line in told if len(line) >= LONG]
    for sentence in context.sentences:
        if sentence.mark is Mark.KEPT or sentence.before or len(sentence.text) < LONG or _library(sentence):
            continue
        if any(likeness(sentence.text, line) >= COPY for line in told):
            yield Breach("G15", "与上年报告的句子雷同，没有标为沿用", sentence.text)


def g16(context: Context) -> Iterator[Breach]:
    """No document, number, office, approval or deadline that nobody gave."""
    ours = "".join(phrase.text for phrases in library().values() for phrase in phrases)
    for sentence in context.sentences:
        for text in context.literals(sentence):
            for found in _INVENTED.findall(text):
                bare = re.sub(r"\s", "", found)
                if bare not in context.sources and bare not in ours:
                    yield Breach("G16", f"“{found}”没有出处", sentence.text)


def g17(context: Context) -> Iterator[Breach]:
    """Numbering 一、（一）1.（1） without a gap or a jump, a full stop at the end of every paragraph."""
    counts: list[int] = []
    for block in context.draft.blocks:
        if block.level:
            if block.level > len(counts) + 1:
                yield Breach("G17", "标题层级跳级", block.text)
            counts = [*counts[: block.level], *([0] * (block.level - len(counts)))]
            counts[block.level - 1] += 1
            if block.number != mark(block.level, counts[block.level - 1]):
                yield Breach(
                    "G17", f"序号“{block.number}”应为“{mark(block.level, counts[block.level - 1])}”", block.text
                )
        if not block.text.strip():
            yield Breach("G17", "有空段落")
        elif (
            block.kind in ("paragraph", "item")
            and not re.search(r"[。！？：】]$", block.text)
            and not _cover(block.text)
        ):
            yield Breach("G17", "段末没有标点", block.text)
        if re.search(r"[，。；、]{2,}|[。，；]、|：。", block.text):
            yield Breach("G17", "标点重复", block.text)


def _cover(text: str) -> bool:
    return bool(re.match(r"部门（单位）名称：|预算编码：|报告日期：", text))


def _library(sentence: Sentence) -> bool:
    return "/" in sentence.phrase or sentence.phrase in ("title", "cover", "skeleton", "generic", "projects", "gap")


GUARDS = (g15, g16, g17)
