"""The document: the book as a tree of blocks, the same for every writer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from citybook.findings import Finding
from citybook.prose import BulletList, Inlines, Paragraph, plain_inlines
from citybook.source import Source
from citybook.typed_tables import Alignment


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
    alignment: tuple[Alignment, ...] = ()
    """Of each column; empty if all are left."""

    @property
    def aligned(self) -> tuple[Alignment, ...]:
        """How each column is aligned."""
        everywhere: Alignment = "left"
        return self.alignment or (everywhere,) * len(self.header)


HALF_PAGE = 1_000
"""Letters that fill about half a page, or a little less."""


@dataclass(frozen=True, slots=True)
class PullQuote:
    """Words of a person, set apart, with who said them."""

    blocks: "tuple[Block, ...]"

    @property
    def is_whole(self) -> bool:
        """Whether it stays on one page: not if it fills more than half of one."""
        return sum(len(line) for b in self.blocks for line in lines(b)) <= HALF_PAGE


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
class Picture:
    """A picture that came in, with what is said of it."""

    key: str
    source: Source
    """Where it is named."""
    caption: Inlines
    """What it shows and whose it is; nothing of a portrait or a logo."""
    alternative: Inlines
    """What it shows, for those who cannot see it."""
    picture: str
    """Name of its file, as it was made ready for print."""
    width_pt: float
    height_pt: float
    role: Literal["picture", "portrait", "logo"] = "picture"


@dataclass(frozen=True, slots=True)
class Silhouette:
    """A shape at the head of a page, of which the text says all that it shows."""

    rings: tuple[tuple[tuple[float, float], ...], ...]
    """Closed lines from a corner at (0, 0); what lies in two of them is a hole."""

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height, in the unit of its points."""
        xs, ys = zip(*(point for ring in self.rings for point in ring), strict=True)
        return max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Note:
    """What a raised number in the text leads to."""

    key: str
    number: int
    children: Inlines
    source: Source
    mark: str
    """Key of the part that bears its number first."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a city, after its text; Word sets them at the foot of the page."""

    notes: tuple[Note, ...]
    role: str = "note"


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


BETWEEN_CITIES = " · "
"""What stands between the cities of a state."""
BETWEEN_PAGES = ", "
"""What stands between the pages of an entry of the index."""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: what leads where, and the page once it is known."""

    level: int
    text: str
    key: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents; or the cities of a state, in one paragraph."""

    lines: tuple[ContentsLine, ...]
    role: Literal["contents", "cities"] = "contents"

    @property
    def words(self) -> Iterator[str]:
        """The lines without their page numbers."""
        between = BETWEEN_CITIES if self.role == "cities" else "\n"
        yield between.join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where the book tells of something, and the page once it is known."""

    key: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Who or what the book tells of, and where."""

    name: str
    mentions: tuple[Mention, ...]

    @property
    def printed(self) -> tuple[Mention, ...]:
        """The mentions whose pages are printed: of several on one, the first."""
        first: dict[str, Mention] = {}
        for mention in self.mentions:
            first.setdefault(mention.page or mention.key, mention)
        return tuple(first.values())


@dataclass(frozen=True, slots=True)
class Index:
    """A part of the index."""

    entries: tuple[IndexEntry, ...]

    @property
    def words(self) -> Iterator[str]:
        """The entries without their page numbers."""
        for entry in self.entries:
            yield entry.name + BETWEEN_PAGES * (len(entry.printed) - 1)


Block = (
    Heading
    | Paragraph
    | BulletList
    | Table
    | Figure
    | Picture
    | Silhouette
    | PullQuote
    | Notes
    | Gap
    | Passage
    | Contents
    | Index
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A run of the document that starts a new page; it can be rendered alone."""

    key: str
    part: Literal["cover", "front", "body", "back"]
    running_head: str
    blocks: tuple[Block, ...]
    columns: int = 1
    """How many its text is set in."""


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
            rows = (block.header, *block.rows)
            yield from (plain_inlines(cell) for row in rows for cell in row)
        case Figure():
            yield plain_inlines(block.title)
            yield plain_inlines(block.note)
        case Picture():
            yield plain_inlines(block.caption)
        case Silhouette():
            pass
        case PullQuote() | Passage():
            for inner in block.blocks:
                yield from lines(inner)
        case Notes():
            yield from (plain_inlines(note.children) for note in block.notes)
        case Gap():
            yield gap_text(block)
        case Contents() | Index():
            yield from block.words
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


def with_folios(
    document: Document, folios: Mapping[str, str], *, unknown: str = ""
) -> Document:
    """Return the document with the numbers of the pages that it refers to.

    `folios` is the page where each thing begins, by its key.
    """

    def page(of: ContentsLine | Mention) -> str:
        return folios.get(of.key, unknown)

    chapters = tuple(
        replace(chapter, blocks=tuple(_numbered(b, page) for b in chapter.blocks))
        for chapter in document.chapters
    )
    return replace(document, chapters=chapters)


def _numbered(block: Block, page: Callable[[ContentsLine | Mention], str]) -> Block:
    match block:
        case Contents():
            lines = tuple(replace(line, page=page(line)) for line in block.lines)
            return replace(block, lines=lines)
        case Index():
            entries = tuple(
                replace(e, mentions=tuple(replace(m, page=page(m)) for m in e.mentions))
                for e in block.entries
            )
            return replace(block, entries=entries)
        case _:
            return block


def headings(document: Document) -> Iterator[Heading]:
    """Yield the headings of the book in order."""
    for chapter in document.chapters:
        for block in walk(chapter.blocks):
            if isinstance(block, Heading):
                yield block
