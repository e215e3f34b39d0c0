"""`jixiao models`: is the configured model there, does it keep to a schema, how much can it read, does it read well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from extractor.cli import chinese
from extractor.errors import ModelError, UsageError

if TYPE_CHECKING:
    from extractor.llm import Client

_SAMPLE = """云溪县档案馆2022年度部门整体支出绩效自评报告
一、基本情况
我馆核定编制21人，年末在职19人。
二、资金情况
2022年部门整体支出年初预算412.60万元，决算总支出398.05万元，其中基本支出301.77万元，项目支出96.28万元。
“三公”经费预算3.20万元，决算2.85万元。
"""
_EXPECTED = {
    "staffing.established": "21",
    "staffing.on_duty": "19",
    "budget.initial_total": "412.60",
    "final.expenditure_total": "398.05",
    "final.basic_expenditure": "301.77",
    "final.project_expenditure": "96.28",
    "three_public.budget": "3.20",
    "three_public.final": "2.85",
}
_MODES = {"json_schema": "按 JSON Schema 约束", "json": "JSON 模式", "md_json": "提示词约定的 JSON 代码块"}


@click.command(
    cls=chinese.ChineseCommand,
    short_help="试一试配置的模型：通不通、守不守格式、能读多长、读得对不对。",
    help="试一试配置的模型：能否连上、哪种结构化输出真的被服务器强制执行、上下文长度、用一段虚构的样文试读。"
    "样文之外不发送任何内容。",
    epilog="""\
示例：
  jixiao models                          试一试已经配置的模型
  jixiao models --offline                只许访问本机上的模型

模型写在 jixiao.toml 的 [model] 一节：name、base_url、key_file、profile、
concurrency；或用环境变量 JIXIAO_MODEL、OPENAI_BASE_URL、OPENAI_API_KEY。
没有配置模型时，什么也不会发出。""",
)
@click.option("--offline", is_flag=True, default=None, help="禁止一切网络访问（本机上的模型仍可试）。")
def models(offline: bool | None) -> int:
    """Try the configured model."""
    from extractor.llm import Client, Fault
    from extractor.settings import Settings

    settings = Settings.load(offline=offline, model={"cache": ""})
    if not settings.model.configured:
        raise UsageError(
            "没有配置模型。", "设置环境变量 JIXIAO_MODEL（和 OPENAI_BASE_URL），或写在 jixiao.toml 的 [model] 一节。"
        )
    client = Client(settings)
    click.echo(f"模型      {settings.model.name}")
    click.echo(f"服务      {client.endpoint}（{'本机' if client.local else '本机以外'}，类型 {client.profile.name}）")
    try:
        _reachable(client)
        _enforced(client)
        _reads(client)
    except Fault as fault:
        raise ModelError(f"{fault}。", "请检查 base_url、模型名称、密钥和网络。") from None
    finally:
        client.close()
    return 0


def _reachable(client: Client) -> None:
    from extractor.llm import Fault, Kind

    try:
        listed = client.models()
    except Fault as fault:
        if fault.kind is not Kind.REQUEST:
            raise
        listed = {}  # some gateways have no list of models
    name = client.settings.name
    known = f"服务器上有这个模型（共 {len(listed)} 个）" if name in listed else "服务器的模型清单里没有这个名称"
    click.echo(f"连接      通；{known if listed else '服务器不提供模型清单'}")
    context = listed.get(name)
    click.echo(f"上下文    {f'{context} token' if context else '服务器没有说明'}")


def _enforced(client: Client) -> None:
    """Ask for what the schema forbids: only a server that enforces it answers within it."""
    from extractor.extraction.answers import Probe
    from extractor.llm import Fault, Kind, Mode, Question

    asked = '只输出 JSON：{"answer": "CCC"}。answer 的值必须是 CCC，不是 AAA，也不是 BBB。'
    messages = ({"role": "system", "content": "照用户的话输出 JSON。"}, {"role": "user", "content": asked})
    for mode in Mode:
        try:
            client.try_mode(mode, Question("probe", messages, Probe, 64), client.ledger())
            said = "强制执行"
        except Fault as fault:
            said = {
                Kind.SCHEMA: "接受，但不强制",
                Kind.JSON: "接受，但答复不是 JSON",
                Kind.TRUNCATED: "接受，但不强制",
            }.get(fault.kind, f"不能用：{fault}")
        used = "（使用）" if mode is client.mode else ""
        click.echo(f"格式      {_MODES[mode.value]}：{said}{used}")


def _reads(client: Client) -> None:
    """Read the sample with the model alone, and say how much of it came out right."""
    from hashlib import sha256

    from extractor.extraction import extract
    from extractor.model import Document, State
    from extractor.reports import load

    document = Document(sha256(_SAMPLE.encode()).hexdigest(), _SAMPLE, (), ())
    report = extract(document, load("department"), "model", client)
    found = {path: field.value for path, field in report.fields.items() if field.state is State.FOUND}
    right = sum(found.get(path) == value for path, value in _EXPECTED.items())
    wrong = [path for path, value in found.items() if path in _EXPECTED and value != _EXPECTED[path]]
    usage = report.usage
    click.echo(f"试读      样文 {len(_EXPECTED)} 个字段读对 {right} 个，读错 {len(wrong)} 个")
    told = report.receipt["refused"]
    refused = sum(told.values()) if isinstance(told, dict) else 0
    click.echo(f"          没有采用的提议 {refused} 项（出处、标签、单位或口径对不上，或复核未通过）")
    seconds = usage["milliseconds"] / 1000
    tokens = f"{usage['input_tokens']} + {usage['output_tokens']}"
    click.echo(f"用量      {usage['calls']} 次请求，token {tokens}（入 + 出），{seconds:.1f} 秒")
