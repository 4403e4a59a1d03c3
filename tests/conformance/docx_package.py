"""Opens a DOCX as the XML parts of a package, and reads the fields in them."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"

STORY_KINDS = ("header", "footer", "footnotes", "endnotes", "comments")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One line of a part's .rels file."""

    # The last word of the type: "header", "hyperlink", "styles".
    kind: str
    # A name in the package, or an address when external.
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One XML file of the package with its relationships."""

    name: str
    root: etree._Element
    relationships: Mapping[str, Relationship]


@dataclass(frozen=True, slots=True)
class Package:
    """All that a DOCX holds: the names of its files, and its XML parts."""

    names: frozenset[str]
    parts: Mapping[str, Part]
    document: Part

    def related(self, *kinds: str) -> tuple[Part, ...]:
        """The parts that the main document names with one of these kinds."""
        targets = [
            relationship.target
            for relationship in self.document.relationships.values()
            if relationship.kind in kinds and not relationship.external
        ]
        return tuple(self.parts[name] for name in targets if name in self.parts)

    def stories(self) -> tuple[Part, ...]:
        """The parts that bear text: the document first, then headers, notes, others."""
        return (self.document, *self.related(*STORY_KINDS))

    def body(self) -> etree._Element:
        """The body of the main document."""
        body = self.document.root.find(f"{W}body")
        if body is None:
            message = f"{self.document.name} has no body"
            raise ValueError(message)
        return body


def open_docx(docx: Path) -> Package:
    """The package in a DOCX file, without what is only for older readers."""
    with zipfile.ZipFile(docx) as archive:
        names = frozenset(archive.namelist())
        parts = {
            name: _part(archive, name, names)
            for name in sorted(names)
            if name.endswith(".xml") and name != "[Content_Types].xml"
        }
        package = _relationships(archive, "", names)
    main = [
        found.target for found in package.values() if found.kind == "officeDocument"
    ]
    return Package(names=names, parts=parts, document=parts[main[0]])


def _part(archive: zipfile.ZipFile, name: str, names: frozenset[str]) -> Part:
    root = etree.fromstring(archive.read(name))
    # A Fallback repeats its Choice, bookmarks and all (ISO/IEC 29500-3).
    etree.strip_elements(root, f"{_MC}Fallback", with_tail=False)
    return Part(name, root, _relationships(archive, name, names))


def _relationships(
    archive: zipfile.ZipFile, source: str, names: frozenset[str]
) -> dict[str, Relationship]:
    """The relationships of a part, or of the package when the source is empty."""
    folder, file = posixpath.split(source)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in names:
        return {}
    root = etree.fromstring(archive.read(name))
    return {
        found.get("Id", ""): _relationship(found, folder)
        for found in root.iter(f"{_REL}Relationship")
    }


def _relationship(found: etree._Element, folder: str) -> Relationship:
    external = found.get("TargetMode") == "External"
    target = found.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relationship(found.get("Type", "").rsplit("/", 1)[-1], target, external)


def value(element: etree._Element, path: str) -> str:
    """The w:val of the first element on a path of w: names, or nothing."""
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return "" if found is None else found.get(f"{W}val", "")


def outline_levels(package: Package) -> dict[str, int]:
    """The heading level of each paragraph style that has one or inherits it."""
    styles = {
        style.get(f"{W}styleId", ""): style
        for part in package.related("styles")
        for style in part.root.iter(f"{W}style")
    }
    levels = {}
    for identity in styles:
        name, seen = identity, set[str]()
        while name in styles and name not in seen:
            seen.add(name)
            level = value(styles[name], "pPr/outlineLvl")
            if level:
                levels[identity] = int(level) + 1
                break
            name = value(styles[name], "basedOn")
    return levels


def text(element: etree._Element) -> str:
    """The live text inside an element, to tell a reader which one is meant."""
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


@dataclass(slots=True, eq=False)
class Field:
    """A field, simple or complex (ISO/IEC 29500-1, 17.16)."""

    # The mark or the element that begins it.
    element: etree._Element
    instruction: str = ""
    # Whether its result has begun.
    separated: bool = False

    def words(self) -> tuple[str, ...]:
        """The instruction's words, those in quotation marks kept whole."""
        found = re.findall(r'"([^"]*)"|(\S+)', self.instruction)
        return tuple(quoted or bare for quoted, bare in found)

    def kind(self) -> str:
        """The first word: "PAGEREF", "TOC"."""
        return next(iter(self.words()), "").upper()

    def argument(self) -> str:
        """What follows the first word, when it is not a switch."""
        words = self.words()
        return words[1] if len(words) > 1 and not words[1].startswith("\\") else ""

    def switch(self, name: str) -> str:
        r"""What follows a switch, as the bookmark after \l in a HYPERLINK."""
        words = self.words()
        at = words.index(name) + 1 if name in words else len(words)
        return words[at] if at < len(words) else ""


def simple_field(element: etree._Element) -> Field:
    """The field that a w:fldSimple is."""
    return Field(element, element.get(f"{W}instr", ""), separated=True)


class Fields:
    """The fields of one story, met by stepping over its elements in order."""

    def __init__(self) -> None:
        self.open: list[Field] = []
        self.closed: list[Field] = []
        self.faults: list[tuple[str, etree._Element]] = []

    def step(self, element: etree._Element) -> None:
        """Take note of one element, which need not belong to a field."""
        match etree.QName(element).localname:
            case "fldSimple":
                self.closed.append(simple_field(element))
            case "fldChar":
                self._mark(element)
            case "instrText" | "delInstrText":
                if not self.open or self.open[-1].separated:
                    self.faults.append(("a field's code outside a field", element))
                else:
                    self.open[-1].instruction += element.text or ""

    def _mark(self, element: etree._Element) -> None:
        match element.get(f"{W}fldCharType"):
            case "begin":
                self.open.append(Field(element))
            case "separate" if self.open and not self.open[-1].separated:
                self.open[-1].separated = True
            case "end" if self.open:
                self.closed.append(self.open.pop())
            case kind:
                self.faults.append((f"a field's {kind} without its begin", element))


def read_fields(root: etree._Element) -> Fields:
    """The fields of a whole story; those that never end are faults."""
    found = Fields()
    for element in root.iter(
        f"{W}fldSimple", f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"
    ):
        found.step(element)
    found.faults += [("a field's begin without its end", f.element) for f in found.open]
    return found
