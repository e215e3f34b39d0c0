"""Help and wrong arguments are Chinese, whatever the locale, and every command shows an example."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from extractor.cli import chinese, process
from extractor.cli.commands import cli

ENGLISH = re.compile(
    r"usage:|options?:|commands?:|show|exit|error|missing|invalid|such|try|default|required", re.IGNORECASE
)


def english(text: str) -> set[str]:
    """Find Click's own words; `error` is also a value of --fail-on."""
    return set(ENGLISH.findall(re.sub(r"--\S+", "", text))) - {"error"}


@pytest.mark.parametrize("name", [None, *cli.commands])
def test_help_is_chinese_and_fits(name: str | None) -> None:
    arguments = ["--help"] if name is None else [name, "--help"]
    result = CliRunner().invoke(cli, arguments, prog_name="jixiao", terminal_width=80)
    assert result.exit_code == 0
    assert english(result.output) == set()
    assert result.output.startswith("用法：jixiao")
    assert "选项：" in result.output
    assert max(map(chinese.cells, result.output.splitlines())) <= 80


@pytest.mark.parametrize("name", [*cli.commands])
def test_every_command_shows_an_example(name: str) -> None:
    command = cli.commands[name]
    assert command.short_help
    assert f"示例：\n  jixiao {name} " in (command.epilog or "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["foo"], "没有“foo”这个命令。"),
        (["chek"], "是不是 check"),
        (["read"], "缺少参数“文件…”。"),
        (["read", "--jsn", "x"], "没有“--jsn”这个选项（是不是 --json？）。"),
        (["check", "--engine", "x", "y"], "--engine 只能取：rules、model、hybrid。"),
        (["check", "--fail-on", "x", "y"], "--fail-on 只能取：error、explain、never。"),
        (["extract", "--json=1", "a"], "选项 --json 的写法不对"),
        (["check", "a", "--type"], "选项 --type 的写法不对"),
    ],
)
def test_wrong_arguments(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert process.call(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert english(err) == set()


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert process.call([]) == 2
    assert "命令：" in capsys.readouterr().err


def test_wrap_keeps_words_whole_and_commas_off_the_margin() -> None:
    assert chinese.wrap("甲乙丙，丁 word 戊", 6) == ["甲乙", "丙，丁", "word", "戊"]
    assert chinese.wrap("", 10) == [""]
