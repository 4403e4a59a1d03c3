"""The manifest: every paragraph of a Word file as it was written, and whose it is.

It goes into the file and beside it, so that a returned file can be held against it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import accumulate, chain, pairwise

from citybook.document import Block, Document, Heading, Passage, Table, walk
from citybook.prose import BulletList, Inlines, Paragraph, Part, Text
from citybook.story.marks import marked_text, sign
from citybook.story.model import Anchor
from citybook.story.model import Paragraph as Told
from citybook.word_xml import heading_bookmark, passage_bookmark, printable


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a paragraph that came from one place."""

    start: int
    end: int
    key: str = ""
    """Of the passage or of the part of a line; empty where `count` is not."""
    count: str = ""
    """Name of the count whose figure this is."""


@dataclass(frozen=True, slots=True)
class Written:
    """One paragraph as it was written."""

    text: str
    marked: str
    """In light Markdown, without the sign of a list."""
    sign: str = ""
    """`- ` or `1. ` with its indent, if it is an item of a list."""
    name: str = ""
    """Of a bookmark in it."""
    spans: tuple[Span, ...] = ()
    """What of it may be edited; the rest the program makes."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a Word file said when it was written."""

    build: str
    """The hash of what it was built from."""
    paragraphs: tuple[Written, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each answer was typed, by its key."""

    def dump(self) -> str:
        """Return it as JSON; equal manifests give equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def load(text: str) -> Manifest | None:
    """Return the manifest that a text holds, or None where it holds none."""
    try:
        told = json.loads(text)
        return Manifest(
            str(told["build"]),
            tuple(_loaded(each) for each in told["paragraphs"]),
            {str(key): str(value) for key, value in told["sources"].items()},
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _loaded(told: Mapping[str, str | list[Mapping[str, int | str]]]) -> Written:
    words = {key: value for key, value in told.items() if isinstance(value, str)}
    spans = told["spans"] if isinstance(told["spans"], list) else []
    loaded = tuple(
        Span(int(s["start"]), int(s["end"]), str(s["key"]), str(s["count"]))
        for s in spans
    )
    return Written(spans=loaded, **words)


def manifest_of(document: Document, told: Iterable[Told], build: str) -> Manifest:
    """Return what a Word file says of a document, read as it will be read again."""
    keys, counts, sources = _keys(document), _counts(document), _sources(document)
    paragraphs = tuple(_written(paragraph, keys, counts) for paragraph in told)
    return Manifest(build, paragraphs, sources)


def _written(
    told: Told, keys: Mapping[str, str], counts: Mapping[str, tuple[Span, ...]]
) -> Written:
    known = sorted(
        (anchor for anchor in told.anchors if anchor.name in keys),
        key=lambda anchor: (anchor.start, -anchor.end, anchor.name),
    )
    spans = [Span(a.start, a.end, keys[a.name]) for a in known if _is_least(a, known)]
    figures = chain.from_iterable(counts.get(anchor.name, ()) for anchor in known)
    return Written(
        text=told.after,
        marked=marked_text(told.runs),
        sign=sign(told.bullet),
        name=known[0].name if known else "",
        spans=tuple(dict.fromkeys((*spans, *figures))),
    )


def _is_least(anchor: Anchor, known: list[Anchor]) -> bool:
    """Tell whether no other bookmark stands inside one: a line has those of its parts."""
    return not any(
        anchor.start <= other.start and other.end <= anchor.end
        for other in known
        if (other.start, other.end) != (anchor.start, anchor.end)
    )


# What the document knows


def _keys(document: Document) -> Mapping[str, str]:
    """Return the key of everything that may be edited, by the name of its bookmark."""
    keys: dict[str, str] = {}
    for block in _blocks(document):
        if isinstance(block, Passage):
            for number, _ in enumerate(_lines(block.blocks)):
                keys[passage_bookmark(block.key, number)] = block.key
        for part in _parts(block):
            keys[passage_bookmark(part.key, 0)] = part.key
        if isinstance(block, Heading):
            keys.setdefault(heading_bookmark(block.key), block.key)
    return keys


def _sources(document: Document) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for block in _blocks(document):
        if isinstance(block, Passage):
            found[block.key] = str(block.source)
        found |= {part.key: str(part.source) for part in _parts(block)}
    return found


def _counts(document: Document) -> Mapping[str, tuple[Span, ...]]:
    """Return where figures stand that the program counts, by the bookmark round them."""
    found: dict[str, tuple[Span, ...]] = {}
    for block in _blocks(document):
        if isinstance(block, Passage):
            for number, line in enumerate(_lines(block.blocks)):
                if spans := tuple(_figures(line)):
                    found[passage_bookmark(block.key, number)] = spans
    return found


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
        else:
            yield from _texts(child.children)


def _blocks(document: Document) -> Iterator[Block]:
    for chapter in document.chapters:
        yield from walk(chapter.blocks)


def _lines(blocks: Iterable[Block]) -> Iterator[Inlines]:
    """Yield what each paragraph of a passage says, in the order of the Word file."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.children
        elif isinstance(block, BulletList):
            yield from (item.children for item in block.items)


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


def _parts_of(children: Inlines) -> Iterator[Part]:
    for child in children:
        if isinstance(child, Part):
            yield child
        if not isinstance(child, Text):
            yield from _parts_of(child.children)
