"""A Word file while changes are marked in it, and what an earlier one said."""

import io
import zipfile
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from citybook.manifest import Manifest, Written
from citybook.story.model import Place
from citybook.story.sheet import read_sheet, value
from citybook.story.walk import Walk
from citybook.versions import Pair, Piece
from citybook.word_xml import RELATION_ID, Element, add, element, name
from citybook.writers.word_changes import Marks, Whose, enclosing, key_of
from citybook.writers.word_lists import add_list
from citybook.writers.word_positions import settle
from citybook.writers.word_styles import TABLE
from citybook.writers.word_text import web_address

_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_PARTS = {"word/document.xml": Place.BODY, "word/footnotes.xml": Place.NOTE}
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HYPERLINK = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
)
_BOOKMARK = name("bookmarkStart")
_LIST = f"{name('pPr')}/{name('numPr')}/{name('numId')}"
_INDENT = 3
"""Signs that set an item of a list in by one level."""
_MEASURE = 7_560
"""Twentieths of a point that a table is wide which is gone."""


@dataclass(slots=True)
class Sheet:
    """A part of the file, and the relationships of its links."""

    root: Element
    relations: Element
    bookmarks: frozenset[str]
    count: int = 0

    def link(self, target: str) -> Element | None:
        """Return a link to an address that was, if one may lead there."""
        if target.startswith("#"):
            anchor = target[1:]
            known = anchor in self.bookmarks
            return element("hyperlink", anchor=anchor, history=1) if known else None
        if not (address := web_address(target)):
            return None
        self.count += 1
        identifier = f"old{self.count}"
        etree.SubElement(
            self.relations,
            f"{{{_RELATIONS}}}Relationship",
            Id=identifier,
            Type=_HYPERLINK,
            Target=address,
            TargetMode="External",
        )
        node = element("hyperlink", history=1)
        node.set(RELATION_ID, identifier)
        return node


@dataclass(slots=True)
class Draft:
    """A Word file while changes are marked in it."""

    old: Manifest
    new: Manifest
    nodes: list[Element]
    """The element of each paragraph of the new manifest."""
    sheets: dict[Place, Sheet]
    marks: Marks
    files: dict[str, Element]
    """What of the file is written anew, by its path in it."""
    styles: dict[str, str]
    """The identifier of each style, by its name."""
    looks: dict[tuple[Place, str], Element] = field(default_factory=dict)
    """Properties of most paragraphs of a place and a sign."""
    kept: dict[int, Element] = field(default_factory=dict)
    """What paragraphs became that are there still, by their numbers in the old one."""
    lists: dict[int, str] = field(default_factory=dict)
    """The list of each that is gone, by the number of its first item."""
    notes: set[str] = field(default_factory=set)
    """Identifiers of the notes whose numbers are new where they stand."""
    references: dict[str, Element] = field(default_factory=dict)
    """The run that is the number of each note in the text, by its identifier."""
    tally: Counter[str] = field(default_factory=Counter)

    def sheet(self, place: Place) -> Sheet:
        """Return the part in which paragraphs of a place stand."""
        return self.sheets[Place.NOTE if place is Place.NOTE else Place.BODY]

    def was(self, pair: Pair) -> tuple[Written, ...]:
        """Return the paragraphs that stood there before."""
        numbers = pair.old.numbers if pair.old else ()
        return tuple(self.old.paragraphs[number] for number in numbers)

    def key(self, pair: Pair) -> str:
        """Return whose that was which stood there before."""
        return next(filter(None, map(key_of, self.was(pair))), "")

    def look(self, written: Written) -> Element:
        """Return properties that set a paragraph as it was set.

        A style for where a text stands may be missing now: then it has its style.
        """
        kind = self.looks.get((written.place, written.sign))
        properties = element("pPr") if kind is None else deepcopy(kind)
        words = written.style.split()
        while words and " ".join(words) not in self.styles:
            words.pop()
        if words:
            for node in properties.findall(name("pStyle")):
                properties.remove(node)
            style = self.styles[" ".join(words)]
            properties.insert(0, element("pStyle", val=style))
        return properties

    def list_of(self, number: int) -> str:
        """Return the list of an item that is gone: its fellows', or else a new one."""
        items = self.old.paragraphs
        key, own = key_of(items[number]), items[number].sign
        first = number
        while first and items[first - 1].sign and key_of(items[first - 1]) == key:
            first -= 1
        fellows = takewhile(
            lambda n: items[n].sign and key_of(items[n]) == key,
            range(first, len(items)),
        )
        for fellow in fellows:
            if items[fellow].sign == own and fellow in self.kept:
                found = self.kept[fellow].find(_LIST)
                return "" if found is None else value(found)
        if first not in self.lists:
            self.lists[first] = str(add_list(self.files[_NUMBERING]))
        return self.lists[first]

    @property
    def contents(self) -> dict[str, bytes]:
        """What is written anew, as it is to stand in the file."""
        for sheet in self.sheets.values():
            settle(sheet.root, self.files[_STYLES])
        return {
            path: etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
            for path, root in self.files.items()
        }


