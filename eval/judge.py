"""One leaf against the gold: which verdict, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from eval.canon import Amount, Leaf, Words
from eval.verdicts import RIGHT, Judgement, Verdict, wrong

_NEGATIONS = ("未", "不", "无", "没", "非")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a leaf: the gold's other leaves, the report's own figures and text, and whether the value
    was read at the gold's place (None: that place is not known).
    """

    others: Sequence[Leaf] = ()
    figures: Sequence[Amount] = ()
    text: str = ""
    at_gold: bool | None = None


NOWHERE = Around()


def judge(gold: Leaf, got: Leaf, around: Around = NOWHERE) -> Judgement:
    """Compare a value that was found with the one that is printed."""
    if isinstance(gold, Amount) and isinstance(got, Amount):
        return _amounts(gold, got, around)
    if isinstance(gold, Words) and isinstance(got, Words):
        return _words(gold, got, around)
    digits = [side.digits for side in (gold, got) if isinstance(side, Amount)]
    text = gold.text if isinstance(gold, Words) else got.text if isinstance(got, Words) else ""
    if digits and digits[0] in text:
        return wrong(Verdict.SCALE_UNIT, "数字相同，单位不同")
    return wrong(Verdict.INVENTED, "不是同一类的值")


def _amounts(gold: Amount, got: Amount, around: Around) -> Judgement:
    if gold.same_value(got):
        if gold.same_hedge(got):
            return RIGHT
        return wrong(Verdict.COMPARATOR, f"印的是 {gold.comparator}，读成 {got.comparator}")
    if (gold.dimension, gold.value) == (got.dimension, -got.value):
        return wrong(Verdict.SIGN, "正负相反")
    elsewhere = [other for other in around.others if isinstance(other, Amount) and other.same_value(got)]
    printed = any(figure.same_value(got) for figure in around.figures)
    if around.at_gold is False and (elsewhere or printed):
        return wrong(Verdict.WRONG_BINDING, "这个数在报告里是别的事项")
    if _fused(gold, got, around):
        return wrong(Verdict.FUSED, "两个数连成了一个")
    if _digits(gold) == _digits(got) and gold.printed_unit != got.printed_unit:
        return wrong(Verdict.SCALE_UNIT, f"数字相同，单位应为“{gold.printed_unit}”，读成“{got.printed_unit}”")
    if elsewhere:
        return wrong(Verdict.WRONG_BINDING, "这个数是报告里另一个字段的")
    if _power_of_ten(gold, got):
        if gold.printed_unit == got.printed_unit:
            return wrong(Verdict.MISREAD, "小数点错位")
        return wrong(Verdict.SCALE_UNIT, "差十的整数次方")
    if Levenshtein.distance(gold.digits, got.digits) <= (1 if len(gold.digits) < 5 else 2):
        return wrong(Verdict.MISREAD, "有一两位数字不同")
    if printed and not around.at_gold:
        return wrong(Verdict.WRONG_BINDING, "这个数在报告里是别的事项")
    if around.at_gold:
        return wrong(Verdict.MISREAD, "位置对，数字不对")
    return wrong(Verdict.INVENTED, "报告里没有这个数")


def _words(gold: Words, got: Words, around: Around) -> Judgement:
    if gold.text == got.text:
        return RIGHT
    if any(gold.text.replace(no, "", 1) == got.text.replace(no, "", 1) for no in _NEGATIONS):
        return wrong(Verdict.SIGN, "意思相反")
    if gold.text.lstrip("-") == got.text.lstrip("-"):
        return wrong(Verdict.SIGN, "正负相反")
    texts = [other.text for other in around.others if isinstance(other, Words) and other.text]
    if got.text in texts and not around.at_gold:
        return wrong(Verdict.WRONG_BINDING, "这是报告里另一处的内容")
    if gold.text in got.text and any(len(text) > 1 and text in got.text.replace(gold.text, "", 1) for text in texts):
        return wrong(Verdict.FUSED, "两项并成了一项")
    rate = Levenshtein.normalized_distance(gold.text, got.text)
    if around.at_gold or rate <= 0.5:
        return wrong(Verdict.MISREAD, f"有 {rate:.0%} 的字不同")
    if got.text in around.text:
        return wrong(Verdict.WRONG_BINDING, "这是报告里另一处的内容")
    return wrong(Verdict.INVENTED, "报告里没有这段文字")


def _digits(side: Amount) -> str:
    """Return the figure without sign, and without zeros that change nothing."""
    text = side.digits.lstrip("-")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fused(gold: Amount, got: Amount, around: Around) -> bool:
    """Return whether the digits read are those printed here and those of another leaf, run together."""
    for other in around.others:
        if isinstance(other, Amount) and got.digits in (gold.digits + other.digits, other.digits + gold.digits):
            return True
    return False


def _power_of_ten(gold: Amount, got: Amount) -> bool:
    one, other = abs(gold.value), abs(got.value)
    return bool(one and other) and one.normalize().as_tuple().digits == other.normalize().as_tuple().digits
