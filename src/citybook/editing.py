"""How the Word file may be edited, and what it asks its editors."""

from dataclasses import dataclass
from typing import TypeAlias

from citybook.findings import Finding

OURS = "citybook"
"""Who asks in the comments of the program itself."""

Anchor: TypeAlias = str | Finding
"""A place of the book: the key of a passage, part or heading; the finding of a gap."""


@dataclass(frozen=True, slots=True)
class Query:
    """An open question to the editors, at one place of the book."""

    anchor: Anchor
    lines: tuple[str, ...]
    author: str = ""
    """Who asks; empty where the program does."""
    date: str = ""
    """When, as Word notes it; empty where nobody knows."""
    answers: bool = False
    """Whether it replies to the query before it."""
    thread: str = ""
    """What tells an editor's from all others, with the replies to it."""
    key: str = ""
    """Of what an editor asked about, wherever that stands by now."""


@dataclass(frozen=True, slots=True)
class Editing:
    """What Word lets its editors do, and what they are asked."""

    is_tracked: bool = True
    """Whether Word marks each change, from the first keystroke on."""
    is_protected: bool = False
    """Whether Word takes tracked changes and comments only."""
    queries: tuple[Query, ...] = ()


FOR_EDITING = Editing()
"""For a file that goes to its editors."""

CLEAN = Editing(is_tracked=False)
"""For a file that is published: nothing in it speaks to editors."""
