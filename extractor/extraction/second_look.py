"""The third reader, for scans: a model is shown the picture of a page, and what it reads there is one more opinion.

It copies the lines that hold figures, and is not told what OCR read. A figure is looked for there behind the words that
stand before it in the document; both must match to the character. What it then says of the field is a reason:

* `picture_agrees`: the same digits and unit;
* `picture_differs`: other ones. Nothing is replaced: a person should look. Where OCR was unsure of the figure too, and
  no identity of the report proves it, two doubts make a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from extractor import prompts
from extractor.errors import JixiaoError
from extractor.extraction.answers import Copied
from extractor.extraction.certainty import UNSURE
from extractor.extraction.proof import proven
from extractor.llm import Client, Fault, Ledger, Question
from extractor.llm.usage import joined
from extractor.model import Document, Field, Origin, Quantity, Report, State
from extractor.numbers import find, fold
from extractor.reports import ReportType

AGREES, DIFFERS = "picture_agrees", "picture_differs"
_LONGEST_ANSWER = 4000
_ANCHOR = 6
"""So many characters before a figure tell which one it is; fewer where its line has no more, but never under two."""
_FEWEST = 2


def look_again(
    document: Document, report: Report, report_type: ReportType, client: Client, picture: Callable[[int], bytes]
) -> Report:
    """The report with a second opinion on the figures of its scanned pages; `picture` gives a page as PNG.

    No failure of the model is an error: the report says which pages were not looked at.
    """
    pages = _pages(document, report)
    if not pages:
        return report
    ledger = client.ledger()

    def ask(page: int) -> list[str] | str:
        try:
            client.admit_picture(document.text)
            return _copied(client, ledger, picture(page))
        except (Fault, JixiaoError) as error:
            return str(error)

    with ThreadPoolExecutor(min(len(pages), client.settings.concurrency)) as pool:
        answers = dict(zip(pages, pool.map(ask, pages), strict=True))
    proof = proven(report.fields, report_type)
    fields = dict(report.fields)
    for page, answer in answers.items():
        if isinstance(answer, list):
            for path in pages[page]:
                fields[path] = _judged(document, fields[path], answer, sure=path in proof)
    failed = {answer: page for page, answer in answers.items() if isinstance(answer, str)}
    said = [f"第 {page} 页起有页面图像没有再看一遍：{why.rstrip('。')}。" for why, page in failed.items()]
    usage, receipt = joined(report.usage, ledger.usage), joined(report.receipt, ledger.receipt())
    return replace(report, fields=fields, usage=usage, receipt=receipt, warnings=(*report.warnings, *said))


def _pages(document: Document, report: Report) -> Mapping[int, list[str]]:
    """The scanned pages that figures of the report stand on, each with the fields."""
    scanned = {page.number for page in document.pages if page.origin is Origin.OCR}
    found: dict[int, list[str]] = {}
    for path, field in report.fields.items():
        if field.state is State.FOUND and field.quantity is not None:
            page = document.cite(field.quantity.span).page
            if page in scanned:
                found.setdefault(page, []).append(path)
    return found


def _copied(client: Client, ledger: Ledger, picture: bytes) -> list[str]:
    prompt = prompts.load("picture")
    ledger.prompts[prompt.name] = prompt.digest
    question = Question("picture", tuple(prompt.fill()), Copied, _LONGEST_ANSWER, (picture,), client.settings.vision)
    return client.ask(question, ledger).value.lines


def _judged(document: Document, field: Field, lines: Iterable[str], *, sure: bool) -> Field:
    quantity = field.quantity
    assert quantity is not None
    opinions = [_same(quantity, other) for other in _behind(_anchor(document, quantity), lines)]
    if not opinions:
        return field
    if any(opinions):
        return replace(field, reasons=(*field.reasons, AGREES))
    if UNSURE not in field.reasons:
        return replace(field, reasons=(*field.reasons, DIFFERS, UNSURE))
    reasons = (*field.reasons, DIFFERS)
    if sure or field.evidence is None:
        return replace(field, reasons=reasons)
    mentions = field.mentions or (field.evidence,)
    return Field(field.path, State.CONFLICT, mentions=mentions, engines=field.engines, reasons=reasons)


def _anchor(document: Document, quantity: Quantity) -> str:
    """The words that stand before a figure on its line."""
    start = document.text.rfind("\n", 0, quantity.number.start) + 1
    return _plain(document.text[start : quantity.number.start])[-_ANCHOR:]


def _behind(anchor: str, lines: Iterable[str]) -> Sequence[Quantity]:
    """The figures that directly follow these words in the lines that were copied."""
    text = _run_on(lines)
    behind = (quantity for quantity in find(text) if text[: quantity.number.start].endswith(anchor))
    return list(behind) if len(anchor) >= _FEWEST else []


def _run_on(lines: Iterable[str]) -> str:
    """The lines as one: a printed line may end anywhere in a sentence, but two numbers must not become one."""
    text = ""
    for line in map(_plain, lines):
        apart = text[-1:].isdigit() and line[:1].isdigit()
        text += f" {line}" if apart else line
    return text


def _same(one: Quantity, other: Quantity) -> bool:
    return (fold(one.digits).text, one.unit_text) == (fold(other.digits).text, other.unit_text)


def _plain(text: str) -> str:
    """Half-width, without the blanks and lines between cells that two readers set differently."""
    return "".join(char for char in fold(text).text if not char.isspace() and char != "|")
