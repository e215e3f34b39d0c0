"""Pictures of where a leaf stands: a strip of the page with the gold's place and the place that was read marked."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

import pymupdf

from eval.cases import ROOT

MOST = 400
"""Pictures in one page; what is beyond is shown by its words alone."""
_DPI = 108
_ABOVE, _TALLEST = 26.0, 260.0

_Boxes: TypeAlias = Sequence[Sequence[float]]


class Crops:
    """Cuts strips out of the files of a log. A file that is gone gives none."""

    def __init__(self) -> None:
        self.open: dict[str, Any] = {}
        self.left = MOST

    def strip(self, case: Mapping[str, Any], leaf: Mapping[str, Any]) -> str:
        """Return a figure with the gold's boxes and those that were read, empty where there is no page to show."""
        gold = leaf.get("gold_boxes") or []
        got = (leaf.get("evidence") or {}).get("boxes") or []
        parts = [self._strip(case, gold, "gold", got)] if gold else []
        if got and not _near(gold, got):
            parts.append(self._strip(case, got, "got", gold))
        return "".join(parts)

    def _strip(self, case: Mapping[str, Any], boxes: _Boxes, kind: str, others: _Boxes) -> str:
        page = self._page(case, int(boxes[0][0]))
        if page is None or self.left <= 0:
            return ""
        self.left -= 1
        here = [box for box in boxes if box[0] == boxes[0][0]]
        beside = [box for box in others if box[0] == here[0][0] and _near(here, others)]
        top = max(0.0, min(box[2] for box in here) - _ABOVE)
        low = min(page.rect.height, max(box[4] for box in (*here, *beside)) + _ABOVE, top + _TALLEST)
        clip = pymupdf.Rect(page.rect.x0, top, page.rect.x1, low)
        data = page.get_pixmap(clip=clip, dpi=_DPI, alpha=False).tobytes("jpeg", jpg_quality=62)
        other = "got" if kind == "gold" else "gold"
        marks = "".join(_mark(box, clip, kind) for box in here)
        marks += "".join(_mark(box, clip, other) for box in beside)
        picture = base64.b64encode(data).decode("ascii")
        caption = f"第 {int(here[0][0])} 页" + ("" if kind == "gold" else "（读自此处）")
        return (
            f'<figure><div class="strip"><img alt="{escape(caption)}" src="data:image/jpeg;base64,{picture}">{marks}'
            f"</div><figcaption>{caption}</figcaption></figure>"
        )

    def _page(self, case: Mapping[str, Any], number: int) -> Any:
        source = str(case["source"])
        if source not in self.open:
            path = find(source)
            self.open[source] = pymupdf.open(path) if path and path.suffix.lower() == ".pdf" else None
        pdf = self.open[source]
        return pdf[number - 1] if pdf is not None and 0 < number <= len(pdf) else None


def find(source: str) -> Path | None:
    """Return the file that a log names, if it is still there."""
    return next((base / source for base in (ROOT, ROOT.parent, Path.cwd()) if (base / source).is_file()), None)


def _mark(box: Sequence[float], clip: Any, kind: str) -> str:
    if box[4] <= clip.y0 or box[2] >= clip.y1:
        return ""
    left, top = 100 * (box[1] - clip.x0) / clip.width, 100 * (box[2] - clip.y0) / clip.height
    width, height = 100 * (box[3] - box[1]) / clip.width, 100 * (box[4] - box[2]) / clip.height
    place = f"left:{left:.2f}%;top:{top:.2f}%;width:{width:.2f}%;height:{height:.2f}%"
    return f'<i class="{kind}" style="{place}"></i>'


def _near(gold: _Boxes, got: _Boxes) -> bool:
    """Return whether both stand in one strip."""
    return any(one[0] == other[0] and abs(one[2] - other[2]) < _ABOVE for one in gold for other in got)
