"""A bureau of three years: two are read, the third is drafted."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.drafting import measure as drafts
from extractor import authoring
from extractor.drafting import Inputs
from fixtures.generate.years import series

FAMILY, SEED = "hunan-cover-2023", 3


@pytest.fixture(scope="session")
def inputs() -> Inputs:
    return drafts.inputs_of(FAMILY, SEED)


@pytest.fixture(scope="session")
def drafted(inputs: Inputs) -> authoring.Drafted:
    return authoring.draft(inputs)


@pytest.fixture
def priors(tmp_path: Path) -> list[Path]:
    """The two earlier reports as files."""
    paths = []
    for case in series(FAMILY, SEED)[:2]:
        path = tmp_path / f"{case.name}.txt"
        path.write_text(case.text, "utf-8")
        paths.append(path)
    return paths
