"""The log of a run: the product of measuring. Tables, comparisons and the page read nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from eval.cases import ROOT, Case
from eval.leaves import Scored
from eval.planted import Checks
from eval.verdicts import Verdict
from extractor import __version__
from extractor.errors import UsageError
from extractor.model import Box, Evidence

SCHEMA = 1
LOGS = ROOT / "eval" / "logs"
Log: TypeAlias = dict[str, Any]


def case(
    case: Case,
    scored: Iterable[Scored],
    checks: Checks | None,
    seconds: Mapping[str, float],
    usage: Mapping[str, int],
    error: str | None = None,
) -> Log:
    """Describe one case: each leaf with its verdict and why."""
    leaves = [one for one in scored if one.verdict is not Verdict.RIGHT_ABSENT]
    return {
        "name": case.name,
        "form": case.form,
        "family": case.family,
        "split": case.split,
        "source": _relative(case.path),
        "digest": digest([case.path, case.gold_path]),
        "error": error,
        "seconds": {stage: round(value, 4) for stage, value in seconds.items()},
        "usage": dict(usage),
        "leaves": [_leaf(one) for one in leaves],
        "checks": None if checks is None else asdict(checks),
    }


def header(settings: Mapping[str, Any]) -> Log:
    """Describe what was measured: version, revision, whether the tree was dirty, and a digest of the very code."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "revision": _git("rev-parse", "HEAD"),
        "dirty": bool(_git("status", "--porcelain", "--", "extractor", "prompts")),
        "code": digest(sorted((*_sources("extractor"), *_sources("eval")))),
        "model": os.environ.get("JIXIAO_MODEL") if settings.get("engine") != "rules" else None,
        "prompts": {path.name: digest([path]) for path in _sources("prompts")},
        "settings": dict(settings),
    }


def digest(paths: Sequence[Path]) -> str:
    """Return a short digest of some files' bytes."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def load(path: Path) -> Log:
    """Read a log. Raises UsageError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"日志 {path} 读不了：{error.strerror}", "日志由 run 写在 eval/logs/。") from error
    except ValueError as error:
        raise UsageError(f"日志 {path.name} 不是有效的 JSON：{error}") from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise UsageError(f"{path.name} 不是本程序的评测日志。", "日志由 python -m eval run 写出。")
    return found


def save(found: Log, path: Path) -> None:
    """Write a log, a leaf a line, replacing an older one only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    cases = [_filled({**one, "leaves": []}, "leaves", map(_compact, one["leaves"])) for one in found["cases"]]
    part.write_text(_filled({**found, "cases": []}, "cases", cases) + "\n", encoding="utf-8")
    part.replace(path)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _filled(outer: Log, name: str, lines: Iterable[str]) -> str:
    """Write an object on one line, but for its list `name`: that has a line for each element."""
    return _compact(outer).replace(f'"{name}": []', f'"{name}": [\n' + ",\n".join(lines) + "\n]", 1)


def brief(found: Log) -> Log:
    """Return a log without what only the page needs: small enough to be committed as a baseline."""
    kept = ("path", "part", "verdict", "edits", "gold", "got")
    cases = [
        {**one, "seconds": {}, "leaves": [{key: leaf[key] for key in kept} for leaf in one["leaves"]]}
        for one in found["cases"]
    ]
    return {**found, "cases": cases}


def _leaf(one: Scored) -> Log:
    leaf: Log = {
        "path": one.path,
        "part": one.part,
        "verdict": one.verdict.value,
        "edits": one.edits,
        "gold": one.gold,
        "got": one.got,
        "why": one.why,
        "quote": one.quote,
        "evidence": _evidence(one.evidence),
        "reasons": list(one.reasons),
        "grounding": [one.grounding.page, one.grounding.box, one.grounding.span],
    }
    if one.cer is not None:
        leaf["cer"] = round(one.cer, 4)
    if one.gold_boxes and one.verdict is not Verdict.RIGHT:
        leaf["gold_boxes"] = _boxes(one.gold_boxes)
    return leaf


def _evidence(evidence: Evidence | None) -> Log | None:
    if evidence is None:
        return None
    span = evidence.span
    return {
        "quote": evidence.quote,
        "page": evidence.page,
        "span": [span.start, span.end],
        "boxes": _boxes(evidence.boxes),
    }


def _boxes(boxes: Iterable[Box]) -> list[list[float]]:
    return [[box.page, box.x0, box.y0, box.x1, box.y1] for box in boxes]


def _relative(path: Path) -> str:
    """Return a path that says nothing of the machine: from the checkout, or from the folder that was given."""
    for base in (ROOT, ROOT.parent, Path.cwd()):
        if path.resolve().is_relative_to(base):
            return path.resolve().relative_to(base).as_posix()
    return path.name


def _sources(room: str) -> list[Path]:
    return sorted(path for kind in ("py", "yaml", "md") for path in (ROOT / room).rglob(f"*.{kind}"))


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
