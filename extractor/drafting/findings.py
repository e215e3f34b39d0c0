"""What the checker found in the last report, as problems: one a kind, so that each has its own cause and measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extractor.drafting.inputs import Inputs
from extractor.drafts import Status
from extractor.model import Finding, Severity

UNITS, SUMS, WORDS, CLAIMS = KINDS = ("findings.units", "findings.sums", "findings.words", "findings.claims")
EVIDENCE = ("evidence", "date", "office")
"""What must be given for something to count as solved."""
_MOST = 3
_OF_CODE = (
    (r"UNIT_", UNITS),
    (r"CLAIM_(?!DRIFT)", CLAIMS),
    (r"COUNT_LIST|COMPARED|NUMBERING|TEMPLATE_DRIFT|LABEL_CHANGED|PROBLEMS_MEASURES|STALE_YEAR", WORDS),
    (r"", SUMS),
)
_SAID = {
    "COUNT_LIST": "列举的项数",
    "COMPARED": "列举的项数",
    "NUMBERING": "标题序号",
    "TEMPLATE_DRIFT": "指标的项数",
    "LABEL_CHANGED": "项目名称",
    "PROBLEMS_MEASURES": "问题与措施的条数",
    "STALE_YEAR": "年份",
    "CLAIM_DRIFT": "“年初预算加追加等于年度资金”",
}
"""What a finding is about, where its message does not begin with it."""


def by_kind(found: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """The findings worth a problem, by kind."""
    kinds: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.severity is not Severity.NOTE:
            kind = next(kind for pattern, kind in _OF_CODE if re.match(pattern, finding.code))
            kinds.setdefault(kind, []).append(finding)
    return {kind: tuple(kinds[kind]) for kind in KINDS if kind in kinds}


def of_last(inputs: Inputs) -> Mapping[str, tuple[Finding, ...]]:
    """Those about the last report that nobody has shown to be settled."""
    kinds = by_kind(inputs.last.checked.findings)
    return {kind: found for kind, found in kinds.items() if not settled(inputs.given.answers.get(row(kind), {}))}


def row(kind: str) -> str:
    """The line of the form that a kind has."""
    return f"N-{kind}"


def settled(answers: Mapping[str, str]) -> bool:
    """True when the officer says that it is solved, and shows it."""
    return answers.get("status") == Status.FIXED.value and all(answers.get(key) for key in EVIDENCE)


def about(found: Sequence[Finding]) -> str:
    """What the findings of a kind are about, without their figures."""
    names = list(dict.fromkeys(filter(None, map(_name, found))))
    return "、".join(names[:_MOST]) or "部分数据"


def _name(finding: Finding) -> str:
    if finding.code in _SAID:
        return _SAID[finding.code]
    claim = re.search(r"(?:文中说|^)“([^”]+)”", finding.message)
    if claim and finding.code.startswith("CLAIM_"):
        return re.sub(r"[0-9.]", "", f"“{claim[1]}”")
    relation = re.search(r"「([^」]+)」", finding.message)
    if relation and not finding.code.startswith("UNIT_"):
        return re.sub(r"[0-9.\s]", "", f"“{re.sub(r'[“”]', '', relation[1])}”")
    return re.sub(r"[0-9.\s]", "", re.split(r"[，：:；0-9（]", finding.message)[0])[:24]
