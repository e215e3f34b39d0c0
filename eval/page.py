"""A log as one self-contained HTML page. It reads the log, and the files for pictures; nothing comes by network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib import resources
from typing import Any

from rapidfuzz.distance import Levenshtein

from eval.crops import Crops
from eval.tables import cells, field
from eval.totals import count, headline, items, value_f1, values
from eval.verdicts import CHINESE, WRONG, Verdict
from extractor.errors import UsageError
from extractor.reports import load

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_ALIKE = 0.5
_LISTS = {"problems": "存在问题", "measures": "改进措施"}
_TABLES = {"projects": "项目", "indicators": "指标"}
_CASE = ("报告", "家族", "划分", "形式", "F1", "印了", "对", "错", "条目 F1", "手改", "秒")
_WRONG = frozenset(verdict.value for verdict in WRONG)


def page(found: Mapping[str, Any], title: str) -> str:
    """Write the page: totals, reports, heat map, every leaf that is not right."""
    style = resources.files("eval").joinpath("page.css").read_text("utf-8")
    names = _names(str(found["settings"].get("report_type", "department")))
    body = "\n".join(
        (*_head(found, title), *_cases(found["cases"]), *_heat(found["cases"], names), *_faults(found, names))
    )
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>评测 {escape(title)}</title><style>{style}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _head(found: Mapping[str, Any], title: str) -> Iterator[str]:
    total = found.get("totals") or headline(found["cases"])
    revision = str(found["revision"])[:10] + ("（有未提交的改动）" if found["dirty"] else "")
    settings = "，".join(f"{name} {value}" for name, value in found["settings"].items())
    yield f"<h1>评测 {escape(title)}</h1>"
    about = ("jixiao " + found["version"], revision, str(found.get("date", "")), settings)
    yield f'<p class="about">{escape(" · ".join(about))}</p>'
    escape_ = total["escape"]
    yield '<ul class="totals">'
    yield _tile("值 F1", _percent(total["value_f1"][0]), _between(total["value_f1"], _percent))
    yield _tile(
        "漏网率",
        _percent(escape_["rate"]),
        f"{escape_['wrong']}/{escape_['found']}，95% 上限 {_percent(escape_['upper95'])}",
    )
    yield _tile("召回", _percent(total["recall"][0]), _between(total["recall"], _percent))
    yield _tile("每份手改", _one(total["edits"][0]), _between(total["edits"], _one))
    yield _tile("一处不用改", _percent(total["perfect"][0]), f"{total['documents']} 份报告")
    yield _tile("问题和措施 F1", _percent(total["items_f1"][0]), _between(total["items_f1"], _percent))
    for name, key in (("依据在同一页", "page"), ("依据在框内", "box"), ("依据在原字", "span")):
        hit, known = total["grounding"][key]
        if known:
            yield _tile(name, f"{hit / known:.1%}", f"{hit}/{known}")
    checker = total["checker"]
    planted = [sum(pair[at] for pair in checker["kinds"].values()) for at in (0, 1)]
    if planted[1]:
        yield _tile("查出埋下的错", f"{planted[0]}/{planted[1]}", f"误报 {checker['false_errors']} 处")
    yield "</ul>"


def _cases(cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    heads = "".join(f"<th>{name}</th>" for name in _CASE)
    yield f"<h2>报告</h2><table><thead><tr>{heads}</tr></thead><tbody>"
    for case in sorted(cases, key=value_f1):
        counted, seconds = count(values(case)), sum(case["seconds"].values())
        row = (
            f'<a href="#{escape(_id(case))}">{escape(case["name"])}</a>',
            *(escape(case[key]) for key in ("family", "split", "form")),
            _percent(value_f1(case)),
            counted.printed,
            counted.right,
            counted.wrong or "",
            _percent(count(items(case)).f1),
            count(case["leaves"]).edits or "",
            f"{seconds:.2f}" if seconds else "",
        )
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        if case["error"]:
            yield f'<tr><td colspan="11" class="wrong">{escape(case["error"])}</td></tr>'
    yield "</tbody></table>"


def _heat(cases: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    families = sorted({case["family"] for case in cases})
    grid = cells(cases)
    order = {path: at for at, path in enumerate(names)}
    heads = "".join(f"<th><span>{escape(family)}</span></th>" for family in families)
    yield '<h2>字段 × 家族</h2><p class="key"><b class="all">全对</b> <b class="part">有漏</b> <b class="none">全漏</b>'
    yield '<b class="wrong">有错</b> 格内为 对/印了，+n 为报告没有印而读出来的。</p><div class="wide">'
    yield f"<table class='heat'><thead><tr><th>字段</th><th>合计</th>{heads}</tr></thead><tbody>"
    for path in sorted(grid, key=lambda path: (order.get(path, len(order)), path)):
        row = grid[path]
        whole = [leaf for leaves in row.values() for leaf in leaves]
        label = escape(names.get(path) or _TABLES.get(path.partition(".")[0], ""))
        marks = "".join(_heat_cell(row[family]) if family in row else "<td></td>" for family in families)
        yield f"<tr><th>{label} <code>{escape(path)}</code></th>{_heat_cell(whole)}{marks}</tr>"
    yield "</tbody></table></div>"


def _heat_cell(leaves: Sequence[Mapping[str, Any]]) -> str:
    counted = count(leaves)
    invented = sum(leaf["gold"] is None and leaf["got"] is not None for leaf in leaves)
    text = (f"{counted.right}/{counted.printed}" if counted.printed else "") + (f" +{invented}" if invented else "")
    if not text:
        return "<td></td>"
    if counted.wrong:
        return f'<td class="wrong">{text}</td>'
    kind = "all" if counted.right == counted.printed else "part" if counted.right else "none"
    return f'<td class="{kind}">{text}</td>'


def _faults(found: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    crops = Crops()
    yield "<h2>不对的地方</h2>"
    for case in sorted(found["cases"], key=value_f1):
        bad = [leaf for leaf in case["leaves"] if leaf["verdict"] != Verdict.RIGHT]
        bad.sort(key=lambda leaf: leaf["verdict"] not in _WRONG)
        state = "" if case["split"] == "held" or not bad else " open"
        beside = " · ".join(escape(case[key]) for key in ("form", "family", "split"))
        name = f"{escape(case['name'])} <small>{beside}</small>"
        yield f'<details id="{escape(_id(case))}"{state}><summary>{name} <b>{len(bad)} 处</b></summary>'
        for leaf in bad:
            yield _fault(case, leaf, names, crops)
        yield from _missed(case)
        yield "</details>"


def _fault(case: Mapping[str, Any], leaf: Mapping[str, Any], names: Mapping[str, str], crops: Crops) -> str:
    evidence = leaf.get("evidence") or {}
    kind = "wrong" if leaf["verdict"] in _WRONG else "none"
    label = names.get(field(leaf)) or _TABLES.get(field(leaf).partition(".")[0], "")
    gold, got = _marked(leaf["gold"], leaf["got"])
    lines = [
        ("应为", gold, leaf.get("quote")),
        ("读成", got, evidence.get("quote") if leaf["got"] is not None else None),
    ]
    rows = "".join(f"<dt>{name}</dt><dd><strong>{value}</strong>{_quote(quote)}</dd>" for name, value, quote in lines)
    why = "；".join(filter(None, (leaf.get("why"), " ".join(leaf.get("reasons", ())))))
    rows += f"<dt>说明</dt><dd>{escape(why)}</dd>" if why else ""
    head = _head_of(CHINESE[Verdict(leaf["verdict"])], kind, leaf["path"], label)
    return f"<article>{head}<div><dl>{rows}</dl>{crops.strip(case, leaf)}</div></article>"


def _marked(gold: str | None, got: str | None) -> tuple[str, str]:
    """Mark where two texts differ, if they are alike at all."""
    if gold is None or got is None or Levenshtein.normalized_similarity(gold, got) < _ALIKE:
        return _text(gold), _text(got)
    one, other = "", ""
    for step in Levenshtein.opcodes(gold, got):
        left, right = escape(gold[step.src_start : step.src_end]), escape(got[step.dest_start : step.dest_end])
        same = step.tag == "equal"
        one += left if same or not left else f"<mark>{left}</mark>"
        other += right if same or not right else f"<mark>{right}</mark>"
    return one, other


def _text(value: str | None) -> str:
    return "—" if value is None else escape(value)


def _head_of(verdict: str, kind: str, code: str, label: str = "") -> str:
    return f'<h3><b class="{kind}">{verdict}</b> {escape(label)} <code>{escape(code)}</code></h3>'


def _missed(case: Mapping[str, Any]) -> Iterator[str]:
    """Show what the checker did not find, and what it called an error without one being planted."""
    checks = case["checks"] or {"planted": (), "alarms": ()}
    for planted in checks["planted"]:
        if not planted["found_by"]:
            yield f"<article>{_head_of('核对没查出', 'none', planted['kind'])}{_quote(planted['quote'])}</article>"
    for alarm in checks["alarms"]:
        if not alarm["true"]:
            yield f"<article>{_head_of('核对误报', 'wrong', alarm['code'])}{escape(alarm['message'])}</article>"


def _quote(text: str | None) -> str:
    return f"<q>{escape(text)}</q>" if text else ""


def _tile(name: str, value: str, beside: str) -> str:
    return f"<li><span>{escape(name)}</span><strong>{escape(value)}</strong><small>{escape(beside)}</small></li>"


def _id(case: Mapping[str, Any]) -> str:
    return f"{case['name']}.{case['form']}"


def _names(report_type: str) -> dict[str, str]:
    """Return the Chinese name of each declared field; those of the department for a type that is not here any more."""
    try:
        declared = load(report_type)
    except UsageError:
        declared = load("department")
    return {path: spec.name for path, spec in declared.fields.items()} | _LISTS


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _one(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def _between(triple: Sequence[float | None], write: Any) -> str:
    return "" if triple[1] is None else f"95% 区间 {write(triple[1])} – {write(triple[2])}"
