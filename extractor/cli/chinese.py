"""Click that speaks Chinese: headings, the help option and error messages, whatever the locale of the machine.

Click's own strings follow the locale; a bureau's server often runs with `LANG=C`, and its users still read Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click
from click.exceptions import NoSuchCommand

HELP = "显示本帮助后退出。"
VERSION = "显示版本号后退出。"


_WORD = re.compile(r"(?:[!-~]+|.)[，。、；：？！）”》】…]* ?", re.DOTALL)
"""What stays on one line: a Chinese character or a Western word, with the punctuation that must not begin a line."""


def cells(text: str) -> int:
    """Count the columns that a text takes on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns: between any two Chinese characters, not inside a word."""
    lines = [""]
    for word in _WORD.findall(" ".join(text.split())):
        if cells(lines[-1] + word.rstrip()) > width and lines[-1]:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]


class Formatter(click.HelpFormatter):
    """Help text with Chinese headings, wrapped and aligned by the columns that characters take."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write `用法：` before the usage line."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write a heading with a Chinese colon."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        for line in wrap(text, self.width - self.current_indent):
            self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean, in two columns."""
        rows = list(rows)
        column = max(cells(term) for term, _ in rows) + col_spacing
        for term, meaning in rows:
            first, *rest = wrap(meaning, self.width - self.current_indent - column)
            self.write(f"{'':>{self.current_indent}}{term}{'':>{column - cells(term)}}{first}\n")
            for line in rest:
                self.write(f"{'':>{self.current_indent + column}}{line}\n")


class Context(click.Context):
    """A context whose help is written with `Formatter`."""

    formatter_class = Formatter


class ChineseCommand(click.Command):
    """A command whose help is Chinese and whose epilog (its examples) keeps its line breaks."""

    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option, described in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a Chinese heading."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section("选项"):
            formatter.write_dl([record for option in options if (record := option.get_help_record(ctx)) is not None])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the epilog line by line."""
        formatter.write("\n")
        for line in (self.epilog or "").splitlines():
            formatter.write(f"{line}\n")


class ChineseGroup(ChineseCommand, click.Group):
    """The group of all commands, its help in Chinese."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 [参数]…", **kwargs})

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(name, self.commands[name].short_help or "") for name in self.list_commands(ctx)])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order a user meets them, not by the alphabet."""
        return list(self.commands)


def explain(error: click.ClickException) -> tuple[str, str]:
    """Say in Chinese what is wrong with the arguments, and where to read on."""
    ctx = getattr(error, "ctx", None)
    return _what(error, ctx), f"用 {ctx.command_path if ctx else 'jixiao'} --help 查看用法。"


def _what(error: click.ClickException, ctx: click.Context | None) -> str:
    match error:
        case NoSuchCommand():
            return f"没有“{error.command_name}”这个命令{_perhaps(error.possibilities)}。"
        case click.NoSuchOption():
            return f"没有“{error.option_name}”这个选项{_perhaps(error.possibilities)}。"
        case click.MissingParameter():
            return f"缺少参数“{_name(error.param, ctx)}”。"
        case click.BadParameter() if error.param is not None and isinstance(error.param.type, click.Choice):
            return f"{_name(error.param, ctx)} 只能取：{'、'.join(error.param.type.choices)}。"
        case click.BadParameter():
            return f"{_name(error.param, ctx)} 的值不对：{error.message}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的写法不对：它缺少取值，或者本不该带取值。"
        case click.UsageError() if ctx is not None and isinstance(ctx.command, click.Group):
            return "缺少命令。"
        case click.UsageError():
            return f"参数不对：{error.message}"
        case _:
            return error.format_message()


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None or ctx is None:
        return "参数"
    return param.make_metavar(ctx) if isinstance(param, click.Argument) else param.opts[-1]


def _perhaps(possibilities: Sequence[str] | None) -> str:
    return f"（是不是 {'、'.join(possibilities)}？）" if possibilities else ""
