"""Exact versions, one version number, the licence whole, and `make` verbs that set themselves up."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution, requires
from importlib.util import find_spec
from pathlib import Path

import extractor


def names_of(lines: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


def constraints(root: Path) -> list[str]:
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_constraint_is_one_exact_version(root: Path) -> None:
    for line in constraints(root):
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", line), line
    assert len(names_of(constraints(root))) == len(constraints(root))


def test_every_dependency_is_constrained_direct_or_not(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    todo = names_of(project["dependencies"] + project["optional-dependencies"]["dev"])
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        seen.add(name)
        needed = [line for line in requires(name) or [] if needed_here(line)]
        todo |= names_of(needed) - seen
    assert seen == names_of(constraints(root)) - extra(root)


def extra(root: Path) -> set[str]:
    """What stands in the constraints for whoever asks for the extra; the tests do without."""
    text = (root / "constraints.txt").read_text("utf-8")
    return names_of(text.partition("extra 'fast'")[2].splitlines()[1:])


def needed_here(line: str) -> bool:
    """Evaluate the marker of a requirement, as pip did when it installed this environment."""
    from packaging.requirements import Requirement

    marker = Requirement(line).marker
    return marker is None or marker.evaluate({"extra": ""})


def test_constraints_are_what_the_tests_run_with(root: Path) -> None:
    for line in constraints(root):
        name, version = line.split("==")
        if name in extra(root) and find_spec(name.replace("-", "_")) is None:
            continue
        assert distribution(name).version == version


def test_every_dependency_has_bounds(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert all(re.search(r">=[\d.]+,<\d+$", line) for line in project["dependencies"])


def test_one_version(root: Path) -> None:
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", extractor.__version__)
    assert f"## [{extractor.__version__}]" in changelog or "## [未发布]" in changelog


def test_the_licence_is_whole(root: Path) -> None:
    licence = (root / "LICENSE").read_text("utf-8")
    assert licence.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "13. Remote Network Interaction" in licence
    assert "How to Apply These Terms to Your New Programs" in licence
    assert len(licence.splitlines()) == 661


def test_every_verb_of_make_sets_itself_up(root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    (verbs,) = re.findall(r"^\.PHONY: help (.*)$", makefile, re.MULTILINE)
    for verb in verbs.split():
        assert f"\n{verb}: .venv/.ready\n" in makefile
