"""Word files as editors leave them: steps made in a file's XML, as Word makes them.

A paragraph is named by words that only it holds, or by a bookmark in it.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from lxml import etree

from citybook.word_xml import RELATION_ID, WORD, Element, add, element, name

Mode = Literal["tracked", "untracked", "bare"]
"""With every change tracked; with none; and, with none, by a program that keeps no
bookmarks, no data and no names of styles or pictures."""
MODES: tuple[Mode, ...] = ("tracked", "untracked", "bare")

EDITOR, MOMENT = "Pat Editor", "2026-03-01T09:30:00Z"
_DOCUMENT, _LINKS = "word/document.xml", "word/_rels/document.xml.rels"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KIND = RELATION_ID[1:].partition("}")[0]
_SHOWN, _EMBED = "{*}blip", f"{{{_KIND}}}embed"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_DRAWN = f"{{{_DRAWING}/wordprocessingDrawing}}docPr"
_PICTURE = f"""<w:r xmlns:w="{WORD}" xmlns:wp="{_DRAWING}/wordprocessingDrawing"
 xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture"><w:drawing><wp:inline
><wp:docPr id="900" name="Picture 1"/><a:graphic><a:graphicData><pic:pic
/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


# The steps


@dataclass(frozen=True, slots=True)
class Replace:
    """Some words of a paragraph become others."""

    at: str
    old: str
    new: str
    nth: int = 0
    """Which of several such words, from 0."""


@dataclass(frozen=True, slots=True)
class Insert:
    """Words are typed behind others; at the beginning, behind none."""

    at: str
    after: str
    new: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Delete:
    """Words are taken out."""

    at: str
    words: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Split:
    """A paragraph is parted before some of its words."""

    at: str
    before: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Join:
    """The end of a paragraph becomes a space."""

    at: str


@dataclass(frozen=True, slots=True)
class Move:
    """A paragraph is cut out, and set before another."""

    at: str
    before: str


@dataclass(frozen=True, slots=True)
class Add:
    """A paragraph of the same kind is typed behind another."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A paragraph is deleted, whole."""

    at: str


@dataclass(frozen=True, slots=True)
class Keep:
    """All goes but the chapter of a heading: nothing tracks that."""

    at: str


@dataclass(frozen=True, slots=True)
class RemovePassage:
    """All paragraphs of the passage that one belongs to are deleted."""

    at: str


@dataclass(frozen=True, slots=True)
class Bold:
    """Words are set in bold."""

    at: str
    words: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Italic:
    """Words are set in italics."""

    at: str
    words: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Words are made a link."""

    at: str
    words: str
    target: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Unlist:
    """An item of a list is made a paragraph of its own."""

    at: str


@dataclass(frozen=True, slots=True)
class Enclose:
    """Words are set behind others, in an element that Word does not know."""

    at: str
    words: str
    more: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class AddRow:
    """A row is added to a table, behind the one that a paragraph stands in."""

    at: str
    cells: str
    """What it says, a semicolon between two cells."""


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """The row of a table that a paragraph stands in is deleted."""

    at: str


@dataclass(frozen=True, slots=True)
class AddColumn:
    """A column is added to a table, behind the one that a paragraph stands in."""

    at: str
    cells: str


@dataclass(frozen=True, slots=True)
class RemoveColumn:
    """The column of a table that a paragraph stands in is deleted."""

    at: str


@dataclass(frozen=True, slots=True)
class Describe:
    """Other words tell what a picture shows; no program tracks that."""

    at: str
    """What tells it so far, or a part of that."""
    new: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Another picture takes the place of one; what tells of that one stays."""

    at: str
    file: str
    """Where the other is."""


@dataclass(frozen=True, slots=True)
class TakeOut:
    """A picture is deleted."""

    at: str


@dataclass(frozen=True, slots=True)
class Paste:
    """A picture is set at the end of a paragraph."""

    at: str
    told: str


