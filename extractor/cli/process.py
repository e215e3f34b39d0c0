"""The process around a command: its streams, its ending, and every error as two Chinese sentences on stderr."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from extractor.cli import chinese
from extractor.cli.commands import cli
from extractor.errors import JixiaoError, OutputError, UsageError, reason

INTERRUPTED = 130
READER_LEFT = 141
"""The reader of the pipe (`head`, `less`) has gone: what a shell reports for any program that this happens to."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `jixiao` and leave the process with an exit code of the contract."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a GBK console cannot print every character of a report
    try:
        code = call(arguments)
        sys.stdout.flush()
    except OSError as error:
        # Nothing more can be printed, and Python must not try to flush the rest at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = (
            READER_LEFT if isinstance(error, BrokenPipeError) else _say(OutputError(f"结果打印不出来：{reason(error)}"))
        )
    sys.exit(code)


def call(arguments: Sequence[str] | None) -> int:
    """Run one command line (None: that of the process) and return its exit code. Raises OSError where stdout fails."""
    try:
        # Not `cli.main`: it takes a reader that left for a failure of its own (exit code 1, which means findings).
        with cli.make_context("jixiao", list(sys.argv[1:] if arguments is None else arguments)) as context:
            return int(cli.invoke(context) or 0)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return UsageError.exit_code
    except click.ClickException as error:
        return _say(UsageError(*chinese.explain(error)))
    except JixiaoError as error:
        return _say(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
        return INTERRUPTED
    except OSError:
        raise
    except Exception as error:
        if os.environ.get("JIXIAO_DEBUG"):
            traceback.print_exc()
        return _say(JixiaoError(f"程序内部出错：{type(error).__name__}：{error}"))


def _open_streams() -> None:
    """Give a process that was started without standard streams ones that lead nowhere (`jixiao … >&-`)."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _say(error: JixiaoError) -> int:
    click.echo(f"错误：{error.message}\n{error.hint}", err=True)
    return error.exit_code
