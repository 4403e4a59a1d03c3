"""Elements of Word's XML, as a reader looks at them."""

from collections.abc import Iterator, Mapping

from lxml import etree

from citybook.story.model import (
    TABLE_DESCRIPTION,
    TABLE_TITLE,
    Change,
    Fate,
    Image,
    Unread,
)
from citybook.story.sheet import value, whole
from citybook.word_xml import RELATIONS, Element, name


def elements(parent: Element) -> Iterator[Element]:
    """Yield what an element holds, comments and instructions aside."""
    return parent.iterchildren(etree.Element)


def tag_of(node: Element) -> str:
    """Return the name of an element without its name space."""
    return etree.QName(node).localname


def enclosing(node: Element, tag: str) -> Element | None:
    """Return the nearest element of a kind round another."""
    return next(node.iterancestors(name(tag)), None)


def chosen(node: Element) -> Element:
    """Return one of the alternatives of a content, which all say the same."""
    choices = [c for c in elements(node) if tag_of(c) in {"Choice", "Fallback"}]
    return choices[0] if choices else node


def width_of(cell: Element) -> int:
    """Return how many columns a cell of a table is wide (17.4.17)."""
    span = cell.find(f"{name('tcPr')}/{name('gridSpan')}")
    return max(1, whole(value(span)) or 1)


def dressed(properties: Element | None, tag: str) -> tuple[Change, ...]:
    """Return who changed how something looks, if that is tracked."""
    mark = None if properties is None else properties.find(name(f"{tag}Change"))
    if mark is None:
        return ()
    return (Change(value(mark, "author"), value(mark, "date")),)


def boxes_in(node: Element) -> Iterator[Element]:
    """Yield the outermost text boxes below an element, each content once."""
    for child in elements(node):
        tag = tag_of(child)
        if tag == "txbxContent":
            yield child
        elif tag == "AlternateContent":
            yield from boxes_in(chosen(child))
        else:
            yield from boxes_in(child)


def images_in(node: Element, fate: Fate, files: Mapping[str, bytes]) -> Iterator[Image]:
    """Yield the pictures below an element, and other drawings of which a text tells.

    Those in its text boxes stand in paragraphs of their own. Files are given by their
    relationships.
    """
    for child in elements(node):
        tag = tag_of(child)
        if tag == "AlternateContent":
            yield from images_in(chosen(child), fate, files)
        elif child.tag != DRAWN:
            yield from () if tag == "txbxContent" else images_in(child, fate, files)
        elif (told := told_of(child)) or node.find(_PICTURE) is not None:
            shown = node.find(_SHOWN)
            file = "" if shown is None else shown.get(f"{_RELATION}embed", "")
            yield Image(child.get("name", ""), told, fate, files.get(file, b""))


def told_by(table: Element) -> Iterator[Unread]:
    """Yield what a table says of itself (17.4)."""
    for tag, what in _OF_TABLES.items():
        node = table.find(f"{name('tblPr')}/{name(tag)}")
        if text := "" if node is None else value(node).strip():
            yield Unread(what, text)


_OF_TABLES = {"tblCaption": TABLE_TITLE, "tblDescription": TABLE_DESCRIPTION}


def words_in(node: Element, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the words of shapes and diagrams below an element, but for text boxes.

    Diagrams are parts of their own, whose texts are given by their relationships.
    """
    for child in elements(node):
        tag = tag_of(child)
        if tag == "AlternateContent":
            yield from words_in(chosen(child), texts)
        elif tag != "txbxContent":
            yield child.text or "" if child.tag == SHAPE_TEXT else ""
            yield child.get("string", "") if tag == "textpath" else ""
            related = (str(v) for k, v in child.items() if str(k).startswith(_RELATION))
            yield from (texts.get(each, "") for each in related)
            yield from words_in(child, texts)


def told_of(drawn: Element) -> str:
    """Return what a drawing shows, as it is told to those who cannot see it.

    Of old, Word asks for a title, too (ECMA-376-1, 20.4.2.5).
    """
    texts = (drawn.get(name, "").strip() for name in ("title", "descr"))
    return " ".join(filter(None, texts))


SHAPE_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
"""The words of a shape that is no text box."""
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
"""What says of a drawing which it is."""
_RELATION = f"{{{RELATIONS}}}"
_PICTURE = "{*}graphic/{*}graphicData/{*}pic"
_SHOWN = f"{_PICTURE}/{{*}}blipFill/{{*}}blip"


def text_of(node: Element) -> str:
    """Return the text of a run, spaces at its ends only where they are kept."""
    text = node.text or ""
    return text if node.get(_SPACE) == "preserve" else text.strip(" \t\r\n")


_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def symbol(node: Element) -> str:
    """Return a sign of a symbol typeface by its number (17.3.3.30)."""
    try:
        code = int(value(node, "char"), 16)
    except ValueError:
        return ""
    is_private = 0xF000 <= code <= 0xF0FF
    return chr(code) if 0 < code < 0x110000 and not is_private else "\ufffd"
