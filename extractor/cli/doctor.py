"""`jixiao doctor`: what works on this machine, what does not, and what to do about it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

import click

from extractor import __version__
from extractor.cli import chinese
from extractor.errors import JixiaoError, UsageError
from extractor.settings import FILE, Settings

_SECONDS = 20
_LEAST_MEMORY_MB = 1500
_FONTS = ("SimSun", "FangSong", "Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "WenQuanYi")
_STATES = {True: "正常", False: "不可用", None: "注意"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `works` None: all is well without it, but less can be done."""

    name: str
    works: bool | None
    what: str
    step: str = ""


@click.command(
    cls=chinese.ChineseCommand,
    short_help="检查本机环境：文字识别、LibreOffice、字体、内存。",
    help="逐项检查本机能做什么、缺什么、怎么补。不读任何报告，不联网。退出码：0 必需的都可用，5 有必需的不可用。",
    epilog="""\
示例：
  jixiao doctor           逐项检查
  jixiao doctor --json    供程序使用""",
)
@click.option("--json", "as_json", is_flag=True, help="向标准输出打印一个 JSON 数组，每项一个对象。")
def doctor(as_json: bool) -> int:
    """Look at everything that reading depends on."""
    settings = Settings.load()
    found = list(examine(settings))
    if as_json:
        objects = [{"name": f.name, "works": f.works, "what": f.what, "step": f.step or None} for f in found]
        click.echo(json.dumps(objects, ensure_ascii=False, indent=1))
    else:
        for one in found:
            click.echo(f"[{_STATES[one.works]}] {one.name}：{one.what}")
            if one.step:
                click.echo(f"       {one.step}")
        click.echo(_summary(found))
    return 5 if any(one.works is False for one in found) else 0


def _summary(found: Sequence[Finding]) -> str:
    broken = "、".join(one.name for one in found if one.works is False)
    partly = "、".join(one.name for one in found if one.works is None)
    if broken:
        return f"有必需的不可用：{broken}。请照上面的办法处理后再运行一次。"
    return f"可以使用；{partly}可以更好，见上。" if partly else "可以使用，全部正常。"


def examine(settings: Settings) -> Iterator[Finding]:
    """Each check in turn; one that fails unexpectedly says so and the others go on."""
    yield Finding("程序", True, f"jixiao {__version__}，Python {sys.version.split()[0]}，{os.cpu_count()} 个核心")
    for name, check in _CHECKS.items():
        try:
            yield check(settings)
        except Exception as error:
            yield Finding(
                name, False, f"检查时出错：{type(error).__name__}：{error}", "请重新安装：make，或 pip install。"
            )


def _pdf(_: Settings) -> Finding:
    import pikepdf
    import pymupdf

    return Finding("PDF", True, f"PyMuPDF {pymupdf.__version__}，pikepdf {pikepdf.__version__}")


def _ocr(settings: Settings) -> Finding:
    import pymupdf

    from extractor.ocr import recognise
    from extractor.reading.scan import pixels

    page = pymupdf.open().new_page(width=300, height=60)
    page.insert_text((20, 40), "决算5.07万元", fontname="china-s", fontsize=20)
    try:
        read = "".join(line.text for line in recognise(pixels(page.get_pixmap(dpi=150)), settings.ocr_engine))
    except UsageError as error:
        return Finding("文字识别", False, error.message, f"请改正 {FILE} 或环境变量里的 ocr_engine。")
    except JixiaoError as error:
        return Finding("文字识别", False, error.message, error.hint)
    if "5.07万元" in read:
        return Finding("文字识别", True, f"引擎 {settings.ocr_engine}，试读“决算5.07万元”无误")
    return Finding("文字识别", False, f"试读“决算5.07万元”读成了“{read}”", "请重新安装 rapidocr 和 onnxruntime。")


def _office(settings: Settings) -> Finding:
    program = shutil.which(settings.office)
    if program is None:
        step = (
            "需要读 .doc 时再装：Debian、Ubuntu 用 apt-get install libreoffice-writer-nogui；或请报送单位另存为 .docx。"
        )
        what = f"找不到 {settings.office}（office），不能读旧版 Word（.doc、.rtf）；.docx 不需要它"
        return Finding("LibreOffice", None, what, step)
    done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_SECONDS, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode == 0 and lines:
        return Finding("LibreOffice", True, f"{lines[0][:60]}，可以读 .doc、.rtf")
    return Finding("LibreOffice", None, "装了但启动不了，不能读旧版 Word（.doc、.rtf）", "请重新安装 LibreOffice。")


