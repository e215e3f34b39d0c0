"""Questions that are put off: written to files, sent or carried away, and their answers brought back.

All that is known lies in one folder: `requests-001.jsonl` and so on, and `state.json`. It may be left at any moment and
taken up again: what was sent is not sent again, and what came back is kept with all other answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from extractor.errors import OutputError, reason
from extractor.llm import Client, Kind
from extractor.llm.batches import BatchApi, Deferred, Reply, line, replies
from extractor.output.files import replace_file

_MOST_REQUESTS, _MOST_BYTES = 20_000, 90_000_000
"""Of one file: OpenAI takes 50,000 requests and 200 MB, some others less."""
_AGAIN = frozenset({Kind.SERVER, Kind.RATE, Kind.TIMEOUT, Kind.CONNECTION, Kind.EMPTY, Kind.HTML})
"""Not answered for a reason that may pass."""


class Way(Protocol):
    """How a file of requests gets to whoever answers it, and the answers back."""

    def send(self, path: Path, ticket: dict[str, Any], save: Any) -> None:
        """Send a file; `ticket` is what is kept of it, `save` keeps it. Raises Fault."""
        ...

    def collect(self, path: Path, ticket: dict[str, Any]) -> list[Reply] | None:
        """The answers to a file that have come; None: not yet. Raises Fault."""
        ...

    def drop(self, ticket: dict[str, Any]) -> None:
        """Leave nothing behind of a file whose answers are kept."""
        ...


@dataclass
class ByApi:
    """The endpoint's Batch API."""

    api: BatchApi

    def send(self, path: Path, ticket: dict[str, Any], save: Any) -> None:
        """Upload the file and begin its batch; one that a run began just before it was killed is found again."""
        data = path.read_bytes()
        tag = sha256(data).hexdigest()
        batch = self.api.find(tag) if ticket.get("tag") == tag else None
        if batch is None:
            ticket["tag"] = tag
            save()
            batch = self.api.submit(data, tag)
        ticket["batch"] = batch
        save()

    def collect(self, path: Path, ticket: dict[str, Any]) -> list[Reply] | None:
        """Ask how the batch stands."""
        return self.api.collect(ticket["batch"]) if "batch" in ticket else None

    def drop(self, ticket: dict[str, Any]) -> None:
        """Delete the files at the endpoint."""
        self.api.drop(ticket["batch"])


@dataclass
class ByFolder:
    """Somebody takes the requests to where a model is, and puts the answers into `answers`."""

    answers: Path

    def send(self, path: Path, ticket: dict[str, Any], save: Any) -> None:
        """Nothing more than to say that it lies there."""
        ticket["batch"] = path.name
        save()

    def collect(self, path: Path, ticket: dict[str, Any]) -> list[Reply] | None:
        """The answers that lie there to requests of this file; None while there is not one."""
        names = set(_names(path))
        files = sorted(self.answers.glob("*.jsonl")) if self.answers.is_dir() else []
        found = [reply for file in files for reply in replies(file.read_bytes()) if reply.name in names]
        return found or None

    def drop(self, ticket: dict[str, Any]) -> None:
        """Leave the answers to whoever brought them."""


class Exchange:
    """The files of one run. `most`: how often one request is sent at most."""

    def __init__(self, folder: Path, way: Way, client: Client, deferred: Deferred, most: int) -> None:
        self._folder, self._way, self._client, self._deferred, self._most = folder, way, client, deferred, most
        self._state: dict[str, Any] = {"files": {}, "asked": {}, "failed": {}, "tokens": [0, 0], "answered": 0}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            self._state.update(json.loads((folder / "state.json").read_text("utf-8")))
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            raise OutputError(f"用不了 {folder}：{error}", "请换一个文件夹，或删掉其中的 state.json。") from error
        deferred.failed.update({name: Kind(kind) for name, kind in self._state["failed"].items()})

    @property
    def open(self) -> int:
        """How many files of requests are on their way."""
        return len(self._state["files"])

    @property
    def used(self) -> tuple[int, int, int]:
        """Answers that came back, and the tokens, in and out, that they took."""
        return (self._state["answered"], *self._state["tokens"])

    def send(self) -> int:
        """Write down and send what is wanted and not on its way; how many that is. Raises Fault, OutputError."""
        on_its_way = {name for file in self._state["files"] for name in _names(self._folder / file)}
        wanted = {name: body for name, body in self._deferred.wanted.items() if name not in on_its_way}
        self._deferred.wanted.clear()
        for data, names in _files(wanted):
            number = self._state.get("number", 0) + 1
            path = self._folder / f"requests-{number:03}.jsonl"
            self._put(path, data)
            self._state["number"] = number
            self._state["files"][path.name] = {}
            for name in names:
                self._state["asked"][name] = self._state["asked"].get(name, 0) + 1
            self._save()
        for file, ticket in self._state["files"].items():
            if "batch" not in ticket:
                self._way.send(self._folder / file, ticket, self._save)
        return len(wanted)

    def collect(self) -> int:
        """Take in the answers that have come; how many files of requests are through. Raises Fault, OutputError."""
        through = 0
        for file, ticket in list(self._state["files"].items()):
            path = self._folder / file
            found = self._way.collect(path, ticket)
            if found is None:
                continue
            missing = set(_names(path))
            for reply in found:
                if reply.name in missing:
                    missing.discard(reply.name)
                    self._take(reply)
            for name in missing:
                self._take(Reply(name, fault=Kind.SERVER))
            del self._state["files"][file]
            self._save()
            self._way.drop(ticket)
            path.unlink(missing_ok=True)  # it holds the text of reports
            through += 1
        return through

    def _take(self, reply: Reply) -> None:
        if reply.answer is not None:
            self._client.wire.keep(reply.name, reply.answer)
            self._close(reply.name, Kind.UNANSWERED)  # should it turn out to be no good, it is not paid for again
            self._state["answered"] += 1
            if usage := reply.answer.usage:
                for index, tokens in enumerate((usage.prompt_tokens, usage.completion_tokens)):
                    self._state["tokens"][index] += tokens or 0
        elif reply.fault is not None and (reply.fault not in _AGAIN or self._state["asked"][reply.name] >= self._most):
            self._close(reply.name, Kind.UNANSWERED if reply.fault in _AGAIN else reply.fault)

    def _close(self, name: str, kind: Kind) -> None:
        self._state["failed"][name] = kind.value
        self._deferred.failed[name] = kind

    def _put(self, path: Path, data: bytes) -> None:
        try:
            replace_file(path, data)
            path.chmod(0o600)
        except OSError as error:
            raise OutputError(f"写不了 {path}：{reason(error)}") from error

    def _save(self) -> None:
        self._put(self._folder / "state.json", json.dumps(self._state, indent=1).encode())


def _files(wanted: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[bytes, list[str]]]:
    """The requests in files of a size that endpoints take."""
    lines: list[bytes] = []
    names: list[str] = []
    size = 0
    for name, body in wanted.items():
        text = line(name, body)
        if lines and (len(lines) >= _MOST_REQUESTS or size + len(text) > _MOST_BYTES):
            yield b"".join(lines), names
            lines, names, size = [], [], 0
        lines.append(text)
        names.append(name)
        size += len(text)
    if lines:
        yield b"".join(lines), names


def _names(path: Path) -> Iterable[str]:
    try:
        return [json.loads(text)["custom_id"] for text in path.read_text("utf-8").splitlines() if text]
    except FileNotFoundError:
        return []
