"""A real HTTP server with the Batch API: files, batches, answers that come after a while."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.llm.server import Act, Server, _answer


@dataclass
class BatchServer(Server):
    """`asks`: how often a batch is asked after before it is over. `fails`: what a line of a request comes to instead of
    an answer, by how often that request was seen (status and body)."""

    asks: int = 1
    fails: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    """Every line of every batch that was begun: what is paid for."""
    refused: str = ""
    """The response format that this server does not know."""

    def more(self) -> Sequence[Route]:
        async def upload(request: Request) -> Response:
            name = f"file-{len(self.batches) + 1}"
            async with request.form() as form:
                self.files[name] = await form["file"].read()  # type: ignore[union-attr]
            return JSONResponse(_file(name))

        async def content(request: Request) -> Response:
            return Response(self.files[request.path_params["name"]])

        async def delete(request: Request) -> Response:
            self.files.pop(request.path_params["name"], None)
            return JSONResponse({"id": request.path_params["name"], "object": "file", "deleted": True})

        async def begin(request: Request) -> Response:
            asked = await request.json()
            name = f"batch-{len(self.batches) + 1}"
            new = [json.loads(line) for line in self.files[asked["input_file_id"]].decode().splitlines()]
            self.lines += new
            self.batches[name] = {"asked": asked, "lines": new, "left": self.asks}
            return JSONResponse(self._batch(name))

        async def listed(request: Request) -> Response:
            return JSONResponse({"object": "list", "data": [self._batch(name) for name in self.batches]})

        async def state(request: Request) -> Response:
            batch = self.batches[request.path_params["name"]]
            batch["left"] -= 1
            if batch["left"] < 0 and "output" not in batch:
                self._work(request.path_params["name"], batch)
            return JSONResponse(self._batch(request.path_params["name"]))

        return (
            Route("/v1/files", upload, methods=["POST"]),
            Route("/v1/files/{name}/content", content),
            Route("/v1/files/{name}", delete, methods=["DELETE"]),
            Route("/v1/batches", begin, methods=["POST"]),
            Route("/v1/batches", listed),
            Route("/v1/batches/{name}", state),
        )

    def _work(self, name: str, batch: dict[str, Any]) -> None:
        good: list[str] = []
        bad: list[str] = []
        for line in batch["lines"]:
            seen = sum(one["custom_id"] == line["custom_id"] for one in self.lines)
            entry: dict[str, Any] = {"id": "r", "custom_id": line["custom_id"], "error": None}
            status, body = self.fails.get(seen, (200, {}))
            if self.refused and self.refused == line["body"].get("response_format", {}).get("type"):
                status, body = 400, {"error": {"message": f"response_format {self.refused} is not supported"}}
            if status == 200:
                act = self.script[0] if isinstance(self.script[0], Act) else Act()
                body = json.loads(_answer(act, line["body"]))
            entry["response"] = {"status_code": status, "request_id": "q", "body": body}
            (good if status == 200 else bad).append(json.dumps(entry, ensure_ascii=False))
        batch["output"], batch["errors"] = f"{name}-output", f"{name}-errors"
        self.files[batch["output"]], self.files[batch["errors"]] = "\n".join(good).encode(), "\n".join(bad).encode()

    def _batch(self, name: str) -> dict[str, Any]:
        batch = self.batches[name]
        over = "output" in batch
        return {
            "id": name,
            "object": "batch",
            "endpoint": batch["asked"]["endpoint"],
            "completion_window": "24h",
            "created_at": 1,
            "status": "completed" if over else "in_progress",
            "input_file_id": batch["asked"]["input_file_id"],
            "output_file_id": batch.get("output"),
            "error_file_id": batch.get("errors"),
            "metadata": batch["asked"].get("metadata"),
        }


def _file(name: str) -> dict[str, Any]:
    return {
        "id": name, "object": "file", "bytes": 1, "created_at": 1, "filename": "r", "purpose": "batch", "status": "ok",
    }  # fmt: skip
