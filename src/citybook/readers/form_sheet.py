"""A sheet with a label beside each answer, as in the blank form."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from citybook.findings import Finding, found
from citybook.form import Section
from citybook.form_layout import FORM, HEADINGS, is_count, is_words_heading
from citybook.readers.answers import Answer, in_words_column
from citybook.readers.grid import Cell, Sheet
from citybook.readers.labels import near_note, overwritten, unclear
from citybook.readers.questions import Labels, Question, label_key
from citybook.source import column_letters

_HINTS = label_key(HEADINGS[2])


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
    foreign_hints: bool = False
    """Whether its hints may be those of another version of the form."""
    hints_column: int = 0
    """Where the blank form says how to answer, once its heading was met."""
    exact: set[tuple[str, str]] = field(default_factory=set)
    """Section and field of what is asked in the form's own words, once needed."""


def has_labels(sheet: Sheet, labels: Labels) -> bool:
    """Tell whether two labels of the form stand below each other on the left."""
    found = 0
    for row in sheet.rows:
        found += labels.find(sheet.row(row)[0].text) is not None
        if found == 2:
            return True
    return False


def read_form_sheet(
    sheet: Sheet, labels: Labels, *, foreign_hints: bool = False
) -> tuple[list[Answer], list[Finding]]:
    """Return the answers beside the labels, blank ones too, and all stray text."""
    walk = _Walk(sheet, labels, foreign_hints=foreign_hints)
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
        elif read > 1 and label_key(cell.text) == _HINTS:
            walk.hints_column = read
        elif not _open_section(walk, cell):
            read, asked = _read_cell(walk, cell, asked=asked)


def _read_cell(walk: _Walk, cell: Cell, *, asked: int) -> tuple[int, int]:
    """Read a label or a stray text; return how far, and where the last answer stood."""
    question = _question(walk, cell)
    if not question and walk.labels.is_own(cell.text):
        return cell.source.column, asked
    nearest = (question,) if question else _nearest(walk, cell)
    if len(nearest) == 1:
        if not question:
            walk.findings.append(near_note(cell.source, cell.text, nearest[0]))
        column = _answer(walk, cell, nearest[0])
        return column, column
    if nearest:
        answer = walk.sheet.right_of(cell)
        walk.findings.append(
            unclear(cell.source, cell.text, nearest, value=answer.text)
        )
        return answer.source.column, asked
    return _stray(walk, cell), asked


def _nearest(walk: _Walk, cell: Cell) -> tuple[Question, ...]:
    """Return the questions that a retyped label may ask and no other label does."""
    is_answered = _says_something(walk, walk.sheet.right_of(cell))
    if not is_answered and cell.source.column > 1:
        return ()
    meant = walk.labels.meant(cell.text)
    section = walk.section if walk.section and walk.section.repeats else None
    meant = meant or (walk.labels.near(cell.text, section) if section else ())
    meant = meant or walk.labels.near(cell.text)
    if not meant:
        return ()
    if not walk.exact:
        walk.exact = _asked_exactly(walk)
    free = tuple(
        each
        for each in meant
        if (each.section.key, each.field.key) not in walk.exact
        or (is_answered and each.section is section)
    )
    return free if is_answered or len(free) == 1 else ()


def _asked_exactly(walk: _Walk) -> set[tuple[str, str]]:
    found = (walk.labels.find(cell.text) for cell in walk.sheet.cells.values())
    return {(each.section.key, each.field.key) for each in found if each}


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
    if moved := _moved(walk, cell):
        walk.findings.append(_told_moved(question, moved, cell))
        cell = moved
    read = cell.source.column
    if not _says_something(walk, cell):
        walk.findings += _own_words(question, cell)
        cell = Cell(cell.source)
    if question.section.repeats and not question.number:
        if _is_answered(walk, question):
            walk.number += 1
        question = replace(question, number=walk.number)
    walk.answers.append(Answer(question, cell, walk.sheet.source.sheet))
    return read


def _own_words(question: Question, cell: Cell) -> Iterator[Finding]:
    """Yield a note where an answer is a text that the blank form says itself."""
    if not cell.is_blank:
        detail = f"{question.field.label}: The form itself says this."
        yield found("taken-as-blank", cell.source, detail, value=cell.text)


def _moved(walk: _Walk, place: Cell) -> Cell | None:
    """Return the answer that stands right of its blank place, if there is one."""
    if not place.is_blank:
        return None
    cell = walk.sheet.right_of(place)
    column = cell.source.column
    if column == walk.words_column or (
        walk.foreign_hints and column == walk.hints_column
    ):
        return None
    if not _says_something(walk, cell) or walk.labels.meant(cell.text):
        return None
    return cell


def _told_moved(question: Question, moved: Cell, place: Cell) -> Finding:
    detail = f"The answer to “{question.field.label}” stands one column to the right."
    remedy = f"Move it to {column_letters(place.source.column)}{place.source.row}."
    return found("moved-answer", moved.source, detail, value=moved.text, remedy=remedy)


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
