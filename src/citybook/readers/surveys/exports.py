"""Exports of survey tools become plain tables of cities, every cell in its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from citybook.findings import Finding, found
from citybook.readers.answers import Answer
from citybook.readers.columns import Columns, Title
from citybook.readers.grid import Cell, Place, Sheet, without
from citybook.readers.questions import Labels
from citybook.readers.surveys.export import Export, recognized
from citybook.readers.surveys.moments import moment
from citybook.readers.surveys.repeats import Repeats, entries_of, is_repeat
from citybook.readers.surveys.responses import (
    own_columns_note,
    partial_responses,
    preview_cell,
    respondents,
    told_preview,
)
from citybook.readers.table_sheet import Heading, with_near


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
    for main in mains:
        _add_table(exports, main, repeats, labels=labels)
    if repeats and not mains:
        exports.findings += [_motherless(each) for each in repeats]
    return exports


def _add_table(
    exports: Exports, export: Export, repeats: list[Export], *, labels: Labels
) -> None:
    """Add an export as a table of cities, if it asks anything that the form asks."""
    asked = {
        column: title
        for column, title in export.titles.items()
        if column not in export.own
    }
    heading = with_near(
        export.sheet, Heading(export.last, Columns(), asked, export.row), labels
    )
    persons = _persons(export, heading, labels)
    heading = with_near(
        export.sheet, replace(heading, titles={**asked, **persons}), labels
    )
    if not heading.asked:
        exports.others.append(export.sheet)
        return
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
    dated = _dated(export)
    heading = replace(heading, extra=extra, dated=dated)
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
        meant = labels.find(title.texts[0]) or next(
            iter(labels.near(title.texts[0])), None
        )
        if not meant or meant in asked or meant.section.repeats:
            continue
        is_email = "email" in name
        if is_email == (meant.field.kind == "email") and not labels.is_by_key(
            title.texts[0], meant
        ):
            persons[column] = title
    return persons


def _hidden(
    export: Export, persons: Mapping[int, Title], dropped: Mapping[int, Cell]
) -> set[Place]:
    """Return the places of what is no city's answer."""
    return {
        (row, column)
        for row, column in export.sheet.cells
        if row > export.last
        and (row in dropped or (column in export.own and column not in persons))
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
    titles = {
        column: title
        for column, title in repeat.titles.items()
        if column not in repeat.own
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
    heading = Heading(repeat.last, Columns(), titles, repeat.row)
    return entries_of(without(repeat.sheet, hidden), heading, parents, labels=labels)


def _motherless(repeat: Export) -> Finding:
    detail = "These entries belong to a table of cities that is not in the file."
    remedy = (
        f"Export all of the survey from {repeat.vendor.name} as one workbook (.xlsx)."
    )
    return found("no-form-found", repeat.sheet.source, detail, remedy=remedy)
