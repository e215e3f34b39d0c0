"""What commands that extract have in common: their options, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.pipeline import Plan

F = TypeVar("F", bound=Callable[..., Any])


MODEL = (
    click.option(
        "--engine",
        type=click.Choice(["rules", "model", "hybrid"]),
        metavar="引擎",
        help="抽取引擎：rules（规则）、model（模型）、hybrid（规则加模型）。"
        "没有配置模型时默认并且只能用 rules，配置了模型时默认 hybrid。",
    ),
    click.option(
        "--budget-tokens",
        type=click.IntRange(min=1),
        metavar="个数",
        help="本次最多使用多少 token；用完后其余由规则读出。",
    ),
)
"""The options of a command that may ask a model."""


def extracting(command: F) -> F:
    """Add the options: `type_name`, `engine`, `budget_tokens`."""
    type_ = click.option(
        "--type",
        "type_name",
        is_eager=True,
        metavar="类型",
        help="报告类型：department（部门整体支出）、project（项目支出），或自定义类型的 YAML 文件。默认自动识别。",
    )
    for decorator in reversed((type_, *MODEL)):
        command = decorator(command)
    return command


def plan_of(type_name: str | None, engine: str | None, common: Mapping[str, Any], *, check: bool) -> Plan:
    """Settle what to do with every file, before the first is opened: a wrong argument costs no time."""
    from extractor.pipeline import Plan
    from extractor.settings import Settings

    budget = common["budget_tokens"]
    model = None if budget is None else {"budget_tokens": budget}
    settings = Settings.load(offline=common["offline"], ocr=common["ocr"], model=model)
    if engine not in (None, "rules") and not settings.model.configured:
        raise UsageError(f"--engine {engine} 需要模型，但没有配置模型。", "可用 --engine rules（不用模型）。")
    engine = engine or ("hybrid" if settings.model.configured else "rules")
    report_type = None
    if type_name:
        from extractor import reports

        report_type = reports.load(type_name)
    return Plan(settings, report_type, engine, check)
