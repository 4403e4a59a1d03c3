"""Long text in a cell: a line end there ends a paragraph, and not only the line."""

import re
from collections.abc import Iterator
from itertools import groupby

from citybook.typed_tables import table_lines
from citybook.typography import tidy

LINE_BREAK = re.compile(r"(?<!\n)\n(?![ \t]*(?:\n|[•◦▪●·–*+-][ \t]|\d+[.)][ \t]))")
"""A line end in a cell, unless a blank line, a bullet or a number follows."""


def from_cell(text: str) -> str:
    """Return what a cell says as a text file would: blank lines part its paragraphs."""
    return "\n\n".join(
        part if is_table else LINE_BREAK.sub("\n\n", part)
        for is_table, part in _parts(text)
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
