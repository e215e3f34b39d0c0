"""A run of twenty questions, to be killed in the middle: `python -m tests.llm.child URL CACHE`."""

from __future__ import annotations

import sys

from pydantic import BaseModel

from extractor.llm import Client, Question
from extractor.settings import ModelSettings, Settings


class Answer(BaseModel):
    answer: list[str]


if __name__ == "__main__":
    address, cache = sys.argv[1:]
    client = Client(Settings(model=ModelSettings(name="m", base_url=address, cache=cache, concurrency=1)))
    for n in range(20):
        client.ask(Question("t", ({"role": "user", "content": str(n)},), Answer, 50), client.ledger())
        print(n, flush=True)
    client.close()
