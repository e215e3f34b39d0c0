"""An archive on the command line: each report in it is one result."""

from __future__ import annotations

import json
from pathlib import Path

from fixtures import word
from fixtures.hostile.archives import archive
from fixtures.hostile.kind import TEXT
from tests.cli.conftest import Run


def _zip(folder: Path, files: dict[str, bytes | str]) -> str:
    path = folder / "上报材料.zip"
    path.write_bytes(archive(files))
    return str(path)


def test_each_report_is_one_result(jixiao: Run, tmp_path: Path) -> None:
    path = _zip(
        tmp_path,
        {"甲.txt": TEXT, "表.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "乙.docx": word.docx(TEXT)},
    )
    ran = jixiao("extract", path, "--json")
    found = json.loads(ran.stdout)
    assert [one["source"]["path"] for one in found] == [f"{path}/乙.docx", f"{path}/甲.txt", f"{path}/表.xls"]
    assert [one["fields"]["three_public.final"]["value"] for one in found[:2]] == ["6.37", "6.37"]
    assert found[2]["error"]["code"] == "E_TYPE"
    assert found[0]["source"]["sha256"] != found[1]["source"]["sha256"]


def test_the_archive_is_never_overwritten(jixiao: Run, tmp_path: Path) -> None:
    path = _zip(tmp_path, {"a.txt": TEXT})
    assert jixiao("extract", path, "-o", path).returncode == 2
