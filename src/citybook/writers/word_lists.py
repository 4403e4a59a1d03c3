"""Word's numbering: bullets and numbers, and a fresh count for each ordered list."""

from dataclasses import dataclass

from citybook.style import Style
from citybook.word_xml import Element, add, element, name, style_id, twips
from citybook.writers.word_styles import BULLETS, NUMBERS

DEEPEST = 8
"""Word knows nine levels of a list, counted from 0."""


@dataclass(slots=True)
class Numbering:
    """The numbered lists of the book, counted while it is written."""

    last: int = NUMBERS

    def next_list(self) -> int:
        """Return the number of a new list, which begins at 1."""
        self.last += 1
        return self.last


def numbering(style: Style, lists: Numbering) -> Element:
    """Return the part `numbering.xml`."""
    root = element("numbering")
    root.append(_definition(BULLETS, "list-item", style))
    root.append(_definition(NUMBERS, "list-number", style))
    for number in range(BULLETS, lists.last + 1):
        node = add(root, "num", numId=number)
        add(node, "abstractNumId", val=min(number, NUMBERS))
        if number > NUMBERS:
            _restart(node)
    return root


def add_list(root: Element) -> int:
    """Add a list that begins at 1 to the part `numbering.xml`; return its number."""
    lists = root.findall(name("num"))
    number = 1 + max(int(node.get(name("numId"), "0")) for node in lists)
    node = add(root, "num", numId=number)
    add(node, "abstractNumId", val=NUMBERS)
    _restart(node)
    return number


def _restart(node: Element) -> None:
    for level in range(DEEPEST + 1):
        add(add(node, "lvlOverride", ilvl=level), "startOverride", val=1)


def _definition(number: int, role: str, style: Style) -> Element:
    text = style.roles[role]
    node = element("abstractNum", abstractNumId=number)
    add(node, "nsid", val=f"{number:08X}")
    add(node, "multiLevelType", val="hybridMultilevel")
    for level in range(DEEPEST + 1):
        node.append(_level(level, number, style_id(text.word)))
        family = style.fonts[text.font]
        indent = {"left": twips(text.left_pt * (level + 1))}
        indent["hanging"] = twips(text.left_pt)
        node[-1].append(element("pPr", element("ind", **indent)))
        fonts = element("rFonts", ascii=family, hAnsi=family, hint="default")
        node[-1].append(element("rPr", fonts))
    return node


def _level(level: int, number: int, paragraph_style: str) -> Element:
    node = element("lvl", ilvl=level)
    is_bullet = number == BULLETS
    add(node, "start", val=1)
    add(node, "numFmt", val="bullet" if is_bullet else "decimal")
    if level == 0:
        add(node, "pStyle", val=paragraph_style)
    add(node, "lvlText", val="•" if is_bullet else f"%{level + 1}.")
    add(node, "lvlJc", val="left")
    return node
