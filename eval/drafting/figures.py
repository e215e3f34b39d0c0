"""Defects of figures: G1 to G6, G13, G14."""

from __future__ import annotations

import re
from dataclasses import replace

from eval.drafting.mutants import Clean, digit
from extractor.drafts import Draft, Mark, Sentence, Slot

_FLIPS = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "节约": "超出", "超出": "节约"}
_SUBJECTS = ("全年完成培训", "节约资金", "办结案件", "走访企业", "发放补贴", "整改问题", "开展检查", "压减支出")


def fabricated(clean: Clean) -> Draft | None:
    """G1: a figure that no slot holds."""
    return clean.edited(lambda slot: digit(slot.text, clean.chance))


def retyped(clean: Clean) -> Draft | None:
    """G1: a slot that prints another figure than its reference gives."""
    return clean.edited(lambda slot: Slot(slot.ref, new) if (new := digit(slot.text, clean.chance)) else None)


def elsewhere(clean: Clean) -> Draft | None:
    """G1: another fact, truly printed, in a fact's place."""
    facts = [f for f in clean.draft.facts.values() if f.year == clean.draft.year and re.search(r"\d", f.value)]

    def other(slot: Slot) -> Slot | None:
        fact = clean.chance.choice(facts)
        return Slot(f"{slot.kind}:{fact.path}@{fact.year}", fact.text) if fact.text != slot.text else None

    return clean.edited(other, ("fact",))


def swapped(clean: Clean) -> Draft | None:
    """G1: two figures of one sentence in each other's place."""
    for place in clean.sentences(lambda one: len({slot for slot in one.slots if slot.kind == "fact"}) > 1):
        sentence = clean.at(place)
        numbers = [i for i, p in enumerate(sentence.parts) if isinstance(p, Slot) and p.kind == "fact"]
        first, second = clean.chance.sample(numbers, 2)
        parts = list(sentence.parts)
        one, other = parts[first], parts[second]
        if isinstance(one, Slot) and isinstance(other, Slot) and one.text != other.text:
            parts[first], parts[second] = other, one
            return clean.put(place, replace(sentence, parts=tuple(parts)))
    return None


def counted(clean: Clean) -> Draft | None:
    """G2: a model that writes a figure, in any script."""
    number = clean.chance.randint(2, 99999)
    printed = clean.chance.choice((str(number), _chinese(number), _wide(number), "①②③④⑤⑥⑦⑧"[number % 8], _vague(clean)))
    unit = clean.chance.choice(("万元", "人次", "件", "个", "家", "场", "户", "项"))
    return clean.added(f"{clean.chance.choice(_SUBJECTS)}{printed}{unit if printed[-1] not in '半倍成' else ''}。")


def _vague(clean: Clean) -> str:
    return clean.chance.choice(("近半", "过半", "数倍", "几十", "三成", "两", "百分之三十", "一半"))


def _wide(number: int) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in str(number))


def _chinese(number: int) -> str:
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千", "万")
    text = "".join(digits[int(d)] + units[len(str(number)) - 1 - i] for i, d in enumerate(str(number)) if d != "0")
    return text or "零"


def formula(clean: Clean) -> Draft | None:
    """G3: a formula that is not registered, or not of facts."""
    keys = [key for key in clean.draft.facts if not key.startswith("organization")]
    one, other = clean.chance.choice(keys), clean.chance.choice(keys)
    name = clean.chance.choice(("product", "average", "ratio", "max", "rates"))
    ref = clean.chance.choice((f"{name}({one},{other})", f"rate({one},unknown.path@{clean.draft.year})", f"rate {one}"))
    printed = f"{clean.chance.randint(1, 99)}%"
    return clean.added("", "", ("占比", Slot(f"formula:{ref}", printed), "。"))


def derived(clean: Clean) -> Draft | None:
    """G3: a derived figure that its formula does not give."""
    keys = [key for key, fact in clean.draft.facts.items() if fact.source.startswith("formula:")]
    if not keys:
        return None
    key = clean.chance.choice(keys)
    fact = clean.draft.facts[key]
    value = digit(fact.value, clean.chance)
    return replace(clean.draft, facts={**clean.draft.facts, key: replace(fact, value=value)}) if value else None


def lost(clean: Clean) -> Draft | None:
    """G4: a figure that must be stated is gone."""
    counts = _counts(clean)
    return clean.edited(lambda slot: "" if counts[slot.target] == 1 else None)


def dropped(clean: Clean) -> Draft | None:
    """G4: a sentence with such a figure is gone."""
    counts = _counts(clean)

    def alone(one: Sentence) -> bool:
        return any(slot.kind in ("fact", "size") and counts[slot.target] == 1 for slot in one.slots)

    place = next(clean.sentences(alone), None)
    return clean.put(place, None) if place else None


def _counts(clean: Clean) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in clean.draft.sentences():
        for slot in one.slots:
            if slot.kind in ("fact", "size"):
                counts[slot.target] = counts.get(slot.target, 0) + 1
    return counts


