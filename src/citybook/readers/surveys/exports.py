"""Exports of survey tools become plain tables of cities, every cell in its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from citybook.findings import Finding, found
from citybook.readers.answers import Answer
from citybook.readers.columns import Columns, Title
from citybook.readers.grid import Cell, Place, Sheet, quoted, without
from citybook.readers.questions import Labels
from citybook.readers.surveys.export import Export, recognized
from citybook.readers.surveys.layouts import fold
from citybook.readers.surveys.moments import moment
from citybook.readers.surveys.repeats import Repeats, entries_of, is_repeat
from citybook.readers.surveys.responses import (
    NOBODY,
    own_columns_note,
    partial_responses,
    preview_cell,
    respondents,
    senders,
    told_preview,
)
from citybook.readers.table_heading import Heading, with_near


@dataclass(slots=True)
class Exports:
    """What was found of survey tools in a workbook."""

    tables: list[tuple[Sheet, Heading]] = field(default_factory=list)
    others: list[Sheet] = field(default_factory=list)
    """The sheets that no tool wrote."""
    findings: list[Finding] = field(default_factory=list)


def read_exports(sheets: Iterable[Sheet], labels: Labels) -> Exports:
    """Return the exports among the sheets as tables of cities, and the other sheets."""
    exports = Exports()
    mains: list[Export] = []
    repeats: list[Export] = []
    for sheet in sheets:
        export = recognized(sheet, labels)
        if not export:
            exports.others.append(sheet)
        elif is_repeat(export.own.values()):
            repeats.append(export)
        else:
            mains.append(export)
    read = [main for main in mains if _asks_anything(main, labels)]
    exports.others += [main.sheet for main in mains if main not in read]
    for main in read:
        of_main = [each for each in repeats if _parent(each, read) is main]
        _add_table(exports, main, of_main, labels=labels)
    if not read:
        exports.findings += [_motherless(each) for each in repeats]
    return exports


def _asks_anything(export: Export, labels: Labels) -> bool:
    return bool(_heading(export, labels).asked)


def _heading(export: Export, labels: Labels) -> Heading:
    """Return the heading of an export, the tool's own columns left out."""
    asked = {
        column: title
        for column, title in export.titles.items()
        if column not in export.own
    }
    heading = Heading(export.last, Columns(), asked, export.row)
    return with_near(export.sheet, heading, labels)


def _parent(repeat: Export, mains: list[Export]) -> Export:
    """Return the table to which entries belong: the one they name, else the first."""
    name = repeat.column("_parent_table_name")
    named = {repeat.sheet.cell(row, name).text for row in repeat.rows if name}
    by_name = (main for main in mains if main.sheet.source.sheet in named)
    return next(by_name, mains[0])


def _add_table(
    exports: Exports, export: Export, repeats: list[Export], *, labels: Labels
) -> None:
    """Add an export as a table of cities, with the entries that belong to them."""
    heading = _heading(export, labels)
    persons = _persons(export, heading, labels)
    heading = replace(heading, titles={**heading.titles, **persons})
    heading = with_near(export.sheet, heading, labels)
    dropped = {row: why for row in export.rows if (why := preview_cell(export, row))}
    entries = [_entries(export, each, labels) for each in repeats]
    extra: dict[int, tuple[Answer, ...]] = {}
    for each in entries:
        exports.findings += each.findings
        for row, answers in each.rows.items():
            extra[row] = (*extra.get(row, ()), *answers)
    exports.findings += [
        own_columns_note(export, persons),
        *(told_preview(export, row, place) for row, place in dropped.items()),
        *respondents(export, persons, dropped),
        *partial_responses(export, dropped),
    ]
    dated, sent_by = _dated(export), senders(export)
    heading = replace(heading, extra=extra, dated=dated, senders=sent_by)
    hidden = _hidden(export, persons, dropped)
    exports.tables.append((without(export.sheet, hidden), heading))


def _persons(export: Export, heading: Heading, labels: Labels) -> Mapping[int, Title]:
    """Return the tool's columns on who answered that a question of the form asks for.

    They count only where no other column answers it, and never by a mere key: the name
    of who answered is not the name of the city.
    """
    asked = {column.question for column in heading.asked.values()}
    persons: dict[int, Title] = {}
    for column, name in export.own.items():
        title = export.titles[column]
        if name not in export.vendor.person:
            continue
        said = {fold(export.sheet.cell(row, column).text) for row in export.rows}
        if said <= NOBODY:
            continue
        text = title.texts[0]
        is_email = "email" in name
        for meant in (labels.meant(text) or labels.near(text))[:1]:
            is_fit = is_email == (meant.field.kind == "email")
            is_free = meant not in asked and not meant.section.repeats
            is_called_so = is_email or not labels.is_by_key(text, meant)
            if is_fit and is_free and is_called_so:
                persons[column] = title
    return persons


def _hidden(
    export: Export, persons: Mapping[int, Title], dropped: Mapping[int, Cell]
) -> set[Place]:
    """Return the places of what is no city's answer."""
    return {
        (row, column)
        for (row, column), cell in export.sheet.cells.items()
        if row > export.last
        and (row in dropped or column in export.own)
        and (row in dropped or column not in persons or fold(cell.text) in NOBODY)
    }


def _dated(export: Export) -> dict[int, str]:
    column = export.column(*export.vendor.dated)
    cells = {row: export.sheet.cell(row, column).text for row in export.rows if column}
    return {row: moment(text) for row, text in cells.items()}


def _entries(export: Export, repeat: Export, labels: Labels) -> Repeats:
    keys = {
        export.sheet.cell(row, export.column("_index", "key")).text: row
        for row in export.rows
    }
    parent = repeat.column("_parent_index", "parent_key")
    hidden = {
        (row, column)
        for row, column in repeat.sheet.cells
        if row > repeat.last and column in repeat.own
    }
    parents = {
        row: keys.get(repeat.sheet.cell(row, parent).text, 0) for row in repeat.rows
    }
    heading = _heading(repeat, labels)
    return entries_of(without(repeat.sheet, hidden), heading, parents, labels=labels)


def _motherless(repeat: Export) -> Finding:
    detail = "These entries belong to a table of cities that is not in the file."
    remedy = (
        f"Export all of the survey from {repeat.vendor.name} as one workbook (.xlsx)."
    )
    if repeat.column("parent_key"):  # ODK and SurveyCTO export no workbooks.
        remedy = (
            "Open both files of the survey in Excel, move this table to a second sheet "
            "of the other file, and save that as one workbook (.xlsx) instead of both."
        )
    cells = (cell for row in repeat.rows for cell in repeat.sheet.row(row))
    source, value = repeat.sheet.source, quoted(cells)
    return found("no-form-found", source, detail, value=value, remedy=remedy)
