"""A report read by rules, then by a model, then settled: the one place where the two readers meet."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from extractor.errors import ModelError
from extractor.extraction import pairs
from extractor.extraction.answers import Pointer
from extractor.extraction.candidates import Checker
from extractor.extraction.mention import Mention
from extractor.extraction.model import Pointing, Reader
from extractor.extraction.numbered import number
from extractor.extraction.proof import proven
from extractor.extraction.settle import Settling, stretches
from extractor.llm import Client, Fault
from extractor.model import Document, Field, Item, Report, State
from extractor.reports import ReportType


def read_with_model(
    document: Document,
    report_type: ReportType,
    found: Sequence[Mention],
    rules: Report,
    client: Client,
    whole: str,
) -> Report:
    """The report of the rules with what a model adds; `whole` is the text of the file it stands in.

    In engine `hybrid` no failure of the model is an error; in engine `model` the rules only check, and a model that
    fails raises ModelError.
    """
    alone = rules.engine == "model"
    start = _unread(rules) if alone else rules
    reader = Reader(client, number(document), report_type)
    try:
        client.admit(whole)
        pointing = reader.point()
    except Fault as fault:
        if alone:
            raise ModelError(f"{fault}。") from fault
        return _with(start, reader, (f"没有用上模型：{fault}。以下全部由规则读出。",), engine="rules")
    warnings = [f"有一部分没有用上模型：{fault}。" for fault in pointing.faults[:1]]
    for _ in range(pointing.malformed):
        reader.ledger.refuse("malformed")
    checker = Checker(reader.numbered, report_type, found)
    settling = Settling(reader.numbered, checker, dict(start.fields), reader.ledger.refuse)
    settling.proven = proven(rules.fields, report_type)
    settling.point(pointing.figures, pointing.words)
    quoted, faults = _third(reader, settling, start, pointing)
    warnings += [f"有疑问的字段没有全部复核：{fault}。" for fault in faults[:1]]
    report = _with_items(replace(start, fields=settling.fields), reader, pointing, quoted)
    return _with(report, reader, (*warnings, *_said(reader, rules, pointing)))


def _third(reader: Reader, settling: Settling, start: Report, pointing: Pointing) -> tuple[list[Pointer], list[Fault]]:
    """Ask the third question about whatever is open, chapter by chapter, and settle the fields by it."""
    wanted = settling.open()
    fields = tuple(wanted)
    for name in ("problems", "measures"):
        if not getattr(start, name) and (lines := [one.first for one in getattr(pointing, name)]):
            wanted[name] = [line for line in lines if 1 <= line <= len(reader.numbered.lines)]
    groups = stretches(reader.numbered, wanted, reader.client.settings.context // 2)

    def ask(group: tuple[list[str], list[int]]) -> list[Pointer] | Fault:
        try:
            return reader.confirm(*group)
        except Fault as fault:
            return fault

    with ThreadPoolExecutor(max(1, min(len(groups), reader.client.settings.concurrency))) as pool:
        answers = list(pool.map(ask, [group for group in groups if group[1]]))
    quoted = [pointer for answer in answers if isinstance(answer, list) for pointer in answer]
    lists = ("problems", "measures")
    settling.confirm([pointer for pointer in quoted if pointer.path not in lists], fields)
    return quoted, [answer for answer in answers if isinstance(answer, Fault)]


def _with_items(report: Report, reader: Reader, pointing: Pointing, quoted: Sequence[Pointer]) -> Report:
    refuse, numbered = reader.ledger.refuse, reader.numbered

    def items_of(name: str) -> tuple[Item, ...]:
        known: tuple[Item, ...] = getattr(report, name)
        mine = [pointer for pointer in quoted if pointer.path == name]
        return known or pairs.proposed(name, numbered, getattr(pointing, name), mine, refuse)

    problems = pairs.classified(numbered, items_of("problems"), pointing.problems)
    measures = pairs.paired(numbered, items_of("measures"), pointing.measures, problems, pointing.problems)
    return replace(report, problems=problems, measures=measures)


def _said(reader: Reader, rules: Report, pointing: Pointing) -> list[str]:
    """What a person should know of what the model saw and the rules did not."""
    said = []
    for name in ("problems", "measures"):
        if known := getattr(rules, name):
            for _ in pairs.elsewhere(reader.numbered, known, getattr(pointing, name)):
                reader.ledger.refuse("item_elsewhere")
    if refused := sum(reader.ledger.refused.values()):
        said.append(f"模型的 {refused} 项提议没有采用（出处、标签、单位或口径对不上，或复核未通过）。")
    return said


def _unread(rules: Report) -> Report:
    """Nothing read yet: what engine `model` starts from."""
    fields = {path: Field(path, State.ABSENT) for path in rules.fields}
    return replace(rules, fields=fields, problems=(), measures=())


def _with(report: Report, reader: Reader, warnings: Sequence[str], engine: str | None = None) -> Report:
    return replace(
        report,
        engine=engine or report.engine,
        warnings=(*report.warnings, *warnings),
        usage=reader.ledger.usage,
        receipt=reader.ledger.receipt(),
    )
