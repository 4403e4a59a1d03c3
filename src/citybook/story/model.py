"""Paragraphs of a Word file, each run with what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby


class Fate(Enum):
    """What the tracked changes of a file say of a run or of a paragraph's end."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    PASSING = "inserted, and deleted again"

    @property
    def was(self) -> bool:
        """Whether it stood there before."""
        return self in {Fate.KEPT, Fate.DELETED}

    @property
    def stays(self) -> bool:
        """Whether it stands there once all changes are accepted."""
        return self in {Fate.KEPT, Fate.INSERTED}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Who changed something, and when: as Word notes it, `2026-03-01T09:30:00Z`."""

    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a run differs from the rest of its paragraph."""

    bold: bool = False
    italic: bool = False
    link: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look and one fate."""

    text: str
    look: Look = PLAIN
    fate: Fate = Fate.KEPT
    changes: tuple[Change, ...] = ()
    is_computed: bool = False
    """Whether it is the result of a field that Word computes: a page number."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A bookmark or a comment, or the part of one in this paragraph."""

    name: str
    start: int
    """How many characters of the runs stand before it, whatever their fate."""
    end: int


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a paragraph."""

    name: str
    """By which a program knows it."""
    told: str
    """What it shows, for those who cannot see it."""
    fate: Fate = Fate.KEPT
    data: bytes = b""
    """Its file; empty where that is not in the Word file."""


TABLE_TITLE, TABLE_DESCRIPTION = "A title of a table", "A description of a table"
"""What tells of a table to those who cannot see it."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What holds words that are in no paragraph."""

    what: str
    """`An embedded file`."""
    text: str = ""
    """Its words, if they can be read."""


class Place(Enum):
    """Where a paragraph stands."""

    BODY = "the text"
    TABLE = "a table"
    BOX = "a text box"
    NOTE = "a note"
    HEADER = "a running head"


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell of a table that a paragraph stands in."""

    table: int
    """Number of the table, from 1."""
    row: int
    column: int
    """How many columns of the table stand before it."""
    stays: bool = True
    """Whether it is there once all changes are accepted."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """That a paragraph is an item of a list."""

    level: int
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as the file has it, changes and all."""

    runs: tuple[Run, ...]
    end: Fate = Fate.KEPT
    """Of its end: where it was inserted, the paragraph and the next one were one."""
    changes: tuple[Change, ...] = ()
    """Who changed its end, or its kind."""
    style: str = ""
    """Name of its style."""
    bullet: Bullet | None = None
    anchors: tuple[Anchor, ...] = ()
    comments: tuple[Anchor, ...] = ()
    """Of each comment on it, or on a part of it: its identifier for a name."""
    place: Place = Place.BODY
    spot: Spot | None = None
    images: tuple[Image, ...] = ()
    unread: tuple[Unread, ...] = ()
    """What else stands in it that has words, or may have."""

    @property
    def before(self) -> str:
        """Its characters before the changes."""
        return "".join(run.text for run in self.runs if run.fate.was)

    @property
    def after(self) -> str:
        """Its characters once the changes are accepted."""
        return "".join(run.text for run in self.runs if run.fate.stays)

    @property
    def everyone(self) -> tuple[Change, ...]:
        """All that changed it, each once, in the order of the text."""
        found = [change for run in self.runs for change in run.changes]
        return tuple(dict.fromkeys((*found, *self.changes)))


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return the runs, neighbors that differ in nothing but their text made one."""
    alike = groupby((run for run in runs if run.text), key=_kind)
    return tuple(_one(tuple(group)) for _, group in alike)


def _kind(run: Run) -> tuple[object, ...]:
    return (run.look, run.fate, run.changes, run.is_computed)


def _one(runs: Sequence[Run]) -> Run:
    first = runs[0]
    text = "".join(run.text for run in runs)
    return Run(text, first.look, first.fate, first.changes, first.is_computed)


def chains(paragraphs: Sequence[Paragraph]) -> Iterator[range]:
    """Yield the numbers of paragraphs that were one before: their ends are inserted."""
    start = 0
    for number, paragraph in enumerate(paragraphs):
        is_last = number + 1 == len(paragraphs)
        parts = is_last or paragraph.place != paragraphs[number + 1].place
        if paragraph.end.was or parts:
            yield range(start, number + 1)
            start = number + 1
