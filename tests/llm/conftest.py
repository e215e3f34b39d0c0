"""A server for every test, and settings that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from extractor.llm import Client
from extractor.settings import ModelSettings, Settings
from tests.llm.server import Act, Server, serving

Connect: TypeAlias = Callable[..., Client]


@pytest.fixture(scope="session")
def one_server() -> Iterator[Server]:
    with serving(Server()) as server:
        yield server


@pytest.fixture
def server(one_server: Server) -> Server:
    one_server.does(Act())
    one_server.slots, one_server.most = None, 0
    return one_server


@pytest.fixture(autouse=True)
def nobodys_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def connect(server: Server, tmp_path: Path) -> Iterator[Connect]:
    """A client of the server: small waits, a cache of its own."""

    made: list[Client] = []

    def make(**given: Any) -> Client:
        usual = {"name": "m", "base_url": server.url, "cache": str(tmp_path / "answers.sqlite"), "patience": 20.0}
        offline = given.pop("offline", False)
        made.append(Client(Settings(offline=offline, model=ModelSettings(**{**usual, **given}))))
        return made[-1]

    yield make
    for client in made:
        client.close()
