"""Word's settings."""

from citybook.document import Document
from citybook.editing import Editing
from citybook.word_xml import Element, add, element
from citybook.writers.word_notes import note_settings

_MODE = "http://schemas.microsoft.com/office/word"

_SCHEME = {
    "bg1": "light1",
    "t1": "dark1",
    "bg2": "light2",
    "t2": "dark2",
    **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
    "hyperlink": "hyperlink",
    "followedHyperlink": "followedHyperlink",
}
"""Which color of a theme is meant by which name: as Word maps them itself."""


def settings(
    document: Document,
    editing: Editing,
    *,
    has_theme: bool = False,
    has_notes: bool = False,
    is_hyphenated: bool = False,
) -> Element:
    """Return the part `settings.xml`."""
    root = element("settings")
    add(root, "zoom", percent=100)
    add(root, "embedTrueTypeFonts")
    if editing.is_tracked:
        add(root, "trackRevisions")
    if editing.is_protected:
        # Without a password: it keeps nobody out, but asks before tracking ends.
        add(root, "documentProtection", edit="trackedChanges", enforcement=1)
    add(root, "defaultTabStop", val=720)
    if is_hyphenated:
        add(root, "autoHyphenation")
    add(root, "characterSpacingControl", val="doNotCompress")
    if has_notes:
        root.append(note_settings(document))
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
    if has_theme:
        add(root, "clrSchemeMapping", **_SCHEME)
    add(root, "decimalSymbol", val=".")
    add(root, "listSeparator", val=",")
    return root
