"""The sheets of one workbook become submissions, whatever shape each of them has."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from citybook.findings import Finding, found
from citybook.form import Form
from citybook.form_layout import FORM, STAMP
from citybook.readers.answers import Answer, assemble
from citybook.readers.form_sheet import read_form_sheet
from citybook.readers.grid import Cell, Sheet
from citybook.readers.questions import Labels, labels_of
from citybook.readers.table_sheet import (
    city_heading,
    read_city_table,
    read_section_table,
    section_heading,
)
from citybook.source import Source
from citybook.submission import Submission


@dataclass(slots=True)
class _Gathering:
    """What was found on the sheets read so far."""

    answers: list[Answer] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    has_questions: bool = False


def read_sheets(
    sheets: Iterable[Sheet], form: Form, source: Source, stamp: str
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return the submissions of a workbook: its form as one, each row of a table."""
    labels = labels_of(form)
    filled = [sheet for sheet in sheets if sheet.cells]
    stamp = stamp or _visible_stamp(filled)
    gathering = _Gathering()
    for sheet in filled:
        _read_sheet(gathering, sheet, labels)
    if not gathering.has_questions:
        return (), (found("no-form-found", source),)
    if _lacks_form_sheet(gathering):
        detail = f"The sheet “{FORM}”, which names the city, is missing or empty."
        remedy = "Copy its answers into the blank form, output/form.xlsx."
        gathering.findings.append(found("no-form-found", source, detail, remedy=remedy))
    _add_form(gathering, form, stamp)
    if not gathering.submissions:
        gathering.findings.append(found("no-answers", source))
    if stamp and stamp != form.stamp:
        detail = f"It was filled in on the form “{stamp}”; this is “{form.stamp}”."
        gathering.findings.append(found("other-form", source, detail))
    return tuple(gathering.submissions), tuple(gathering.findings)


def _lacks_form_sheet(gathering: _Gathering) -> bool:
    """Tell whether only repeated sections were found, and no table of cities."""
    sections = [answer.question.section for answer in gathering.answers]
    is_partial = all(section.repeats for section in sections)
    return bool(sections) and is_partial and not gathering.submissions


def _visible_stamp(sheets: Iterable[Sheet]) -> str:
    for sheet in sheets:
        for cell in sheet.cells.values():
            if stamp := STAMP.fullmatch(cell.text):
                return stamp[1].strip()
    return ""


def _read_sheet(gathering: _Gathering, sheet: Sheet, labels: Labels) -> None:
    if heading := city_heading(sheet, labels):
        submissions, findings = read_city_table(sheet, heading, labels)
        gathering.submissions += submissions
    else:
        heading = section_heading(sheet, labels)
        answers, findings = (
            read_section_table(sheet, heading, labels)
            if heading
            else read_form_sheet(sheet, labels)
        )
        gathering.answers += answers
        if not heading and not answers:
            gathering.findings += _without_questions(sheet, labels)
            return
    gathering.has_questions = True
    gathering.findings += findings


def _without_questions(sheet: Sheet, labels: Labels) -> list[Finding]:
    """Return one finding for a sheet that holds other text than the form's own."""
    cells = [cell for cell in sheet.cells.values() if not labels.is_own(cell.text)]
    if not cells:
        return []
    section = labels.heading(sheet.source.sheet)
    if section and section[0].repeats:
        detail = "The row with the questions is missing; the sheet was not read."
        remedy = "Copy the sheet's heading row from the blank form."
        return [found("no-form-found", sheet.source, detail, remedy=remedy)]
    count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    detail = f"The sheet holds text in {count}, but no question of the form."
    return [found("stray-text", cells[0].source, detail, value=cells[0].text)]


def _add_form(gathering: _Gathering, form: Form, stamp: str) -> None:
    """Add the submission of the form's own sheets, if any of its answers is filled."""
    entries, findings = assemble(gathering.answers)
    gathering.findings += findings
    if any(entry.value.strip() for entry in entries) or findings:
        source = _city_cell(gathering.answers, form).source
        place = Source(source.file, source.sheet)
        gathering.submissions.append(Submission(place, entries, stamp))


def _city_cell(answers: list[Answer], form: Form) -> Cell:
    """Return the cell that names the city; if there is none, the first answer."""
    city, _, name = form.city_path.partition("/")
    asked = (
        answer.cell
        for answer in answers
        if (answer.question.section.key, answer.question.field.key) == (city, name)
    )
    return next(asked, answers[0].cell)
