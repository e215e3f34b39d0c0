"""Defects of words: G15 to G17, and what is changed in the written text (G18)."""

from __future__ import annotations

import re
from dataclasses import replace

from eval.drafting.mutants import Clean, digit
from extractor.drafts import Block, Draft, Mark, Sentence

_PLACES = ("临江", "青石", "白云", "河东", "望城")
_OFFICES = ("绩效督导科", "资金统筹股", "项目稽核处", "内控专班领导小组", "预算评审委员会")
_NAMES = ("王建国", "李秀兰", "张志强", "陈晓梅")


def pasted(clean: Clean) -> Draft | None:
    """G15: a sentence of an earlier report passed off as new, a few characters changed or none."""
    prior = clean.chance.choice(clean.inputs.priors)
    lines = [re.sub(r"\s", "", line) for line in re.split(r"[。\n]", prior.document.text)]
    lines = [line for line in lines if len(line) >= 30 and not re.search(r"[0-9《]", line)]
    if not lines:
        return None
    line = clean.chance.choice(lines)
    for _ in range(clean.chance.randint(0, 1)):
        at = clean.chance.randrange(len(line))
        line = line[:at] + line[at + 1 :]
    return clean.added(f"{line}。")


def invented(clean: Clean) -> Draft | None:
    """G16: a document, a number, an approval, an office, a person, a place or a deadline that nobody gave."""
    chance = clean.chance
    place, office, name = chance.choice(_PLACES), chance.choice(_OFFICES), chance.choice(_NAMES)
    kind = chance.choice(("专项资金", "项目支出", "预算执行", "绩效目标"))
    paper = chance.choice(("追踪暂行规程", "监测实施细则", "考核工作办法", "约谈暂行办法"))
    body = chance.choice(("县政府常务会议", "市人大常委会", "县财经领导小组"))
    words = (
        f"按照《{kind}{paper}》执行。",
        f"按照{place}财绩〔{chance.randint(2015, 2024)}〕{chance.randint(1, 99)}号文件执行。",
        f"经{body}同意后实施{kind}。",
        f"由{office}{chance.choice(('牵头', '负责', '组织'))}{kind}管理。",
        f"由{name}同志负责{kind}管理。",
        f"会同{place}县财政局做好{kind}管理。",
        f"{kind}整改{chance.choice(('年底前', '月底前', '季度末前', '六月底前'))}完成。",
        f"{kind}管理制度{chance.choice(('已经建立', '已出台', '业已完善'))}，成效{chance.choice(('显著', '明显'))}。",
    )
    return clean.added(chance.choice(words))


def foreign(clean: Clean) -> Draft | None:
    """G16: words that have no bearing on the papers."""
    characters = "鲸跃海鸥琴弦云雀樱桃帆船篝火松鼠瀑布糖果月光狐狸露珠钢琴雪橇"
    text = "".join(clean.chance.choice(characters) for _ in range(clean.chance.randint(10, 40)))
    return clean.added(clean.chance.choice((f"{text}。", f"加强管理{text}。", f"{text[:12]}ABC。")))


def misnumbered(clean: Clean) -> Draft | None:
    """G17: a heading out of order."""
    places = [i for i, block in enumerate(clean.draft.blocks) if block.level]
    if not places:
        return None
    place = clean.chance.choice(places)
    block = clean.draft.blocks[place]
    others = [mark for mark in ("九十九、", "（九十九）", "99.", "（99）", "", "一、、") if mark != block.number]
    return clean.block(place, replace(block, number=clean.chance.choice(others)))


def unended(clean: Clean) -> Draft | None:
    """G17: a paragraph without an end, with two, or with nothing in it."""
    places = [i for i, b in enumerate(clean.draft.blocks) if b.kind in ("paragraph", "item") and b.text.endswith("。")]
    if not places:
        return None
    place = clean.chance.choice(places)
    block = clean.draft.blocks[place]
    *others, last = block.sentences
    end = last.parts[-1]
    if not isinstance(end, str):
        return None
    bare = replace(last, parts=(*last.parts[:-1], clean.chance.choice((end[:-1] or "，", f"{end[:-1]}，", f"{end}。"))))
    empty = Block("paragraph", (Sentence((" ",), Mark.KEPT, "skeleton"),))
    if clean.chance.random() < 0.1:
        return replace(clean.draft, blocks=(*clean.draft.blocks[:place], empty, *clean.draft.blocks[place:]))
    return clean.block(place, replace(block, sentences=(*others, bare)))


def skipped(clean: Clean) -> Draft | None:
    """G17: a level that is left out, or a heading that is gone."""
    places = [i for i, block in enumerate(clean.draft.blocks) if block.level]
    after = [
        i for i in places if any(clean.draft.blocks[j].level == clean.draft.blocks[i].level for j in places if j > i)
    ]
    if not after:
        return None
    place = clean.chance.choice(after)
    below = [b.level for b in clean.draft.blocks[place + 1 :] if b.level and b.level <= clean.draft.blocks[place].level]
    if not below or below[0] != clean.draft.blocks[place].level:
        return None
    return clean.block(place, None)


def rewritten(clean: Clean) -> str | None:
    """G18: the written text with a figure changed, lost or put in."""
    text = clean.draft.text
    places = list(re.finditer(r"[0-9]+\.[0-9]+(?=万元|%)", text))
    if not places:
        return None
    match = clean.chance.choice(places)
    other = digit(match[0], clean.chance) or ""
    more = f"{clean.chance.randint(2, 99)}.{clean.chance.randint(10, 99)}"
    new = clean.chance.choice((other, other, f"1{match[0]}", f"{match[0]}万元，另有{more}"))
    return text[: match.start()] + new + text[match.end() :]


MUTATIONS = (
    ("G15", pasted), ("G16", invented), ("G16", foreign), ("G17", misnumbered), ("G17", unended), ("G17", skipped),
)  # fmt: skip
