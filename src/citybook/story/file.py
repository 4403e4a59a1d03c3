"""A Word file: which of its parts are read, and what each of them says."""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from lxml import etree

from citybook.archive import BROKEN_ZIP, MAX_PART, OddArchiveError, refuse_odd, xml_part
from citybook.story.model import Fate, Paragraph, Place
from citybook.story.nodes import DRAWN, SHAPE_TEXT, symbol, told_of
from citybook.story.sheet import Sheet, read_sheet, value
from citybook.story.walk import Walk
from citybook.word_xml import Element, name

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TERMS = "{http://purl.org/dc/terms/}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CHART_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
_STRICT = "http://purl.oclc.org/ooxml/"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


class NoStoryError(Exception):
    """A file is not a Word file that can be read; its text says why."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What an editor noted at a place of the text."""

    identifier: str
    author: str
    date: str
    text: str
    answers: str = ""
    """Identifier of the comment that this one replies to, if the file tells."""
    is_resolved: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """All that a Word file says."""

    paragraphs: tuple[Paragraph, ...]
    """Of the text, of its notes, and of its running heads."""
    comments: tuple[Comment, ...]
    saved_by: str
    """Who saved it last, as the file says."""
    saved: str
    """When, as the file says: `2026-03-01T09:30:00Z`."""
    parts: Mapping[str, bytes]
    """Our own data in it, by the name of the part."""
    characters: Counter[tuple[str, bool]]
    """How often each character stands there, counted another way.

    A character that is to be deleted is told apart.
    """


