"""`jixiao check --explain`: the rule behind the code of a finding, in words."""

from __future__ import annotations

from difflib import get_close_matches

import click

from extractor.cli import chinese
from extractor.errors import UsageError

ALL = "\0"
"""`--explain` without a code."""
_WIDTH = 80


def explain(context: click.Context, _: click.Parameter, code: str | None) -> None:
    """Print the rule of a code, or a line for every code, and end the program. Raises UsageError."""
    if code is None or context.resilient_parsing:
        return
    from extractor import reports
    from extractor.checks.explain import rules

    own = context.params.get("type_name")
    known = rules(reports.load(name) for name in dict.fromkeys((*reports.names(), *([own] if own else []))))
    if code == ALL:
        column = max(chinese.cells(rule.code) for rule in known) + 2
        for code, gist in dict.fromkeys((rule.code, rule.gist) for rule in known):
            first, *rest = chinese.wrap(gist, _WIDTH - column)
            click.echo(f"{code:<{column}}{first}")
            for line in rest:
                click.echo(f"{'':{column}}{line}")
        context.exit()
    found = [rule for rule in known if rule.code == code.upper()]
    if not found:
        raise UsageError(f"没有 {code} 这个代码{_perhaps(code, [rule.code for rule in known])}。", _HINT)
    click.echo(found[0].code)
    for rule in found:
        for paragraph in rule.paragraphs:
            for line in chinese.wrap(paragraph, _WIDTH - 2):
                click.echo(f"  {line}")
    context.exit()


_HINT = "用 jixiao check --explain 列出全部代码；自己的报告类型写在前面：jixiao check --type 文件.yaml --explain 代码。"


def _perhaps(code: str, known: list[str]) -> str:
    near = get_close_matches(code.upper(), known, 3)
    return f"（是不是 {'、'.join(near)}？）" if near else ""
