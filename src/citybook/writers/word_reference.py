"""A designer's Word file, looked through: its styles, theme and typefaces.

Nothing of it is trusted: parts are measured before they are read, and of each style
only what `word_properties` knows goes on.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from citybook.archive import (
    BROKEN_ZIP,
    MAX_PART,
    OddArchiveError,
    refuse_odd,
    xml_part,
)
from citybook.findings import Finding, found
from citybook.reference import Reference, ReferenceFace
from citybook.source import Source
from citybook.style import Style
from citybook.word_xml import RELATION_ID, Element, name
from citybook.writers.word_fonts import EMBEDDED_TAGS, scrambled
from citybook.writers.word_properties import RUN, STYLE, cleaned
from citybook.writers.word_styles import OUTLINE, style_key, styles, unlisted_name

MAX_STYLES = 5_000
"""Word itself has room for 4,079."""
MAX_FACES = 10_000_000
"""Bytes of all typefaces that are taken."""

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_KEY = re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_SFNT = (b"\0\1\0\0", b"true", b"OTTO", b"ttcf")
"""How a typeface begins: OpenType, "Organization of an OpenType font"."""
_NOT_ASKED_FOR = frozenset(
    {"normal", "default paragraph font", "normal table", "no list"}
    | {"annotation text", "annotation reference", "footnote reference"}
)
"""Styles of Word's own that no designer need have touched."""


