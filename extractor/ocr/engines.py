"""Finds and loads OCR engines: the file name is the registration."""

from __future__ import annotations

import os
import pkgutil
import re
import threading
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extractor.errors import NoOcrError, UsageError

if TYPE_CHECKING:
    from extractor.ocr.line import OcrEngine

_PACKAGE = __name__.rpartition(".")[0]
_DEFINES_ENGINE = re.compile(r"^class Engine\b", re.MULTILINE)

_loaded: dict[tuple[int, str, int], OcrEngine] = {}
_loading = threading.Lock()


def names() -> tuple[str, ...]:
    """The engines of this package, installed or not, in alphabetical order.

    The source is searched rather than imported, so that an engine whose libraries are missing is listed too.
    """
    package = import_module(_PACKAGE)
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in found if _DEFINES_ENGINE.search(_source(name))))


def load(name: str, threads: int) -> OcrEngine:
    """The engine of that name, loaded once per process and number of threads.

    Raises UsageError for an unknown name and NoOcrError when its libraries or models are missing.
    """
    # A forked worker must not use its parent's sessions (their threads did not survive the fork): hence the pid.
    key = (os.getpid(), name, threads)
    with _loading:
        if key not in _loaded:
            if name not in names():
                raise UsageError(f"没有名为“{name}”的 OCR 引擎，可用的有：{'、'.join(names())}。")
            try:
                _loaded[key] = import_module(f"{_PACKAGE}.{name}").Engine(threads)
            except ImportError as error:
                raise NoOcrError(f"OCR 引擎“{name}”无法启动：{error}", _to_install(name, error.name)) from error
            except OSError as error:
                raise NoOcrError(f"OCR 引擎“{name}”无法启动：{error}") from error
        return _loaded[key]


def _to_install(engine: str, library: str | None) -> str:
    """What to do about a library that an engine lacks; one that goes by the library's name is an extra."""
    if engine != library:
        return NoOcrError.default_hint
    return f"请安装：pip install {library}；或去掉 ocr_engine 这项设置，用默认的引擎。"


def _source(name: str) -> str:
    spec = find_spec(f"{_PACKAGE}.{name}")
    get_source = getattr(spec.loader if spec else None, "get_source", None)
    return (get_source(f"{_PACKAGE}.{name}") or "") if get_source else ""
