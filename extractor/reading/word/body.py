"""A Word file as its reader sees it once all changes are accepted: paragraphs with their list numbers, tables, text
boxes and footnotes where they are anchored, content controls like all other text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractor.errors import CorruptFileError, LimitError
from extractor.model import Flag, Hidden, Origin
from extractor.reading.files import Source
from extractor.reading.grid import Block, Grid
from extractor.reading.line import Line, PageLines, Remarks
from extractor.reading.word.forms import filled, symbol
from extractor.reading.word.looks import STRUCK, Styles, dark, look, on, value
from extractor.reading.word.numbers import Numbers
from extractor.reading.word.package import Element, Package, W
from extractor.reading.word.table import grid_of
from extractor.settings import Settings

_GONE = frozenset(W + name for name in ("del", "moveFrom", "rPr", "pPr", "rt", "instrText", "delText", "sdtPr"))
_MARKS = frozenset(W + name for name in ("del", "ins", "moveFrom", "moveTo", "cellDel", "cellIns"))
_BREAKS = frozenset(W + name for name in ("br", "cr"))
_INSIDE = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FILL = "{http://schemas.openxmlformats.org/drawingml/2006/main}solidFill"
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
_SHAPE_LOOK = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}spPr"


def word_pages(source: Source, settings: Settings) -> list[PageLines]:
    """The paragraphs and tables of a .docx as one page without size: where its pages end, Word alone knows."""
    package = Package(source, settings)
    root = package.part("word/document.xml")
    body = None if root is None else root.find(W + "body")
    if root is None or body is None:
        raise CorruptFileError(f"{source.name} 已损坏，里面没有正文。")
    reader = _Reader.of(package, root)
    blocks = list(reader.blocks(body, shaded=root.find(W + "background") is not None))
    size = sum(len(block.text) if isinstance(block, Line) else 0 for block in blocks)
    if size > settings.characters:
        raise LimitError(f"{source.name} 有 {size} 个字，超过上限 {settings.characters}（characters）。")
    return [PageLines(1, 0, 0, Origin.PLAIN, blocks, reader.remarks(package))]


@dataclass(slots=True)
class _Paragraph:
    """What one paragraph gives: its text, and what stands beside or below it."""

    text: list[str] = field(default_factory=list)
    boxes: list[tuple[Element, bool]] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    styles: Styles
    numbers: Numbers
    notes: dict[tuple[str, str], Element]
    revised: bool
    count: int = 0
    tables: int = 0
    hidden: list[Hidden] = field(default_factory=list)

    @classmethod
    def of(cls, package: Package, root: Element) -> _Reader:
        styles = Styles(package.part("word/styles.xml"))
        notes = {
            (f"{W}{kind}Reference", note.get(W + "id")): note
            for kind in ("footnote", "endnote")
            if (part := package.part(f"word/{kind}s.xml")) is not None
            for note in part.iter(W + kind)
            if note.get(W + "type", "normal") == "normal"
        }
        revised = any(element.tag in _MARKS for element in root.iter())
        return cls(styles, Numbers(package.part("word/numbering.xml"), styles), notes, revised)

    def remarks(self, package: Package) -> Remarks:
        flags: list[Flag] = []
        notes: list[str] = []
        if self.revised:
            flags.append(Flag.REVISIONS)
            notes.append("文件里有未接受的修订，按全部接受修订后的样子读取。")
        struck = [one for one in self.hidden if one.why == STRUCK]
        unseen = [one for one in self.hidden if one.why != STRUCK]
        for kind, found in (("看不见的文字", unseen), ("划了删除线的文字", struck)):
            if found:
                flags.append(Flag.HIDDEN)
                where = "、".join(list(dict.fromkeys(one.place or "" for one in found))[:8])
                notes.append(f"文件里有{kind}（{where}），没有采用。")
        names = package.names
        if any(name.endswith(("vbaProject.bin", ".vbs", ".js")) for name in names):
            flags.append(Flag.ACTIVE)
            notes.append("文件里有宏，没有运行。")
        if any(name.startswith("word/embeddings/") for name in names):
            flags.append(Flag.EMBEDDED)
            notes.append("文件里嵌有别的文件，没有打开。")
        return Remarks(tuple(flags), tuple(notes), tuple(self.hidden))

    def blocks(self, container: Element, shaded: bool = False) -> Iterator[Block]:
        """The paragraphs and tables below an element, in the order in which they are read."""
        carried = ""
        for element in self._flat(container):
            if element.tag == W + "tbl":
                yield from self._table(element, shaded)
                continue
            found = _Paragraph()
            text, carried = carried + self._paragraph(element, found, shaded), ""
            if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:  # the end of the paragraph was deleted
                carried = text
            else:
                yield from (Line(part) for part in text.split("\n") if part.strip())
            for box, coloured in found.boxes:
                yield from self.blocks(box, shaded or coloured)
        if carried.strip():
            yield Line(carried)

    def _flat(self, container: Element) -> Iterator[Element]:
        for element in container:
            if element.tag in (W + "p", W + "tbl"):
                yield element
            elif element.tag in _INSIDE:
                yield from self._flat(element)
            elif element.tag == _COMPATIBLE + "AlternateContent":
                chosen = _chosen(element)
                if chosen is not None:
                    yield from self._flat(chosen)

    def _paragraph(self, element: Element, found: _Paragraph, shaded: bool) -> str:
        self.count += 1
        properties = element.find(W + "pPr")
        style = None if properties is None else properties.find(W + "pStyle")
        base = None if style is None else value(style)
        shade = None if properties is None else properties.find(W + "shd")
        self._inline(element, found, base, shaded or (shade is not None and dark(shade)))
        text = "".join(found.text)
        return self.numbers.of(properties) + text if text.strip() else text

    def _inline(self, element: Element, found: _Paragraph, base: str | None, shaded: bool) -> None:
        for child in element:
            if child.tag == W + "r":
                self._run(child, found, base, shaded)
            elif child.tag == _MATHS:
                found.text.append(child.text or "")
            elif child.tag == _COMPATIBLE + "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    self._inline(chosen, found, base, shaded)
            elif child.tag == W + "txbxContent":
                found.boxes.append((child, _is_filled(child)))
            elif child.tag not in _GONE and isinstance(child.tag, str):
                self._inline(child, found, base, shaded)

    def _run(self, run: Element, found: _Paragraph, base: str | None, shaded: bool) -> None:
        own = run.find(W + "rPr")
        named = None if own is None else own.find(W + "rStyle")
        style = self.styles.look(None if named is None else value(named)).over(self.styles.look(base))
        if own is not None and (own.find(W + "del") is not None):
            return
        why = look(own).over(style).unseen(shaded)
        text: list[str] = []
        for child in run:
            if child.tag == W + "t":
                text.append(child.text or "")
            elif child.tag == W + "tab" or child.tag == W + "ptab":
                text.append(" ")
            elif child.tag in _BREAKS:
                text.append("\n")
            elif child.tag == W + "noBreakHyphen":
                text.append("-")
            elif child.tag == W + "sym":
                text.append(symbol(child))
            elif child.tag == W + "fldChar":
                text.append(filled(child))
            elif (called := (child.tag, child.get(W + "id"))) in self.notes:
                found.boxes.append((self.notes[called], False))
            elif child.tag not in _GONE and len(child) and isinstance(child.tag, str):
                within = _Paragraph(boxes=found.boxes)
                self._inline_of_run(child, within, base, shaded)
                text += within.text
        words = "".join(text)
        if why is None:
            found.text.append(words)
        elif words.strip():
            self.hidden.append(Hidden(words, why, place=f"第 {self.count} 段"))

    def _inline_of_run(self, element: Element, found: _Paragraph, base: str | None, shaded: bool) -> None:
        """A drawing, an old picture, or a ruby text inside a run."""
        chosen = _chosen(element) if element.tag == _COMPATIBLE + "AlternateContent" else element
        if chosen is not None:
            self._inline(chosen, found, base, shaded)

    def _table(self, table: Element, shaded: bool) -> Iterator[Block]:
        later: list[tuple[Grid, int, int]] = []

        def read(cell: Element, row: int, column: int) -> list[Line]:
            shade = cell.find(f"{W}tcPr/{W}shd")
            behind = shaded or (shade is not None and dark(shade))
            lines: list[Line] = []
            for block in self.blocks(cell, behind):
                if isinstance(block, Grid):
                    later.append((block, row, column))
                else:
                    lines.append(block)
            return lines

        rows = [row for row in self._rows(table) if not _is_deleted(row)]
        alone = [cell for cell in rows[0] if cell.tag == W + "tc"] if len(rows) == 1 else []
        if len(alone) == 1:  # a frame around a part of the page
            shade = alone[0].find(f"{W}tcPr/{W}shd")
            yield from self.blocks(alone[0], shaded or (shade is not None and dark(shade)))
            return
        self.tables += 1
        key, around = self.tables, False
        for block in grid_of(rows, read):
            around = isinstance(block, Grid)
            yield replace(block, key=key) if isinstance(block, Grid) else block
        for inner, row, column in later:
            yield replace(inner, within=(key, row, column)) if around and inner.within is None else inner

    def _rows(self, table: Element) -> Iterator[Element]:
        for element in table:
            if element.tag == W + "tr":
                yield element
            elif element.tag in _INSIDE:
                yield from self._rows(element)


def _is_deleted(row: Element) -> bool:
    properties = row.find(W + "trPr")
    if properties is None:
        return False
    hidden = properties.find(W + "hidden")
    return properties.find(W + "del") is not None or (hidden is not None and on(hidden))


def _chosen(element: Element) -> Element | None:
    """One of the two forms in which newer Word files hold a text box: both say the same."""
    choice = element.find(_COMPATIBLE + "Choice")
    return choice if choice is not None else element.find(_COMPATIBLE + "Fallback")


def _is_filled(box: Element) -> bool:
    """True when a text box has a colour of its own, on which white text can be read."""
    for above in box.iterancestors():
        if above.tag == _SHAPE:
            shape = above.find(_SHAPE_LOOK)
            return shape is not None and shape.find(_FILL) is not None
        if above.tag.endswith("}shape") or above.tag.endswith("}rect"):
            return str(above.get("fillcolor", "white")) not in ("white", "#fff", "#ffffff")
    return False