def read_reference(
    data: bytes, file: str, style: Style
) -> tuple[Reference | None, list[Finding]]:
    """Return what the book takes of a designer's file, and what it does not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            refuse_odd(package)
            root = _parsed(package, "word/styles.xml")
            if len(root) > MAX_STYLES:
                raise OddArchiveError(f"The file has {len(root):,} styles.")
            theme = _theme(package)
            taken = _taken(root, style)
            families = _families(root, taken, theme)
            faces = tuple(_faces(package, families))
    except OddArchiveError as odd:
        return None, [unusable(file, str(odd))]
    except (*BROKEN_ZIP, etree.XMLSyntaxError):
        return None, [unusable(file, "The file is damaged.")]
    wrong = [*_missing(root, file, style), *_refused(taken, file)]
    wrong += _absent(families, faces, file, style)
    return Reference(etree.tostring(root), _bytes(theme), faces), wrong


def unusable(file: str, detail: str) -> Finding:
    """Return the finding for a file of which nothing is taken."""
    return found("unusable-reference", Source(file), detail)


def _bytes(root: Element | None) -> bytes:
    return b"" if root is None else etree.tostring(root)


def _parsed(package: zipfile.ZipFile, part: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(xml_part(package, part), parser)


def _theme(package: zipfile.ZipFile) -> Element | None:
    """Return the theme without the pictures that it may fill shapes with."""
    part = "word/theme/theme1.xml"
    if part not in package.namelist():
        return None
    root = _parsed(package, part)
    if root.tag != f"{_DRAWING}theme":
        return None
    for node in list(root.iter(f"{_DRAWING}blipFill")):
        fill = etree.Element(f"{_DRAWING}solidFill")
        etree.SubElement(fill, f"{_DRAWING}schemeClr", val="phClr")
        node.addprevious(fill)
    etree.strip_elements(root, f"{_DRAWING}blipFill", f"{_DRAWING}extLst")
    keeping = {f"{_DRAWING}themeElements"}
    for node in [child for child in root if child.tag not in keeping]:
        root.remove(node)
    return root


def _missing(root: Element, file: str, style: Style) -> Iterator[Finding]:
    """Yield a finding that names the styles of the book that the file lacks."""
    there = {style_key(node) for node in root.iterchildren(name("style"))}
    # A heading that is not listed looks as its kind does, whatever the file lacks.
    unlisted = {unlisted_name(role, style).lower() for role in OUTLINE}
    not_asked_for = _NOT_ASKED_FOR | unlisted
    wanted = [node for node in _ours(style) if style_key(node)[1] not in not_asked_for]
    lacking = [_title(node) for node in wanted if style_key(node) not in there]
    if lacking:
        listed = ", ".join(f"“{title}”" for title in lacking)
        detail = f"The file lacks {len(lacking)} styles of the book: {listed}."
        if len(lacking) == 1:
            detail = f"The file lacks a style of the book: {listed}."
        yield found("reference-lacks", Source(file), detail)


def _ours(style: Style) -> Iterator[Element]:
    """Yield the styles of the book, of whatever language."""
    return styles(style, "en-US").iterchildren(name("style"))


def _taken(root: Element, style: Style) -> tuple[Element, ...]:
    """Return the styles that the book takes, and those that they are based on."""
    nodes = [
        node for node in root.iterchildren(name("style")) if style_key(node)[0] in STYLE
    ]
    by_id = {node.get(name("styleId"), ""): node for node in reversed(nodes)}
    ours = {style_key(node) for node in _ours(style)}
    taken: dict[Element, None] = {}
    for node in nodes:
        here: Element | None = node if style_key(node) in ours else None
        while here is not None and here not in taken:
            taken[here] = None
            base = here.find(name("basedOn"))
            here = None if base is None else by_id.get(base.get(name("val"), ""))
    return tuple(taken)


def _refused(taken: tuple[Element, ...], file: str) -> Iterator[Finding]:
    """Yield a finding for each style with values that Word does not know."""
    for node in taken:
        if wrong := cleaned(node, STYLE[style_key(node)[0]])[1]:
            listed = ", ".join(dict.fromkeys(wrong))
            detail = (
                f"The style “{_title(node)}” has values that Word cannot: {listed}."
            )
            yield found("reference-lacks", Source(file), detail)


def _title(node: Element) -> str:
    title = node.find(name("name"))
    return "" if title is None else title.get(name("val"), "")[:80]


# Typefaces


def _families(
    root: Element, taken: tuple[Element, ...], theme: Element | None
) -> tuple[str, ...]:
    """Return the typefaces that the styles name, or the theme for them."""
    runs = [node for style in taken for node in style.iter(name("rPr"))]
    runs += root.iterfind(f"{name('docDefaults')}/{name('rPrDefault')}/{name('rPr')}")
    named: set[str] = set()
    for run in runs:
        for fonts in cleaned(run, RUN)[0]:
            for face in ("ascii", "hAnsi") if fonts.tag == name("rFonts") else ():
                of_theme = fonts.get(name(f"{face}Theme"), "")
                own = fonts.get(name(face), "")
                named.add(_of_theme(theme, of_theme) if of_theme else own)
    return tuple(sorted(named - {""}))


def _of_theme(theme: Element | None, font: str) -> str:
    """Return the typeface that a theme means by `minorHAnsi`."""
    if theme is None:
        return ""
    kind = font[:5]
    latin = theme.find(f".//{_DRAWING}{kind}Font/{_DRAWING}latin")
    return "" if latin is None else latin.get("typeface", "")


def _faces(
    package: zipfile.ZipFile, families: tuple[str, ...]
) -> Iterator[ReferenceFace]:
    """Yield the faces that the file holds of some families."""
    part = "word/fontTable.xml"
    if part not in package.namelist():
        return
    targets, room = _targets(package), MAX_FACES
    for node in _parsed(package, part).iterchildren(name("font")):
        family = node.get(name("name"), "")
        for tag in EMBEDDED_TAGS if family in families else ():
            face = node.find(name(tag))
            target = "" if face is None else targets.get(face.get(RELATION_ID, ""), "")
            key = "" if face is None else face.get(name("fontKey"), "")
            data = _face(package, target, key)
            if data and len(data) <= room:
                room -= len(data)
                yield ReferenceFace(family, tag, key.upper(), data)


def _targets(package: zipfile.ZipFile) -> dict[str, str]:
    """Return where the table of typefaces leads, by relationship, inside the file."""
    part = "word/_rels/fontTable.xml.rels"
    if part not in package.namelist():
        return {}
    return {
        node.get("Id", ""): posixpath.normpath(
            posixpath.join("/word", node.get("Target", ""))
        ).lstrip("/")
        for node in _parsed(package, part)
        if node.get("TargetMode") != "External"
    }


def _face(package: zipfile.ZipFile, target: str, key: str) -> bytes:
    """Return a face as it stands in the file, if it is one when it is unscrambled."""
    if target not in package.namelist() or not _KEY.fullmatch(key):
        return b""
    if package.getinfo(target).file_size > MAX_PART:
        return b""
    data = package.read(target)
    return data if scrambled(data[:32], key)[:4] in _SFNT else b""


def _absent(
    families: tuple[str, ...],
    faces: tuple[ReferenceFace, ...],
    file: str,
    style: Style,
) -> Iterator[Finding]:
    """Yield a finding that names the typefaces that are nowhere to be had."""
    there = {face.family for face in faces} | set(style.fonts.text)
    absent = [family for family in families if family not in there]
    if absent:
        listed = ", ".join(f"“{family[:80]}”" for family in absent)
        detail = f"The file names typefaces that are not in it: {listed}."
        remedy = (
            "In Word, choose Options > Save > Embed fonts in the file, and save it "
            "again; on a computer without them, Word takes others in their place."
        )
        yield found("reference-lacks", Source(file), detail, remedy=remedy)
