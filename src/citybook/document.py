"""The document: the book as a tree of blocks, the same for every writer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from citybook.findings import Finding
from citybook.prose import BulletList, Inlines, Paragraph, plain_inlines
from citybook.source import Source


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3, which links lead to by its key."""

    level: int
    children: Inlines
    key: str
    role: str
    is_listed: bool = True
    """Whether it stands in the outline (the bookmarks)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of headers; the first cell of a row is its header too."""

    caption: str
    """What it shows, in words; Word tells it to those who cannot see the table."""
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    widths: tuple[int, ...]
    """Shares of the measure, one a column."""
    key: str
    role: Literal["table", "key-figures"] = "table"


@dataclass(frozen=True, slots=True)
class PullQuote:
    """Words of a person, set apart, with who said them."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture drawn from the report's data, with what is said of it."""

    key: str
    title: Inlines
    note: Inlines
    """How to read it, what it leaves out, and its source."""
    alternative: str
    """What it shows, for those who cannot see it."""
    picture: str
    """Name of its files: a hash of all that they are drawn from."""
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole where an answer is held back; only a draft has any."""

    finding: Finding


@dataclass(frozen=True, slots=True)
class Passage:
    """Everything that came from one answer: the unit of provenance."""

    key: str
    source: Source
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: what leads where, and the page once it is known."""

    level: int
    text: str
    key: str
    page: str = ""
    is_front: bool = False
    """Whether it leads to a page that is numbered i, ii, iii."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents."""

    lines: tuple[ContentsLine, ...]


Block = (
    Heading
    | Paragraph
    | BulletList
    | Table
    | Figure
    | PullQuote
    | Gap
    | Passage
    | Contents
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A run of the document that starts a new page; it can be rendered alone."""

    key: str
    part: Literal["cover", "front", "body", "back"]
    running_head: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole book."""

    title: str
    subtitle: str
    author: str
    language: str
    keywords: tuple[str, ...]
    is_draft: bool
    chapters: tuple[Chapter, ...]
    issued: str
    """The day the book bears, as ISO 8601; its files know no other clock."""


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, each before the blocks inside it."""
    for block in blocks:
        yield block
        if isinstance(block, Passage | PullQuote):
            yield from walk(block.blocks)


def lines(block: Block) -> Iterator[str]:
    """Yield the words of a block in reading order, without page numbers.

    These are the words that every writer must print, and no others; those inside
    a picture belong to the picture.
    """
    match block:
        case Heading() | Paragraph():
            yield plain_inlines(block.children)
        case BulletList():
            for item in block.items:
                yield plain_inlines(item.children)
        case Table():
            for row in (block.header, *block.rows):
                yield from (plain_inlines(cell) for cell in row)
        case Figure():
            yield plain_inlines(block.title)
            yield plain_inlines(block.note)
        case PullQuote() | Passage():
            for inner in block.blocks:
                yield from lines(inner)
        case Gap():
            yield gap_text(block)
        case Contents():
            yield from (line.text for line in block.lines)
        case _:
            assert_never(block)


def gap_text(gap: Gap) -> str:
    """Return what a draft prints in place of an answer that is held back."""
    finding = gap.finding
    text = f"[Held back. {finding.detail} See {finding.source}.]"
    return "".join(char if _is_common(char) else _spelt(char) for char in text)


def _is_common(char: str) -> bool:
    """Tell whether every typeface for Latin letters has the character."""
    return char.isprintable() and (char < "\u0180" or char in "–—‘’“”…")


def _spelt(char: str) -> str:
    return f"U+{ord(char):04X}"


def headings(document: Document) -> Iterator[Heading]:
    """Yield the headings of the book in order."""
    for chapter in document.chapters:
        for block in walk(chapter.blocks):
            if isinstance(block, Heading):
                yield block
