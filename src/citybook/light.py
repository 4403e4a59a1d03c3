"""Light Markdown as the program itself writes it: paragraphs, items and tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from citybook.marked import Run, marked
from citybook.prose import (
    BulletList,
    Emphasis,
    Grid,
    Inlines,
    Link,
    Paragraph,
    Prose,
    Strong,
    Text,
)
from citybook.typed_tables import Alignment

INDENT = "   "
"""How deep a list stands inside another, a level."""

_LIST_SIGN = re.compile(r"\A *(?:[->]|\+(?! *\d)|\(?(?:\d{1,9}|[a-zA-Z])[.)])(?= |$)")
"""What opens an item of a list, or might: a hyphen, a number or a letter."""
_BARS = {"left": "---", "center": ":---:", "right": "---:"}


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a typed table a paragraph stands."""

    table: int
    row: int
    """The header is row 0."""
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, an item of a list, or a cell of a table."""

    marked: str
    """What it says, with its marks."""
    sign: str = ""
    """`- ` or `1. ` with its indent, if it is an item of a list."""
    cell: Cell | None = None

    @property
    def flat(self) -> str:
        """What it says, on one line, with plain spaces."""
        return " ".join(self.marked.replace("\u00a0", " ").split())

    @property
    def is_blank(self) -> bool:
        """Whether nothing shows."""
        return not self.marked.strip() and not self.cell

    @property
    def kind(self) -> str:
        """What it is part of: `table`, `list` or `prose`."""
        if self.cell:
            return "table"
        return "list" if self.sign else "prose"

    @property
    def table(self) -> int:
        """The number of its table; 0 where it is in none."""
        return self.cell.table if self.cell else 0


def sign_of(level: int, *, is_numbered: bool) -> str:
    """Return what tells an item of a list from prose, and its level."""
    return f"{INDENT * level}{'1.' if is_numbered else '-'} "


def text_of(lines: Iterable[Line]) -> str:
    """Return lines as one text."""
    blocks: list[str] = []
    shown = [line for line in lines if not line.is_blank]
    for (kind, _), group in groupby(shown, key=lambda line: (line.kind, line.table)):
        own = list(group)
        if kind == "table":
            blocks.append("\n".join(_rows(own)))
        elif kind == "list":
            blocks.append("\n".join(_items(own)))
        else:
            blocks += (_LIST_SIGN.sub(_escaped, line.flat) for line in own)
    return "\n\n".join(blocks)


def _items(lines: Iterable[Line]) -> Iterator[str]:
    """Yield items with their numbers, each below the words that it belongs to."""
    signs: list[tuple[int, str]] = []
    for line in lines:
        level = (len(line.sign) - len(line.sign.lstrip())) // len(INDENT)
        number = signs[level][0] + 1 if level < len(signs) else 1
        sign, number = ("- ", 0) if "-" in line.sign else (f"{number}. ", number)
        signs[level:] = [(number, sign)]
        yield f"{' ' * sum(len(s) for _, s in signs[:-1])}{sign}{line.flat}"


def _escaped(typed: re.Match[str]) -> str:
    """Return the beginning of a sentence that would be taken for an item of a list."""
    return f"{typed[0][:-1]}\\{typed[0][-1]}"


def _rows(lines: Sequence[Line]) -> Iterator[str]:
    cells = [(line.cell, line) for line in lines if line.cell]
    for (_, number), group in groupby(cells, key=lambda c: (c[0].table, c[0].row)):
        own = list(group)
        yield _row(line.flat.replace("|", r"\|") for _, line in own)
        if number == 0:
            yield _row(_BARS[cell.alignment] for cell, _ in own)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


# Of what was parsed


def written_out(prose: Prose) -> str:
    """Return a prose as text that is parsed into the same prose."""
    return text_of(_lines(prose))


def on_one_line(prose: Prose) -> str:
    """Return a prose as it stands in a line beside others."""
    return "; ".join(line.flat for line in _lines(prose))


def _lines(prose: Prose) -> Iterator[Line]:
    tables = 0
    for block in prose:
        match block:
            case Paragraph():
                yield Line(_marked(block.children))
            case BulletList():
                for item in block.items:
                    is_numbered = item.ordered if item.level else block.ordered
                    sign = sign_of(item.level, is_numbered=is_numbered)
                    yield Line(_marked(item.children), sign)
            case Grid():
                tables += 1
                for number, row in enumerate(block.rows):
                    for cell, side in zip(row, block.alignment, strict=True):
                        yield Line(_marked(cell), cell=Cell(tables, number, side))


def _marked(children: Inlines) -> str:
    return marked(_runs(children, Run("")))


def _runs(children: Inlines, look: Run) -> Iterator[Run]:
    for child in children:
        match child:
            case Text():
                yield replace(look, text=child.text)
            case Strong():
                yield from _runs(child.children, replace(look, bold=True))
            case Emphasis():
                yield from _runs(child.children, replace(look, italic=True))
            case Link():
                linked = replace(look, link=look.link or child.target)
                yield from _runs(child.children, linked)
            case _:
                yield from _runs(child.children, look)
