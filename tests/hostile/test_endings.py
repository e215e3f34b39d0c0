"""One ending per file, from the closed list; nothing that stands beside it suffers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.errors import JixiaoError
from extractor.model import Flag
from fixtures.hostile import ALL, Hostile
from fixtures.hostile.__main__ import manifest
from tests.cli.test_errors import tree
from tests.hostile.conftest import GOOD


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_ending(outcomes: dict[str, Any], kind: Hostile) -> None:
    got = outcomes[kind.path]
    ending = got["error"]["code"] if "error" in got else "ok"
    assert ending in kind.ending.split(), got.get("error")
    if "error" in got:
        assert got["error"]["message"]
        assert got["error"]["hint"]
    else:
        assert set(kind.flags) <= set(got["source"]["flags"])
        assert all(len(warning) < 300 for warning in got["warnings"])


def test_the_good_reports_are_read(outcomes: dict[str, Any]) -> None:
    good = [one for name, one in outcomes.items() if name.startswith("good-")]
    assert len(good) == GOOD
    for one in good:
        found = [field for field in one["fields"].values() if field["state"] == "found"]
        assert len(found) >= 5
        assert one["source"]["flags"] == []


def test_the_lists_are_closed() -> None:
    codes = {kind.code for kind in tree(JixiaoError)}
    flags = {flag.value for flag in Flag}
    for kind in ALL:
        assert set(kind.ending.split()) <= codes | {"ok"}
        assert set(kind.flags) <= flags


def test_the_manifest_is_current(root: Path) -> None:
    assert manifest() in (root / "fixtures/hostile/README.md").read_text("utf-8"), "run: python -m fixtures.hostile"
    assert len({kind.name for kind in ALL}) == len(ALL)


def test_the_catalogue_is_whole() -> None:
    assert sum(kind.name.endswith(".pdf") for kind in ALL) >= 47
    assert sum(kind.name.endswith((".docx", ".doc")) for kind in ALL) >= 9
