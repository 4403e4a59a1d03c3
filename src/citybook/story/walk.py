"""The XML of a part of a Word file, walked into paragraphs.

ECMA-376-1:2016, 17.3 (paragraphs and runs), 17.13 (changes, bookmarks), 17.16 (fields).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from citybook.story.fields import Field, is_note_mark
from citybook.story.links import address
from citybook.story.made import folded
from citybook.story.model import (
    PLAIN,
    Anchor,
    Change,
    Fate,
    Image,
    Look,
    Paragraph,
    Place,
    Run,
    Spot,
    Unread,
    joined,
)
from citybook.story.nodes import (
    boxes_in,
    chosen,
    dressed,
    elements,
    enclosing,
    images_in,
    symbol,
    tag_of,
    text_of,
    told_by,
    width_of,
    words_in,
)
from citybook.story.sheet import Sheet, toggle, value, whole
from citybook.story.spans import Spans
from citybook.word_xml import RELATION_ID, Element, name

_NO_TEXTS: Mapping[str, str] = {}
_NO_FILES: Mapping[str, bytes] = {}

_CHANGED = {
    "ins": Fate.INSERTED,
    "moveTo": Fate.INSERTED,
    "del": Fate.DELETED,
    "moveFrom": Fate.DELETED,
}
_MARKED = {**_CHANGED, "cellIns": Fate.INSERTED, "cellDel": Fate.DELETED}
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_ODD = frozenset({"drawing", "pict", "oMath"})
_UNREAD = {
    "object": "An embedded object",
    "altChunk": "An embedded file",
    "control": "A control",
    "subDoc": "A linked document",
}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds for a piece of text by all that encloses it."""

    fate: Fate = Fate.KEPT
    changes: tuple[Change, ...] = ()
    link: str = ""
    place: Place = Place.BODY
    spot: Spot | None = None
    look: Look = PLAIN
    """How a run looks here that has no look of its own."""

    def changed(self, node: Element, fate: Fate) -> "_State":
        """Return the state inside a change."""
        both = {self.fate, fate}
        if both == {Fate.INSERTED, Fate.DELETED}:
            fate = Fate.PASSING
        change = Change(value(node, "author"), value(node, "date"))
        changes = tuple(dict.fromkeys((*self.changes, change)))
        return replace(self, fate=fate, changes=changes)


@dataclass(slots=True)
class _Open:
    """A paragraph while it is read."""

    style: str
    runs: list[Run] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    comments: list[Anchor] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    length: int = 0


