"""The library's public names, pinned: a name that comes or goes is a decision, with a line in the CHANGELOG."""

from __future__ import annotations

import subprocess
import sys

import pytest

import extractor
from extractor import errors, model

NAMES = {
    *("Box", "Checked", "Document", "Evidence", "Field", "Finding", "Item", "JixiaoError", "Quantity", "Repair"),
    *("Report", "Row", "Section", "Settings", "Severity", "Span", "State", "Tested", "Verdict"),
    *("__version__", "check", "extract", "load_type", "read"),
}


def test_names() -> None:
    assert sorted(extractor.__all__) == sorted(NAMES)
    assert dir(extractor) == sorted(NAMES)


def test_every_name_can_be_had() -> None:
    for name in NAMES:
        assert getattr(extractor, name) is not None
    assert extractor.Document is model.Document
    assert extractor.JixiaoError is errors.JixiaoError
    assert callable(extractor.read)


def test_no_other_name() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        extractor.nothing_like_it  # noqa: B018


def test_import_alone_costs_nothing() -> None:
    code = "import sys, extractor; print([m for m in sys.modules if m.startswith('extractor')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['extractor']\n"
