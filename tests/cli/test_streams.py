"""What a shell may leave out or get wrong: streams that are closed, names that no system takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells")


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_closed_streams(good: Path, tmp_path: Path, closed: str) -> None:
    """The pipes to the child processes must not take the place of a stream that is closed."""
    program = Path(sys.executable).with_name("jixiao")
    line = f"'{program}' extract --json '{good}' {closed}"
    done = subprocess.run(line, shell=True, stdout=subprocess.PIPE, cwd=tmp_path, timeout=100, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["fields"]


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_nowhere_to_print_to(good: Path, tmp_path: Path, closed: str) -> None:
    program = Path(sys.executable).with_name("jixiao")
    line = f"'{program}' extract '{good}' -o out.json {closed}"
    assert subprocess.run(line, shell=True, cwd=tmp_path, timeout=100, check=False).returncode == 0
    assert json.loads((tmp_path / "out.json").read_bytes())[0]["fields"]


def test_a_name_that_is_too_long(jixiao: Run, good: Path) -> None:
    found = json.loads(jixiao("read", "a" * 5000, "a" * 300 + "*", good, "--json").stdout)
    assert [one.get("error", {}).get("code") for one in found] == ["E_MISSING", "E_MISSING", None]


@pytest.mark.skipif(not os.access("/proc/kmsg", os.R_OK), reason="a log that is waited for")
def test_a_log_of_the_system_is_not_waited_for(jixiao: Run) -> None:
    assert jixiao("read", "/proc/kmsg").returncode == 3
