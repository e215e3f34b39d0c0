"""A bureau's own Word template, filled through docxtpl.

Names that a template may use: department, year, title, text (every paragraph), sections (heading, paragraphs),
problems, measures (text), figures (by path with `_` for `.`), gaps.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from extractor.drafts import GAP, Draft
from extractor.errors import InputError
from extractor.output.word.write import undated


def fill(template: Path, draft: Draft) -> bytes:
    """The template with the draft in it. Raises InputError for a template that does not work."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    try:
        document: Any = DocxTemplate(str(template))
        unknown = sorted(document.get_undeclared_template_variables() - set(context(draft)))
        if unknown:
            raise InputError(
                f"模板 {template.name} 用了没有的名称：{'、'.join(unknown)}。", f"可用：{'、'.join(context(draft))}。"
            )
        # A template may come from anywhere: it prints what it is given, runs nothing, and leaves no hole for a slip.
        document.render(context(draft), jinja_env=SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
        raw = io.BytesIO()
        document.save(raw)
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"模板 {template.name} 不能使用：{error}", "请检查模板中的标记。") from error
    return undated(raw.getvalue())


def context(draft: Draft) -> dict[str, Any]:
    """What a template may print."""
    sections: list[dict[str, Any]] = []
    for block in draft.blocks[1:]:
        if block.kind == "heading" or not sections:
            sections.append(
                {"heading": block.text if block.kind == "heading" else "", "level": block.level, "paragraphs": []}
            )
        if block.kind != "heading":
            sections[-1]["paragraphs"].append(block.text)
    return {
        "department": draft.department,
        "year": str(draft.year),
        "title": draft.blocks[0].text,
        "text": [block.text for block in draft.blocks[1:]],
        "sections": sections,
        "problems": ["".join(s.text for s in pair.problem.sentences) for pair in draft.pairs],
        "measures": ["".join(s.text for s in pair.measure.sentences) for pair in draft.pairs],
        "figures": {
            **{path.replace(".", "_"): GAP.format(path) for path in draft.required},
            **{fact.path.replace(".", "_"): fact.text for fact in draft.facts.values() if fact.year == draft.year},
        },
        "gaps": list(draft.gaps),
    }
