"""Word's XML: elements, measures, and the names of bookmarks.

Names and order follow ECMA-376-1:2016, chapter 17 (WordprocessingML).
"""

import re
from hashlib import sha1
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {"w": WORD, "r": RELATIONS}
RELATION_ID = f"{{{RELATIONS}}}id"

OWN_BOOKMARK = re.compile(r"_(?:h|cr|n)[0-9a-f]{10}")
"""How the names of our bookmarks begin."""

_UNPRINTABLE = re.compile(r"[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[\t\n\r]")


def name(tag: str) -> str:
    """Return a tag or attribute of Word in the form that lxml takes."""
    return f"{{{WORD}}}{tag}"


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """Return an element of Word with its attributes and children."""
    node = etree.Element(name(tag), nsmap=NAMESPACES)
    for key, value in attributes.items():
        node.set(name(key), str(value))
    node.extend(children)
    return node


def add(parent: Element, tag: str, **attributes: str | int) -> Element:
    """Return a new last child of `parent`."""
    node = etree.SubElement(parent, name(tag))
    for key, value in attributes.items():
        node.set(name(key), str(value))
    return node


def printable(text: str) -> str:
    """Return the text without what XML cannot hold (XML 1.0, 2.2), on one line."""
    return _UNPRINTABLE.sub("", _SPACE.sub(" ", text))


def twips(points: float) -> int:
    """Return a length in twentieths of a point."""
    return round(points * 20)


def emu(points: float) -> int:
    """Return a length as drawings measure it."""
    return round(points * 12700)


def half_points(points: float) -> int:
    """Return a font size as Word counts it."""
    return round(points * 2)


def color(value: str) -> str:
    """Return a color of the style, `#1d4568`, as Word writes it."""
    return value.removeprefix("#").upper()


def style_id(style_name: str) -> str:
    """Return the identifier of the Word style of that name."""
    return re.sub(r"[\W_]", "", style_name)


def heading_bookmark(key: str) -> str:
    """Return the name of the bookmark at a heading or a table."""
    return f"_h{_digest(key)}"


def passage_bookmark(key: str, index: int) -> str:
    """Return the name of the bookmark round the paragraph `index` of a passage."""
    return f"_cr{_digest(key)}_{index}"


def note_bookmark(key: str) -> str:
    """Return the name of the bookmark round the number of a note."""
    return f"_n{_digest(key)}"


def _digest(key: str) -> str:
    # Word allows a bookmark 40 characters, of which the first is no digit.
    data = key.encode("utf-8", "surrogatepass")
    return sha1(data, usedforsecurity=False).hexdigest()[:10]