def opened(book: bytes, old: Manifest, new: Manifest, whose: Whose) -> Draft:
    """Return a Word file ready for changes to be marked in it."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    files: dict[str, Element] = {}
    nodes: list[Element] = []
    sheets: dict[Place, Sheet] = {}
    for path, place in _PARTS.items():
        if path not in parts:
            continue
        root = files[path] = etree.fromstring(parts[path])
        links = path.replace("word/", "word/_rels/") + ".rels"
        empty = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        relations = etree.fromstring(parts.get(links, empty))
        if links in parts:
            files[links] = relations
        names = (node.get(name("name"), "") for node in root.iter(_BOOKMARK))
        sheets[place] = Sheet(root, relations, frozenset(names))
        walk = Walk(read_sheet(None, None), {})
        tag = "body" if place is Place.BODY else "footnote"
        for top in root.findall(name(tag)):
            walk.take(top, place)
        nodes += walk.nodes
    marks = Marks(whose, _last(sheets))
    files |= {path: etree.fromstring(parts[path]) for path in (_STYLES, _NUMBERING)}
    styles = {
        value(style.find(name("name"))): style.get(name("styleId"), "")
        for style in files[_STYLES].iterchildren(name("style"))
    }
    draft = Draft(old, new, nodes, sheets, marks, files, styles)
    draft.looks = _looks(draft)
    for mark in sheets[Place.BODY].root.iter(name("footnoteReference")):
        draft.references[mark.get(name("id"), "")] = enclosing(mark, "r")
    return draft


def _last(sheets: dict[Place, Sheet]) -> int:
    """Return the highest number of an annotation."""
    numbers = [
        int(node.get(name("id"), "0"))
        for sheet in sheets.values()
        for node in sheet.root.iter(_BOOKMARK, name("commentRangeStart"))
    ]
    return max(numbers, default=0)


def _looks(draft: Draft) -> dict[tuple[Place, str], Element]:
    """Return how the paragraphs and the items of each kind are set, as most are."""
    styles: dict[tuple[Place, str], Counter[bytes]] = {}
    for written, node in zip(draft.new.paragraphs, draft.nodes, strict=True):
        if not written.text:
            continue
        own = element("pPr")
        properties = node.find(name("pPr"))
        for tag in ("pStyle", "numPr"):
            found = None if properties is None else properties.find(name(tag))
            own.extend([] if found is None else [deepcopy(found)])
        counted = styles.setdefault((written.place, written.sign), Counter())
        counted[etree.tostring(own)] += 1
    return {
        kind: etree.fromstring(counted.most_common(1)[0][0])
        for kind, counted in styles.items()
    }


# What is gone


def gone(pair: Pair, draft: Draft) -> list[Element]:
    """Return what is gone, marked as deleted."""
    draft.tally["gone"] += 1
    if pair.old is None:
        return []
    if not pair.old.is_table:
        (written,) = draft.was(pair)
        with draft.marks.on(written.text, ""):
            node = _gone_paragraph(written, draft)
            if written.sign.endswith(". "):
                _number(node[0], written.sign, draft.list_of(pair.old.numbers[0]))
            draft.marks.mark_end(node, "del", draft.key(pair))
        return [node]
    rows = [row.old for row in pair.rows if row.old]
    table = element("tbl", element("tblPr", element("tblStyle", val=TABLE)))
    count = max(len(row.numbers) for row in rows)
    add(table[0], "tblW", w=5000, type="pct")
    grid = add(table, "tblGrid")
    for _ in range(count):
        add(grid, "gridCol", w=_MEASURE // count)
    table.extend(gone_row(row, draft) for row in rows)
    ends = [element("p", element("pPr")) for _ in range(2)]
    for end in ends:
        draft.marks.mark_end(end, "del", "")
    return [ends[0], table, ends[1]]


def _number(properties: Element, sign: str, number: str) -> None:
    """Set a paragraph into a list."""
    for node in properties.findall(name("numPr")):
        properties.remove(node)
    if number:
        level = element("ilvl", val=(len(sign) - len(sign.lstrip())) // _INDENT)
        properties.append(element("numPr", level, element("numId", val=number)))


def _gone_paragraph(written: Written, draft: Draft) -> Element:
    link = draft.sheet(written.place).link
    return element("p", draft.look(written), *draft.marks.gone(written, link))


def gone_row(piece: Piece, draft: Draft) -> Element:
    """Return a row of a table that is gone, marked as deleted."""
    written = [draft.old.paragraphs[number] for number in piece.numbers]
    row = element("tr")
    key = next(filter(None, map(key_of, written)), "")
    with draft.marks.on(" ".join(cell.text for cell in written), ""):
        draft.marks.mark_row(row, "del", key)
        for cell in written:
            width = element("tcW", w=_MEASURE // len(written), type="dxa")
            content = _gone_paragraph(cell, draft)
            row.append(element("tc", element("tcPr", width), content))
    return row
