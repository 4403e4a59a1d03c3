"""A Word file as a package: its parts, how they relate, and what it says of itself.

python-docx lays out the package; the book's clock is the document's own date.
"""

import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.package import Package
from lxml import etree

from citybook.archive import settled
from citybook.document import Document
from citybook.word_xml import Element, printable

_FONT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_THREADS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml."
    "commentsExtended+xml"
)
_THREADS_RELATION = (
    "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
)
_CUSTOM_PROPERTIES = CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES
_KINDS: Mapping[str, tuple[str, str]] = {
    "document": (CONTENT_TYPE.WML_DOCUMENT_MAIN, RELATIONSHIP_TYPE.OFFICE_DOCUMENT),
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "comments": (CONTENT_TYPE.WML_COMMENTS, RELATIONSHIP_TYPE.COMMENTS),
    "commentsExtended": (_THREADS, _THREADS_RELATION),
    "theme": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "font": (_FONT, RELATIONSHIP_TYPE.FONT),
    "customXml": (CONTENT_TYPE.XML, RELATIONSHIP_TYPE.CUSTOM_XML),
    "customXmlProps": (_CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS),
    "png": (CONTENT_TYPE.PNG, RELATIONSHIP_TYPE.IMAGE),
    "jpg": (CONTENT_TYPE.JPEG, RELATIONSHIP_TYPE.IMAGE),
}
"""Content type of each kind of part, and the type of relationship that leads to it."""
PICTURES = frozenset({"png", "jpg"})
"""The kinds of the parts that are pictures."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the package, and the parts that it leads to by identifier."""

    path: str
    kind: str
    data: Element | bytes
    parts: "Mapping[str, Part]" = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    """Web addresses by identifier of their relationship."""


def package(main: Part, document: Document) -> bytes:
    """Return the file whose main part is given; equal parts give equal bytes."""
    whole = Package()
    whole.relate_to(_loaded(main, whole), _KINDS[main.kind][1])
    whole.relate_to(_core(document, whole), RELATIONSHIP_TYPE.CORE_PROPERTIES)
    stream = io.BytesIO()
    whole.save(stream)
    return settled(stream.getvalue(), lambda _, data: data)


def _loaded(part: Part, whole: Package) -> OpcPart:
    """Return a part with all that it leads to."""
    content_type, _ = _KINDS[part.kind]
    loaded = OpcPart(PackURI(part.path), content_type, _bytes(part.data), whole)
    for identifier, inner in part.parts.items():
        kind = _KINDS[inner.kind][1]
        loaded.load_rel(kind, _loaded(inner, whole), identifier)
    for identifier, target in part.links.items():
        hyperlink = RELATIONSHIP_TYPE.HYPERLINK
        loaded.load_rel(hyperlink, target, identifier, is_external=True)
    return loaded


def _bytes(data: Element | bytes) -> bytes:
    if isinstance(data, bytes):
        return data
    return etree.tostring(data, xml_declaration=True, encoding="UTF-8", standalone=True)


def _core(document: Document, whole: Package) -> CorePropertiesPart:
    """Return the part that tells title, author and the like."""
    part: CorePropertiesPart = CorePropertiesPart.default(whole)
    day = datetime.datetime.fromisoformat(f"{document.issued}T00:00:00+00:00")
    core = part.core_properties
    core.title = _short(document.title)
    core.subject = _short(document.subtitle)
    core.author = core.last_modified_by = _short(document.author)
    core.keywords = _short(", ".join(document.keywords))
    core.language = document.language
    core.created = core.modified = day
    return part


def _short(text: str) -> str:
    # Word keeps 255 characters of a property (ECMA-376-2 leaves it open).
    return printable(text)[:255]
