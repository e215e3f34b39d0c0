"""The endpoint that `eval.bench_model` measures against, in a process of its own: `python -m eval.bench_server`.

What it does is told by the name of the model that is asked: `slots` answers after a while and refuses a ninth call at
once; the names of `FAULTS` fail in that way, the first time or (with `!` after the name) always.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

SLOTS, SECONDS = 8, 0.1
GOOD = '{"answer": ["好"]}'
_ERROR = '{"error": {"message": "%s"}}'
FAULTS: Mapping[str, dict[str, Any]] = {
    "429，让等 1 秒": {"status": 429, "raw": _ERROR % "busy", "headers": {"Retry-After": "1"}},
    "429，让等 15 分钟": {"status": 429, "raw": _ERROR % "busy", "headers": {"Retry-After": "900"}},
    "500": {"status": 500, "raw": _ERROR % "boom"},
    "503，没有正文": {"status": 503, "raw": ""},
    "答复超时": {"delay": 3.0},
    "答复中途断开": {"cut": True},
    "200 而是网页": {"raw": "<html>login</html>", "media": "text/html"},
    "没有 choices": {"raw": '{"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": []}'},
    "空的答复": {"text": ""},
    "不是 JSON": {"text": "好的，答案是好。"},
    "别的结构": {"text": '{"reply": 1}'},
    "没有写完": {"text": '{"answer": ["', "finish": "length"},
    "拒绝回答": {"refusal": "no"},
    "内容过滤": {"text": GOOD, "finish": "content_filter"},
    "密钥不对": {"status": 401, "raw": _ERROR % "bad key"},
    "额度用完": {"status": 429, "raw": '{"error": {"code": "insufficient_quota"}}'},
    "超出上下文": {"status": 400, "raw": _ERROR % "maximum context length is 4096"},
    "不认得 json_schema": {"status": 400, "raw": _ERROR % "response_format json_schema is not supported"},
}


class Endpoint:
    """What it has seen: calls by model, the most at once, refusals for want of a slot."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.busy = self.most = self.refused = 0

    async def complete(self, request: Request) -> Response:
        """Answer a chat completion."""
        model = (await request.json())["model"]
        self.seen[model] += 1
        if model == "slots":
            return await self._in_slot()
        fault = FAULTS.get(model.removesuffix("!"), {})
        if fault and (self.seen[model] == 1 or model.endswith("!")):
            return await _failed(fault)
        return Response(_completion(GOOD), media_type="application/json")

    async def count(self, request: Request) -> Response:
        """Say what was seen, and forget the slots."""
        told = {"seen": dict(self.seen), "most": self.most, "refused": self.refused}
        self.most = self.refused = 0
        return JSONResponse(told)

    async def _in_slot(self) -> Response:
        if self.busy >= SLOTS:
            self.refused += 1
            return JSONResponse({"error": {"message": "busy"}}, 429, {"Retry-After": "1"})
        self.busy += 1
        self.most = max(self.most, self.busy)
        try:
            await asyncio.sleep(SECONDS)
        finally:
            self.busy -= 1
        return Response(_completion(GOOD), media_type="application/json")


async def _failed(fault: Mapping[str, Any]) -> Response:
    await asyncio.sleep(fault.get("delay", 0))
    raw = fault.get("raw")
    body = _completion(fault.get("text", GOOD), fault.get("finish", "stop"), fault.get("refusal"))
    data = body if raw is None else raw.encode()
    media = fault.get("media", "application/json")
    if fault.get("cut"):
        return StreamingResponse(_half(data), 200, {"Content-Length": str(len(data))}, media)
    return Response(data, fault.get("status", 200), fault.get("headers"), media)


async def _half(data: bytes) -> Any:
    yield data[: len(data) // 2]


def _completion(text: str, finish: str = "stop", refusal: str | None = None) -> bytes:
    message = {"role": "assistant", "content": None if refusal else text, "refusal": refusal}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    choice = {"index": 0, "finish_reason": finish, "message": message}
    whole = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(whole, ensure_ascii=False).encode()


def main() -> None:
    """Serve on a free port, say which, and end with stdin."""
    endpoint = Endpoint()
    routes = [Route("/v1/chat/completions", endpoint.complete, methods=["POST"]), Route("/count", endpoint.count)]
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes), port=0, log_level="critical", lifespan="off", ws="none")
    )
    threading.Thread(target=_follow, args=(server,), daemon=True).start()
    server.run()


def _follow(server: uvicorn.Server) -> None:
    while not server.started:
        pass
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    sys.stdin.read()
    server.should_exit = True


if __name__ == "__main__":
    main()