Step: TypeAlias = (
    Replace
    | Insert
    | Delete
    | Split
    | Join
    | Move
    | Add
    | Remove
    | Keep
    | RemovePassage
    | Bold
    | Italic
    | Link
    | Unlist
    | Enclose
    | AddRow
    | RemoveRow
    | AddColumn
    | RemoveColumn
    | Describe
    | Swap
    | TakeOut
    | Paste
)
_KINDS: Mapping[str, Callable[..., Step]] = {
    kind.__name__.lower(): kind for kind in get_args(Step)
}


def steps_in(text: str) -> tuple[Mode, list[Step]]:
    """Return what a text tells: the mode, and a step a line, its parts between bars."""
    mode, *lines = filter(None, text.split("\n"))
    steps: list[Step] = []
    for line in lines:
        kind, *parts = line.split(" | ")
        steps.append(_KINDS[kind](*parts))
    (known,) = (each for each in MODES if each == mode)
    return known, steps


def revise(data: bytes, steps: Iterable[Step], *, mode: Mode) -> bytes:
    """Return a Word file after some steps."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {entry: package.read(entry) for entry in package.namelist()}
    desk = _Desk(parts, is_tracked=mode == "tracked")
    for step in steps:
        desk.take(step)
    desk.put()
    if mode == "bare":
        _bare(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in parts.items():
            package.writestr(path, content)
    return target.getvalue()


class _Desk:
    """A file that is worked on."""

    def __init__(self, parts: dict[str, bytes], *, is_tracked: bool) -> None:
        self.parts = parts
        self.root = etree.fromstring(parts[_DOCUMENT])
        self.links = etree.fromstring(parts[_LINKS])
        self.is_tracked = is_tracked
        self.count = 90_000

    def put(self) -> None:
        self.parts[_DOCUMENT] = _bytes(self.root)
        self.parts[_LINKS] = _bytes(self.links)

    def take(self, step: Step) -> None:
        if isinstance(step, Describe | Swap | TakeOut):
            self.redraw(step)
            return
        paragraph = self.paragraph(step.at)
        match step:
            case Replace(_, old, new, nth):
                start = _place(paragraph, old, nth)
                self.insert(paragraph, start + len(old), new)
                self.delete(_span(paragraph, start, start + len(old)))
            case Insert(_, after, new, nth):
                end = _place(paragraph, after, nth) + len(after)
                self.insert(paragraph, end, new)
            case Delete(_, words, nth):
                self.delete(_words(paragraph, words, nth))
            case Bold(_, words, nth):
                self.dress(_words(paragraph, words, nth), "b")
            case Italic(_, words, nth):
                self.dress(_words(paragraph, words, nth), "i")
            case Link(_, words, target, nth):
                self.link(_words(paragraph, words, nth), target)
            case Enclose(_, words, more, nth):
                for run in _words(paragraph, words, nth):
                    run.addnext(element("unheardOf", _run(more)))
            case _:
                self.reorder(step, paragraph)

    def reorder(self, step: Step, paragraph: Element) -> None:
        match step:
            case Split(_, before, nth):
                self.split(paragraph, _place(paragraph, before, nth))
            case Join():
                self.join(paragraph)
            case Move(_, before):
                self.move(paragraph, self.paragraph(before))
            case Add(_, text):
                added = self.split(paragraph, len(_text(paragraph)))
                self.insert(added, 0, text)
            case Remove():
                self.remove(paragraph)
            case Keep():
                self.keep(paragraph)
            case RemovePassage():
                for each in self.passage(paragraph):
                    self.remove(each)
            case Unlist():
                self.unlist(paragraph)
            case AddRow() | RemoveRow():
                self.rows(step, paragraph)
            case AddColumn() | RemoveColumn():
                self.columns(step, paragraph)
            case Paste(_, told):
                run = _drawn(told)
                paragraph.append(self.change("ins", run) if self.is_tracked else run)

    # Tables

    def rows(self, step: AddRow | RemoveRow, paragraph: Element) -> None:
        row = next(paragraph.iterancestors(name("tr")))
        if isinstance(step, AddRow):
            fresh = deepcopy(row)
            row.addnext(fresh)
            texts = step.cells.split("; ")
            for cell, text in zip(fresh.findall(name("tc")), texts, strict=True):
                self.fill(cell, text)
            row, tag = fresh, "ins"
        elif self.is_tracked:
            tag = "del"
            self.delete([run for p in row.iter(name("p")) for run in _runs(p)])
        else:
            _drop(row)
            return
        if self.is_tracked:
            properties = row.find(name("trPr"))
            if properties is None:
                properties = element("trPr")
                row.insert(0, properties)
            properties.append(self.change(tag))

    def columns(self, step: AddColumn | RemoveColumn, paragraph: Element) -> None:
        cell = next(paragraph.iterancestors(name("tc")))
        place = len(list(cell.itersiblings(name("tc"), preceding=True)))
        rows = next(cell.iterancestors(name("tbl"))).findall(name("tr"))
        texts = (
            step.cells.split("; ") if isinstance(step, AddColumn) else [""] * len(rows)
        )
        for row, text in zip(rows, texts, strict=True):
            own = row.findall(name("tc"))[place]
            if isinstance(step, AddColumn):
                fresh = deepcopy(own)
                own.addnext(fresh)
                self.fill(fresh, text)
                mark = "cellIns"
            elif self.is_tracked:
                self.delete([run for p in own.iter(name("p")) for run in _runs(p)])
                fresh, mark = own, "cellDel"
            else:
                _drop(own)
                continue
            if self.is_tracked:
                next(fresh.iter(name("tcPr"))).append(self.change(mark))

    def fill(self, cell: Element, text: str) -> None:
        """Type words in a new cell, which is as the one that it was made from."""
        first, *others = cell.findall(name("p"))
        for each in others:
            _drop(each)
        for child in list(first):
            if child.tag != name("pPr"):
                first.remove(child)
        self.insert(first, 0, text)

    def redraw(self, step: Describe | Swap | TakeOut) -> None:
        all_of = list(self.root.iter(_DRAWN))
        hits = [node for node in all_of if step.at in node.get("descr", "")]
        (drawn,) = hits
        run = next(drawn.iterancestors(name("r")))
        match step:
            case Describe(_, new):
                drawn.set("descr", new)
            case Swap(_, file):
                (shown,) = run.iter(_SHOWN)
                shown.set(_EMBED, self.picture(Path(file)))
            case TakeOut():
                self.delete([run])

    def picture(self, file: Path) -> str:
        """Add a picture; return what leads to it."""
        self.count += 1
        path = f"media/added{self.count}{file.suffix}"
        self.parts[f"word/{path}"] = file.read_bytes()
        identifier, _ = self.relate("image", path)
        return identifier

    def relate(self, kind: str, target: str) -> tuple[str, Element]:
        """Add a relationship; return its identifier, and its element."""
        identifier = f"rIdEditor{len(self.links)}"
        relation = etree.SubElement(self.links, f"{_PACKAGE}Relationship")
        relation.set("Id", identifier)
        relation.set("Type", f"{_KIND}/{kind}")
        relation.set("Target", target)
        return identifier, relation

    # Where

    def paragraph(self, at: str) -> Element:
        all_of = list(self.root.iter(name("p")))
        if re.fullmatch(r"_(?:cr|h)[0-9a-f]{10}(?:_\d+)?", at):
            hits = [p for p in all_of if at in _bookmarks(p)]
        else:
            hits = [p for p in all_of if at in _text(p)]
        if len(hits) != 1:
            raise LookupError(f"{len(hits)} paragraphs say “{at}”")
        return hits[0]

    def passage(self, paragraph: Element) -> list[Element]:
        (mark,) = (m for m in _bookmarks(paragraph) if m.startswith("_cr"))
        stem = mark.rpartition("_")[0]
        return [
            p
            for p in self.root.iter(name("p"))
            if any(m.rpartition("_")[0] == stem for m in _bookmarks(p))
        ]

    # What is done

    def change(self, tag: str, *children: Element) -> Element:
        self.count += 1
        return element(tag, *children, id=self.count, author=EDITOR, date=MOMENT)

    def delete(self, runs: Iterable[Element]) -> None:
        for run in runs:
            parent = _parent(run)
            if not self.is_tracked or parent.tag == name("ins"):
                parent.remove(run)
                if parent.tag in {name("ins"), name("hyperlink")} and not len(parent):
                    _parent(parent).remove(parent)
                continue
            wrap = self.change("del")
            parent.replace(run, wrap)
            wrap.append(run)
            for text in run.iter(name("t")):
                text.tag = name("delText")

    def insert(self, paragraph: Element, place: int, text: str) -> None:
        """Type words; they look as those before them."""
        _part(paragraph, place)
        run = element("r")
        run.append(_written(text))
        near, is_after = _neighbor(paragraph, place)
        if near is None:
            paragraph.append(self.change("ins", run) if self.is_tracked else run)
            return
        parent = _parent(near)
        is_inside = is_after and near is not parent[-1]
        look = near.find(name("rPr"))
        if look is not None and (is_inside or parent.tag != name("hyperlink")):
            run.insert(0, _look(look))
        if not (parent.tag == name("ins") or is_inside):
            while (parent := _parent(near)) is not paragraph:
                near = parent
        is_new = self.is_tracked and parent.tag != name("ins")
        new = self.change("ins", run) if is_new else run
        (near.addnext if is_after else near.addprevious)(new)

    def split(self, paragraph: Element, place: int) -> Element:
        """Return the new paragraph, which has what stands behind the place."""
        _part(paragraph, place)
        new = element("p")
        properties = paragraph.find(name("pPr"))
        if properties is not None:
            own = deepcopy(properties)
            _drop(own.find(name("rPr")))
            new.append(own)
            _drop(properties.find(name("sectPr")))
        near, is_after = _neighbor(paragraph, place)
        if near is not None and place < len(_text(paragraph)):
            parent = _parent(near)
            if parent is not paragraph:  # the runs of a link or an insertion
                _halve(parent, near, is_after=is_after)
                near = parent
            first = near.getnext() if is_after else near
            while first is not None:
                following = first.getnext()
                new.append(first)
                first = following
        paragraph.addnext(new)
        if self.is_tracked:
            self.mark(paragraph, "ins")
        return new

    def mark(self, paragraph: Element, tag: str) -> None:
        properties = _properties(paragraph)
        look = properties.find(name("rPr"))
        if look is None:
            look = element("rPr")
            late = [
                n for n in properties if n.tag in {name("sectPr"), name("pPrChange")}
            ]
            (late[0].addprevious if late else properties.append)(look)
        if tag == "del" and look.find(name("ins")) is not None:
            _drop(look.find(name("ins")))  # one's own: as if it had never been
            self._absorb(paragraph)
            return
        look.insert(0, self.change(tag))

    def _absorb(self, paragraph: Element) -> None:
        following = paragraph.getnext()
        assert following is not None
        assert following.tag == name("p")
        for child in following:
            if child.tag != name("pPr"):
                paragraph.append(child)
        _drop(following)

    def join(self, paragraph: Element) -> None:
        self.insert(paragraph, len(_text(paragraph)), " ")
        if self.is_tracked:
            self.mark(paragraph, "del")
        else:
            self._absorb(paragraph)

    def move(self, paragraph: Element, before: Element) -> None:
        copy = deepcopy(paragraph)
        if not self.is_tracked:
            before.addprevious(copy)
            _drop(paragraph)
            return
        for mark in [*copy.iter(name("bookmarkStart"), name("bookmarkEnd"))]:
            _drop(mark)
        for gone in [*copy.iter(name("del"))]:
            _drop(gone)
        for run in _runs(copy):
            if _parent(run).tag != name("ins"):
                wrap = self.change("ins")
                _parent(run).replace(run, wrap)
                wrap.append(run)
        look = _properties(copy).find(name("rPr"))
        if look is None or look.find(name("ins")) is None:
            self.mark(copy, "ins")
        before.addprevious(copy)
        self.remove(paragraph)

    def remove(self, paragraph: Element) -> None:
        if not self.is_tracked:
            _drop(paragraph)
            return
        self.delete(_runs(paragraph))
        if _parent(paragraph).tag != name("tc"):
            self.mark(paragraph, "del")

    def keep(self, heading: Element) -> None:
        rank = _rank(heading)
        behind = takewhile(lambda node: _rank(node) != rank, heading.itersiblings())
        kept = [heading, *behind]
        for node in _parent(heading).iterchildren(name("p"), name("tbl")):
            if node not in kept:
                _drop(node)

    def unlist(self, paragraph: Element) -> None:
        properties = _properties(paragraph)
        before = deepcopy(properties)
        _drop(properties.find(name("numPr")))
        numbers = element("numPr", element("numId", val=0))
        properties.insert(1 if _is(properties, 0, "pStyle") else 0, numbers)
        if self.is_tracked:
            _drop(before.find(name("rPr")))
            properties.append(self.change("pPrChange", before))

    def dress(self, runs: Iterable[Element], tag: str) -> None:
        for run in runs:
            look = run.find(name("rPr"))
            if look is None:
                look = element("rPr")
                run.insert(0, look)
            before = _look(look)
            _drop(look.find(name(tag)))
            look.insert(1 if _is(look, 0, "rStyle") else 0, element(tag))
            if self.is_tracked and look.find(name("rPrChange")) is None:
                look.append(self.change("rPrChange", before))

    def link(self, runs: Iterable[Element], target: str) -> None:
        identifier, relation = self.relate("hyperlink", target)
        relation.set("TargetMode", "External")
        for run in runs:
            wrap = element("hyperlink")
            wrap.set(RELATION_ID, identifier)
            _parent(run).replace(run, wrap)
            wrap.append(run)


# The parts of a paragraph


def _drawn(told: str) -> Element:
    run = etree.fromstring(_PICTURE)
    next(run.iter(_DRAWN)).set("descr", told)
    return run


def _run(text: str) -> Element:
    run = element("r")
    add(run, "t").text = text
    return run


def _parent(node: Element) -> Element:
    parent = node.getparent()
    assert parent is not None
    return parent


def _drop(node: Element | None) -> None:
    if node is not None:
        _parent(node).remove(node)


def _is(node: Element, place: int, tag: str) -> bool:
    return len(node) > place and node[place].tag == name(tag)


def _rank(node: Element) -> str:
    """Return the style of a heading, wherever it stands: `Heading2`."""
    found = node.find(f"{name('pPr')}/{name('pStyle')}")
    style = "" if found is None else found.get(name("val"), "")
    return re.sub(r"(?<=\d).*", "", style)


def _properties(paragraph: Element) -> Element:
    found = paragraph.find(name("pPr"))
    if found is None:
        found = element("pPr")
        paragraph.insert(0, found)
    return found


def _bookmarks(paragraph: Element) -> list[str]:
    marks = paragraph.iter(name("bookmarkStart"))
    return [mark.get(name("name"), "") for mark in marks]


def _runs(paragraph: Element) -> list[Element]:
    """Return the runs that show words, in order."""
    return [
        run
        for run in paragraph.iter(name("r"))
        if run.find(name("t")) is not None
        and next(run.iterancestors(name("p"))) is paragraph
        and next(run.iterancestors(name("del")), None) is None
    ]


def _said(run: Element) -> str:
    return "".join(text.text or "" for text in run.findall(name("t")))


def _text(paragraph: Element) -> str:
    """Return its words; spaces that hold words together are spaces."""
    return "".join(map(_said, _runs(paragraph))).replace("\u00a0", " ")


def _place(paragraph: Element, words: str, nth: int) -> int:
    text, place = _text(paragraph), -1
    for _ in range(nth + 1):
        place = text.find(words, place + 1)
        if place < 0:
            raise LookupError(f"“{text}” does not say “{words}”")
    return place


def _placed(paragraph: Element) -> Iterator[tuple[Element, int, int]]:
    place = 0
    for run in _runs(paragraph):
        end = place + len(_said(run))
        yield run, place, end
        place = end


def _part(paragraph: Element, place: int) -> None:
    """Let a run end at a place."""
    for run, start, end in _placed(paragraph):
        if start < place < end:
            (text,) = run.findall(name("t"))
            words = text.text or ""
            second = deepcopy(run)
            run.replace(text, _written(words[: place - start]))
            (other,) = second.findall(name("t"))
            second.replace(other, _written(words[place - start :]))
            run.addnext(second)
            return


def _written(words: str) -> Element:
    text = element("t")
    text.text = words
    text.set(_SPACE, "preserve")
    return text


def _look(look: Element) -> Element:
    copy = deepcopy(look)
    _drop(copy.find(name("rPrChange")))
    return copy


def _span(paragraph: Element, start: int, end: int) -> list[Element]:
    _part(paragraph, start)
    _part(paragraph, end)
    return [
        run
        for run, first, last in _placed(paragraph)
        if start <= first < last and last <= end
    ]


def _words(paragraph: Element, words: str, nth: int) -> list[Element]:
    start = _place(paragraph, words, nth)
    return _span(paragraph, start, start + len(words))


def _neighbor(paragraph: Element, place: int) -> tuple[Element | None, bool]:
    """Return the run that ends at a place; at the beginning, the first one."""
    runs = list(_placed(paragraph))
    ends = [run for run, _, end in runs if end == place]
    if ends:
        return ends[-1], True
    return (runs[0][0], False) if runs else (None, False)


def _halve(parent: Element, near: Element, *, is_after: bool) -> None:
    """Leave in an element what stands before a place, and set the rest behind it."""
    rest = deepcopy(parent)
    at = parent.index(near) + is_after
    for child in list(rest)[:at]:
        rest.remove(child)
    for child in list(parent)[at:]:
        parent.remove(child)
    parent.addnext(rest)


# What other programs leave


def _bare(parts: dict[str, bytes]) -> None:
    for path in [path for path in parts if path.lower().startswith("customxml/")]:
        del parts[path]
    types = etree.fromstring(parts["[Content_Types].xml"])
    for node in list(types):
        if node.get("PartName", "").lower().startswith("/customxml/"):
            types.remove(node)
    parts["[Content_Types].xml"] = _bytes(types)
    _without_data(parts)
    for path in [path for path in parts if re.fullmatch(r"word/\w+\.xml", path)]:
        root = etree.fromstring(parts[path])
        for mark in [*root.iter(name("bookmarkStart"), name("bookmarkEnd"))]:
            _drop(mark)
        _renamed(root)
        for number, drawn in enumerate(root.iter(_DRAWN), 1):
            drawn.set("name", f"image{number}.png")
        parts[path] = _bytes(root)


def _without_data(parts: dict[str, bytes]) -> None:
    for path in [path for path in parts if path.endswith(".rels")]:
        root = etree.fromstring(parts[path])
        for node in list(root):
            if node.get("Type", "").rpartition("/")[2].startswith("customXml"):
                root.remove(node)
        parts[path] = _bytes(root)


def _renamed(root: Element) -> None:
    """Give every style another name and identifier."""

    def rename(known: str) -> str:
        return f"s{sum(map(ord, known))}x{len(known)}"

    for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
        for node in root.iter(name(tag)):
            node.set(name("val"), rename(node.get(name("val"), "")))
    for node in root.iter(name("style")):
        node.set(name("styleId"), rename(node.get(name("styleId"), "")))


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
