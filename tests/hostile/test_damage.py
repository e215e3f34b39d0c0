"""A PDF that was cut short or has turned bits: what is lost is said, never passed over."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import CorruptFileError, FileTypeError, InputError
from extractor.model import Document, Flag
from extractor.reading import read
from extractor.settings import Settings
from fixtures import layout
from fixtures.hostile import raw
from fixtures.hostile.kind import TEXT

TOLD = {Flag.REPAIRED, Flag.PARTIAL}
SEEDS = {
    "one page": layout.pdf(TEXT),
    "packed": raw.page(packed=raw.flate(raw.SHOW)),
    "three pages": raw.pages([raw.SHOW.replace(b"2023", b"202%d" % n) for n in (1, 2, 3)]),
}


def _read(path: Path, data: bytes) -> Document | InputError:
    path.write_bytes(data)
    try:
        return read(path, Settings(pages=50))
    except InputError as error:
        return error


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cut_is_told(tmp_path: Path, seed: str) -> None:
    data = SEEDS[seed]
    whole = read(_written(tmp_path / "whole.pdf", data)).text
    for cut in _cuts(len(data)):
        got = _read(tmp_path / "cut.pdf", data[:cut])
        if isinstance(got, Document):
            assert got.text == whole or TOLD & set(got.flags), cut
        else:
            assert isinstance(got, CorruptFileError), (cut, got.code)
            assert "已损坏" in got.message


@pytest.mark.parametrize("seed", ["one page", "packed"])
def test_a_turned_bit_that_loses_words_is_told(tmp_path: Path, seed: str) -> None:
    """Plain digits that become other digits carry no checksum: only packed data can be told whole from changed."""
    data = SEEDS[seed]
    whole = read(_written(tmp_path / "whole.pdf", data)).text
    chance = random.Random(6)
    changed = told = 0
    for _ in range(100):
        turned = bytearray(data)
        turned[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        got = _read(tmp_path / "turned.pdf", bytes(turned))
        if isinstance(got, Document):
            changed += got.text != whole
            told += got.text != whole and bool(TOLD & set(got.flags))
        else:
            assert isinstance(got, (CorruptFileError, FileTypeError)) or got.code in ("E_EMPTY", "E_ENCRYPTED")
    assert changed
    assert told >= 0.9 * changed


def test_the_damaged_page_is_named(tmp_path: Path) -> None:
    data = raw.pages([raw.SHOW] * 3).replace(b"(2023", b"((((2023", 1)
    got = _read(tmp_path / "named.pdf", data)
    assert isinstance(got, Document)
    assert Flag.REPAIRED in got.flags
    assert any(note.startswith("第 1 页的数据有损坏") for note in got.notes)


def _cuts(length: int) -> Iterator[int]:
    yield from range(200, length, max(1, length // 40))
    yield from (length - lost for lost in (300, 100, 40, 20, 7, 2, 1))


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
