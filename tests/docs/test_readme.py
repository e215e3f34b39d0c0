"""The READMEs show what the program does today, and nothing of the machine they were written on."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from extractor.cli.commands import cli
from tests.docs import readme


@pytest.mark.parametrize("path", readme.PAGES, ids=lambda path: path.name)
def test_shown_output_is_current(path: Path) -> None:
    text = path.read_text("utf-8")
    assert readme.commands(text)
    assert readme.current(text) == text, "run: make docs"


@pytest.mark.parametrize("path", readme.READMES, ids=lambda path: path.name)
def test_python_examples_run(path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    blocks = re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block, path.name, "exec"), {})
        assert printed.getvalue().splitlines() == re.findall(r"  # → (.*)", block)


@pytest.mark.parametrize("path", readme.READMES, ids=lambda path: path.name)
def test_every_command_and_every_verb_of_make_is_there(path: Path, root: Path) -> None:
    text = path.read_text("utf-8")
    for name in cli.commands:
        assert f"jixiao {name}" in text
    for verb in re.findall(r"^(\w+): \.venv", (root / "Makefile").read_text("utf-8"), re.MULTILINE):
        assert f"make {verb}" in text


@pytest.mark.parametrize("path", readme.READMES, ids=lambda path: path.name)
def test_every_exit_code_is_explained(path: Path) -> None:
    listed = re.findall(r"^\| +(\d+) +\|", path.read_text("utf-8"), re.MULTILINE)
    assert listed == re.findall(r"\| (\d+) \|", readme.exit_codes())


def test_links_inside_the_project_lead_somewhere(root: Path) -> None:
    for path in (*readme.PAGES, root / "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize(
    "name", ["README.md", "README.en.md", "CHANGELOG.md", "Makefile", "constraints.txt", ".ci/run"]
)
def test_nothing_of_the_machine_it_was_written_on(root: Path, name: str) -> None:
    text = (root / name).read_text("utf-8")
    assert not re.search(r"/(home|root|work|opt|tmp|Users)/|--index-url|https?://(?!www\.gnu\.org)", text)
