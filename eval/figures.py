"""The figures of a log as a Markdown table, for a README: made by the command, never typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.totals import headline

_SPLITS = {"tune": "调试用", "held": "只评判", "own": "自备"}
_FORMS = {"text": "文本", "pdf": "PDF", "docx": "Word", "scan": "扫描件", "poor": "差扫描件", "photo": "照片"}
_COLUMNS = (
    "报告",
    "形式",
    "份数",
    "值 F1",
    "漏网率（95% 上限）",
    "问题和措施 F1",
    "依据（页/框/字）",
    "每份手改",
    "一处不用改",
    "秒/份",
)


def markdown(cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a table with a row for each split and form that was measured."""
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|{'---|' * 2}{'--:|' * (len(_COLUMNS) - 2)}"
    for split in _ordered(_SPLITS, (case["split"] for case in cases)):
        for form in _ordered(_FORMS, (case["form"] for case in cases)):
            some = [case for case in cases if (case["split"], case["form"]) == (split, form)]
            if some:
                yield f"| {_SPLITS.get(split, split)} | {_FORMS.get(form, form)} | {' | '.join(_row(some))} |"


def _row(cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    total = headline(cases)
    yield str(total["documents"])
    yield _interval(total["value_f1"], "{:.1%}")
    escape = total["escape"]
    yield "" if escape["rate"] is None else f"{escape['rate']:.1%}（{escape['upper95']:.1%}）"
    yield f"{total['items_f1'][0]:.1%}"
    yield "/".join(f"{hit / known:.0%}" if known else "–" for hit, known in total["grounding"].values())
    yield _interval(total["edits"], "{:.1f}")
    yield f"{total['perfect'][0]:.0%}"
    yield f"{total['seconds']:.2f}"


def _interval(triple: Sequence[float | None], write: str) -> str:
    value, low, high = triple
    if value is None:
        return ""
    beside = "" if low is None else f"（{write.format(low)}–{write.format(high)}）"
    return write.format(value) + beside


def _ordered(known: Mapping[str, str], found: Iterator[str]) -> list[str]:
    there = set(found)
    return [name for name in known if name in there] + sorted(there - set(known))
