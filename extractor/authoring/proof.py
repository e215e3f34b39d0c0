"""The way back: a written draft is read like any other report, and held against what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor import drafting
from extractor.checks import check
from extractor.drafting import record
from extractor.drafts import Fact, unfilled
from extractor.errors import InputError, reason
from extractor.extraction import extract
from extractor.model import Document, Finding, Severity
from extractor.output import markdown, word
from extractor.reading.document import assemble
from extractor.reading.files import Kind, Source
from extractor.reading.plain import plain_pages
from extractor.reading.word import word_pages
from extractor.reports import load
from extractor.settings import Settings


@dataclass(frozen=True, slots=True)
class Proof:
    """What an edited draft says now. `stale`: figures that are last year's; `unknown`: figures that nobody gave;
    `gone` and `new`: paragraphs as they were written, and as they are."""

    record: drafting.Record
    differences: tuple[drafting.Difference, ...]
    stale: tuple[tuple[str, str, int], ...]
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """True when nothing in it speaks against the facts."""
        return not (self.differences or self.findings or self.unknown)


def proofread(path: Path) -> Proof:
    """Read an officer's edited copy (its changes accepted) against its own record. Raises InputError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"无法读取 {path.name}：{reason(error)}。") from error
    document, note = reread(data, path.name)
    if note is None:
        raise InputError(f"{path.name} 里没有起草记录，无法核对。", "请给出 jixiao draft 生成、再经修改的文件。")
    kept = record.load(note, path.name)
    differences, findings = read_back(document, kept.facts, kept.required, kept.year)
    last = {fact.path: fact for fact in kept.history}
    lines = tuple(dict.fromkeys(line for line in document.text.split("\n") if line.strip()))
    return Proof(
        kept,
        differences,
        tuple((d.path, d.read, last[d.path].year) for d in differences
              if d.path in last and d.read and d.read == last[d.path].text),
        findings,
        drafting.strangers(document.text, kept.facts.values(), kept.blocks),
        tuple(block for block in dict.fromkeys(kept.blocks) if block not in lines),
        tuple(line for line in lines if line not in kept.blocks),
        unfilled(document.text),
    )  # fmt: skip


def reread(data: bytes, name: str) -> tuple[Document, bytes | None]:
    """A written draft as a document, and the record inside it (None: it has none). Raises InputError."""
    if data.startswith(b"PK\x03\x04"):
        source = Source(name, data, Kind.DOCX)
        return assemble(source, word_pages(source, Settings())), word.note(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} 既不是 Word 文件，也不是 Markdown 文件。") from error
    return document_of(markdown.plain(text)), markdown.note(text)


def document_of(text: str) -> Document:
    """The document of a draft's text, a paragraph a line."""
    source = Source("draft.txt", text.replace("\n", "\n\n").encode(), Kind.TEXT)
    return assemble(source, plain_pages(source))


def read_back(
    document: Document, facts: Mapping[str, Fact], required: tuple[str, ...], year: int
) -> tuple[tuple[drafting.Difference, ...], tuple[Finding, ...]]:
    """Extract and check a written report: fields that are not what was put in, and the checker's errors."""
    type_ = load("department")
    report = extract(document, type_, "rules")
    errors = tuple(f for f in check(document, report, type_).findings if f.severity is Severity.ERROR)
    return drafting.differences(report, facts, year, required), errors
