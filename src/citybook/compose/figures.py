"""The blocks of the figures: large numerals, pictures, and their tables of numbers."""

from collections.abc import Iterator, Mapping

from citybook.counts import total
from citybook.document import Block, Figure, Gap, Heading, Table
from citybook.findings import Finding
from citybook.flatplan import Flatplan
from citybook.plate import Plate
from citybook.prose import Inlines, Text
from citybook.report import Report

Plates = Mapping[str, Plate | Finding]
"""The figures by key; a finding stands for one that could not be drawn."""


def figures_of(page: str, flatplan: Flatplan, plates: Plates) -> tuple[Block, ...]:
    """Return the figures of a page."""
    placed = {str(place): names for place, names in flatplan.figures.items()}
    named = [plates[name] for name in placed.get(page, ()) if name in plates]
    return tuple(
        Gap(plate) if isinstance(plate, Finding) else plate.figure for plate in named
    )


def key_figures(report: Report, flatplan: Flatplan) -> Iterator[Table]:
    """Yield the figures in large numerals, each under what it counts."""
    header: list[Inlines] = []
    row: list[Inlines] = []
    for figure in flatplan.key_figures:
        number = total(figure.count, figure.section, report)
        one, many = (part.strip() for part in figure.label.split("|"))
        header.append((Text(one if number == 1 else many),))
        row.append((Text(f"{number:,}", computed=figure.section or figure.count),))
    if row:
        shares = (1,) * len(row)
        caption = "Key figures"
        rows = (tuple(row),)
        yield Table(caption, tuple(header), rows, shares, "key-figures", "key-figures")


def tables_of(flatplan: Flatplan, plates: Plates) -> Iterator[Block]:
    """Yield the numbers of each figure; figures of the same numbers share a table."""
    found = [plates[name] for name in flatplan.named_figures if name in plates]
    drawn = [plate for plate in found if not isinstance(plate, Finding)]
    shared: dict[tuple[object, object], list[Plate]] = {}
    for plate in drawn:
        shared.setdefault((plate.table.header, plate.table.rows), []).append(plate)
    for plates_of_one in shared.values():
        table = plates_of_one[0].table
        title = _titles([plate.figure for plate in plates_of_one])
        yield Heading(2, title, f"{table.key}/title", "heading-minor", is_listed=False)
        yield table


def _titles(figures: list[Figure]) -> Inlines:
    titles: Inlines = ()
    for figure in figures:
        titles = (*titles, Text("; "), *figure.title) if titles else figure.title
    return titles
