"""python -m tests.docs.readme: runs the commands that the READMEs and `docs/` show and writes what they print.

A ```console block is `$ command` and what it prints; the table between `<!-- exit codes -->` marks is that of the
program. The test beside this file fails when either is not what the program says today.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from extractor.cli.commands import ENDINGS

ROOT = Path(__file__).resolve().parents[2]
READMES = (ROOT / "README.md", ROOT / "README.en.md")
PAGES = (*READMES, *sorted((ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"(?<=```console\n)\$ (?P<command>[^\n]+)\n(?P<output>.*?)(?=```)", re.DOTALL)
_TABLE = re.compile(r"(?<=<!-- exit codes -->\n)(?P<table>.*?)(?=<!-- end -->)", re.DOTALL)


def current(text: str) -> str:
    """Return a README with the output that its commands give now."""
    text = _TABLE.sub(lambda found: exit_codes(), text)
    return _BLOCK.sub(lambda found: f"$ {found['command']}\n{output(found['command'])}", text)


def commands(text: str) -> list[str]:
    """List the commands that a README shows with their output."""
    return [found["command"] for found in _BLOCK.finditer(text)]


def output(command: str) -> str:
    """Run a command in the checkout as a reader would, and return what it prints."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JIXIAO_")}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
    }
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.decode("utf-8").splitlines())


def exit_codes() -> str:
    """Return the table of exit codes as the program's help lists them."""
    rows = re.findall(r"^  (\d+) +(.+)$", ENDINGS, re.MULTILINE)
    return "| 退出码 | 含义 |\n| ---: | --- |\n" + "".join(f"| {code} | {meaning} |\n" for code, meaning in rows)


if __name__ == "__main__":
    for readme in PAGES:
        readme.write_text(current(readme.read_text("utf-8")), "utf-8")
