"""Long text in a cell: a line end there ends a paragraph, and not only the line."""

import re
from collections.abc import Iterator
from itertools import groupby

from citybook.form import Field
from citybook.kinds import understand
from citybook.light import written_out
from citybook.prose import Prose
from citybook.typed_tables import table_lines, with_bars
from citybook.typography import tidy, with_line_ends

LINE_BREAK = re.compile(r"(?<!\n)\n(?![ \t]*(?:\n|[•◦▪●·–*+-][ \t]|\d+[.)][ \t]))")
"""A line end in a cell, unless a blank line, a bullet or a number follows."""


def from_cell(text: str) -> str:
    """Return what a cell says as a text file would: blank lines part its paragraphs."""
    return "\n\n".join(
        part if is_table else LINE_BREAK.sub("\n\n", part)
        for is_table, part in _parts(text)
    )


def for_cell(typed: str, asked: Field) -> str:
    """Return a long answer as a cell has to hold it for the same to be read from it."""
    # LibreOffice leaves out the tabs of a cell where it saves it as .ods.
    text = with_bars(with_line_ends(typed)[0]).replace("\t", " ")
    return "\n\n".join(
        part if is_table else _fitted(part, asked) for is_table, part in _parts(text)
    )


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield what is a table, and what stands between."""
    lines = text.split("\n")
    rows = table_lines(map(_shown, lines))
    for is_table, numbers in groupby(range(len(lines)), key=rows.__contains__):
        part = "\n".join(lines[number] for number in numbers).strip("\n")
        if part.strip():
            yield is_table, part


def _shown(line: str) -> str:
    """Return a line without what does not show, though it may keep it from a table."""
    return line if "\t" in line else tidy(line)[0]


def _fitted(text: str, asked: Field) -> str:
    """Return a text as it was typed if that will do; else with fewer line ends."""
    prose = _prose(text, asked)
    for way in (text, LINE_BREAK.sub(" ", text)):
        if _prose(from_cell(way), asked) == prose:
            return way
    return written_out(prose)


def _prose(typed: str, asked: Field) -> Prose:
    return understand(asked.kind, typed, asked.asked).prose
