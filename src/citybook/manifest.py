"""The manifest: every paragraph of a Word file as it was written, and whose it is.

It goes into the file and beside it, so that a returned file can be held against it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate, chain, pairwise
from typing import Any

from lxml import etree

from citybook.document import (
    Block,
    Document,
    Figure,
    Heading,
    Passage,
    Picture,
    PullQuote,
    Table,
    walk,
)
from citybook.light import Cell
from citybook.prose import BulletList, Citation, Inlines, Paragraph, Part, Text
from citybook.story.made import made_of
from citybook.story.marks import sign
from citybook.story.model import Anchor, Look, Place, Run
from citybook.story.model import Paragraph as Told
from citybook.typed_tables import Alignment
from citybook.word_xml import heading_bookmark, passage_bookmark, printable

FIGURE = "figure/"
"""Beginning of the keys of what is said of figures, which templates write."""
ROOT = "urn:citybook:manifest"
"""The name space of the part of a Word file that holds it."""

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold (XML 1.0, 2.2), nor any file the halves of a character."""
_ODD = ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError
_SIDES: tuple[Alignment, ...] = ("left", "center", "right")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a paragraph that came from one place."""

    start: int
    end: int
    key: str = ""
    """Of the passage or of the part of a line; empty where `count` is not."""
    count: str = ""
    """The placeholder whose figure this is: `cities:city|cities`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, and what it shows, for those who cannot see it."""

    name: str
    key: str
    """Of the answer that says so."""
    told: str


@dataclass(frozen=True, slots=True)
class Written:
    """One paragraph as it was written."""

    runs: tuple[Run, ...]
    """Without what Word computes."""
    sign: str = ""
    """`- ` or `1. ` with its indent, if it is an item of a list."""
    name: str = ""
    """Of a bookmark in it."""
    spans: tuple[Span, ...] = ()
    """What of it has a key, and the figures in that; the rest the program makes."""
    cell: Cell | None = None
    heading: str = ""
    """Its key, if it is a heading."""
    place: Place = Place.BODY
    images: tuple[Shown, ...] = ()
    style: str = ""
    """How it was set: the name of its style in Word."""
    shown: str = ""
    """What a cell said with the names in it that Word looks up, where it has any."""

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(run.text for run in self.runs)

    @property
    def owners(self) -> tuple[Span, ...]:
        """The spans that have a key."""
        return tuple(span for span in self.spans if span.key)

    @property
    def figures(self) -> tuple[Span, ...]:
        """The spans that the program counts."""
        return tuple(span for span in self.spans if span.count)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a Word file said when it was written."""

    paragraphs: tuple[Written, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each answer was typed, by its key."""
    quoted: frozenset[str] = frozenset()
    """Keys of the passages that are a person's own words."""
    made: frozenset[str] | None = frozenset()
    """What heads and contents say and no paragraph does; None where it is not told."""

    @property
    def build(self) -> str:
        """What tells it from the manifest of any other text."""
        return sha256(self.dump().encode()).hexdigest()[:16]

    def dump(self) -> str:
        """Return it as JSON, a line for each paragraph; equal ones give equal text."""
        lines = ",\n".join(_json(_dumped(each)) for each in self.paragraphs)
        sources, quoted = _json(self.sources), _json(sorted(self.quoted))
        told = (
            f'{{"paragraphs": [\n{lines}\n],\n"sources": {sources},\n'
            f'"quoted": {quoted}, "made": {_json(sorted(self.made or ()))}}}\n'
        )
        return _UNWRITABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", told)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _dumped(written: Written) -> Mapping[str, object]:
    """Return what tells a paragraph, without what is as usual."""
    cell = written.cell
    told: Mapping[str, object] = {
        "runs": [_marks(run) for run in written.runs],
        "sign": written.sign,
        "name": written.name,
        "spans": [(s.start, s.end, s.key, s.count) for s in written.spans],
        "cell": [cell.table, cell.row, cell.alignment] if cell else [],
        "heading": written.heading,
        "place": "" if written.place is Place.BODY else written.place.value,
        "images": [(each.name, each.key, each.told) for each in written.images],
        "style": written.style,
        "shown": written.shown,
    }
    return {key: value for key, value in told.items() if value}


def _marks(run: Run) -> tuple[str, ...]:
    marks = "b" * run.look.bold + "i" * run.look.italic
    link = run.look.link
    return (run.text, marks, link) if link else (run.text, marks)[: 1 + bool(marks)]


def found_in(parts: Iterable[bytes]) -> Manifest | None:
    """Return the manifest that one of the parts of a Word file holds, if one does."""
    for part in parts:
        with suppress(etree.XMLSyntaxError):
            root = etree.fromstring(part, _PARSER)
            if etree.QName(root).namespace == ROOT:
                return load(root.text or "")
    return None


def load(text: str) -> Manifest | None:
    """Return the manifest that a text holds, or None where it holds none."""
    with suppress(*_ODD):
        told = json.loads(text)
        return Manifest(
            tuple(_loaded(each) for each in told["paragraphs"]),
            {str(key): str(value) for key, value in told["sources"].items()},
            frozenset(map(str, told["quoted"])),
            frozenset(map(str, told["made"])) if "made" in told else None,
        )
    return None


def _loaded(told: Mapping[str, Any]) -> Written:
    return Written(
        tuple(_run(*run) for run in told.get("runs", ())),
        str(told.get("sign", "")),
        str(told.get("name", "")),
        tuple(
            Span(int(start), int(end), str(key), str(count))
            for start, end, key, count in told.get("spans", ())
        ),
        _cell(*told["cell"]) if "cell" in told else None,
        str(told.get("heading", "")),
        Place(told.get("place", Place.BODY)),
        tuple(Shown(*map(str, each)) for each in told.get("images", ())),
        str(told.get("style", "")),
        str(told.get("shown", "")),
    )


def _run(text: str, marks: str = "", link: str = "") -> Run:
    return Run(str(text), Look("b" in marks, "i" in marks, str(link)))


def _cell(table: int, row: int, side: str) -> Cell:
    return Cell(int(table), int(row), _SIDES[_SIDES.index(side)])


def manifest_of(document: Document, told: Iterable[Told]) -> Manifest:
    """Return what a Word file says of a document, read as it will be read again."""
    known = _known(document)
    read = tuple(told)
    body = (each for each in read if each.place is not Place.HEADER)
    paragraphs = tuple(_written(each, known) for each in body)
    return Manifest(paragraphs, known.sources, frozenset(known.quoted), made_of(read))


def own_runs(told: Told) -> tuple[Run, ...]:
    """Return the runs of a paragraph without those that Word computes."""
    return tuple(run for run in told.runs if not run.is_computed)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the document knows, by the names of bookmarks or by keys."""

    keys: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    counts: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    """Of each picture, the key of what tells what it shows."""
    sources: dict[str, str] = field(default_factory=dict)
    quoted: set[str] = field(default_factory=set)


def _written(told: Told, known: _Known) -> Written:
    own = sorted(
        (anchor for anchor in told.anchors if anchor.name in known.keys),
        key=lambda anchor: (anchor.start, -anchor.end, anchor.name),
    )
    spans = [
        Span(_own(a.start, told), _own(a.end, told), known.keys[a.name])
        for a in own
        if _is_least(a, own)
    ]
    names = [anchor.name for anchor in (*own, *told.anchors)]
    named = [name for name in names if name in known.keys or name in known.headings]
    figures = chain.from_iterable(known.counts.get(anchor.name, ()) for anchor in own)
    return Written(
        own_runs(told),
        sign(told.bullet),
        named[0] if named else "",
        (*spans, *dict.fromkeys(figures)),
        next((known.cells[name] for name in names if name in known.cells), None),
        next((known.headings[n] for n in names if n in known.headings), ""),
        told.place,
        tuple(
            Shown(image.name, known.images.get(image.name, ""), image.told)
            for image in told.images
        ),
        told.style,
        _shown(told),
    )


def _shown(told: Told) -> str:
    """Return all words of a cell in which Word looks up names, and not just numbers."""
    looked_up = (run.text for run in told.runs if run.is_computed)
    has_names = any(map(str.isalpha, "".join(looked_up)))
    is_cell = told.place is Place.TABLE
    return "".join(run.text for run in told.runs) if is_cell and has_names else ""


def _own(place: int, told: Told) -> int:
    """Return a place in a paragraph as it is without what Word computes."""
    ends = accumulate((len(run.text) for run in told.runs), initial=0)
    computed = (
        min(place - start, len(run.text))
        for run, start in zip(told.runs, ends, strict=False)
        if run.is_computed and start < place
    )
    return place - sum(computed)


def _is_least(anchor: Anchor, known: list[Anchor]) -> bool:
    """Tell whether no other bookmark stands inside one, as its parts do in a line."""
    return not any(
        anchor.start <= other.start and other.end <= anchor.end
        for other in known
        if (other.start, other.end) != (anchor.start, anchor.end)
    )


# What the document knows


def _known(document: Document) -> _Known:
    known = _Known()
    for chapter in document.chapters:
        for block in walk(chapter.blocks):
            match block:
                case Passage():
                    _know_passage(block, known)
                case PullQuote():
                    inner = (each for each in block.blocks if isinstance(each, Passage))
                    known.quoted.update(passage.key for passage in inner)
                case Heading():
                    known.headings[heading_bookmark(block.key)] = block.key
                case Figure():
                    title, notes, shows = (f"{block.key}/{part}" for part in _FIGURE)
                    known.keys[heading_bookmark(block.key)] = title
                    known.keys[passage_bookmark(block.key, 0)] = notes
                    known.images[printable(block.key)] = shows
                case Picture():
                    for part in _parts_of(block.alternative):
                        known.images[printable(block.key)] = part.key
            for part in _parts(block):
                known.keys[passage_bookmark(part.key, 0)] = part.key
                known.sources.setdefault(part.key, str(part.source))
    return known


_FIGURE = ("title", "notes", "alternative")
"""What templates say of a figure."""


def _know_passage(passage: Passage, known: _Known) -> None:
    known.sources[passage.key] = str(passage.source)
    for number, (line, cell) in enumerate(_lines(passage.blocks)):
        name = passage_bookmark(passage.key, number)
        known.keys[name] = passage.key
        if cell:
            known.cells[name] = cell
        if figures := tuple(_figures(line)):
            known.counts[name] = figures


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[Inlines, Cell | None]]:
    """Yield what each paragraph of a passage says, in the order of the Word file."""
    tables = 0
    for block in blocks:
        match block:
            case Paragraph():
                yield block.children, None
            case BulletList():
                yield from ((item.children, None) for item in block.items)
            case Table():
                tables += 1
                for number, row in enumerate((block.header, *block.rows)):
                    for inlines, side in zip(row, block.aligned, strict=True):
                        yield inlines, Cell(tables, number, side)


def _figures(line: Inlines) -> Iterator[Span]:
    texts = list(_texts(line))
    ends = accumulate((len(printable(text.text)) for text in texts), initial=0)
    for text, (start, end) in zip(texts, pairwise(ends), strict=True):
        if text.computed:
            yield Span(start, end, count=text.computed)


def _texts(children: Inlines) -> Iterator[Text]:
    for child in children:
        if isinstance(child, Text):
            yield child
        elif not isinstance(child, Citation):
            yield from _texts(child.children)


def _parts(block: Block) -> Iterator[Part]:
    match block:
        case Heading() | Paragraph():
            yield from _parts_of(block.children)
        case BulletList():
            for item in block.items:
                yield from _parts_of(item.children)
        case Table():
            for cell in chain(block.header, *block.rows):
                yield from _parts_of(cell)
        case Picture():
            yield from _parts_of((*block.caption, *block.alternative))


def _parts_of(children: Inlines) -> Iterator[Part]:
    """Yield the parts of a line; a raised number is nobody's words."""
    for child in children:
        if isinstance(child, Part) and not _is_citation(child):
            yield child
        if not isinstance(child, Text):
            yield from _parts_of(child.children)


def _is_citation(part: Part) -> bool:
    return all(isinstance(child, Citation) for child in part.children)
