"""python -m eval.bench: time and memory, as ratios to the tools that a user would take otherwise, in one run.

Text PDFs are measured against PyMuPDF's bare text extraction of the same file; pages of scans against Tesseract reading
the same images. The two are run in turn, so that whatever else the machine does falls on both; medians are shown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import pymupdf
from rapidfuzz.distance import Levenshtein
from rich.table import Table

from eval import scans_read
from extractor.errors import JixiaoError
from extractor.ocr import engines, recognise
from extractor.output import console
from extractor.pipeline import Plan, run
from extractor.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "fixtures" / "reports", ROOT.parent / "shared" / "reports")
ABSENT = "未安装"
_BARE = "import sys, pymupdf\nfor page in pymupdf.open(sys.argv[1]): page.get_text('text')"
_OCR = "import sys\nfrom extractor.reading import read\nread(sys.argv[1])"
_LAUNCH = """
import os, sys, time
null = os.open(os.devnull, os.O_RDWR)
begin = time.perf_counter()
actions = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=actions), 0)
print(time.perf_counter() - begin, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A small process that starts and measures another: a child of this large one would begin with its memory."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process that has ended: its wall time and the most memory it held."""

    seconds: float
    megabytes: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("--repeat", type=int, default=9, help="runs of each text PDF (default 9)")
    parser.add_argument("--ocr-repeat", type=int, default=1, help="runs of each scanned page (default 1)")
    parser.add_argument("--pages", type=int, default=3, help="pages of each scan (default 3)")
    parser.add_argument("files", nargs="*", type=Path, help="PDFs (default: fixtures, and the real reports if present)")
    chosen = parser.parse_args()
    files = chosen.files or list(_samples())
    scans = [path for path in files if _is_scan(path)]
    texts = [path for path in files if path not in scans]
    screen = console.console()
    screen.print(f"{os.cpu_count()} 个核心，Python {sys.version.split()[0]}，PyMuPDF {pymupdf.__version__}")
    console.show(screen, [in_process(texts, chosen.repeat), whole_process(texts, max(3, chosen.repeat // 3))])
    console.show(screen, [ocr(scans, chosen.pages, chosen.ocr_repeat)])
    if scans:
        with tempfile.TemporaryDirectory() as folder:
            console.show(screen, [side_by_side(scans, chosen.pages, Path(folder))])
    if not chosen.files:
        console.show(screen, [scans_read.figures(chosen.pages), scans_read.cells(), scans_read.given()])


def in_process(files: Sequence[Path], repeat: int) -> Table:
    """Time reading, extracting and checking a text PDF against bare text extraction, once all is imported."""
    table = _table("一、文本 PDF，进程内", "页", "PyMuPDF 抽字", "jixiao 读、抽、核", "倍数")
    for path in files:
        bare, ours = _in_turn(repeat, partial(_pages, path), partial(run, path, Plan(Settings())))
        table.add_row(_name(path), str(len(_pages(path))), _ms(bare), _ms(ours), f"{ours / bare:.1f}")
    return table


def whole_process(files: Sequence[Path], repeat: int) -> Table:
    """Time the whole program, start-up included, as a user at a shell waits for it."""
    table = _table("二、文本 PDF，整个进程", "PyMuPDF 抽字", "jixiao check", "倍数", "PyMuPDF 内存", "jixiao 内存")
    start = [_child([_jixiao(), "--version"]) for _ in range(repeat)]
    table.add_row("（仅启动：jixiao --version）", "", _ms(median(c.seconds for c in start)), "", "", _mb(start))
    for path in files:
        bare, ours = [], []
        for _ in range(repeat):
            bare.append(_child([sys.executable, "-c", _BARE, str(path)]))
            ours.append(_child([_jixiao(), "check", "--json", "--fail-on", "never", str(path)]))
        seconds = median(c.seconds for c in bare), median(c.seconds for c in ours)
        ratio = f"{seconds[1] / seconds[0]:.1f}"
        table.add_row(_name(path), _ms(seconds[0]), _ms(seconds[1]), ratio, _mb(bare), _mb(ours))
    return table


def ocr(files: Sequence[Path], pages: int, repeat: int) -> Table:
    """Time OCR of the same page images, both on one thread; ours on all cores besides."""
    names = (
        "秒/页（全部核心）",
        "秒/页（1 线程）",
        "Tesseract 秒/页",
        "倍数",
        "字错率",
        "Tesseract 字错率",
        "内存",
        "Tesseract 内存",
    )
    table = _table("三、扫描件", "页", *names)
    for threads in (0, 1):
        recognise(np.full((64, 64, 3), 255, np.uint8), threads=threads)  # loads the models, which is not measured
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            table.add_row(_name(path), *_ocr_row(path, pages, repeat, Path(folder)))
    return table


def _ocr_row(path: Path, pages: int, repeat: int, folder: Path) -> Iterator[str]:
    tesseract = shutil.which("tesseract")
    all_cores, ours, theirs, our_errors, their_errors, their_runs = [], [], [], [], [], []
    twin = _twin(path)
    truth = _pages(twin) if twin else []
    for number, image in enumerate(_images(path, pages)):
        png = folder / f"{number}.png"
        pymupdf.Pixmap(pymupdf.csRGB, image.shape[1], image.shape[0], image.tobytes(), False).save(png)
        for _ in range(repeat):
            all_cores.append(_timed(partial(recognise, image)))
            ours.append(_timed(partial(recognise, image, threads=1)))
            if tesseract:
                their_runs.append(_child([tesseract, str(png), str(png), "-l", "chi_sim"], OMP_THREAD_LIMIT="1"))
                theirs.append(their_runs[-1].seconds)
        if truth:
            our_errors.append(_errors(truth[number], "".join(line.text for line in recognise(image))))
        if truth and tesseract:
            their_errors.append(_errors(truth[number], Path(f"{png}.txt").read_text("utf-8")))
    yield str(len(ours) // repeat)
    yield f"{median(all_cores):.2f}"
    yield f"{median(ours):.2f}"
    yield f"{median(theirs):.2f}" if theirs else ABSENT
    yield f"{median(ours) / median(theirs):.2f}" if theirs else ""
    yield _percent(our_errors)
    yield _percent(their_errors)
    yield _mb([_child([sys.executable, "-c", _OCR, str(path)])])
    yield _mb(their_runs) if their_runs else ""


def side_by_side(files: Sequence[Path], pages: int, folder: Path) -> Table:
    """Two pages at once by each engine, and by two Tesseracts of one thread; all in turn, over the same pages.

    A scan at a time, and all: of a bad scan Tesseract reads little, and is soon done.
    """
    table = _table(
        "四、两页并行", "", "秒/页", "处理器秒/页", "与 Tesseract 之比（墙钟）", "与 Tesseract 之比（处理器）"
    )
    total: dict[str, npt.NDArray[np.float64]] = {}
    for path in files:
        images = list(_images(path, pages))
        runs = _rivals(images, folder)
        spent = {name: np.array(_two_at_once(work, len(images))) for name, work in runs.items()}
        _ratios(table, _name(path), {name: used / len(images) for name, used in spent.items()})
        total = {name: used + total.get(name, 0) for name, used in spent.items()}
    _ratios(table, "全部页之和", total)
    for engine in engines.names():
        if engine not in total:
            table.add_row("", engine, ABSENT)
    return table


def _ratios(table: Table, name: str, spent: Mapping[str, npt.NDArray[np.float64]]) -> None:
    peer = spent.get("Tesseract", np.full(2, np.nan))
    for who, used in spent.items():
        table.add_row(name, who, *(f"{x:.2f}" for x in (*used, *used / peer)))
        name = ""


def _rivals(images: Sequence[npt.NDArray[np.uint8]], folder: Path) -> dict[str, Callable[[int], object]]:
    """What reads the page of a number, by its name; the engines are loaded."""
    runs: dict[str, Callable[[int], object]] = {}
    if tesseract := shutil.which("tesseract"):
        for number, image in enumerate(images):
            rgb = image if image.ndim == 3 else np.repeat(image[:, :, None], 3, 2)
            picture = pymupdf.Pixmap(pymupdf.csRGB, rgb.shape[1], rgb.shape[0], rgb.tobytes(), False)
            picture.save(folder / f"{number}.png")

        def theirs(number: int) -> object:
            png = str(folder / f"{number}.png")
            return _child([tesseract, png, png, "-l", "chi_sim"], OMP_THREAD_LIMIT="1")

        runs["Tesseract"] = theirs
    for engine in engines.names():
        with suppress(JixiaoError):
            recognise(images[0], engine, threads=2)
            runs[engine] = partial(_recognised, images, engine)
    return runs


def _recognised(images: Sequence[npt.NDArray[np.uint8]], engine: str, number: int) -> object:
    return recognise(images[number], engine, threads=2)


def _two_at_once(work: Callable[[int], object], count: int) -> tuple[float, float]:
    """Wall and processor seconds, children's included."""
    begin, used = time.perf_counter(), sum(os.times()[:4])
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(count)))
    return time.perf_counter() - begin, sum(os.times()[:4]) - used


def _errors(truth: str, got: str) -> float:
    """Return the character error rate; blanks and the width of a character do not count."""
    want, have = ("".join(unicodedata.normalize("NFKC", text).split()) for text in (truth, got))
    return Levenshtein.distance(want, have) / max(1, len(want))


def _samples() -> Iterator[Path]:
    for folder in FOLDERS:
        # Not pages of tables: their text has no one reading order, so that an error rate would say nothing.
        yield from sorted(path for path in folder.rglob("*.pdf") if not path.name.startswith("indicator-tables"))


def _is_scan(path: Path) -> bool:
    return not any(text.strip() for text in _pages(path))


def _twin(path: Path) -> Path | None:
    """Return the text PDF that a scan was made from: `report.pdf` beside `report.scan.pdf`."""
    twin = path.with_name(path.name.split(".")[0] + ".pdf")
    return twin if twin != path and twin.exists() else None


def _pages(path: Path) -> list[str]:
    with pymupdf.open(path) as pdf:
        return [page.get_text("text") for page in pdf]


def _images(path: Path, pages: int) -> Iterator[npt.NDArray[np.uint8]]:
    with pymupdf.open(path) as pdf:
        for page in list(pdf)[:pages]:
            pixels = page.get_pixmap(dpi=200)
            yield np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, pixels.n)


def _in_turn(repeat: int, first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    first(), second()  # what is loaded once is not measured here
    times = [(_timed(first), _timed(second)) for _ in range(repeat)]
    return median(t for t, _ in times), median(t for _, t in times)


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _child(command: Sequence[str], **environment: str) -> Child:
    launched = [sys.executable, "-S", "-c", _LAUNCH, *command]
    done = subprocess.run(
        launched, capture_output=True, text=True, env={**os.environ, **environment}, cwd=ROOT, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}：退出码 {done.returncode}")
    seconds, kilobytes = done.stdout.split()
    return Child(float(seconds), int(kilobytes) / 1024)


def _jixiao() -> str:
    return str(Path(sys.executable).with_name("jixiao"))


def _table(title: str, *names: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="underline")
    table.add_column(title, overflow="fold")
    for name in names:
        table.add_column(name, justify="right")
    return table


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}" if path.name.startswith("report.") else path.name


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def _mb(children: Sequence[Child]) -> str:
    return f"{max(child.megabytes for child in children):.0f} MB"


def _percent(rates: Sequence[float]) -> str:
    return f"{100 * sum(rates) / len(rates):.1f}%" if rates else ""


if __name__ == "__main__":
    main()
