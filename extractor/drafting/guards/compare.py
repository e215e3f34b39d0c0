"""G6: words that say which of two figures is the larger, or which way a figure went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor import numbers
from extractor.drafting import formulas
from extractor.drafting.guards.context import Context
from extractor.drafts import Breach, Fact, Sentence, Slot

PLACE = "\ufffc"
"""Stands for a figure where only the words of a sentence are looked at."""
_UP = re.compile(r"增加|增长|上升|节约")
_DOWN = re.compile(r"减少|下降|降低|超出")
_SIGNED = re.compile(r"^(?:yoy\.|three_public\.saved|final\.revenue_over_budget)")
_COMPARES = re.compile(
    r"(?P<more>高于|超过|超出|超支|大于|多于|突破)|(?P<less>低于|小于|少于|不足|不及|低出)"
    r"|(?P<grows>增加|增长|上升)|(?P<shrinks>减少|下降|节约)"
)
_BEHIND = re.compile(rf"(?:较|比)[^，。；{PLACE}]{{0,12}}{PLACE}[^，。；{PLACE}]{{0,4}}\Z")


def is_model(sentence: Sentence) -> bool:
    """True for a sentence that a model wrote."""
    return sentence.phrase.startswith("model")


def direction(sentence: Sentence, context: Context) -> Iterator[Breach]:
    """G6: words that say which way a figure went agree with its sign; a model's comparison with both figures."""
    for clause, fact in _signed(sentence, context):
        up, down, way = bool(_UP.search(clause)), bool(_DOWN.search(clause)), formulas.sign(fact.value)
        if (up and way < 0) or (down and way > 0):
            yield Breach("G6", f"“{clause}”与{fact.text}的方向不符", sentence.text)
    if is_model(sentence):
        yield from _compared(sentence, context)


def _signed(sentence: Sentence, context: Context) -> Iterator[tuple[str, Fact]]:
    parts = sentence.parts
    for place, part in enumerate(parts):
        if isinstance(part, Slot) and part.kind in ("fact", "size"):
            fact = context.inputs.facts.get(part.target)
            if fact is not None and _SIGNED.match(part.target):
                before = "".join(p if isinstance(p, str) else p.text for p in parts[max(0, place - 2) : place])
                yield re.split(r"[，。；：]", before)[-1], fact


def _compared(sentence: Sentence, context: Context) -> Iterator[Breach]:
    """Every comparison stands between two figures (甲高于乙) or behind the second of them (甲较乙增加).

    The name of a figure that the sentence states stands for the figure. A change that is followed by its amount
    (较上年增加丙) is only for figures that are changes themselves.
    """
    slots = [slot for slot in sentence.slots if slot.kind in ("fact", "size", "formula", "told", "gap", "given")]
    if not slots and sentence.phrase != "model.problem":
        return
    text, places = _placed(sentence, slots, context)
    for match in _COMPARES.finditer(text):
        seen = text[: match.start()].count(PLACE)
        behind = _BEHIND.search(text[: match.start()])
        pair = places[seen - 2 : seen] if behind and seen >= 2 else places[max(0, seen - 1) : seen + 1]
        change = match.lastgroup in ("grows", "shrinks")
        amount = places[seen] if text[match.end() : match.end() + 2].removeprefix("了").startswith(PLACE) else None
        if change and amount is not None and _SIGNED.match(amount.target):
            continue  # its own sign speaks
        values = [_value(slot, context) for slot in pair] if len(pair) == 2 and seen else []
        one, other = values if len(values) == 2 and not (change and (amount or not behind)) else (None, None)
        if one is None or other is None or one[1] != other[1]:
            yield Breach("G6", f"“{match[0]}”没有可以比较的两个数据", sentence.text)
        elif (one[0] <= other[0]) if match.lastgroup in ("more", "grows") else (one[0] >= other[0]):
            yield Breach("G6", f"“{match[0]}”与{pair[0].text}、{pair[1].text}的大小不符", sentence.text)


def _placed(sentence: Sentence, slots: Sequence[Slot], context: Context) -> tuple[str, list[Slot]]:
    """The sentence with a mark for every figure, stated or named, and the figures in order."""
    named = {context.inputs.names.get(s.target.rpartition("@")[0], ""): s for s in slots if s.kind in ("fact", "size")}
    known = re.compile(
        "|".join(re.escape(name) for name in sorted(filter(None, named), key=len, reverse=True)) or r"(?!)"
    )
    text, places = "", list[Slot]()
    for number, part in enumerate(sentence.parts):
        if not isinstance(part, str):
            text += PLACE if part in slots else "·" * len(part.text)
            places += [part] if part in slots else []
            continue
        after = sentence.parts[number + 1] if number + 1 < len(sentence.parts) else ""
        at = 0
        for match in known.finditer(part):
            if match.end() == len(part) and after == named[match[0]]:  # 决算总支出{决算总支出}
                break
            text += part[at : match.start()] + PLACE
            places.append(named[match[0]])
            at = match.end()
        text += part[at:]
    return text, places


def _value(slot: Slot, context: Context) -> tuple[Decimal, str] | None:
    read = numbers.read(slot.text) if slot.kind != "gap" else None
    return None if read is None else (read.value, read.unit)
