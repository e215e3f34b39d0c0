"""Files broken at random: every one is read or refused with an error of ours, whatever comes. `make fuzz` goes on for long."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import CrashError, InputError, SlowFileError
from extractor.extraction import extract
from extractor.numbers import find
from extractor.reading import read
from extractor.reading.guard import Guard
from extractor.settings import Settings
from fixtures import layout, word
from fixtures.hostile import archives, documents, raw
from fixtures.hostile.hidden import CARRIERS, PAYLOADS
from fixtures.hostile.kind import TEXT

SECONDS = float(os.environ.get("JIXIAO_FUZZ_SECONDS", "15"))
LIMITS = Settings(page_seconds=10, pages=50, megapixels=8)
SEEDS = (
    layout.pdf(TEXT),
    raw.page(),
    word.docx(TEXT),
    documents.body(documents.GOOD),
    TEXT.encode("gb18030"),
    CARRIERS["white.pdf"](PAYLOADS["an-order"]),
    CARRIERS["layer-off.pdf"](PAYLOADS["an-order"]),
    CARRIERS["hidden-field.pdf"](PAYLOADS["an-order"]),
    archives.archive({"甲/报告.txt": TEXT, "乙.zip": archives.archive({"a.txt": TEXT})}, gbk=True),
)
PIECES = (
    b"/Kids",
    b"/Length",
    b"endstream",
    b"<<",
    b">>",
    b"[",
    b"-1",
    b"99999999999",
    b"obj",
    b"\x00",
    b"<w:tbl>",
    b"%PDF-",
)


def broken(chance: random.Random) -> bytes:
    """A good file with a few bytes changed, lost, doubled or put in."""
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) or 1)
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randint(1, 200)]
            case 2:
                data[at:at] = data[at : at + chance.randint(1, 500)]
            case 3:
                data[at:at] = chance.choice(PIECES)
            case _:
                data = data[: max(20, at)]
    return bytes(data)


def test_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    """A crash or a hang would show as `CrashError` or `SlowFileError`: those are failures of ours here."""
    end = time.monotonic() + SECONDS
    path = tmp_path / "broken.pdf"
    seed = count = 0
    with Guard(LIMITS) as guard:
        while time.monotonic() < end:
            seed += 1
            path.write_bytes(broken(random.Random(seed)))
            try:
                document = guard.call(read, path, LIMITS)
            except (CrashError, SlowFileError) as error:
                raise AssertionError(f"seed {seed}") from error
            except InputError:
                continue
            else:
                count += 1
                assert document.text, f"seed {seed}"
    assert count > 0
    assert seed > count


@settings(max_examples=int(SECONDS * 10), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("2023年三公经费决算万元亿%．.，,：:；、（）()一二十百0156789\n\t|#\u200b\u202e约≥-—~")))
def test_any_text_can_be_read_for_fields(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    find(text)
    path = tmp_path_factory.getbasetemp() / "fuzz.txt"
    path.write_text("报告" + text, "utf-8")
    extract(read(path))
