"""Word's settings, and what a Word file says about itself."""

from lxml import etree

from citybook.document import Document
from citybook.word_xml import Element, add, element, printable

_MODE = "http://schemas.microsoft.com/office/word"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def settings(document: Document) -> Element:
    """Return the part `settings.xml`."""
    root = element("settings")
    add(root, "zoom", percent=100)
    add(root, "embedTrueTypeFonts")
    add(root, "defaultTabStop", val=720)
    add(root, "characterSpacingControl", val="doNotCompress")
    # The element must stand: without it LibreOffice adds the space after a paragraph
    # to that before the next, where Word takes the larger of the two, as CSS does.
    compat = add(root, "compat")
    for name, value in (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
        ("useWord2013TrackBottomHyphenation", 0),
    ):
        add(compat, "compatSetting", name=name, uri=_MODE, val=value)
    add(root, "themeFontLang", val=document.language)
    add(root, "decimalSymbol", val=".")
    add(root, "listSeparator", val=",")
    return root


def core_properties(document: Document) -> Element:
    """Return the part `core.xml`: title, author and the like."""
    spaces = {"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    day = f"{document.issued}T00:00:00Z"
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap=spaces)
    for tag, text in (
        (f"{{{_DC}}}title", document.title),
        (f"{{{_DC}}}subject", document.subtitle),
        (f"{{{_DC}}}creator", document.author),
        (f"{{{_CORE}}}keywords", ", ".join(document.keywords)),
        (f"{{{_CORE}}}lastModifiedBy", document.author),
        (f"{{{_CORE}}}revision", "1"),
        (f"{{{_TERMS}}}created", day),
        (f"{{{_TERMS}}}modified", day),
        (f"{{{_DC}}}language", document.language),
    ):
        node = etree.SubElement(root, tag)
        node.text = printable(text)
        if tag.startswith(f"{{{_TERMS}}}"):
            node.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return root
