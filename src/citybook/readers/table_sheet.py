"""A sheet with its questions in a heading row: entries, or cities, one a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from citybook.findings import Finding, found
from citybook.form import Section
from citybook.form_layout import is_count, is_words_heading
from citybook.readers.answers import Answer, assemble, in_words_column
from citybook.readers.grid import Cell, Sheet
from citybook.readers.questions import Labels, Question, label_key, overwritten
from citybook.submission import Submission

_ROWS_SEARCHED = 10
_SECOND_HEADINGS = frozenset({"response", "open ended response"})
"""What SurveyMonkey writes below its questions."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The row that holds the questions, and what each of its columns asks."""

    row: int
    columns: Mapping[int, Question]


def city_heading(sheet: Sheet, labels: Labels) -> Heading | None:
    """Return the heading row of a table with a city a row, if the sheet is one."""
    for row in sheet.rows[:_ROWS_SEARCHED]:
        asked = {
            cell.source.column: question
            for cell in sheet.row(row)
            if (question := labels.find(cell.text))
        }
        kinds = {question.field.kind for question in asked.values()}
        heading = Heading(row, asked)
        if {"city", "state"} <= kinds and not _is_in_pairs(sheet, heading, labels):
            return heading
    return None


def section_heading(sheet: Sheet, labels: Labels) -> Heading | None:
    """Return the heading row of a table with an entry of one section a row."""
    named = labels.heading(sheet.source.sheet)
    best: Heading | None = None
    for row in sheet.rows[:_ROWS_SEARCHED]:
        for section in labels.form.sections:
            if not section.repeats:
                continue
            asked = _columns(sheet, labels, section, row)
            is_named = named is not None and named[0] is section
            enough = 1 if is_named or len(section.fields) == 1 else 2
            if len(asked) >= max(enough, len(best.columns) + 1 if best else 0):
                best = Heading(row, asked)
    if best is None or _is_in_pairs(sheet, best, labels):
        return None
    return best


def _columns(
    sheet: Sheet, labels: Labels, section: Section, row: int
) -> dict[int, Question]:
    return {
        cell.source.column: Question(section, field)
        for cell in sheet.row(row)
        if (field := labels.within(section, cell.text))
    }


def _is_in_pairs(sheet: Sheet, heading: Heading, labels: Labels) -> bool:
    """Tell whether the row holds labels with their answers beside them, in pairs."""
    column = min(heading.columns)
    below = sheet.below(sheet.cell(heading.row, column))
    near = heading.columns[column].section
    above = (sheet.cell(row, column) for row in sheet.rows if row < heading.row)
    if any(_asks(cell, labels, near) for cell in above):
        return True
    return below is not None and labels.find(below.text, near) is not None


def _asks(cell: Cell, labels: Labels, near: Section) -> bool:
    """Tell whether a cell is a label, and not the title of a section."""
    is_title = labels.heading(cell.text) is not None
    return not is_title and labels.find(cell.text, near) is not None


def read_section_table(
    sheet: Sheet, heading: Heading, labels: Labels
) -> tuple[list[Answer], list[Finding]]:
    """Return the answers of a repeated section, an entry a row, and all stray text."""
    answers = [
        Answer(replace(question, number=row), cell, sheet.source.sheet)
        for row in _answer_rows(sheet, heading)
        for question, cell in _answers(sheet, heading, row)
    ]
    return answers, list(_stray(sheet, heading, labels))


def read_city_table(
    sheet: Sheet, heading: Heading, labels: Labels
) -> tuple[list[Submission], list[Finding]]:
    """Return a submission for each row that is not blank, and all stray text."""
    submissions: list[Submission] = []
    findings = list(_stray(sheet, heading, labels))
    for row in _answer_rows(sheet, heading):
        entries, wrong = assemble(
            Answer(question, cell) for question, cell in _answers(sheet, heading, row)
        )
        findings += wrong
        if any(entry.value.strip() for entry in entries) or wrong:
            submissions.append(Submission(replace(sheet.source, row=row), entries))
    return submissions, findings


def _answer_rows(sheet: Sheet, heading: Heading) -> Iterator[int]:
    for row in sheet.rows:
        is_below = row > heading.row
        texts = {label_key(cell.text) for cell in sheet.row(row)}
        if is_below and not texts <= _SECOND_HEADINGS:
            yield row


def _answers(
    sheet: Sheet, heading: Heading, row: int
) -> Iterator[tuple[Question, Cell]]:
    for column, question in heading.columns.items():
        yield question, sheet.cell(row, column)


def _stray(sheet: Sheet, heading: Heading, labels: Labels) -> Iterator[Finding]:
    """Yield text above the heading row, under unknown headings and under none."""
    unknown: dict[int, list[Cell]] = {}
    title = next(iter(sheet.cells.values()))
    for (row, column), cell in sheet.cells.items():
        if row < heading.row:
            if cell is not title and not labels.is_own(cell.text):
                yield found("stray-text", cell.source, value=cell.text)
        elif row > heading.row and column not in heading.columns:
            unknown.setdefault(column, []).append(cell)
    for column, cells in unknown.items():
        head = sheet.cell(heading.row, column)
        yield from _stray_column(head, cells, labels, heading=heading)


def _stray_column(
    head: Cell, cells: list[Cell], labels: Labels, *, heading: Heading
) -> Iterator[Finding]:
    column = head.source.column
    if is_words_heading(head.text):
        answers = max((left for left in heading.columns if left < column), default=0)
        for cell in cells:
            if not is_count(cell.text):
                yield in_words_column(cell, answers)
    elif head.is_blank or labels.is_own(head.text):
        for cell in cells:
            yield found("stray-text", cell.source, value=cell.text)
    else:
        name = " ".join(head.text.split())
        detail = f"“{name}” is not a question of the form; {len(cells)} answered it."
        remedy = _overwritten(heading, column) or labels.guess(head.text)
        value = cells[0].text
        yield found("unknown-question", head.source, detail, value=value, remedy=remedy)


def _overwritten(heading: Heading, column: int) -> str:
    """Return which question a heading must have asked, if entries stand below it."""
    asked = [(place, question.field) for place, question in heading.columns.items()]
    sections = {question.section.key: question for question in heading.columns.values()}
    question, *others = sections.values()
    if others or not question.section.repeats:
        return ""
    return overwritten(question.section.fields, asked, column)
