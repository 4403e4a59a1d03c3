"""What a Word file carries of its own text, so that it can be read back when edited."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from citybook.asked import Remark
from citybook.document import Document
from citybook.editing import Query
from citybook.manifest import ROOT, Manifest, Noted
from citybook.story.model import Place
from citybook.story.sheet import read_sheet
from citybook.story.walk import Walk
from citybook.word_xml import Element, name, printable
from citybook.writers.word_package import PICTURES, Part
from citybook.writers.word_provenance import manifest_of

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_TOPS = {Place.BODY: "body", Place.NOTE: "footnote"}
"""What holds the paragraphs of a part; a running head is all one."""
_ITEM = "{7E5C2B64-3B0C-4C57-9C55-0F1D6A3E8B21}"
"""Word keeps a part that it does not know by an identifier (22.5.2.1)."""


def manifest_in(main: Part, document: Document, asked: Iterable[Query]) -> Manifest:
    """Return what the parts of a file say of a document, as they will be read again.

    Beside that stands what its comments ask.
    """
    sheet = read_sheet(*(_node(main.parts[kind]) for kind in ("styles", "numbering")))
    paragraphs = []
    for part, place in _read(main):
        walk = Walk(sheet, part.links, files=_pictures(part))
        root = _node(part)
        tag = _TOPS.get(place)
        for top in root.findall(name(tag)) if tag else (root,):
            walk.take(top, place)
        paragraphs += walk.paragraphs
    comments = tuple(map(_noted, asked))
    return replace(manifest_of(document, paragraphs), comments=comments)


def _noted(query: Query) -> Noted:
    text = "\n".join(map(printable, query.lines))
    return Noted(Remark(query.author, query.date, text), query.thread, query.key)


def _read(main: Part) -> Iterator[tuple[Part, Place]]:
    """Yield the parts of a file that have words, and where these stand."""
    yield main, Place.BODY
    for key, part in main.parts.items():
        if key == "footnotes":
            yield part, Place.NOTE
        elif key.startswith(("header", "footer")):
            yield part, Place.HEADER


def _pictures(part: Part) -> dict[str, bytes]:
    return {
        key: inner.data
        for key, inner in part.parts.items()
        if inner.kind in PICTURES and isinstance(inner.data, bytes)
    }


def _node(part: Part) -> Element:
    if isinstance(part.data, bytes):
        return etree.fromstring(part.data)
    return part.data


def manifest_part(manifest: Manifest) -> Part:
    """Return the part that holds a manifest."""
    root = etree.Element(f"{{{ROOT}}}manifest", nsmap={"m": ROOT})
    root.text = manifest.dump()
    return Part("/customXml/item1.xml", "customXml", root, {"props": _properties()})


def _properties() -> Part:
    root = etree.Element(f"{{{_PROPERTIES}}}datastoreItem", nsmap={"ds": _PROPERTIES})
    root.set(f"{{{_PROPERTIES}}}itemID", _ITEM)
    schemas = etree.SubElement(root, f"{{{_PROPERTIES}}}schemaRefs")
    schema = etree.SubElement(schemas, f"{{{_PROPERTIES}}}schemaRef")
    schema.set(f"{{{_PROPERTIES}}}uri", ROOT)
    return Part("/customXml/itemProps1.xml", "customXmlProps", root)