def read_story(data: bytes) -> Story:
    """Return what a Word file says; raise NoStoryError for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            refuse_odd(package)
            names = {entry.lower(): entry for entry in package.namelist()}
            return _story(_Parts(package, names))
    except OddArchiveError as error:
        raise NoStoryError(str(error)) from None
    except (*BROKEN_ZIP, etree.XMLSyntaxError) as error:
        raise NoStoryError(f"The file is damaged ({error}).") from None


@dataclass(frozen=True, slots=True)
class _Parts:
    package: zipfile.ZipFile
    names: Mapping[str, str]
    """How the package spells each path, by that in small letters."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Those that were read, by their paths: one may be shown many times."""

    def picture(self, path: str) -> bytes:
        """Return the file of a picture; nothing of a missing, huge or damaged one."""
        real = self.names.get(path.lower(), "")
        if real and real not in self.pictures:
            is_small = self.package.getinfo(real).file_size <= MAX_PART
            self.pictures[real] = b""
            with suppress(*BROKEN_ZIP):
                self.pictures[real] = self.package.read(real) if is_small else b""
        return self.pictures.get(real, b"")

    def bytes(self, path: str) -> bytes | None:
        real = self.names.get(path.lower())
        return xml_part(self.package, real) if real else None

    def xml(self, path: str) -> Element | None:
        data = self.bytes(path)
        return None if data is None else etree.fromstring(data, _PARSER)

    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of each relationship of a part."""
        folder, _, file = path.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found: dict[str, tuple[str, str]] = {}
        for node in [] if root is None else root.findall(f"{_PACKAGE}Relationship"):
            kind = node.get("Type", "").rpartition("/")[2]
            target = node.get("Target", "")
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            found[node.get("Id", "")] = kind, target
        return found


def _story(parts: _Parts) -> Story:
    main = next(
        (t for kind, t in parts.relations("").values() if kind == "officeDocument"), ""
    )
    root = parts.xml(main) if main else None
    if root is None:
        raise NoStoryError("The file holds no Word document.")
    if _STRICT in etree.QName(root).namespace:
        raise NoStoryError("The file is saved as “Strict Open XML”.")
    relations = parts.relations(main)
    by_kind: dict[str, list[str]] = {}
    for kind, target in relations.values():
        by_kind.setdefault(kind, []).append(target)
    one = {
        kind: parts.xml(targets[0]) for kind, targets in by_kind.items() if kind in _ONE
    }
    sheet = read_sheet(one.get("styles"), one.get("numbering"))
    roots = [(main, root, Place.BODY)]
    for kind, place in _MORE.items():
        for target in sorted(set(by_kind.get(kind, ()))):
            part = parts.xml(target)
            if part is not None:
                roots.append((target, part, place))
    author, moment = _saved(parts)
    return Story(
        paragraphs=tuple(p for r in roots for p in _paragraphs(*r, parts, sheet)),
        comments=_comments(one.get("comments"), one.get("commentsExtended"), sheet),
        saved_by=author,
        saved=moment,
        parts=_own(parts, by_kind.get("customXml", ())),
        characters=sum((_characters(part) for _, part, _ in roots), Counter()),
    )


_ONE = frozenset({"styles", "numbering", "comments", "commentsExtended"})
_MORE: Mapping[str, Place] = {
    "footnotes": Place.NOTE,
    "endnotes": Place.NOTE,
    "header": Place.HEADER,
    "footer": Place.HEADER,
}


def _paragraphs(
    path: str, root: Element, place: Place, parts: _Parts, sheet: Sheet
) -> tuple[Paragraph, ...]:
    relations = parts.relations(path)
    links = {key: target for key, (_, target) in relations.items()}
    files = {
        key: parts.picture(target)
        for key, (kind, target) in relations.items()
        if kind == "image"
    }
    walk = Walk(sheet, links, dict(_diagrams(relations, parts)), files)
    for child in _tops(root, place):
        walk.take(child, place)
    return tuple(walk.paragraphs)


def _diagrams(
    relations: Mapping[str, tuple[str, str]], parts: _Parts
) -> Iterator[tuple[str, str]]:
    """Yield the words of each diagram and chart by its relationship."""
    for key, (kind, target) in relations.items():
        root = parts.xml(target) if kind in {"diagramData", "chart"} else None
        if root is not None:
            said = (node.text or "" for node in root.iter(SHAPE_TEXT, _CHART_TEXT))
            yield key, " ".join(said)


def _tops(root: Element, place: Place) -> Iterator[Element]:
    if place is Place.BODY:
        yield from root.findall(name("body"))
    elif place is Place.NOTE:
        for tag in _NOTES.values():
            yield from root.findall(name(tag))
    else:
        yield root


def _comments(
    root: Element | None, threads: Element | None, sheet: Sheet
) -> tuple[Comment, ...]:
    nodes = [] if root is None else root.findall(name("comment"))
    owners = {
        paragraph.get(f"{_WORD_2010}paraId", ""): value(node, "id")
        for node in nodes
        for paragraph in node.iter(name("p"))
        if paragraph.get(f"{_WORD_2010}paraId")
    }
    more = {
        owners.get(node.get(f"{_WORD_2012}paraId", ""), ""): node
        for node in ([] if threads is None else threads.iter(f"{_WORD_2012}commentEx"))
    }
    return tuple(_comment(node, more, owners, sheet) for node in nodes)


def _comment(
    node: Element, more: Mapping[str, Element], owners: Mapping[str, str], sheet: Sheet
) -> Comment:
    walk = Walk(sheet, {})
    walk.take(node)
    text = "\n".join(paragraph.after for paragraph in walk.paragraphs)
    number, author, date = (value(node, key) for key in ("id", "author", "date"))
    thread = more.get(number)
    if thread is None:
        return Comment(number, author, date, text)
    parent = owners.get(thread.get(f"{_WORD_2012}paraIdParent", ""), "")
    is_done = thread.get(f"{_WORD_2012}done", "0") in {"1", "true", "on"}
    return Comment(number, author, date, text, answers=parent, is_resolved=is_done)


def _saved(parts: _Parts) -> tuple[str, str]:
    for kind, target in parts.relations("").values():
        if kind == "core-properties" and (root := parts.xml(target)) is not None:
            author = root.findtext(f"{_CORE}lastModifiedBy", "")
            return author, root.findtext(f"{_TERMS}modified", "")
    return "", ""


def _own(parts: _Parts, targets: list[str] | tuple[str, ...]) -> dict[str, bytes]:
    found = {target: parts.bytes(target) for target in targets}
    return {target: data for target, data in found.items() if data is not None}


def _characters(root: Element) -> Counter[tuple[str, bool]]:
    """Count the characters of a part by its text nodes and drawings alone."""
    found: Counter[tuple[str, bool]] = Counter()
    for node in root.iter(*_SAYING):
        if next(node.iterancestors(_FALLBACK), None) is not None:
            continue
        is_gone = any(
            next(node.iterancestors(name(tag)), None) is not None
            for tag in ("del", "moveFrom")
        ) or any(
            cell.find(_GONE[cell.tag]) is not None
            for cell in node.iterancestors(*_GONE)
        )
        text = _SAYING[str(node.tag)](node)
        for char in text:
            if not char.isspace() and char not in _SIGNS_READ:
                found[char, is_gone] += 1
    return found


_GONE = {
    name("tr"): f"{name('trPr')}/{name('del')}",
    name("tc"): f"{name('tcPr')}/{name('cellDel')}",
}
"""What is deleted by a mark among its properties, and that mark."""


def _text(node: Element) -> str:
    return node.text or ""


_SAYING: Mapping[str, Callable[[Element], str]] = {
    **dict.fromkeys((name("t"), name("delText"), _MATH_TEXT), _text),
    name("sym"): symbol,
    DRAWN: told_of,
}
"""What holds characters, and how it does."""


def read_characters(paragraphs: tuple[Paragraph, ...]) -> Counter[tuple[str, bool]]:
    """Count the characters of paragraphs as `Story.characters` counts them."""
    found: Counter[tuple[str, bool]] = Counter()
    for paragraph in paragraphs:
        texts = [(run.text, run.fate) for run in paragraph.runs]
        texts += [(image.told, image.fate) for image in paragraph.images]
        for text, fate in texts:
            is_gone = fate in {Fate.DELETED, Fate.PASSING}
            for char in text:
                if not char.isspace() and char not in _SIGNS_READ:
                    found[char, is_gone] += 1
    return found


_SIGNS_READ = "\u2011\u00ad\ufffd"
"""Signs that are elements in Word's XML, and no text."""