class Walk:
    """One walk through a part of a file."""

    def __init__(
        self,
        sheet: Sheet,
        links: Mapping[str, str],
        texts: Mapping[str, str] = _NO_TEXTS,
        files: Mapping[str, bytes] = _NO_FILES,
    ) -> None:
        """Set out with the styles, and by relationship with links and what is shown.

        That is the texts of diagrams, and the files of pictures.
        """
        self.paragraphs: list[Paragraph] = []
        self.nodes: list[Element] = []
        """The element of each paragraph."""
        self._sheet = sheet
        self._links = links
        self._texts = texts
        self._files = files
        self._fields: list[Field] = []
        self._open: list[_Open] = []
        self._tables = 0

    def take(self, root: Element, place: Place = Place.BODY) -> None:
        """Add the paragraphs below an element."""
        self._bookmarks = Spans(root, "bookmarkStart", "bookmarkEnd", "name")
        self._comments = Spans(root, "commentRangeStart", "commentRangeEnd", "id")
        ranges = root.iter(name("commentRangeStart"))
        self._ranged = {value(node, "id") for node in ranges}
        self._blocks(root, _State(place=place))

    # Blocks

    def _blocks(self, parent: Element, state: _State) -> None:
        for node in elements(parent):
            tag = tag_of(node)
            if tag == "p":
                self._paragraph(node, state)
            elif tag == "tbl":
                self._table(node, state)
            elif tag in _CHANGED:
                self._blocks(node, state.changed(node, _CHANGED[tag]))
            elif tag in _MARKS:
                self._mark(node)
            elif tag == "AlternateContent":
                self._blocks(chosen(node), state)
            elif tag in {"sdt", "sdtContent", "customXml", "smartTag", "note"}:
                self._blocks(node, state)
            elif tag in _UNREAD:
                unread = Unread(_UNREAD[tag])
                self.nodes.append(node)
                self.paragraphs.append(
                    Paragraph((), place=state.place, unread=(unread,))
                )

    def _table(self, table: Element, state: _State) -> None:
        state = replace(state, place=Place.TABLE)
        self._tables = here = self._tables + 1
        first = len(self.paragraphs)
        rows = [r for r in table.iter(name("tr")) if enclosing(r, "tbl") is table]
        for number, row in enumerate(rows):
            inner = _marked(row.find(name("trPr")), state)
            cells = [c for c in row.iter(name("tc")) if enclosing(c, "tr") is row]
            at = 0
            for column, cell in enumerate(cells):
                place = _either_end(number, rows), _either_end(column, cells)
                look = self._sheet.cell(table, *place)
                own = _marked(cell.find(name("tcPr")), inner)
                spot = Spot(here, number, at, stays=own.fate.stays)
                self._blocks(cell, replace(own, look=look, spot=spot))
                at += width_of(cell)
        if told := (*told_by(table),) if first < len(self.paragraphs) else ():
            top = self.paragraphs[first]
            self.paragraphs[first] = replace(top, unread=(*top.unread, *told))

    def _paragraph(self, node: Element, state: _State) -> None:
        properties = node.find(name("pPr"))
        style = "" if properties is None else value(properties.find(name("pStyle")))
        opened = _Open(style)
        outer, self._open = self._open, [*self._open, opened]
        self._inlines(node, state)
        self._open = outer
        opened.anchors += self._bookmarks.break_off(opened.length)
        opened.comments += self._comments.break_off(opened.length)
        end = _end_of(properties, state)
        numbers = None if properties is None else properties.find(name("numPr"))
        own = [None if numbers is None else numbers.find(name(t)) for t in _LIST]
        self.nodes.append(node)
        self.paragraphs.append(
            Paragraph(
                runs=joined(opened.runs),
                end=end.fate,
                changes=(*end.changes, *dressed(properties, "pPr")),
                style=self._sheet.style_name(style),
                bullet=self._sheet.bullet(style, value(own[0]), whole(value(own[1]))),
                anchors=tuple(opened.anchors),
                comments=tuple(opened.comments),
                place=state.place,
                spot=state.spot,
                images=tuple(opened.images),
                unread=tuple(opened.unread),
            )
        )

    # What stands in a paragraph

    def _inlines(self, parent: Element, state: _State) -> None:
        for node in elements(parent):
            tag = tag_of(node)
            if tag == "r":
                self._run(node, state)
            elif tag in _CHANGED:
                self._inlines(node, state.changed(node, _CHANGED[tag]))
            elif tag == "hyperlink":
                self._inlines(node, replace(state, link=self._target(node)))
            elif tag in _MARKS:
                self._mark(node)
            elif tag == "fldSimple":
                with self._field(Field(value(node, "instr"), has_result=True)):
                    self._inlines(node, state)
            elif tag == "AlternateContent":
                self._inlines(chosen(node), state)
            elif tag in _TRANSPARENT:
                self._inlines(node, state)
            elif tag in _ODD or tag in _UNREAD:
                self._odd(node, state)

    def _run(self, node: Element, state: _State) -> None:
        properties = node.find(name("rPr"))
        for child in elements(node):
            tag = tag_of(child)
            if tag in {"t", "delText"}:
                self._add(text_of(child), properties, state)
            elif tag in _SIGNS:
                self._add(_SIGNS[tag], properties, state)
            elif tag == "br":
                sign = "\n" if value(child, "type") in {"", "textWrapping"} else ""
                self._add(sign, properties, state)
            elif tag == "sym":
                self._add(symbol(child), properties, state)
            elif tag == "commentReference":
                self._comment(child)
            elif tag in {"fldChar", "instrText"}:
                self._field_part(child, tag)
            elif tag == "ruby":
                for part in ("rubyBase", "rt"):
                    for text in child.findall(name(part)):
                        self._inlines(text, state)
            elif tag == "AlternateContent":
                self._drawn(chosen(child), state)
            elif tag in _ODD or tag in _UNREAD:
                self._odd(child, state)

    def _add(self, text: str, properties: Element | None, state: _State) -> None:
        if not text:
            return
        opened = self._open[-1]
        if not all(f.has_result for f in self._fields):
            return  # it stands between the beginning of a field and its result
        links = (state.link, *(f.link for f in self._fields))
        link = address(next(filter(None, links), ""))
        look = self._look(properties, opened.style, state.look, link)
        is_computed = any(f.is_computed(state.place) for f in self._fields)
        is_mark = is_note_mark(text, state.fate, properties, self._sheet)
        changes = tuple(dict.fromkeys((*state.changes, *dressed(properties, "rPr"))))
        run = Run(text, look, state.fate, changes, is_computed or is_mark)
        opened.runs.append(run)
        opened.length += len(text)

    def _look(
        self, properties: Element | None, style: str, around: Look, link: str
    ) -> Look:
        """Return how a run differs from its paragraph.

        A run's own bold takes the place of its style's; both are held against the
        paragraph's (17.7.3).
        """
        if properties is None:
            return Look(link=link) if link else PLAIN
        character = value(properties.find(name("rStyle")))
        bold, italic = toggle(properties, "b"), toggle(properties, "i")
        sheet = self._sheet
        return Look(
            bold=sheet.is_bold(character)
            if bold is None
            else bold != (sheet.is_bold(style) or around.bold),
            italic=(
                sheet.is_italic(character)
                if italic is None
                else italic != (sheet.is_italic(style) or around.italic)
            ),
            link=link,
        )

    def _target(self, node: Element) -> str:
        anchor = value(node, "anchor")
        target = self._links.get(node.get(RELATION_ID, ""), "")
        return target or (f"#{anchor}" if anchor else "")

    def _mark(self, node: Element) -> None:
        opened = self._open[-1] if self._open else _Open("")
        if tag_of(node) in self._bookmarks.tags:
            opened.anchors += self._bookmarks.take(node, opened.length)
        else:
            opened.comments += self._comments.take(node, opened.length)

    def _comment(self, node: Element) -> None:
        """Note a comment that is on no words: it stands at a place."""
        opened, number = self._open[-1], value(node, "id")
        if number not in self._ranged:
            opened.comments.append(Anchor(number, opened.length, opened.length))

    # Fields, drawings

    def _field_part(self, node: Element, tag: str) -> None:
        kind = value(node, "fldCharType")
        if tag == "fldChar" and kind == "begin":
            self._fields.append(Field())
        elif not self._fields:
            return
        elif tag == "instrText":
            self._fields[-1].instruction += node.text or ""
        elif kind == "separate":
            self._fields[-1].has_result = True
        elif kind == "end":
            self._fields.pop()

    @contextmanager
    def _field(self, opened: Field) -> Iterator[None]:
        self._fields.append(opened)
        yield
        self._fields.pop()

    def _odd(self, node: Element, state: _State) -> None:
        """Take what is not text; the text inside it is read all the same."""
        self._drawn(node, state)
        for letters in node.iter(_MATH_TEXT):
            inner = state
            for tag in ("ins", "del"):
                mark = next(letters.iterancestors(name(tag)), None)
                if mark is not None and node in mark.iterancestors():
                    inner = inner.changed(mark, _CHANGED[tag])
            self._add(letters.text or "", None, inner)

    def _drawn(self, node: Element, state: _State) -> None:
        """Take the pictures and text boxes of a drawing, and note what it says else."""
        if self._open:
            self._open[-1].images += images_in(node, state.fate, self._files)
            words = folded(" ".join(words_in(node, self._texts)))
            what = _UNREAD.get(tag_of(node), "A drawing with words" if words else "")
            if what and state.fate.stays:
                self._open[-1].unread.append(Unread(what, words))
        for box in boxes_in(node):
            fields, self._fields = self._fields, []
            with self._bookmarks.apart(), self._comments.apart():
                inner = replace(state, place=Place.BOX, spot=None, link="", look=PLAIN)
                self._blocks(box, inner)
            self._fields = fields


_LIST = ("numId", "ilvl")
_MARKS = frozenset(
    {"bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"}
)
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TRANSPARENT = frozenset(
    {
        *("sdt", "sdtContent", "smartTag", "customXml", "dir", "bdo"),
        *("moveFromRange", "moveToRange", "oMathPara"),
    }
)


def _either_end(number: int, all_of_them: Sequence[Element]) -> int:
    """Return a number counted from 0; -1 for the last of several."""
    return -1 if number and number + 1 == len(all_of_them) else number


def _end_of(properties: Element | None, state: _State) -> _State:
    """Return what became of a paragraph's end."""
    runs = None if properties is None else properties.find(name("rPr"))
    return _marked(runs, state)


def _marked(properties: Element | None, state: _State) -> _State:
    """Return the state of what has its change among its properties."""
    for mark in () if properties is None else elements(properties):
        fate = _MARKED.get(tag_of(mark))
        state = state.changed(mark, fate) if fate else state
    return state
