"""What was used, and what was sent where: calls, tokens, seconds, and a receipt without a word of the text."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from extractor.llm.faults import Fault, Kind
from extractor.llm.question import Question


@dataclass(slots=True)
class Ledger:
    """The account of one document. Several threads may write to it."""

    endpoint: str = ""
    model: str = ""
    via: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    requests: list[dict[str, Any]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    prompts: dict[str, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    masked: int = 0
    prices: tuple[float, float] = (0, 0)
    """Of a million tokens in and out, in 元."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def sent(self, question: Question[Any], *, cached: bool) -> None:
        """Note that a question went out (or was answered from what was kept)."""
        text = "\x1e".join(message["content"] for message in question.messages)
        digest = sha256(b"\x1e".join((text.encode(), *question.pictures))).hexdigest()
        entry = {"task": question.task, "sha256": digest, "characters": len(text), "cached": cached}
        if question.pictures:
            entry["pictures"] = len(question.pictures)
        with self.lock:
            self.requests.append(entry)

    def used(self, **amounts: int) -> None:
        """Add to the counts."""
        with self.lock:
            self.counts.update(amounts)

    def fault(self, fault: Fault) -> None:
        """Note a failure, whether or not a later attempt mended it."""
        with self.lock:
            self.faults[fault.kind.value] += 1

    def refuse(self, why: str) -> None:
        """Note a proposal of the model that was not taken, and the stable code of why."""
        with self.lock:
            self.refused[why] += 1

    @property
    def usage(self) -> dict[str, int]:
        """The counts as they go into a result."""
        names = ("calls", "cached_calls", "input_tokens", "output_tokens", "cached_tokens", "milliseconds")
        return {name: self.counts[name] for name in names}

    @property
    def cost(self) -> float:
        """What the calls cost, in 元; answers that were kept cost nothing."""
        tokens = (self.counts["input_tokens"], self.counts["output_tokens"])
        return sum(number * price for number, price in zip(tokens, self.prices, strict=True)) / 1_000_000

    def receipt(self) -> dict[str, Any]:
        """What was sent where, as it goes into a result: digests and counts only."""
        with self.lock:
            return {
                "endpoint": self.endpoint,
                "model": self.model,
                **({"via": self.via} if self.via else {}),
                "prompts": dict(sorted(self.prompts.items())),
                "requests": sorted(self.requests, key=lambda entry: (entry["task"], entry["sha256"])),
                "masked": self.masked,
                **({"cost": f"{self.cost:.4f}"} if any(self.prices) else {}),
                "faults": dict(sorted(self.faults.items())),
                "refused": dict(sorted(self.refused.items())),
            }


def joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two accounts of one document as one: counts are added up, lists put together."""
    found = dict(one)
    for name, value in other.items():
        match found.get(name), value:
            case dict(known), dict():
                found[name] = joined(known, value)
            case list(known), list():
                found[name] = [*known, *value]
            case int(known), int():
                found[name] = known + value
            case str(known), str() if name == "cost":
                found[name] = f"{float(known) + float(value):.4f}"
            case None, _:
                found[name] = value
    return found


class Budget:
    """The tokens that one run may use."""

    def __init__(self, tokens: int) -> None:
        self._limit = tokens
        self._used = 0
        self._lock = threading.Lock()

    def check(self, expected: int) -> None:
        """Raise Fault(BUDGET) when a call of about this size would go over the limit."""
        with self._lock:
            if self._limit and self._used + expected > self._limit:
                raise Fault(Kind.BUDGET)

    def spend(self, tokens: int) -> None:
        """Note what a call used."""
        with self._lock:
            self._used += tokens