def rendering(clean: Clean) -> Draft | None:
    """G5: one fact in another form: unit, separators, decimals."""

    def other(slot: Slot) -> Slot | None:
        match = re.fullmatch(r"(-?[0-9]+)(\.[0-9]+)?(.*)", slot.text)
        if match is None:
            return None
        whole, rest, unit = match[1], match[2] or "", match[3]
        forms = [f"{whole}{rest or '.'}0{unit}", f"{int(whole):,}{rest}{unit}", f"{whole}{rest}{unit[1:] or '元'}"]
        forms = [form for form in forms if form != slot.text]
        return Slot(slot.ref, clean.chance.choice(forms)) if forms else None

    return clean.edited(other)


def direction(clean: Clean) -> Draft | None:
    """G6: 增加 for 减少."""
    for place in clean.sentences(lambda one: any(slot.kind == "choice" for slot in one.slots)):
        sentence = clean.at(place)
        numbers = [i for i, p in enumerate(sentence.parts) if isinstance(p, Slot) and p.kind == "choice"]
        clean.chance.shuffle(numbers)
        for number in numbers:
            part = sentence.parts[number]
            word = next((word for word in _FLIPS if isinstance(part, Slot) and word in part.text), None)
            if word and isinstance(part, Slot):
                flipped = part.text.replace(word, _FLIPS[word])
                new = clean.chance.choice((flipped, Slot(part.ref, flipped)))
                parts = (*sentence.parts[:number], new, *sentence.parts[number + 1 :])
                return clean.put(place, replace(sentence, parts=parts))
    return None


def compared(clean: Clean) -> Draft | None:
    """G6: a model that compares two figures the wrong way round."""
    from extractor.drafting import formulas

    facts = [f for f in clean.draft.facts.values() if f.year == clean.draft.year and f.unit in ("万元", "人", "个")]
    for _ in range(20):
        if len(facts) < 2:
            return None
        one, other = clean.chance.sample(facts, 2)
        a, b = formulas.quantity(one), formulas.quantity(other)
        if a is None or b is None or a.unit != b.unit or a.value == b.value:
            continue
        word = clean.chance.choice(
            ("低于", "少于", "小于", "不足") if a.value > b.value else ("高于", "超过", "多于", "超出")
        )
        first, second = (Slot(f"fact:{f.path}@{f.year}", f.text) for f in (one, other))
        return clean.added("", "model.problem", ("从数据看，", first, word, second, "。"))
    return None


def stale_year(clean: Clean) -> Draft | None:
    """G13: an earlier year in this year's sentence, as a slot or as words."""
    place = next(clean.sentences(lambda one: any(slot.kind == "year" for slot in one.slots)), None)
    if place is None:
        return None
    old = str(clean.draft.year - clean.chance.choice((1, 2, 3, 5)))
    sentence = clean.at(place)
    new = clean.chance.choice((Slot(f"year:{old}", old), old)) if old != str(clean.draft.year - 1) else old
    numbers = [i for i, p in enumerate(sentence.parts) if isinstance(p, Slot) and p.kind == "year"]
    number = clean.chance.choice(numbers)
    return clean.put(place, replace(sentence, parts=(*sentence.parts[:number], new, *sentence.parts[number + 1 :])))


def stale_phrase(clean: Clean) -> Draft | None:
    """G13: words with an earlier year."""
    old = clean.draft.year - clean.chance.randint(1, 4)
    words = clean.chance.choice(
        ("截至{}年底，各项工作平稳推进。", "{}年以来，我单位加强管理。", "与{}年相比有所好转。")
    )
    sentence = Sentence((words.format(old),), Mark.UPDATED, "")
    place = clean.chance.randrange(len(clean.draft.blocks))
    block = clean.draft.blocks[place]
    return clean.block(place, replace(block, sentences=(*block.sentences, sentence)))


def stale_figure(clean: Clean) -> Draft | None:
    """G14: last year's figure in its own place."""
    last = {fact.path: fact for fact in clean.draft.history}

    def old(slot: Slot) -> Slot | None:
        before = last.get(slot.target.rpartition("@")[0])
        return Slot(slot.ref, before.text) if before is not None and before.text != slot.text else None

    return clean.edited(old)


def stale_fact(clean: Clean) -> Draft | None:
    """G14: the slot of last year's fact."""
    year = clean.draft.year - 1

    def old(slot: Slot) -> Slot | None:
        fact = clean.draft.facts.get(f"{slot.target.rpartition('@')[0]}@{year}")
        return Slot(f"{slot.kind}:{fact.path}@{year}", fact.text) if fact is not None else None

    return clean.edited(old, ("fact",))


MUTATIONS = (
    ("G1", fabricated), ("G1", retyped), ("G1", elsewhere), ("G1", swapped), ("G2", counted), ("G3", formula),
    ("G3", derived), ("G4", lost), ("G4", dropped), ("G5", rendering), ("G6", direction), ("G6", compared),
    ("G13", stale_year), ("G13", stale_phrase), ("G14", stale_figure), ("G14", stale_fact),
)  # fmt: skip
