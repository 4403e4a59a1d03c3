"""Tables as people type or paste them: cells between bars, or parted by tabs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Alignment = Literal["left", "center", "right"]

MAX_COLUMNS = 6
"""As many as a page holds."""
MAX_ROWS = 100
"""More than two pages; layout slows on longer tables."""
MAX_CELLS = 1000
"""In one text."""

_BAR = re.compile(r"(?<!\\)\|(?![^{}|]*\})")
"""Not the bar of `{cities:city|cities}`, nor one behind a backslash."""
_DELIMITER = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|?")
"""The row that parts the header from the rest (GitHub Flavored Markdown 0.29, 4.10)."""
_LISTED = re.compile(r"\s*(?:[^\w\s$€£+]|o|\(?\w{1,3}[.)])\t[^\t]*")
"""An item of a list, with a tab behind its bullet or number."""
_FIGURE = re.compile(
    r"[^\w\s]{0,2} ?\d+(?:[.,]\d+)*(?: ?%|\)| ?[KMB]| million| billion)?"
)
_NONE = frozenset({"", "-", "–", "—", "n/a", "N/A"})


@dataclass(frozen=True, slots=True)
class TypedTable:
    """Lines that make a table."""

    rows: tuple[tuple[str, ...], ...]
    """The cells as typed; the first row is the header."""
    alignment: tuple[Alignment, ...]
    """Of each column."""
    fault: str = ""
    """Why it cannot be set as one; then each row is a line."""
    cure: str = ""


def with_bars(text: str) -> str:
    """Return the text with bars between the cells that tabs part."""
    if "\t" not in text:
        return text
    lines: list[str] = []
    for has_tabs, run in groupby(text.split("\n"), key=_has_tabs):
        found = list(run)
        header, *rows = (has_tabs and _tabbed(found)) or [[]]
        if header:
            # So that no row below is taken for the one that parts the header.
            found = [_barred(row) for row in (header, ["---"] * len(header), *rows)]
        lines += found
    return "\n".join(lines)


def _tabbed(lines: list[str]) -> list[list[str]]:
    """Return the cells of lines with tabs; none where they are no table, or a list.

    A column without words is space; so is a second tab, where the lines are uneven
    and would not be without it: they were typed to stand below each other.
    """
    if all(map(_LISTED.fullmatch, lines)):
        return []
    split = [[cell.strip() for cell in line.split("\t")] for line in lines]
    rows = [row for row in split if any(row)]
    closed = [list(filter(None, row)) for row in rows]
    if _is_uneven(rows) and not _is_uneven(closed):
        rows = closed
    if not _is_uneven(rows):
        columns = [column for column in zip(*rows, strict=True) if any(column)]
        rows = [list(row) for row in zip(*columns, strict=True)]
    cells = sorted(sum(map(bool, row)) for row in rows)
    return rows if len(rows) > 1 and cells[-2] > 1 else []


def _is_uneven(rows: list[list[str]]) -> bool:
    return len(set(map(len, rows))) > 1


def _barred(cells: list[str]) -> str:
    inner = " | ".join(_BAR.sub(r"\|", cell) for cell in cells)
    return f"| {inner} |"


def parted(text: str) -> Iterator[str | TypedTable]:
    """Yield the text in parts: what is a table, and what stands between."""
    lines: list[str] = []
    room = MAX_CELLS
    for has_bars, run in groupby(text.split("\n"), key=_has_bars):
        found = list(run)
        start, end = _table(found) if has_bars else (0, 0)
        lines += found[:start]
        if start < end:
            if any(lines):
                yield "\n".join(lines)
            table = _read(found[start:end], room)
            room -= 0 if table.fault else sum(map(len, table.rows))
            yield table
            lines = []
        lines += found[end:]
    if any(lines):
        yield "\n".join(lines)


def table_lines(lines: Iterable[str]) -> set[int]:
    """Return which lines are of a table, as numbers from 0."""
    numbers: set[int] = set()
    numbered = list(enumerate(lines))
    for is_cut, extent in ((_has_tabs, _tabbed_extent), (_has_bars, _table)):
        for is_one, run in groupby(numbered, key=lambda each: is_cut(each[1])):
            found = list(run)
            start, end = extent([line for _, line in found]) if is_one else (0, 0)
            numbers.update(number for number, _ in found[start:end])
    return numbers


def _has_tabs(line: str) -> bool:
    return "\t" in line


def _tabbed_extent(lines: list[str]) -> tuple[int, int]:
    return 0, len(lines) if _tabbed(lines) else 0


def _has_bars(line: str) -> bool:
    return bool(_BAR.search(line))


def _table(lines: list[str]) -> tuple[int, int]:
    """Return where a table begins and ends in lines that all have a bar."""
    for number, line in enumerate(lines[1:]):
        # Further down, a dash alone is a cell without a figure.
        if _DELIMITER.fullmatch(line.strip()) and (not number or "---" in line):
            return number, len(lines)
    closed = [_is_closed(line) for line in lines]
    for start in range(len(lines) - 1):
        if closed[start] and closed[start + 1]:
            end = start + [*closed[start:], False].index(False)
            return start, end
    return 0, 0


def _is_closed(line: str) -> bool:
    """Tell whether a line is a row of two cells or more, with bars at both ends."""
    line = line.strip()
    bars = [bar.start() for bar in _BAR.finditer(line)]
    return len(bars) > 2 and bars[0] == 0 and bars[-1] == len(line) - 1


def _read(lines: list[str], room: int) -> TypedTable:
    rows = [_cells(line) for line in lines]
    marks: tuple[str, ...] = ()
    if _DELIMITER.fullmatch(lines[1].strip()):
        marks = rows.pop(1)
    fault, cure = _fault(rows, marks or rows[0], room)
    if fault:
        begins = " | ".join(rows[0])
        begins = begins if len(begins) <= 40 else f"{begins[:40]}…"
        fault = f"The table that begins “{begins}” {fault}"
        return TypedTable(tuple(rows), (), fault, cure)
    marks = marks or ("",) * len(rows[0])
    columns = zip(marks, zip(*rows[1:], strict=True), strict=True)
    alignment = [_alignment(mark, column) for mark, column in columns]
    if not marks[0].endswith(":") and alignment[0] == "right":
        alignment[0] = "left"  # it names its row
    return TypedTable(tuple(rows), tuple(alignment))


def _cells(line: str) -> tuple[str, ...]:
    line = line.strip().removeprefix("|")
    cells = [cell.strip() for cell in _BAR.split(line)]
    closed = cells[:-1] if len(cells) > 1 and not cells[-1] else cells
    return tuple(cell.replace("\\|", "|") for cell in closed)


def _fault(
    rows: list[tuple[str, ...]], marks: tuple[str, ...], room: int
) -> tuple[str, str]:
    """Return why rows cannot be set as a table, and the cure."""
    widths = sorted({len(row) for row in (*rows, marks)})
    if len(widths) > 1:
        return (
            f"has rows of {widths[0]} and of {widths[-1]} cells.",
            "Give every row the same number of cells; leave a cell blank, not out.",
        )
    if widths[0] > MAX_COLUMNS:
        return (
            f"has {widths[0]} columns; {MAX_COLUMNS} are as many as a page holds.",
            "Leave columns out, or make two tables of it.",
        )
    if len(rows) == 1:
        return "has no rows below its header.", "Add the rows, or write a sentence."
    if len(rows) > MAX_ROWS or sum(map(len, rows)) > room:
        return (
            f"has {len(rows):,} rows; {MAX_ROWS} are printed, of {MAX_CELLS:,} cells.",
            "Keep the most important rows, and link to the rest.",
        )
    return "", ""


def _alignment(mark: str, cells: tuple[str, ...]) -> Alignment:
    """Return how a column is aligned: as marked; if it is not, figures at the right."""
    if mark.endswith(":"):
        return "center" if mark.startswith(":") else "right"
    figures = [cell for cell in cells if cell not in _NONE]
    is_figures = figures and all(map(_FIGURE.fullmatch, figures))
    return "right" if is_figures and not mark.startswith(":") else "left"
