"""Entries that a survey tool puts on a sheet of their own, joined to their cities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from citybook.findings import Finding, found
from citybook.form import Section
from citybook.readers.answers import Answer
from citybook.readers.grid import Sheet, quoted
from citybook.readers.questions import Labels
from citybook.readers.table_heading import Heading, with_near
from citybook.readers.table_sheet import read_entries

_PARENTS = frozenset(("_parent_index", "parent_key"))


@dataclass(slots=True)
class Repeats:
    """The entries of one such sheet."""

    rows: dict[int, tuple[Answer, ...]] = field(default_factory=dict)
    """By the row of the city to which they belong."""
    findings: list[Finding] = field(default_factory=list)


def is_repeat(own: Iterable[str]) -> bool:
    """Tell whether a sheet with these columns of the tool belongs to another one."""
    return bool(_PARENTS & set(own))


def entries_of(
    sheet: Sheet, heading: Heading, parents: Mapping[int, int], *, labels: Labels
) -> Repeats:
    """Return the entries of a sheet; `parents` tells for each row that of its city."""
    section = _section(sheet, heading, labels)
    if not section:
        return Repeats(findings=[_unknown(sheet, heading)])
    titles = {
        column: replace(title, group=section.one)
        for column, title in heading.titles.items()
    }
    heading = with_near(sheet, replace(heading, titles=titles), labels)
    rows, findings = read_entries(sheet, heading, labels)
    repeats = Repeats(findings=findings)
    for row, answers in rows.items():
        if parent := parents.get(row, 0):
            repeats.rows[parent] = (*repeats.rows.get(parent, ()), *answers)
        else:
            repeats.findings.append(_orphan(sheet, row))
    return repeats


def _section(sheet: Sheet, heading: Heading, labels: Labels) -> Section | None:
    """Return the repeated section that the sheet is named for, or asks most of."""
    named = labels.heading(sheet.source.sheet)
    if named and named[0].repeats:
        return named[0]
    counts = {
        section.key: sum(
            any(labels.within(section, text) for text in title.texts)
            for title in heading.titles.values()
        )
        for section in labels.form.sections
        if section.repeats
    }
    best = max(counts, key=lambda key: counts[key], default="")
    return labels.form.section(best) if counts.get(best) else None


def _orphan(sheet: Sheet, row: int) -> Finding:
    cells = sheet.row(row)
    detail = "The entry belongs to no response in the file."
    value = quoted(cells)
    remedy = "Export the survey again, all of it, or type the entry in by hand."
    return found("stray-text", cells[0].source, detail, value=value, remedy=remedy)


def _unknown(sheet: Sheet, heading: Heading) -> Finding:
    cells = [cell for cell in sheet.cells.values() if cell.source.row > heading.row]
    value = quoted(cells)
    detail = "The sheet holds entries of a survey, but no question of the form."
    return found("unknown-question", sheet.source, detail, value=value)
