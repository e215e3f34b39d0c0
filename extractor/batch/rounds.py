"""A run whose questions are put off: round by round, until no file waits for an answer.

Every round reads the files that are not through just as always; a question whose answer is known is answered from what
was kept, any other is noted. So the first round asks the first question of every file, the second whatever is in doubt
after that, and each answer passes the same checks as one that was had at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from extractor.batch.exchange import Exchange
from extractor.batch.run import Run, Told
from extractor.llm import Fault
from extractor.llm.faults import RETRIED

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 60.0
_MOST_ROUNDS = 12
"""More than any file needs: two questions, each cut off or too long a few times."""


@dataclass
class Rounds:
    """The rounds of one run. `patience`: how many seconds to wait for answers before it is left for another time."""

    run: Run
    exchange: Exchange
    patience: float
    say: Callable[[str], None]

    def go(self, told: Told) -> bool:
        """Work until all is through (True), or answers are still to come (False). Raises Fault, OutputError."""
        through = self.exchange.collect()
        for _ in range(_MOST_ROUNDS):
            files = self.run.left(waiting=through > 0 or not self.exchange.open)
            if files:
                self.run.go(files, told)
            sent = self.exchange.send()
            if sent:
                self.say(f"写出 {sent} 条批量请求。")
            if not self.exchange.open:
                return True
            through = self._wait()
            if not through:
                return False
        return False

    def _wait(self) -> int:
        """Wait for answers; how many files of requests are through when some are, or patience is at its end."""
        until, pause = time.monotonic() + self.patience, _FIRST_WAIT
        while True:
            try:
                if through := self.exchange.collect():
                    return through
            except Fault as fault:
                if fault.kind not in RETRIED:
                    raise
            left = until - time.monotonic()
            if left <= 0:
                return 0
            time.sleep(min(pause, left))
            pause = min(2 * pause, _LONGEST_WAIT)
