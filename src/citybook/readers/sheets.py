"""The sheets of one workbook become submissions, whatever shape each of them has."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from citybook.findings import Finding, found
from citybook.form import Form
from citybook.form_layout import FORM, STAMP
from citybook.readers.answers import assemble
from citybook.readers.form_sheet import has_labels, read_form_sheet
from citybook.readers.grid import Sheet, quoted, turned
from citybook.readers.questions import Labels, labels_of
from citybook.readers.several_forms import Part, city_cell, in_forms
from citybook.readers.surveys import read_exports
from citybook.readers.table_heading import (
    Heading,
    city_heading,
    retyped_city_heading,
    section_heading,
)
from citybook.readers.table_sheet import read_city_table, read_section_table
from citybook.source import Source
from citybook.states import find_state
from citybook.submission import Submission


@dataclass(slots=True)
class _Gathering:
    """What was found on the sheets read so far."""

    labels: Labels
    stamp: str
    parts: list[Part] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    has_questions: bool = False


def read_sheets(
    sheets: Iterable[Sheet], form: Form, source: Source, stamp: str
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return the submissions of a workbook: its forms, and each row of a table."""
    labels = labels_of(form)
    filled = [sheet for sheet in sheets if sheet.cells]
    stamp = stamp or _visible_stamp(filled)
    gathering = _Gathering(labels, stamp)
    exports = read_exports(filled, labels)
    for sheet, heading in exports.tables:
        _read_table(gathering, sheet, heading)
    gathering.findings += exports.findings
    for sheet in exports.others:
        _read_sheet(gathering, sheet)
    if not gathering.has_questions:
        wrong = exports.findings or [found("no-form-found", source)]
        return (), tuple(wrong)
    if _lacks_form_sheet(gathering):
        detail = f"The sheet “{FORM}”, which names the city, is missing or empty."
        remedy = "Copy its answers into the blank form, output/form.xlsx."
        gathering.findings.append(found("no-form-found", source, detail, remedy=remedy))
    for parts in in_forms(gathering.parts, form):
        _add_form(gathering, parts)
    if not gathering.submissions:
        gathering.findings.append(found("no-answers", source))
    if stamp and stamp != form.stamp:
        detail = f"It was filled in on the form “{stamp}”; this is “{form.stamp}”."
        gathering.findings.append(found("other-form", source, detail))
    return tuple(gathering.submissions), tuple(gathering.findings)


def _lacks_form_sheet(gathering: _Gathering) -> bool:
    """Tell whether only repeated sections were found, and no table of cities."""
    sections = [
        answer.question.section for part in gathering.parts for answer in part.answers
    ]
    is_partial = all(section.repeats for section in sections)
    return bool(sections) and is_partial and not gathering.submissions


def _visible_stamp(sheets: Iterable[Sheet]) -> str:
    for sheet in sheets:
        for cell in sheet.cells.values():
            if stamp := STAMP.fullmatch(cell.text):
                return stamp[1].strip()
    return ""


def _read_sheet(gathering: _Gathering, sheet: Sheet) -> None:
    labels = gathering.labels
    table = None if _is_of_form(gathering, sheet) else _city_table(gathering, sheet)
    if table:
        _read_table(gathering, *table)
        return
    heading = section_heading(sheet, labels)
    foreign_hints = bool(gathering.stamp) and gathering.stamp != labels.form.stamp
    answers, findings = (
        read_section_table(sheet, heading, labels)
        if heading
        else read_form_sheet(sheet, labels, foreign_hints=foreign_hints)
    )
    if not heading and not answers:
        gathering.findings += _without_questions(sheet, labels)
        return
    gathering.parts.append(Part(sheet.source.sheet, answers))
    gathering.has_questions = True
    gathering.findings += findings


def _read_table(gathering: _Gathering, sheet: Sheet, heading: Heading) -> None:
    submissions, findings = read_city_table(sheet, heading, gathering.labels)
    gathering.submissions += submissions
    gathering.findings += findings
    gathering.has_questions = True


def _is_of_form(gathering: _Gathering, sheet: Sheet) -> bool:
    """Tell whether a sheet begins as the blank form's own: then it is no table."""
    is_ours = gathering.stamp == gathering.labels.form.stamp
    return is_ours and gathering.labels.is_own(sheet.cell(1, 1).text)


def _city_table(gathering: _Gathering, sheet: Sheet) -> tuple[Sheet, Heading] | None:
    """Return the table of cities that a sheet is, upright, with its heading."""
    labels = gathering.labels
    if heading := city_heading(sheet, labels):
        return sheet, heading
    if not gathering.stamp and _lies_on_its_side(sheet, labels):
        upright = turned(sheet)
        heading = city_heading(upright, labels)
        return (upright, heading) if heading else None
    if has_labels(sheet, labels):
        return None
    heading = retyped_city_heading(sheet, labels)
    return (sheet, heading) if heading else None


def _lies_on_its_side(sheet: Sheet, labels: Labels) -> bool:
    """Tell whether labels stand below each other and each further column is a city.

    Beyond the first answers there must be a state by its name; a hint or a remark
    beside an answer makes no second city.
    """
    columns: dict[str, set[int]] = {"city": set(), "state": set()}
    for row in sheet.rows:
        label, *cells = sheet.row(row)
        question = labels.find(label.text)
        kind = question.field.kind if question else ""
        if kind == "state":
            cells = [cell for cell in cells if find_state(cell.text)]
        if kind in columns and not columns[kind]:
            columns[kind] = {cell.source.column for cell in cells}
    return len(columns["city"] & columns["state"]) > 1


def _without_questions(sheet: Sheet, labels: Labels) -> list[Finding]:
    """Return one finding for a sheet that holds other text than the form's own."""
    cells = [cell for cell in sheet.cells.values() if not labels.is_own(cell.text)]
    if not cells:
        return []
    section = labels.heading(sheet.source.sheet)
    if section and section[0].repeats:
        detail = "The row with the questions is missing; the sheet was not read."
        remedy = "Copy the sheet's heading row from the blank form."
        value = quoted(cells)
        return [
            found("no-form-found", sheet.source, detail, value=value, remedy=remedy)
        ]
    count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    detail = f"The sheet holds text in {count}, but no question of the form."
    return [found("stray-text", cells[0].source, detail, value=quoted(cells))]


def _add_form(gathering: _Gathering, parts: list[Part]) -> None:
    """Add the submission of one form's sheets, if any of its answers is filled."""
    answers = [answer for part in parts for answer in part.answers]
    entries, findings = assemble(answers)
    gathering.findings += findings
    if any(entry.value.strip() for entry in entries) or findings:
        cell = city_cell(answers, gathering.labels.form) or answers[0].cell
        place = Source(cell.source.file, cell.source.sheet)
        gathering.submissions.append(Submission(place, entries, gathering.stamp))
