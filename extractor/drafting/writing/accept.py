"""From what a model wrote to sentences: taken whole or not at all, with the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractor.drafting.guards import wording
from extractor.drafting.guards.context import Context
from extractor.drafting.writing.brief import Brief
from extractor.drafts import Breach, Mark, Sentence, Slot

MOST, LONGEST, SHORTEST = 4, 120, 6
_SLOT = re.compile(r"\{([^{}]*)\}")
_MARK = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[)）、.．是]|[-*#•])")
_AGAINST = {
    "execution": r"偏快|过快|超前|提前完成|全部执行",
    "carryover": r"偏小|较小|没有结转|无结转",
    "overspent": r"结余|节约|剩余",
    "three_public": r"控制有力|控制得当|成效明显",
    "assets": r"全部在用|没有闲置",
    "staffing": r"人员充足|力量充足|满编",
    "budgeting": r"编制科学|编制准确|编制精准",
    "target": r"全部完成|如期完成|(?<!未)(?<!有)(?<!未能)达到了?(?:年度)?目标|超额完成",
}
"""What turns a problem of a kind into its contrary."""


def accept(text: str, side: str, brief: Brief, context: Context) -> Sentence | Breach:
    """The sentence that a model wrote, or the first thing that speaks against it."""
    told = text.strip()
    if problem := _form(told):
        return Breach("G17", problem, text)
    parts: list[str | Slot] = []
    at = 0
    for match in _SLOT.finditer(told):
        if match[1] not in brief.slots:
            return Breach("G1", f"没有数据项“{match[1]}”", text)
        parts += [told[at : match.start()], brief.slots[match[1]]]
        at = match.end()
    parts.append(told[at:])
    if any(isinstance(part, str) and re.search(r"[{}]", part) for part in parts):
        return Breach("G1", "花括号不成对", text)
    sentence = Sentence(tuple(p for p in parts if p != ""), Mark.DRAFTED, f"model.{side}", brief.pair.bases)
    for test in wording.TESTS:
        for breach in test(sentence, context):
            return Breach(breach.code, breach.message, text)
    against = re.search(_AGAINST.get(brief.pair.category, r"(?!)"), told) if side == "problem" else None
    return Breach("G6", f"“{against[0]}”与问题相反", text) if against else sentence


def _form(text: str) -> str | None:
    bare = _SLOT.sub("", text)
    if not SHORTEST <= len(bare) <= LONGEST:
        return "太短或太长"
    if not text.endswith("。") or re.search(r"[。！？\n]", text[:-1]):
        return "不是以句号结尾的一句话"
    if _MARK.match(text):
        return "带了序号"
    if re.search(r"[，。；、：]{2}|【|】", text):
        return "标点不对"
    return None


def complete(side: str, told: Sequence[Sentence], brief: Brief, context: Context) -> Breach | None:
    """What speaks against the sentences of one side together."""
    whole = "".join(one.text for one in told)
    if not told or len(told) > MOST:
        return Breach("G17", "没有写" if not told else "句子太多", whole)
    if len({one.text for one in told}) < len(told):
        return Breach("G17", "有重复的句子", whole)
    if wording.familiar("".join(wording.words(one) for one in told), context) < wording.FAMILIAR_TOGETHER:
        return Breach("G16", "与材料无关", whole)
    if side == "problem":
        counts = Counter(slot for one in told for slot in one.slots)
        for name in brief.required:
            if counts[brief.slots[name]] != 1 and name not in ("年份", "上一年份"):
                said = "漏写了" if not counts[brief.slots[name]] else "重复写了"
                return Breach("G4", f"{said}数据项“{name}”", whole)
    return None
