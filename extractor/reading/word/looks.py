"""How a run of text looks, as far as it decides whether a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.reading.word.package import Element, W

_OFF = ("0", "false", "off", "none")
_WHITE = 0xF0
_TINY_HALF_POINTS = 4.0
_SQUEEZED_PERCENT = 10.0
_MOST_STYLES = 20
STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Look:
    """The properties that were set, None where none was."""

    vanish: bool | None = None
    colour: str | None = None
    size: float | None = None
    squeezed: float | None = None
    shaded: bool | None = None
    struck: bool | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below."""
        return Look(
            below.vanish if self.vanish is None else self.vanish,
            self.colour or below.colour,
            below.size if self.size is None else self.size,
            below.squeezed if self.squeezed is None else self.squeezed,
            below.shaded if self.shaded is None else self.shaded,
            below.struck if self.struck is None else self.struck,
        )

    def unseen(self, shaded: bool) -> str | None:
        """Why a reader does not read such text; `shaded`: something dark stands behind it.

        What is struck through is seen, and seen not to hold: `100` struck beside `120` must not become 100120.
        """
        if self.vanish:
            return "vanish"
        if self.struck:
            return STRUCK
        if self.size is not None and self.size < _TINY_HALF_POINTS:
            return "tiny"
        if self.squeezed is not None and self.squeezed < _SQUEEZED_PERCENT:
            return "tiny"
        if self.colour and is_light(self.colour) and not (shaded or self.shaded):
            return "white_on_white"
        return None


def look(properties: Element | None) -> Look:
    """The look that a `w:rPr` sets."""
    if properties is None:
        return Look()
    vanish = _switches(properties, "vanish", "webHidden")
    struck = _switches(properties, "strike", "dstrike")
    colour = properties.find(W + "color")
    shades = [properties.find(W + "shd"), properties.find(W + "highlight")]
    return Look(
        any(vanish) if vanish else None,
        value(colour) if colour is not None else None,
        number(properties.find(W + "sz")),
        number(properties.find(W + "w")),
        True if any(dark(shade) for shade in shades if shade is not None) else None,
        any(struck) if struck else None,
    )


def _switches(properties: Element, *names: str) -> list[bool]:
    return [on(found) for name in names if (found := properties.find(W + name)) is not None]


def dark(shade: Element) -> bool:
    """True when a `w:shd` or `w:highlight` puts something behind the text on which white can be read."""
    if shade.tag == W + "highlight":
        return value(shade) not in ("white", "none", "")
    fill = shade.get(W + "fill", "auto")
    pattern = shade.get(W + "val", "clear")
    if fill not in ("auto", "") and not is_light(fill):
        return True
    return pattern not in ("clear", "nil") and not is_light(shade.get(W + "color", "000000"))


def is_light(colour: str) -> bool:
    """True for white and nearly white."""
    try:
        return len(colour) == 6 and min(bytes.fromhex(colour)) >= _WHITE
    except ValueError:
        return False


def on(element: Element) -> bool:
    """Whether a switch such as `w:vanish` is on."""
    return element.get(W + "val", "1") not in _OFF


def value(element: Element) -> str:
    """The `w:val` of an element."""
    return str(element.get(W + "val", ""))


def number(element: Element | None) -> float | None:
    """The `w:val` of an element as a number."""
    try:
        return None if element is None else float(value(element).rstrip("%"))
    except ValueError:
        return None


class Styles:
    """The looks and the list numbers of the named styles."""

    def __init__(self, root: Element | None) -> None:
        self._by_id = {} if root is None else {e.get(W + "styleId"): e for e in root.iter(W + "style")}
        self._known: dict[str, Look] = {}

    def look(self, name: str | None) -> Look:
        """The look of a style with all that it is based on."""
        if not name:
            return Look()
        if name not in self._known:
            found = Look()
            for style in self._chain(name):
                found = found.over(look(style.find(W + "rPr")))
            self._known[name] = found
        return self._known[name]

    def numbering(self, name: str | None) -> Element | None:
        """The `w:numPr` that a paragraph style brings along."""
        for style in self._chain(name):
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                return found
        return None

    def _chain(self, name: str | None) -> Iterator[Element]:
        for _ in range(_MOST_STYLES):
            style = self._by_id.get(name)
            if style is None:
                return
            yield style
            below = style.find(W + "basedOn")
            name = None if below is None else value(below)
