"""How exactly scans are read: characters, figures and cells, against the PDFs that the scans were made of."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pymupdf
from rapidfuzz.distance import LCSseq, Levenshtein
from rich.table import Table

from eval.cases import FIXTURES, ROOT, collect
from extractor.model import Document
from extractor.reading import read
from extractor.settings import Settings
from fixtures import damage, layout

REAL = ROOT.parent / "shared" / "reports"
_KINDS = ("scan", "poor", "photo")
_SMALL = 9
"""Points of the print in a form of many columns."""


def figures(most: int) -> Table:
    """Character errors and exact figures of `most` reports of running text, in each kind of damage and preset."""
    table = Table(title="五、扫描件的识别率", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("", "档次", "页", "字错率", "数字读对", "数字多出"):
        table.add_column(name, justify="right" if name else "left")
    sources = [path for path in _sources() if not _tables(path)]
    for kind in _KINDS:
        for preset in ("fast", "best"):
            count: Counter[str] = Counter()
            for path in sources[:most]:
                count += _compared(path, kind, preset)
            table.add_row(kind, preset, str(count["pages"]), *_shares(count))
    return table


def given() -> Table:
    """The same of the scans that lie beside a real report's PDF, as they are."""
    table = Table(title="七、真实报告自带的扫描件", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("", "字错率", "数字读对", "数字多出"):
        table.add_column(name, justify="right" if name else "left")
    for path in (path for path in _real() if not _tables(path)):
        for scan in sorted(path.parent.glob(f"{path.stem}.scan*.pdf")):
            count = _difference(read(path, Settings()), read(scan, Settings()))
            table.add_row(scan.name, *_shares(count))
    return table


def cells() -> Table:
    """The cells of ruled tables that are exact, and whether the tables have their shape."""
    table = Table(title="六、扫描件的格线表", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("", "形状相同的表", "读对的格"):
        table.add_column(name, justify="right" if name else "left")
    with tempfile.TemporaryDirectory() as folder:
        for path in [*_sources(), *small_print(Path(folder))]:
            if not (printed := _tables(path)):
                continue
            for kind in _KINDS:
                taken = _shown(_damaged(path, kind, "fast"))
                same = sum(a.keys() == b.keys() for a, b in zip(printed, taken, strict=False))
                right = sum(b.get(at) == words for a, b in zip(printed, taken, strict=False) for at, words in a.items())
                name = f"{path.parent.name}/{path.name}" if path.parent != Path(folder) else path.stem
                table.add_row(f"{name} {kind}", f"{same}/{len(printed)}", f"{right}/{sum(map(len, printed))}")
    return table


def _sources() -> Iterator[Path]:
    """Born-digital reports that may be looked at: the real ones, and the fixtures for tuning."""
    yield from _real()
    yield from (case.path for case in collect(split="tune", forms=["pdf"]))


def _real() -> list[Path]:
    return sorted(path for path in REAL.glob("*.pdf") if "scan" not in path.name)


def small_print(folder: Path) -> Iterator[Path]:
    """Make PDFs in a folder: the tables of the reports for tuning, set as small as forms are."""
    for case in collect((FIXTURES, FIXTURES.parent / "others"), split="tune", forms=["text"]):
        text = case.path.read_text("utf-8")
        if "\n|" in text:
            made = folder / f"{case.name}（{_SMALL} 磅）.pdf"
            made.write_bytes(layout.pdf(text, layout.Style(table_size=_SMALL)))
            yield made


def _compared(path: Path, kind: str, preset: str) -> Counter[str]:
    count = _difference(read(path, Settings()), _damaged(path, kind, preset))
    return count + Counter(pages=len(pymupdf.open(path)))


def _shares(count: Counter[str]) -> tuple[str, str, str]:
    wrong = f"{100 * count['wrong'] / max(1, count['chars']):.3f}%"
    return wrong, f"{count['exact']}/{count['printed']}", str(count["read"] - count["exact"])


def _difference(one: Document, other: Document) -> Counter[str]:
    printed, taken = _plain(one), _plain(other)
    want, have = _numbers(printed), _numbers(taken)
    return Counter(
        chars=len(printed),
        wrong=Levenshtein.distance(printed, taken),
        printed=len(want),
        read=len(have),
        exact=LCSseq.similarity(want, have),
    )


def _damaged(path: Path, kind: str, preset: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "scan.pdf"
        made.write_bytes(damage.damage(path.read_bytes(), kind))
        return read(made, Settings.load(ocr=preset))


def _plain(document: Document) -> str:
    """What is printed, blanks and the width of characters aside."""
    return "".join(unicodedata.normalize("NFKC", document.text).split())


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)*(?:,\d{3})*%?", text)


def _tables(path: Path) -> list[dict[tuple[int, ...], str]]:
    return _shown(read(path, Settings()))


def _shown(document: Document) -> list[dict[tuple[int, ...], str]]:
    """The words of each table by the place of their cell."""
    return [
        {
            (cell.r0, cell.r1, cell.c0, cell.c1): "".join(
                unicodedata.normalize("NFKC", document.text[cell.span.start : cell.span.end]).split()
            )
            if cell.span
            else ""
            for cell in table.cells
        }
        for table in document.tables
    ]