def _fonts(_: Settings) -> Finding:
    program = shutil.which("fc-list")
    if program is None:
        return Finding("中文字体", None, "查不到系统字体（没有 fc-list）；读报告不需要字体")
    done = subprocess.run([program, ":lang=zh-cn", "family"], capture_output=True, timeout=_SECONDS, check=False)
    families = done.stdout.decode("utf-8", "replace")
    known = [font for font in _FONTS if font in families]
    if families.strip():
        return Finding("中文字体", True, "、".join(known) or families.strip().splitlines()[0][:40])
    step = "Debian、Ubuntu 可用 apt-get install fonts-noto-cjk。"
    return Finding("中文字体", None, "没有中文字体，把 .doc 转换成页面时版面会走样；读报告不受影响", step)


def _memory(settings: Settings) -> Finding:
    what = f"每份文件最多用 {settings.memory_mb} MB（memory_mb）"
    if settings.memory_mb < _LEAST_MEMORY_MB:
        step = f"识别扫描件约需 1000 MB，请把 memory_mb 调到 {_LEAST_MEMORY_MB} 以上。"
        return Finding("内存", None, what, step)
    info = Path("/proc/meminfo")
    if not info.exists():
        return Finding("内存", None, f"查不到可用多少；{what}")
    lines = dict(line.split(":", 1) for line in info.read_text().splitlines() if ":" in line)
    free = int(lines["MemAvailable"].split()[0]) // 1024
    step = "" if free >= _LEAST_MEMORY_MB else "识别扫描件约需 1000 MB，请先关闭其他程序。"
    return Finding("内存", True if not step else None, f"可用 {free} MB，{what}", step)


def _isolation(settings: Settings) -> Finding:
    if not settings.isolate:
        step = f"请去掉 {FILE} 或环境变量里的 isolate。"
        return Finding("隔离", None, "已关闭（isolate）：一份恶意文件会使整个程序退出", step)
    from extractor.reading.guard import Guard

    with Guard(settings) as guard:
        offline, limited = guard.call(confined)
    if not offline:
        return Finding("隔离", False, "读取文件的子进程能联网，隔离没有起作用", "请把系统和 Python 的版本反馈给我们。")
    limits = f"一页限 {settings.page_seconds} 秒，一份最多 {settings.pages} 页"
    if not limited:
        return Finding("隔离", None, f"每份文件在子进程中读取，不联网，{limits}；本系统限制不了它的内存")
    return Finding("隔离", True, f"每份文件在子进程中读取，不联网，内存有上限，{limits}")


def confined() -> tuple[bool, bool]:
    """Tell, from within a child process, whether it is kept from the network and within a limit of memory."""
    import socket

    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1).close()
        offline = False
    except PermissionError:
        offline = True
    except OSError:
        offline = False
    try:
        import resource
    except ImportError:
        return offline, False
    return offline, resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY


def _settings(settings: Settings) -> Finding:
    changed = [one.name for one in fields(Settings) if getattr(settings, one.name) != getattr(Settings(), one.name)]
    source = f"当前目录的 {FILE}" if Path(FILE).exists() else f"当前目录没有 {FILE}"
    return Finding(
        "设置", True, f"{source}；与默认不同的：{'、'.join(changed)}" if changed else f"{source}，都是默认值"
    )


def _model(settings: Settings) -> Finding:
    model = settings.model
    if not model.configured:
        return Finding("模型", True, "没有配置，用规则引擎；读取和核对都不需要模型")
    where = urlsplit(model.base_url).netloc.rpartition("@")[2] or "OpenAI 的地址"
    kept = "；--offline 时只用本机的模型" if settings.offline else ""
    return Finding("模型", True, f"配置了 {model.name}（{where}），没有试连{kept}", "想试一试用 jixiao models。")


_CHECKS: dict[str, Callable[[Settings], Finding]] = {
    "设置": _settings,
    "PDF": _pdf,
    "文字识别": _ocr,
    "隔离": _isolation,
    "LibreOffice": _office,
    "中文字体": _fonts,
    "内存": _memory,
    "模型": _model,
}
