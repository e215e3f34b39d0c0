"""A real HTTP server that speaks the OpenAI protocol and fails in every way that such servers fail.

`Server.script` holds what to do for the next calls, one entry a call (the last one for ever after); an entry is a
status, a delay, a body, or a function from the request to the answer's text. Everything received is kept, byte for byte.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

Answering: TypeAlias = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Act:
    """What to do for one call."""

    status: int = 200
    text: str | Answering = "{}"
    finish: str = "stop"
    delay: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    media: str = "application/json"
    refusal: str | None = None
    cut: bool = False


@dataclass
class Server:
    """The server, what it is to do, and what it received."""

    script: list[Act] = field(default_factory=lambda: [Act()])
    slots: int | None = None
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    busy: int = 0
    most: int = 0

    def does(self, *acts: Act) -> None:
        self.script = list(acts)
        self.bodies.clear()
        self.statuses.clear()

    @property
    def calls(self) -> int:
        return len(self.bodies)

    def application(self) -> Starlette:
        async def complete(request: Request) -> Response:
            body = await request.body()
            act = self.script[min(len(self.bodies), len(self.script) - 1)]
            self.bodies.append(body)
            if self.slots is not None and self.busy >= self.slots:
                self.statuses.append(429)
                return JSONResponse({"error": {"message": "busy"}}, 429, {"Retry-After": "1"})
            self.busy += 1
            self.most = max(self.most, self.busy)
            try:
                await asyncio.sleep(act.delay)
                answer = await asyncio.to_thread(_answer, act, json.loads(body)) if act.raw is None else b""
            finally:
                self.busy -= 1
            self.statuses.append(act.status)
            data = act.raw if act.raw is not None else answer
            if act.cut:
                return StreamingResponse(_half(data), act.status, {"Content-Length": str(len(data))}, act.media)
            return Response(data, act.status, dict(act.headers), act.media)

        async def models(request: Request) -> Response:
            return JSONResponse({"object": "list", "data": [{"id": "m", "object": "model", "max_model_len": 4096}]})

        async def elsewhere(request: Request) -> Response:
            return PlainTextResponse("not found", 404)

        routes = [Route("/v1/chat/completions", complete, methods=["POST"]), Route("/v1/models", models)]
        return Starlette(routes=[*routes, *self.more(), Route("/{path:path}", elsewhere)])

    def more(self) -> Sequence[Route]:
        """What a server of another kind offers besides."""
        return ()


async def _half(data: bytes) -> Any:
    yield data[: len(data) // 2]


def _answer(act: Act, body: Mapping[str, Any]) -> bytes:
    text = act.text if isinstance(act.text, str) else act.text(body)
    message = {"role": "assistant", "content": None if act.refusal else text, "refusal": act.refusal}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    choice = {"index": 0, "finish_reason": act.finish, "message": message}
    whole = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(whole, ensure_ascii=False).encode()


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Serve on a free port of this machine until the end of the block."""
    config = uvicorn.Config(server.application(), port=0, log_level="critical", lifespan="off", ws="none")
    run = uvicorn.Server(config)
    thread = threading.Thread(target=run.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not run.started and time.monotonic() < deadline:
        time.sleep(0.01)
    port = run.servers[0].sockets[0].getsockname()[1]
    server.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield server
    finally:
        run.should_exit = True
        thread.join(10)


def hallucinating(seed: int, figures: int = 60, lines: int = 60) -> Answering:
    """A model that is wrong every time and always keeps to the schema: it points anywhere and quotes what it likes."""
    chance = random.Random(seed)

    def answer(body: Mapping[str, Any]) -> str:
        paths = _paths(body["messages"])
        text = body["messages"][-1]["content"]
        if "quotes" in json.dumps(body.get("response_format", {})):
            return json.dumps(
                {"quotes": [_invented(chance, path, text, figures) for path in paths]}, ensure_ascii=False
            )
        wrong = [f"{path}{chance.randint(1, figures)}" for path in chance.sample(paths, min(60, len(paths)))]
        words = [f"{path}{chance.randint(1, lines)}:{_nonsense(chance)}" for path in chance.sample(paths, 8)]
        items = [f"{chance.randint(1, lines)}#{chance.randint(0, 15)}" for _ in range(4)]
        ends = [f"{chance.randint(1, lines)}@{chance.randint(0, 3)}" for _ in range(4)]
        return pointed(wrong, words, items, ends)

    return answer


def pointed(
    figures: Sequence[str] = (), words: Sequence[str] = (), problems: Sequence[str] = (), measures: Sequence[str] = ()
) -> str:
    """The text of an answer to the first question."""
    rows = {name: " ".join(row) for name, row in (("figures", figures), ("problems", problems), ("measures", measures))}
    return json.dumps({**rows, "words": list(words)}, ensure_ascii=False)


def _paths(messages: Sequence[Mapping[str, str]]) -> list[str]:
    listed = messages[-1]["content"].rpartition("清单：")[2].rpartition("字段：")[2]
    return [line.split(" ")[0] for line in listed.splitlines() if " " in line]


def _invented(chance: random.Random, path: str, text: str, figures: int) -> str:
    at = chance.randrange(max(1, len(text) - 30))
    quote = chance.choice([_nonsense(chance), "", text[at : at + chance.randint(1, 24)].replace("\n", " ")])
    return f"{path}{chance.randint(1, figures)}:{quote}"


def _nonsense(chance: random.Random) -> str:
    return "".join(chance.choice("支出预算决算万元数额为的资产一二三四") for _ in range(chance.randint(0, 9))) + str(
        chance.randint(0, 99999) / 100
    )
