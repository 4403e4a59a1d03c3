"""Provenance: which words of a Word file, as it is written, came from where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise

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
from citybook.looks import look_of
from citybook.manifest import Manifest, Shown, Span, Written, own_runs
from citybook.prose import BulletList, Citation, Inlines, Paragraph, Part, Text
from citybook.story.made import folded, made_of
from citybook.story.marks import sign
from citybook.story.model import TABLE_TITLE, Anchor, Image, Place
from citybook.story.model import Paragraph as Told
from citybook.word_xml import heading_bookmark, passage_bookmark, printable


def manifest_of(document: Document, told: Iterable[Told]) -> Manifest:
    """Return what a Word file says of a document, read as it will be read again."""
    known = _known(document)
    read = tuple(told)
    body = (each for each in read if each.place is not Place.HEADER)
    paragraphs = tuple(_written(each, known) for each in body)
    unread = (each for paragraph in read for each in paragraph.unread)
    return Manifest(
        paragraphs,
        known.sources,
        frozenset(known.quoted),
        made_of(read),
        frozenset(folded(each.text) for each in unread if each.what == TABLE_TITLE),
    )


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
        tuple(_shown_in(image, known) for image in told.images),
        told.style,
        _shown(told),
    )


def _shown_in(image: Image, known: _Known) -> Shown:
    look = look_of(image.data) if image.data else ""
    return Shown(image.name, known.images.get(image.name, ""), image.told, look)


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
