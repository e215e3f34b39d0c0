"""The fault table: for each way a server can fail, how many calls are made, how it ends, and that nothing leaks."""

from __future__ import annotations

import logging
import time

import pytest
from pydantic import BaseModel, ConfigDict

from extractor.llm import Client, Fault, Kind, Question
from tests.llm.conftest import Connect
from tests.llm.server import Act, Server


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    answer: list[str]


GOOD = '{"answer": ["甲"]}'
CANARY = "机密词canary-7731"


def ask(client: Client, text: str = CANARY) -> list[str]:
    messages = ({"role": "system", "content": "s"}, {"role": "user", "content": text})
    return client.ask(Question("t", messages, Answer, 50), client.ledger()).value.answer


MENDED = {
    "429 with Retry-After": (Act(429, headers={"Retry-After": "0.1"}, raw=b'{"error":{}}'), 2),
    "500": (Act(500, raw=b'{"error":{"message":"boom"}}'), 2),
    "503 without a body": (Act(503, raw=b""), 2),
    "html with 200": (Act(raw=b"<html>login</html>", media="text/html"), 2),
    "no choices": (Act(raw=b'{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[]}'), 2),
    "empty object": (Act(raw=b"{}"), 2),
    "empty text": (Act(text=""), 2),
    "cut off in the middle": (Act(text=GOOD, cut=True), 2),
    "broken json body": (Act(raw=b'{"id": "x", "choices": [{'), 2),
    "text that is no json": (Act(text="好的，答案是甲。"), 2),
    "another shape": (Act(text='{"reply": 1}'), 2),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_mends_itself_is_asked_again(name: str, server: Server, connect: Connect) -> None:
    act, calls = MENDED[name]
    server.does(act, Act(text=GOOD))
    assert ask(connect()) == ["甲"]
    assert server.calls == calls


FATAL = {
    "wrong key": (Act(401, raw=b'{"error":{"message":"bad key"}}'), Kind.AUTH, 1),
    "no such model": (Act(404, raw=b'{"error":{"message":"no model"}}'), Kind.REQUEST, 1),
    "a redirect is not followed": (Act(307, headers={"Location": "http://127.0.0.1:9/"}, raw=b""), Kind.REQUEST, 1),
    "quota": (Act(429, raw=b'{"error":{"code":"insufficient_quota"}}'), Kind.QUOTA, 1),
    "a wait beyond patience": (Act(429, headers={"Retry-After": "900"}, raw=b"{}"), Kind.RATE, 1),
    "too long": (Act(400, raw=b'{"error":{"message":"maximum context length is 4096"}}'), Kind.CONTEXT, 1),
    "cut by length": (Act(text='{"answer": ["', finish="length"), Kind.TRUNCATED, 1),
    "refusal": (Act(refusal="no"), Kind.REFUSED, 1),
    "content filter": (Act(text=GOOD, finish="content_filter"), Kind.FILTERED, 1),
    "filter with 400": (Act(400, raw=b'{"error":{"code":"data_inspection_failed"}}'), Kind.FILTERED, 1),
    "never json": (Act(text="不会"), Kind.JSON, 2),
    "never the shape": (Act(text='{"reply": 1}'), Kind.SCHEMA, 2),
    "always 500": (Act(500, raw=b"{}"), Kind.SERVER, 3),
}


@pytest.mark.parametrize("name", FATAL)
def test_what_does_not_is_given_up(name: str, server: Server, connect: Connect) -> None:
    act, kind, calls = FATAL[name]
    server.does(act)
    with pytest.raises(Fault) as caught:
        ask(connect(attempts=3))
    assert (caught.value.kind, server.calls) == (kind, calls)


def test_a_slow_answer_is_a_timeout(server: Server, connect: Connect) -> None:
    server.does(Act(text=GOOD, delay=1.0), Act(text=GOOD))
    assert ask(connect(timeout=0.3)) == ["甲"]
    assert server.calls == 2


def test_nobody_there(connect: Connect) -> None:
    started = time.monotonic()
    with pytest.raises(Fault) as caught:
        ask(connect(base_url="http://127.0.0.1:9/v1", attempts=2))
    assert caught.value.kind is Kind.CONNECTION
    assert time.monotonic() - started < 5


def test_patience_bounds_all_attempts_together(server: Server, connect: Connect) -> None:
    server.does(Act(500, raw=b"{}"))
    started = time.monotonic()
    with pytest.raises(Fault):
        ask(connect(attempts=20, patience=1.5))
    assert time.monotonic() - started < 2.5


def test_the_breaker_spares_an_endpoint_that_is_down(server: Server, connect: Connect) -> None:
    server.does(Act(500, raw=b"{}"))
    client = connect(attempts=2)
    kinds = []
    for number in range(6):
        with pytest.raises(Fault) as caught:
            ask(client, str(number))
        kinds.append(caught.value.kind)
    assert kinds[-1] is Kind.BREAKER
    assert server.calls == 6


def test_a_server_that_knows_no_schema_is_asked_the_next_way(server: Server, connect: Connect) -> None:
    server.does(Act(400, raw=b'{"error":{"message":"response_format json_schema is not supported"}}'), Act(text=GOOD))
    client = connect()
    assert ask(client) == ["甲"]
    assert client.mode.value == "json"
    server.does(Act(text=GOOD))
    assert ask(client, "别的") == ["甲"]
    assert server.calls == 1


def test_what_was_answered_is_never_paid_for_again(server: Server, connect: Connect) -> None:
    server.does(Act(text=GOOD))
    assert ask(connect()) == ask(connect()) == ["甲"]
    assert server.calls == 1
    server.does(Act(text='{"answer": ["', finish="length"))
    for _ in range(2):
        with pytest.raises(Fault, match="没有写完"):
            ask(connect(), "长")
    assert server.calls == 1


def test_a_bad_answer_is_not_kept(server: Server, connect: Connect) -> None:
    server.does(Act(text="不会"), Act(text="不会"), Act(text=GOOD))
    with pytest.raises(Fault):
        ask(connect())
    assert ask(connect()) == ["甲"]


def test_the_budget_ends_the_run(server: Server, connect: Connect) -> None:
    server.does(Act(text=GOOD))
    client = connect(budget_tokens=150)
    assert ask(client, "一") == ["甲"]
    with pytest.raises(Fault) as caught:
        ask(client, "二" * 100)
    assert (caught.value.kind, server.calls) == (Kind.BUDGET, 1)


def test_no_fault_says_a_word_of_prompt_or_key(
    server: Server, connect: Connect, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-9")
    for act in [*(one[0] for one in FATAL.values()), *(one[0] for one in MENDED.values())]:
        echo = Act(
            act.status, CANARY + "sk-canary-9", act.finish, 0, act.headers, act.raw and act.raw + CANARY.encode()
        )
        server.does(echo)
        with pytest.raises(Fault) as caught:
            ask(connect(attempts=1, cache="", patience=3.0))
        seen, error = "", caught.value
        while error is not None:
            seen += repr(error) + str(error)
            error = error.__cause__  # type: ignore[assignment]
        assert CANARY not in seen
        assert "canary" not in seen
    assert "canary" not in caplog.text
