"""A sheet with a label beside each answer, as in the blank form."""

import re
from dataclasses import dataclass, field, replace

from citybook.findings import Finding, found
from citybook.form import Field, Section
from citybook.readers.answers import Answer
from citybook.readers.grid import Cell, Sheet
from citybook.readers.questions import Labels, Question

_FIGURE = re.compile(r"\d+")


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


def read_form_sheet(sheet: Sheet, labels: Labels) -> tuple[list[Answer], list[Finding]]:
    """Return the answers beside the labels, blank ones too, and all stray text."""
    walk = _Walk(sheet, labels)
    for row in sheet.rows:
        _read_row(walk, sheet.row(row))
    return walk.answers, walk.findings


def _read_row(walk: _Walk, cells: tuple[Cell, ...]) -> None:
    read = 0
    asked: Field | None = None
    for cell in cells:
        if cell.source.column <= read:
            continue
        read = cell.source.column
        if _open_section(walk, cell) or _is_count(asked, cell):
            continue
        if question := _question(walk, cell):
            asked, read = question.field, _answer(walk, cell, question)
        elif not walk.labels.is_own(cell.text):
            read = _stray(walk, cell)


def _is_count(asked: Field | None, cell: Cell) -> bool:
    """Tell whether a cell right of an answer holds the count of its words."""
    return bool(asked and asked.max_words and _FIGURE.fullmatch(cell.text))


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
    detail = f"“{cell.text.strip()}” is not a question of the form."
    remedy = walk.labels.guess(cell.text)
    walk.findings.append(
        found("unknown-question", cell.source, detail, value=answer.text, remedy=remedy)
    )
    return answer.source.column
