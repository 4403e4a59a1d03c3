"""Word tables: a row of headers that repeats, rows that do not split."""

from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Literal

from citybook.document import Table
from citybook.prose import Inlines
from citybook.style import (
    FIGURES_RIGHT_PT,
    TABLE_ABOVE_PT,
    TABLE_BELOW_PT,
    Style,
    TextStyle,
)
from citybook.typed_tables import Alignment
from citybook.word_xml import (
    Element,
    add,
    element,
    heading_bookmark,
    name,
    printable,
    style_id,
    twips,
)
from citybook.writers.word_positions import spacer, style_of, vary
from citybook.writers.word_styles import KEY_FIGURES, TABLE
from citybook.writers.word_text import References, add_inlines

_ROLES = {
    "table": ("table-header", "table-cell"),
    "key-figures": ("key-figure-label", "key-figure"),
}
"""The roles of the headers and of the other cells."""
_STYLES = {"table": TABLE, "key-figures": KEY_FIGURES}


def add_table(
    parent: Element,
    table: Table,
    names: Iterator[str],
    style: Style,
    refers: References,
) -> None:
    """Add a table; each cell's paragraph takes the next of `names` as its bookmark."""
    widths = column_widths(table.widths, twips(style.page.measure_pt))
    node = add(parent, "tbl")
    node.append(_properties(table, sum(widths)))
    grid = add(node, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=width)
    for number, cells in enumerate((table.header, *table.rows)):
        role = _ROLES[table.role][bool(number)]
        row = _add_row(node, is_header=not number)
        columns = zip(widths, cells, table.aligned, strict=True)
        for column, (width, cell, side) in enumerate(columns, 1):
            target = _add_cell(row, width, style_id(style.roles[role].word))
            _align(target[0], side, is_last=column == len(cells))
            # The first cell takes the bookmark of the table: a name serves once.
            marks = (heading_bookmark(table.key), next(names))
            _fill(target, cell, marks, refers)


def column_widths(shares: tuple[int, ...], measure: int) -> tuple[int, ...]:
    """Return the width of each column, which together are the measure."""
    edges = (measure * sum_ // sum(shares) for sum_ in accumulate(shares, initial=0))
    return tuple(right - left for left, right in pairwise(edges))


def space_tables(nodes: Element, style: Style) -> None:
    """Set the space above and below each table, and a paragraph where none follows.

    Word keeps no space round a table, joins two that touch, and ends neither a
    section nor a document with one.
    """
    looks = {style_id(text.word): text for text in style.roles.values()}
    for table in nodes.findall(name("tbl")):
        before, following = table.getprevious(), table.getnext()
        if before is not None and before.tag == name("p"):
            _space(before, "after", looks, TABLE_ABOVE_PT)
        if following is None or following.tag == name("tbl"):
            table.addnext(spacer())
        else:
            _space(following, "before", looks, TABLE_BELOW_PT)


def _space(
    paragraph: Element,
    side: Literal["before", "after"],
    looks: Mapping[str, TextStyle],
    space_pt: float,
) -> None:
    """Give a paragraph at least so much space on one side."""
    own_pt = 0.0
    if look := looks.get(style_of(paragraph)):
        own_pt = look.before_pt if side == "before" else look.after_pt
    position = "Below Table" if side == "before" else "Above Table"
    room = {side: twips(max(own_pt, space_pt))}
    vary(paragraph[0], position, element("spacing", **room))


def _properties(table: Table, width: int) -> Element:
    # 06A0: header row and first column are special, no bands (17.4.55).
    return element(
        "tblPr",
        element("tblStyle", val=_STYLES[table.role]),
        element("tblW", w=width, type="dxa"),
        element("tblLayout", type="fixed"),
        element(
            "tblLook",
            val="06A0",
            firstRow=1,
            lastRow=0,
            firstColumn=1,
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
        element("tblCaption", val=printable(table.caption)),
    )


def _add_row(table: Element, *, is_header: bool) -> Element:
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if is_header:
        add(properties, "tblHeader")
    return row


def _add_cell(row: Element, width: int, word: str) -> Element:
    cell = add(row, "tc")
    add(add(cell, "tcPr"), "tcW", w=width, type="dxa")
    node = add(cell, "p")
    add(add(node, "pPr"), "pStyle", val=word)
    return node


def _align(properties: Element, side: Alignment, *, is_last: bool) -> None:
    if side != "left":
        vary(properties, side.capitalize(), element("jc", val=side))
    if side == "right" and not is_last:
        inset = element("ind", right=twips(FIGURES_RIGHT_PT))
        vary(properties, "Inset", inset)


def _fill(
    node: Element, cell: Inlines, marks: tuple[str, str], refers: References
) -> None:
    with refers.bookmark(node, marks[0]), refers.bookmark(node, marks[1]):
        add_inlines(node, cell, refers)
