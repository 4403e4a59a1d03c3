"""A sheet that a survey tool wrote: which tool, and which columns are its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from citybook.readers.columns import Title
from citybook.readers.grid import Sheet
from citybook.readers.questions import Labels
from citybook.readers.surveys.layouts import fold
from citybook.readers.surveys.vendors import Vendor, vendor_of

_ROWS_SEARCHED = 10


@dataclass(frozen=True, slots=True)
class Export:
    """A sheet with the heading that a tool wrote."""

    sheet: Sheet
    vendor: Vendor
    row: int
    last: int
    titles: Mapping[int, Title]
    own: Mapping[int, str]
    """The tool's own columns by what the tool calls them."""

    def column(self, *names: str) -> int:
        """Return the first of the tool's columns with one of these names, or 0."""
        places = {name: column for column, name in self.own.items()}
        return next((places[name] for name in names if name in places), 0)

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows with responses."""
        return tuple(row for row in self.sheet.rows if row > self.last)


def recognized(sheet: Sheet, labels: Labels) -> Export | None:
    """Return a sheet as the export that it is, or None."""
    for row in sheet.rows[:_ROWS_SEARCHED]:
        headings = tuple(fold(cell.text) for cell in sheet.row(row))
        if vendor := vendor_of(headings):
            titles, last = vendor.layout(sheet, row)
            own = dict(_own_columns(sheet, row, vendor, labels=labels))
            return Export(sheet, vendor, row, last, titles, own)
    return None


def _own_columns(
    sheet: Sheet, row: int, vendor: Vendor, *, labels: Labels
) -> Iterator[tuple[int, str]]:
    """Yield the tool's own columns; a second one of a name is a question."""
    taken: set[str] = set()
    for column, cell in sheet.in_row(row):
        name = fold(cell.text)
        is_own = name in vendor.machine or name in vendor.person
        is_own = is_own or name.startswith(vendor.beginnings or ("\n",))
        is_own = is_own or _links(sheet, row, column, labels=labels)
        is_asked = vendor.yields and name[:1] != "_" and labels.find(cell.text)
        if is_own and name not in taken and not is_asked:
            taken.add(name)
            yield column, name


def _links(sheet: Sheet, row: int, column: int, *, labels: Labels) -> bool:
    """Tell whether a column only leads to the entries of a section, on another sheet.

    ODK calls it as the section, and sets there `uuid:…/events`.
    """
    section = labels.heading(sheet.cell(row, column).text)
    cells = (sheet.cell(each, column) for each in sheet.rows if each > row)
    texts = [cell.text for cell in cells if not cell.is_blank]
    is_key = all(text.startswith("uuid:") and "/" in text for text in texts)
    return bool(section and section[0].repeats and texts and is_key)
