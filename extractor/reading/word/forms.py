"""What a Word file shows without holding it as text: boxes ticked in a symbol font, choices of an old form."""

from __future__ import annotations

from extractor.reading.word.looks import number, on, value
from extractor.reading.word.package import Element, W

_EMPTY, _TICKED = "☐", "☑"
_WINGDINGS = {
    **dict.fromkeys((0x6F, 0x71, 0x72, 0xA8), _EMPTY),
    **dict.fromkeys((0x78, 0xFD, 0xFE), _TICKED),
    **dict.fromkeys((0xFC,), "√"),
    **dict.fromkeys((0xFB,), "×"),
    **dict.fromkeys((0x6C, 0x6E, 0x75, 0xA7, 0x9F), "·"),
}
_WINGDINGS_2 = {**dict.fromkeys((0x2A, 0x30, 0xA3), _EMPTY), **dict.fromkeys((0x51, 0x52, 0x53, 0x54, 0x55), _TICKED)}
_WINGDINGS_2 |= {0x50: "√", 0x4F: "×"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_PRIVATE = 0xF000
_UNKNOWN = "□"


def symbol(element: Element) -> str:
    """The character that a `w:sym` shows, `□` where the font is not known here."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return _UNKNOWN
    own = code - _PRIVATE if code >= _PRIVATE else code
    return _FONTS.get(element.get(W + "font", "").lower(), {}).get(own, _UNKNOWN)


def filled(element: Element) -> str:
    """What a field of an old form shows, told at its beginning (`w:fldChar`): a choice or a box; else nothing."""
    choice = element.find(f"{W}ffData/{W}ddList")
    if choice is not None:
        entries = [value(entry) for entry in choice.findall(W + "listEntry")]
        chosen = choice.find(W + "result")
        at = int(number(chosen if chosen is not None else choice.find(W + "default")) or 0)
        return entries[at] if 0 <= at < len(entries) else ""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    return _TICKED if state is not None and on(state) else _EMPTY
