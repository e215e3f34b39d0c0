"""Every hostile file beside ten good reports, read once by the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fixtures.cases import cases
from fixtures.hostile import ALL

GOOD = 10
SECONDS = 15


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `jixiao extract` says of each file, by its name."""
    folder = tmp_path_factory.mktemp("hostile")
    names = []
    paths: dict[str, str] = {}
    good = [(f"good-{number}.{form}", case.form(form)) for number, (case, form) in enumerate(_good())]
    for number, kind in enumerate(ALL):
        if number % (len(ALL) // GOOD) == 0 and good:
            name, data = good.pop()
            (folder / name).write_bytes(data)
            names.append(name)
        (folder / kind.name).write_bytes(kind.make())
        names.append(kind.name)
        paths[kind.name] = kind.path
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "JIXIAO_PAGE_SECONDS": str(SECONDS)}
    command = [str(Path(sys.executable).with_name("jixiao")), "extract", *names, "--json"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=600, check=False)
    assert b"Traceback" not in done.stderr
    found = json.loads(done.stdout)
    assert [one["source"]["path"] for one in found] == [paths.get(name, name) for name in names]
    return {one["source"]["path"]: one for one in found}


def _good() -> list[tuple[Any, str]]:
    forms = ("pdf", "docx", "text", "pdf", "docx")
    chosen = cases()[: GOOD // 2]
    return [(case, form) for case in chosen for form in (forms[chosen.index(case)], "pdf")]
