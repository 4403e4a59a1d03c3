"""No-break spaces where a line should not end, in all that is read as prose.

Between initials, a title and its name, a number and its noun, a month and its day
(the Chicago Manual of Style, 17th edition, 7.39), and before a dash set off by spaces.
"""

import re
from dataclasses import replace
from typing import assert_never

from citybook.dates import AP_MONTHS, MONTHS
from citybook.document import (
    Block,
    Chapter,
    Contents,
    Figure,
    Gap,
    Heading,
    Index,
    Notes,
    Passage,
    Picture,
    PullQuote,
    Silhouette,
    Table,
)
from citybook.prose import BulletList, Inline, Inlines, Paragraph, Text

NO_BREAK_SPACE = "\u00a0"

TITLES = (
    *("Mr", "Mrs", "Ms", "Dr", "Prof", "Rev", "Hon", "St", "Ft", "Mt"),
    *("Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Lt", "Sgt", "Capt", "Cpl", "Col"),
    *("Maj", "Gen", "Cmdr", "Det", "Supt"),
)
_NUMBER = r"(?<![\w.,])\$?\d{1,3}(?:,\d{3})*(?:\.\d+)?"
_LOOSE = "and|or|to|of|in|on|at|by|for|from|with|the|is|are|was|were|as"
"""Words that no number counts."""
_DAYS_OF = "|".join(re.escape(month) for month in (*AP_MONTHS, *MONTHS))
_RULES = tuple(
    re.compile(rule)
    for rule in (
        rf"(\b(?:{'|'.join(TITLES)})\.) (?=[A-Z])",
        r"((?<![\w.])(?:[A-Z]\.)+) (?=[A-Z])",
        rf"(\b(?:{_DAYS_OF})) (?=\d{{1,2}}\b)",
        r"(\b(?:No|Nos|p|pp)\.) (?=\d)",
        rf"({_NUMBER}) (?!(?:{_LOOSE})\b)(?=[a-z])",
        r"(\S) (?=[–—] )",
    )
)


def spaced(chapter: Chapter) -> Chapter:
    """Return the chapter with its prose bound.

    Headings stay as those who search for a name would type it.
    """
    return replace(chapter, blocks=_blocks(chapter.blocks))


def bound(text: str) -> str:
    """Return a text with no-break spaces where a line should not end."""
    for rule in _RULES:
        text = rule.sub(rf"\1{NO_BREAK_SPACE}", text)
    return text


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(_block(block) for block in blocks)


def _block(block: Block) -> Block:
    match block:
        case Paragraph():
            return replace(block, children=_inlines(block.children))
        case BulletList():
            items = (replace(i, children=_inlines(i.children)) for i in block.items)
            return replace(block, items=tuple(items))
        case Table():
            rows = tuple(tuple(map(_inlines, row)) for row in block.rows)
            return replace(block, rows=rows)
        case Figure():
            return replace(block, note=_inlines(block.note))
        case Picture():
            return replace(block, caption=_inlines(block.caption))
        case PullQuote() | Passage():
            return replace(block, blocks=_blocks(block.blocks))
        case Heading() | Notes() | Gap() | Contents() | Silhouette() | Index():
            return block
        case _:
            assert_never(block)


def _inlines(children: Inlines) -> Inlines:
    return tuple(_inline(child) for child in children)


def _inline(child: Inline) -> Inline:
    if isinstance(child, Text):
        return replace(child, text=bound(child.text))
    return replace(child, children=_inlines(child.children))
