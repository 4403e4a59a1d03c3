"""A sheet with a label beside each answer, as in the blank form."""

from dataclasses import dataclass, field, replace

from citybook.findings import Finding, found
from citybook.form import Section
from citybook.form_layout import FORM, is_count, is_words_heading
from citybook.readers.answers import Answer, in_words_column
from citybook.readers.grid import Cell, Sheet
from citybook.readers.questions import Labels, Question, overwritten


@dataclass(slots=True)
class _Walk:
    """One sheet on its way from top to bottom."""

    sheet: Sheet
    labels: Labels
    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    section: Section | None = None
    """The section whose heading came last."""
    number: int = 1
    """Which entry of it, if it repeats."""
    words_column: int = 0
    """Where the blank form counts words, once its heading was met."""
    unknown: list[tuple[Cell, Cell]] = field(default_factory=list)
    """Labels that ask nothing, each with what stands beside it."""


def read_form_sheet(sheet: Sheet, labels: Labels) -> tuple[list[Answer], list[Finding]]:
    """Return the answers beside the labels, blank ones too, and all stray text."""
    walk = _Walk(sheet, labels)
    for row in sheet.rows:
        _read_row(walk, sheet.row(row))
    for label, answer in walk.unknown:
        walk.findings.append(_unknown(walk, label, answer))
    return walk.answers, walk.findings


def _read_row(walk: _Walk, cells: tuple[Cell, ...]) -> None:
    read = asked = 0
    for cell in cells:
        if cell.source.column <= read:
            continue
        read = cell.source.column
        if asked and read == walk.words_column:
            if not is_count(cell.text):
                walk.findings.append(in_words_column(cell, asked))
        elif read > 1 and is_words_heading(cell.text):
            walk.words_column = read
        elif not _open_section(walk, cell):
            read, asked = _read_cell(walk, cell, asked=asked)


def _read_cell(walk: _Walk, cell: Cell, *, asked: int) -> tuple[int, int]:
    """Read a label or a stray text; return how far, and where the last answer stood."""
    if question := _question(walk, cell):
        column = _answer(walk, cell, question)
        return column, column
    if walk.labels.is_own(cell.text):
        return cell.source.column, asked
    return _stray(walk, cell), asked


def _question(walk: _Walk, cell: Cell) -> Question | None:
    return walk.labels.find(cell.text, walk.section)


def _open_section(walk: _Walk, cell: Cell) -> bool:
    """Tell whether the cell is the heading of a section, and go on from there."""
    heading = walk.labels.heading(cell.text)
    if not heading or _says_something(walk, walk.sheet.right_of(cell)):
        return False
    question = _question(walk, cell)
    walk.section, number = heading
    walk.number = number or 1
    return question is None or bool(question.section.repeats)


def _says_something(walk: _Walk, cell: Cell) -> bool:
    return not cell.is_blank and not walk.labels.is_own(cell.text)


def _answer(walk: _Walk, label: Cell, question: Question) -> int:
    """Note the answer right of a label; return the column where it stands."""
    cell = walk.sheet.right_of(label)
    read = cell.source.column
    if not _says_something(walk, cell):
        cell = Cell(cell.source)
    if question.section.repeats and not question.number:
        if _is_answered(walk, question):
            walk.number += 1
        question = replace(question, number=walk.number)
    walk.answers.append(Answer(question, cell, walk.sheet.source.sheet))
    return read


def _is_answered(walk: _Walk, question: Question) -> bool:
    wanted = replace(question, number=walk.number)
    return any(answer.question == wanted for answer in walk.answers)


def _stray(walk: _Walk, cell: Cell) -> int:
    """Note a text that is no label; return the column up to which it was read."""
    answer = walk.sheet.right_of(cell)
    if cell.source.column > 1 or not _says_something(walk, answer):
        walk.findings.append(found("stray-text", cell.source, value=cell.text))
        return cell.source.column
    walk.unknown.append((cell, answer))
    return answer.source.column


def _unknown(walk: _Walk, label: Cell, answer: Cell) -> Finding:
    detail = f"“{label.text.strip()}” is not a question of the form."
    remedy = _overwritten(walk, label) or walk.labels.guess(label.text)
    return found(
        "unknown-question", label.source, detail, value=answer.text, remedy=remedy
    )


def _overwritten(walk: _Walk, label: Cell) -> str:
    """Return which question of the blank form's own sheet a label must have asked."""
    fields = [asked for _, asked in walk.labels.form.single()]
    asked = [
        (answer.cell.source.row, answer.question.field)
        for answer in walk.answers
        if not answer.question.section.repeats
    ]
    is_own = walk.sheet.source.sheet == FORM
    return overwritten(fields, asked, label.source.row) if is_own else ""
