"""A chart of the years, where at least three are known and a Chinese font is on the machine."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from extractor import numbers
from extractor.drafts import Draft

_FONTS = ("NotoSansCJK", "NotoSerifCJK", "SourceHanSans", "wqy", "simsun", "simhei", "msyh", "FangSong", "PingFang")
_LINES = (("final.revenue_total", "决算总收入"), ("final.expenditure_total", "决算总支出"))
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "C:/Windows/Fonts", "/Library/Fonts")


def font() -> Path | None:
    """A font file that has Chinese characters; None when there is none."""
    for folder in (Path(name) for name in (*_FOLDERS, str(Path.home() / ".fonts"))):
        if not folder.is_dir():
            continue
        files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".ttc", ".ttf", ".otf"))
        for wanted in _FONTS:
            found = next(
                (p for p in files if p.name.lower().startswith(wanted.lower()) and "bold" not in p.name.lower()), None
            )
            if found is not None:
                return found
    return None


def series(draft: Draft) -> Mapping[str, Mapping[int, Decimal]]:
    """What can be drawn: a figure that is known for three years or more, in 万元."""
    facts = (*draft.history, *(fact for fact in draft.facts.values() if fact.year == draft.year))
    lines: dict[str, dict[int, Decimal]] = {}
    for path, name in _LINES:
        for fact in facts:
            quantity = numbers.read(fact.text) if fact.path == path else None
            if quantity is not None and quantity.unit == "元":
                lines.setdefault(name, {})[fact.year] = quantity.value / 10_000
    return {name: dict(sorted(points.items())) for name, points in lines.items() if len(points) >= 3}


def chart(draft: Draft) -> bytes | None:
    """A PNG; None where there is too little to draw or nothing to write Chinese with."""
    lines, file = series(draft), font()
    lines = {name: points for name, points in lines.items() if draft.year in points}
    if not lines or file is None:
        return None
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    face = FontProperties(fname=str(file), size=10)
    figure = Figure(figsize=(6, 2.8), dpi=150)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for name, points in lines.items():
        axes.plot(list(map(str, points)), [float(value) for value in points.values()], marker="o", label=name)
    axes.set_ylabel("万元", fontproperties=face)
    axes.set_title(f"{draft.department}历年收支（万元）", fontproperties=face)
    axes.legend(prop=face, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    raw = io.BytesIO()
    figure.savefig(raw, format="png", metadata={"Software": None})
    return raw.getvalue()
