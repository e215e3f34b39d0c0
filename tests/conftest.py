"""What all tests share: where the fixtures are, and when the real reports must be there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "reports"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests of the real reports where those are absent; in CI their absence is an error."""
    if REAL.is_dir():
        return
    real = [item for item in items if item.get_closest_marker("real")]
    if real and os.environ.get("CI"):
        raise pytest.UsageError(f"CI must run the tests of the real reports, and there is no {REAL}")
    for item in real:
        item.add_marker(pytest.mark.skip(reason="../shared/reports is not on this machine"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The folder of the real reports; only for tests marked `real`."""
    return REAL


@pytest.fixture(autouse=True)
def settings_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test without the settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("JIXIAO_")] + ["COLUMNS", "FORCE_COLOR", "NO_COLOR"]:
        monkeypatch.delenv(name, raising=False)
