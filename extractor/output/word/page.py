"""The page of GB/T 9704-2012: A4, 22 lines of 28 characters, headings by typeface, page numbers at the outer edge.

Measured in LibreOffice: 28 characters need 0.25 pt less between characters (16 pt times 28 is wider than the text), 22
lines an exact pitch of 579 twips; a `linesAndChars` grid gives 14 characters a line there and is not used.
"""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

PITCH = 579
BODY, TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
_P_ORDER = tuple(
    """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
    snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
    textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""".split()  # noqa: SIM905
)
_R_ORDER = tuple(
    """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
    webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
    eastAsianLayout specVanish oMath""".split()  # noqa: SIM905
)


def put(parent: Any, tag: str, **attributes: str) -> Any:
    """Set a property at its place in the order that the schema asks for (Word repairs a file where it is not)."""
    order = _R_ORDER if parent.tag == qn("w:rPr") else _P_ORDER
    for old in parent.findall(qn(f"w:{tag}")):
        parent.remove(old)
    new = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        new.set(qn(f"w:{name}"), value)
    later = {qn(f"w:{name}") for name in order[order.index(tag) + 1 :]}
    place = next((i for i, child in enumerate(parent) if child.tag in later), len(parent))
    parent.insert(place, new)
    return new


def typeface(run_properties: Any, name: str) -> None:
    """One typeface for every script, by name; the theme's fonts are removed."""
    put(run_properties, "rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def styles(document: Any) -> None:
    """The body style and those of title, headings, tables."""
    normal = document.styles["Normal"]
    _style(normal, BODY, 16)
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    normal.paragraph_format.widow_control = False
    _exact(normal)
    put(normal.element.get_or_add_rPr(), "spacing", val="-5")
    for name, face, size, level, bold in (
        ("公文标题", TITLE, 22, None, False),
        ("公文正文", BODY, 16, None, False),
        ("公文一级", HEI, 16, 0, False),
        ("公文二级", KAI, 16, 1, False),
        ("公文三级", BODY, 16, 2, True),
        ("公文表格", BODY, 10.5, None, False),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _style(style, face, size)
        style.font.bold = bold or None
        properties = style.element.get_or_add_pPr()
        if name in ("公文标题", "公文表格"):
            put(properties, "snapToGrid", val="0" if name == "公文表格" else "1")
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if name == "公文表格":
                put(properties, "spacing", line="240", lineRule="auto")
        else:
            put(properties, "ind", firstLineChars="200", firstLine="640")
        if level is not None:
            put(properties, "outlineLvl", val=str(level))


def _style(style: Any, face: str, size: float) -> None:
    style.font.size = Pt(size)
    typeface(style.element.get_or_add_rPr(), face)


def _exact(style: Any) -> None:
    put(style.element.get_or_add_pPr(), "spacing", before="0", after="0", line=str(PITCH), lineRule="exact")


def portrait(section: Any) -> None:
    """Margins 37, 35, 28 and 26 mm, and the grid of 22 lines."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.attrib.clear()
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(PITCH))


def landscape(section: Any) -> None:
    """A page on its side for the 自评表, without the grid."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(26), Mm(28)
    section.left_margin, section.right_margin = Mm(25), Mm(25)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def page_numbers(document: Any) -> None:
    """— 1 — in 14 pt, odd pages to the right, even pages to the left, one character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side, indent in (
        (section.footer, "right", "rightChars"),
        (section.even_page_footer, "left", "leftChars"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        properties = paragraph._p.get_or_add_pPr()
        put(properties, "ind", **{indent: "100"})
        put(properties, "jc", val=side)
        for kind, text in (("", "— "), ("begin", ""), ("instr", " PAGE "), ("end", ""), ("", " —")):
            run = paragraph.add_run(text if kind == "" else "")
            run.font.size = Pt(14)
            typeface(run._r.get_or_add_rPr(), SONG)
            if kind == "instr":
                code = OxmlElement("w:instrText")
                code.set(qn("xml:space"), "preserve")
                code.text = text
                run._r.append(code)
            elif kind:
                char = OxmlElement("w:fldChar")
                char.set(qn("w:fldCharType"), kind)
                run._r.append(char)


def header(document: Any, words: str) -> None:
    """A line above the text of every page: who drafted this, and that a person must look at it."""
    section = document.sections[0]
    for one in (section.header, section.even_page_header):
        one.is_linked_to_previous = False
        paragraph = one.paragraphs[0]
        put(paragraph._p.get_or_add_pPr(), "jc", val="center")
        run = paragraph.add_run(words)
        run.font.size = Pt(10.5)
        typeface(run._r.get_or_add_rPr(), SONG)
