"""Edits as proposals to a clerk: which single change closes how many relations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.checks.bonds import Ranked
from extractor.checks.outcome import Outcome
from extractor.checks.wording import printed
from extractor.model import Document, Quantity, Repair

if TYPE_CHECKING:
    from extractor.checks.context import Context

_KINDS = {
    "unit": "单位误写",
    "digit": "一位数字误写",
    "swap": "两位数字颠倒",
    "lost": "漏写一位",
    "doubled": "多写一位",
    "point": "小数点错位",
    "value": "数字误写",
}
_UNSURE = 0.9
"""The engine's certainty below which a digit that it read is in doubt."""


def repairs(context: Context, outcome: Outcome) -> tuple[Repair, ...]:
    """The single edits that close a failed relation, the best first; those of equal gain are all there."""
    ranked = context.net.edits(outcome)
    best = [one for one in ranked if one.gain == ranked[0].gain]
    best.sort(key=lambda one: not _unsure(context.document, one))
    return tuple(_repair(context, one) for one in best)


def _repair(context: Context, ranked: Ranked) -> Repair:
    before, after = ranked.edit.figure.quantity, ranked.edit.quantity
    names = "、".join(dict.fromkeys(f"「{outcome.relation.name}」" for outcome in ranked.closes))
    kind = _KINDS[ranked.edit.kind]
    if _unsure(context.document, ranked):
        kind = "识别存疑（扫描件此处不清，请先对照原件）"
    return Repair(
        quote=context.document.cite(before.span).quote,
        before=printed(before),
        after=printed(after),
        why=f"{kind}：改后{names}成立",
        closes=len(ranked.closes),
        at=before.number,
    )


def is_reading(repair: Repair) -> bool:
    """Whether a proposal mends what was read from a scan rather than what was written."""
    return repair.why.startswith("识别")


def _unsure(document: Document, ranked: Ranked) -> bool:
    """Whether OCR was in doubt about a character that the edit changes."""
    if not document.certainty or ranked.edit.kind in ("unit", "value"):
        return False
    before, after = ranked.edit.figure.quantity, ranked.edit.quantity
    return any(document.certainty[place] < _UNSURE for place in _changed(document, before, after.digits))


def _changed(document: Document, before: Quantity, digits: str) -> Sequence[int]:
    """The places of the characters that differ; all of them when one was lost or doubled."""
    places = [
        place
        for place in range(before.number.start, before.number.end)
        if document.text[place] not in " \n,，\u3000" and place < len(document.certainty)
    ]
    if len(places) != len(digits):
        return places
    old = [document.text[place] for place in places]
    return [place for place, a, b in zip(places, old, digits, strict=True) if a != b]


def is_slip(repair: Repair) -> bool:
    """Whether a proposal is a slip of the pen, not just any other figure."""
    return not repair.why.startswith((_KINDS["value"], "「", "口径"))


def told(repairs: Sequence[Repair]) -> str:
    """The proposals as the tail of a message."""
    if not repairs:
        return ""
    one, *others = (f"{repair.before} 改为 {repair.after}" for repair in repairs)
    text = f"；若将 {one}（{repairs[0].why.partition('：')[0]}）即成立"
    return text + "".join(f"，或将 {other}" for other in others)
