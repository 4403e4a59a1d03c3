"""Which row of a sheet is the heading of a table, and what its columns ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from citybook.form import Section
from citybook.gazetteer import apart
from citybook.readers.answers import Answer
from citybook.readers.columns import Column, Columns, Title, columns_of
from citybook.readers.grid import Cell, Sheet
from citybook.readers.headings import titles_of
from citybook.readers.questions import Labels, Question
from citybook.states import find_state

_ROWS_SEARCHED = 10
_ENOUGH = 3
"""Questions asked once that make a table of cities, though one lacks its state."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The row that holds the questions, and what each of its columns asks."""

    row: int
    """The last row of the heading."""
    columns: Columns
    titles: Mapping[int, Title]
    first: int = 0
    """The first row of a heading of several rows; 0 for one row."""
    extra: Mapping[int, tuple[Answer, ...]] = field(default_factory=dict)
    """By row, answers that stand on another sheet."""
    dated: Mapping[int, str] = field(default_factory=dict)
    """By row, when the answers were sent in."""
    senders: Mapping[int, str] = field(default_factory=dict)
    """By row, the e-mail address of who sent them in, as a survey tool knows it."""

    @property
    def asked(self) -> Mapping[int, Column]:
        """What the columns ask that were recognized."""
        return self.columns.asked


def city_heading(sheet: Sheet, labels: Labels) -> Heading | None:
    """Return the heading row of a table with a city a row, if the sheet is one."""
    for row in sheet.rows[:_ROWS_SEARCHED]:
        for titles, last in titles_of(sheet, row, labels):
            heading = Heading(last, columns_of(titles, labels), titles, row)
            heading = _with_both(sheet, heading)
            if _is_of_cities(sheet, heading, labels):
                return with_near(sheet, heading, labels)
    return None


def retyped_city_heading(sheet: Sheet, labels: Labels) -> Heading | None:
    """Return the heading row of such a table whose questions were all retyped."""
    best: Heading | None = None
    for row in sheet.rows[:_ROWS_SEARCHED]:
        cells = dict(sheet.in_row(row))
        titles = {column: Title(cell, (cell.text,)) for column, cell in cells.items()}
        heading = with_near(sheet, Heading(row, Columns(), titles, row), labels)
        if _is_of_cities(sheet, heading, labels) and (
            best is None or len(heading.asked) > len(best.asked)
        ):
            best = heading
    return best


def _is_of_cities(sheet: Sheet, heading: Heading, labels: Labels) -> bool:
    """Tell whether a row asks for cities, and its answers do not stand in it."""
    asked = _asked_once(heading)
    is_enough = (
        {"city", "state"} <= asked
        or (asked & {"city", "state"} and len(asked) > 2)
        or ("city" in asked and len(asked) > 1 and _tells_states(sheet, heading))
    )
    return is_enough and not is_in_pairs(sheet, heading, labels)


def _tells_states(sheet: Sheet, heading: Heading) -> bool:
    """Tell whether the state stands behind each city, or is the name of the sheet."""
    cities = [
        cell.text
        for number, column in heading.asked.items()
        if column.question.field.kind == "city"
        for cell in _below(sheet, heading.row, number)
    ]
    return bool(cities) and (state_named(sheet) or all(map(apart, cities)))


def state_named(sheet: Sheet) -> bool:
    """Tell whether a sheet has the name of a state."""
    return find_state(sheet.source.sheet) is not None


def _asked_once(heading: Heading) -> set[str]:
    """Return the questions asked once: city and state by their kinds, others by key."""
    fields = [
        column.question.field
        for column in heading.asked.values()
        if not column.question.section.repeats
    ]
    kinds = {"city", "state"}
    return {each.kind if each.kind in kinds else f"/{each.key}" for each in fields}


def with_near(sheet: Sheet, heading: Heading, labels: Labels) -> Heading:
    """Return a heading with the columns too whose questions were retyped."""
    below = partial(_below, sheet, heading.row)
    columns = columns_of(heading.titles, labels, below)
    return _with_both(sheet, replace(heading, columns=columns))


def _with_both(sheet: Sheet, heading: Heading) -> Heading:
    """Return a heading whose one column for both asks for the city, not the state."""
    kinds = {each.question.field.kind: n for n, each in heading.asked.items()}
    number = kinds.get("state", 0)
    texts = [cell.text for cell in _below(sheet, heading.row, number)]
    if "city" in kinds or not texts or not all(map(apart, texts)):
        return heading
    section = heading.asked[number].question.section
    for asked in section.fields:
        if asked.kind == "city":
            heading.columns.asked[number] = Column(Question(section, asked))
    return heading


def _below(sheet: Sheet, row: int, column: int) -> Iterator[Cell]:
    return (
        sheet.cells[each, column]
        for each in sheet.rows
        if each > row and (each, column) in sheet.cells
    )


def section_heading(sheet: Sheet, labels: Labels) -> Heading | None:
    """Return the heading row of a table with an entry of one section a row."""
    named = labels.heading(sheet.source.sheet)
    best: Heading | None = None
    for row in sheet.rows[:_ROWS_SEARCHED]:
        for section in labels.form.sections:
            if not section.repeats:
                continue
            heading = _section_columns(sheet, labels, section, row)
            is_named = named is not None and named[0] is section
            enough = 1 if is_named or len(section.fields) == 1 else 2
            if len(heading.asked) >= max(enough, len(best.asked) + 1 if best else 0):
                best = heading
    if best is None or is_in_pairs(sheet, best, labels):
        return None
    return best


def _section_columns(
    sheet: Sheet, labels: Labels, section: Section, row: int
) -> Heading:
    columns = Columns()
    titles = {column: Title(cell, (cell.text,)) for column, cell in sheet.in_row(row)}
    for column, title in titles.items():
        if asked := labels.within(section, title.cell.text):
            columns.asked[column] = Column(Question(section, asked))
    return Heading(row, columns, titles)


def is_in_pairs(sheet: Sheet, heading: Heading, labels: Labels) -> bool:
    """Tell whether the row holds labels with their answers beside them, in pairs."""
    column = min(heading.asked)
    near = heading.asked[column].question.section
    above = (sheet.cell(row, column) for row in sheet.rows if row < heading.row)
    if any(_asks(cell, labels, near) for cell in above):
        return True
    if sheet.rows[-1] <= heading.row:
        others = {
            each
            for each, title in heading.titles.items()
            if each not in heading.asked and not labels.is_own(title.cell.text)
        }
        return bool(others) and {each - 1 for each in others} <= set(heading.asked)
    below = sheet.below(heading.row, column)
    return below is not None and labels.find(below.text, near) is not None


def _asks(cell: Cell, labels: Labels, near: Section) -> bool:
    """Tell whether a cell is a label, and not the title of a section."""
    is_title = labels.heading(cell.text) is not None
    return not is_title and labels.find(cell.text, near) is not None
