"""What a Word file's styles and lists mean for its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from citybook.story.model import Bullet, Look
from citybook.word_xml import Element, name

_HEX = frozenset("0123456789abcdefABCDEF")
_OFF = frozenset({"0", "false", "off", "none"})
_PARTS = {
    "firstRow": ("firstRow", 0x20),
    "lastRow": ("lastRow", 0x40),
    "firstCol": ("firstColumn", 0x80),
    "lastCol": ("lastColumn", 0x100),
}
"""Of a table: what `tblLook` calls each, and its bit in older files (17.4.55)."""
_MAX_CHAIN = 20
"""How many styles a style may be based on; Word writes eleven at most."""


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str
    bold: bool | None
    italic: bool | None
    list: str
    level: int
    parts: Mapping[str, tuple[bool | None, bool | None]]
    """Of a table's style: whether a part of the table is bold, and in italics."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The styles of a file by their identifiers, and the formats of its lists."""

    styles: Mapping[str, _Style] = field(default_factory=dict)
    formats: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """How a level of a list counts: `bullet`, `decimal`."""

    def style_name(self, identifier: str) -> str:
        """Return a style's own name; the identifier where the file lacks it."""
        known = self.styles.get(identifier)
        return known.name if known else identifier

    def is_bold(self, identifier: str) -> bool:
        """Tell whether a style is bold."""
        return next(
            (s.bold for s in self._chain(identifier) if s.bold is not None), False
        )

    def is_italic(self, identifier: str) -> bool:
        """Tell whether a style is in italics."""
        found = (s.italic for s in self._chain(identifier) if s.italic is not None)
        return next(found, False)

    def cell(self, table: Element, row: int, column: int) -> Look:
        """Return how a table's style has the runs of one of its cells look.

        A row and a column are counted from 0, or from -1 at the end.
        """
        properties = table.find(name("tblPr"))
        if properties is None:
            return Look()
        look, style = (properties.find(name(tag)) for tag in ("tblLook", "tblStyle"))
        is_there = {
            "firstRow": row == 0,
            "lastRow": row == -1,
            "firstCol": column == 0,
            "lastCol": column == -1,
        }
        parts = [part for part in _PARTS if is_there[part] and _has(look, part)]
        chain = self._chain(value(style))
        looks = [
            each.parts[part] for each in chain for part in parts if part in each.parts
        ]
        bold, italic = (any(each[n] for each in looks) for n in (0, 1))
        return Look(
            bold=bold or self.is_bold(value(style)),
            italic=italic or self.is_italic(value(style)),
        )

    def bullet(self, style: str, number: str, level: int | None) -> Bullet | None:
        """Return what item of a list a paragraph is, by its own list or its style's."""
        of_style = next((s for s in self._chain(style) if s.list), None)
        number = number or (of_style.list if of_style else "")
        if not number or number == "0":
            return None
        if level is None:
            level = of_style.level if of_style else 0
        form = self.formats.get((number, level), "bullet")
        return None if form == "none" else Bullet(level, form != "bullet")

    def _chain(self, identifier: str) -> list[_Style]:
        chain: list[_Style] = []
        while (style := self.styles.get(identifier)) and len(chain) < _MAX_CHAIN:
            chain.append(style)
            identifier = style.parent
        return chain


def read_sheet(styles: Element | None, numbering: Element | None) -> Sheet:
    """Return what the parts `styles.xml` and `numbering.xml` say, if there are any."""
    nodes = [] if styles is None else styles.findall(name("style"))
    by_identifier = {node.get(name("styleId"), ""): _style(node) for node in nodes}
    return Sheet(by_identifier, {} if numbering is None else _formats(numbering))


def toggle(properties: Element | None, tag: str) -> bool | None:
    """Return what properties say of `b`, `i` and the like; None where they do not."""
    node = None if properties is None else properties.find(name(tag))
    if node is None:
        return None
    return value(node).lower() not in _OFF


def value(node: Element | None, attribute: str = "val") -> str:
    """Return an attribute of Word's, `val` if none is named; "" where it is absent."""
    return "" if node is None else node.get(name(attribute), "")


def whole(text: str) -> int | None:
    """Return a number of Word's, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _has(look: Element | None, part: str) -> bool:
    """Tell whether a table dresses its first row, or another part, in its own way."""
    attribute, bit = _PARTS[part]
    told = value(look, attribute)
    if told:
        return told.lower() not in _OFF
    bits = value(look)
    return bool(int(bits, 16) & bit) if set(bits) <= _HEX and bits else False


def _style(node: Element) -> _Style:
    paragraph = node.find(name("pPr"))
    parts = node.findall(name("tblStylePr"))
    bold, italic = _looks(node)
    numbers = None if paragraph is None else paragraph.find(name("numPr"))
    own = None if numbers is None else numbers.find(name("numId"))
    level = None if numbers is None else numbers.find(name("ilvl"))
    return _Style(
        name=value(node.find(name("name"))),
        parent=value(node.find(name("basedOn"))),
        bold=bold,
        italic=italic,
        list=value(own),
        level=whole(value(level)) or 0,
        parts={part.get(name("type"), ""): _looks(part) for part in parts},
    )


def _looks(node: Element) -> tuple[bool | None, bool | None]:
    """Return whether a style, or a part of one, is bold, and in italics."""
    runs = node.find(name("rPr"))
    return toggle(runs, "b"), toggle(runs, "i")


def _formats(numbering: Element) -> dict[tuple[str, int], str]:
    kinds = {
        value(node, "abstractNumId"): _levels(node)
        for node in numbering.findall(name("abstractNum"))
    }
    formats: dict[tuple[str, int], str] = {}
    for node in numbering.findall(name("num")):
        number = value(node, "numId")
        levels = dict(kinds.get(value(node.find(name("abstractNumId"))), {}))
        for override in node.findall(name("lvlOverride")):
            levels |= _levels(override)
        formats |= {(number, level): form for level, form in levels.items()}
    return formats


def _levels(node: Element) -> dict[int, str]:
    return {
        whole(value(level, "ilvl")) or 0: value(level.find(name("numFmt")))
        for level in node.findall(name("lvl"))
    }
