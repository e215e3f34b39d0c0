"""The process around a command: every expected failure is two Chinese sentences on stderr and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from eval.commands import cli
from extractor.cli import chinese
from extractor.errors import JixiaoError, UsageError

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (None: that of the process) and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with cli.make_context("python -m eval", words) as context:
            return int(cli.invoke(context) or 0)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return UsageError.exit_code
    except click.ClickException as error:
        message, hint = chinese.explain(error)
        return _say(message, hint, UsageError.exit_code)
    except JixiaoError as error:
        return _say(error.message, error.hint, error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断；用同样的命令再运行一次会接着做。", err=True)
        return _INTERRUPTED


def _say(message: str, hint: str, code: int) -> int:
    click.echo(f"错误：{message}\n提示：{hint}", err=True)
    return code
