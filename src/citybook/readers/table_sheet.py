"""A sheet with its questions in a heading row: entries, or cities, one a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from citybook.findings import Finding, found
from citybook.form import Section
from citybook.form_layout import is_count, is_words_heading
from citybook.readers.answers import Answer, assemble, in_words_column
from citybook.readers.columns import Column, Columns, Title, columns_of
from citybook.readers.grid import Cell, Sheet, quoted, spread, without
from citybook.readers.headings import titles_of
from citybook.readers.questions import (
    Labels,
    Question,
    label_key,
    near_note,
    overwritten,
    unclear,
)
from citybook.readers.ticks import ticked
from citybook.source import Source
from citybook.submission import Submission

_ROWS_SEARCHED = 10
_ENOUGH = 3
"""Questions asked once that make a table of cities, though one lacks its state."""
_SECOND_HEADINGS = frozenset({"response", "open ended response"})
"""What SurveyMonkey writes below its questions."""


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


# Which row is the heading


def city_heading(sheet: Sheet, labels: Labels) -> Heading | None:
    """Return the heading row of a table with a city a row, if the sheet is one."""
    for row in sheet.rows[:_ROWS_SEARCHED]:
        for titles, last in titles_of(sheet, row, labels):
            heading = Heading(last, columns_of(titles, labels), titles, row)
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
    if not (
        {"city", "state"} <= asked or (asked & {"city", "state"} and len(asked) > 2)
    ):
        return False
    return not is_in_pairs(sheet, heading, labels)


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
    return replace(heading, columns=columns_of(heading.titles, labels, below))


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


def _with_near_entries(heading: Heading, labels: Labels) -> Heading:
    """Return the heading of entries with the questions too that were retyped."""
    columns = heading.columns
    section = next(iter(columns.asked.values())).question.section
    for number, title in heading.titles.items():
        if number in columns.asked or labels.is_own(title.cell.text):
            continue
        taken = {column.question.field for column in columns.asked.values()}
        nearest = labels.near(title.cell.text, section)
        free = tuple(each for each in nearest if each.field not in taken)
        if len(free) == 1:
            asked = Question(section, free[0].field)
            columns.asked[number] = Column(asked, is_retyped=True)
        elif free:
            columns.unclear[number] = free
    return heading


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


# What stands below it


def read_section_table(
    sheet: Sheet, heading: Heading, labels: Labels
) -> tuple[list[Answer], list[Finding]]:
    """Return the answers of a repeated section, an entry a row, and all stray text."""
    rows, findings = read_entries(sheet, _with_near_entries(heading, labels), labels)
    return [answer for answers in rows.values() for answer in answers], findings


def read_entries(
    sheet: Sheet, heading: Heading, labels: Labels
) -> tuple[dict[int, list[Answer]], list[Finding]]:
    """Return by row the answers of a table of entries, and all stray text."""
    sheet, findings = _first_table(sheet, heading, labels)
    findings += [*_told(heading), *_stray(sheet, heading, labels)]
    block = sheet.source.sheet
    rows = {
        row: [
            Answer(replace(question, number=row), cell, block)
            for question, cell in _answers(sheet, heading, row, findings=findings)
        ]
        for row in _answer_rows(sheet, heading)
    }
    return rows, findings


def read_city_table(
    sheet: Sheet, heading: Heading, labels: Labels
) -> tuple[list[Submission], list[Finding]]:
    """Return a submission for each row that is not blank, and all stray text."""
    submissions: list[Submission] = []
    sheet, findings = _first_table(sheet, heading, labels)
    findings += [*_told(heading), *_stray(sheet, heading, labels)]
    for row in sorted({*_answer_rows(sheet, heading), *heading.extra}):
        answers = [
            Answer(question, cell)
            for question, cell in _answers(sheet, heading, row, findings=findings)
        ]
        entries, wrong = assemble((*answers, *heading.extra.get(row, ())))
        findings += wrong
        if any(entry.value.strip() for entry in entries) or wrong:
            dated, sender = heading.dated.get(row, ""), heading.senders.get(row, "")
            place = _row_place(sheet, row)
            one = Submission(place, entries, dated=dated, sender=sender)
            submissions.append(one)
    return submissions, findings


def _row_place(sheet: Sheet, row: int) -> Source:
    """Return the place of a whole row; of its first cell, where it is a column."""
    return sheet.row(row)[0].source if sheet.is_turned else sheet.place(row, 0)


def _answer_rows(sheet: Sheet, heading: Heading) -> Iterator[int]:
    """Yield the rows below the heading, unless they say the heading again."""
    first = next((row for row in sheet.rows if row > heading.row), 0)
    for row in sheet.rows:
        if row <= heading.row:
            continue
        texts = {label_key(cell.text) for cell in sheet.row(row)[:3]}
        if row == first and texts <= _SECOND_HEADINGS:
            continue
        if not _says_again(sheet, heading, row):
            yield row


def _says_again(sheet: Sheet, heading: Heading, row: int) -> bool:
    """Tell whether a row says the heading again, each title in its own column."""
    cells = list(sheet.in_row(row))
    return len(cells) > 1 and all(
        column in heading.titles
        and label_key(heading.titles[column].cell.text) == label_key(cell.text)
        for column, cell in cells
    )


def _first_table(
    sheet: Sheet, heading: Heading, labels: Labels
) -> tuple[Sheet, list[Finding]]:
    """Return a sheet down to where another table begins, and a finding for that one.

    Below other questions its answers would be taken for answers to the first ones.
    """
    start = next(_other_headings(sheet, heading, labels), 0)
    if not start:
        return spread(sheet, heading.row, heading.asked)
    rest = [cell for row in sheet.rows if row >= start for cell in sheet.row(row)]
    detail = "Another table begins here; from here on nothing was read."
    remedy = "Move it to a sheet or a file of its own."
    place, value = _row_place(sheet, start), quoted(rest)
    places = {each for each in sheet.cells if each[0] >= start}
    wrong = found("uneven-row", place, detail, value=value, remedy=remedy)
    first, told = spread(without(sheet, places), heading.row, heading.asked)
    return first, [wrong, *told]


def _other_headings(sheet: Sheet, heading: Heading, labels: Labels) -> Iterator[int]:
    """Yield the rows below the heading in which most cells are other questions."""
    for row in sheet.rows:
        cells = sheet.row(row)
        if row <= heading.row or len(cells) < 2:
            continue
        # Most rows are passed without a closer look.
        if not any(labels.meant(cell.text) for cell in cells[:2]):
            continue
        asked = sum(bool(labels.meant(cell.text)) for cell in cells)
        is_heading = asked > 1 and 2 * asked > len(cells)
        if is_heading and not _says_again(sheet, heading, row):
            yield row


def _answers(
    sheet: Sheet, heading: Heading, row: int, *, findings: list[Finding]
) -> Iterator[tuple[Question, Cell]]:
    """Yield what a row answers; what is ticked for one question as one answer."""
    boxes: dict[Question, list[tuple[str, Cell]]] = {}
    written: dict[Question, Cell] = {}
    for number, column in heading.asked.items():
        cell = sheet.cell(row, number)
        if column.option:
            boxes.setdefault(column.question, []).append((column.option, cell))
        else:
            written[column.question] = cell
            yield column.question, cell
    for question, ticks in boxes.items():
        cells, wrong = ticked(question, ticks, written.get(question))
        findings += wrong
        for cell in cells:
            if cell is not written.get(question):
                yield question, cell


# Headings and texts that answer nothing


def _told(heading: Heading) -> Iterator[Finding]:
    """Yield a note for each question that was recognized though it was retyped."""
    told: set[Question] = set()
    for number, column in heading.asked.items():
        if column.is_retyped and column.question not in told:
            told.add(column.question)
            title = heading.titles[number]
            said = title.group if column.option and title.group else title.name
            yield near_note(title.cell.source, said, column.question)


def _stray(sheet: Sheet, heading: Heading, labels: Labels) -> Iterator[Finding]:
    """Yield text above the heading row, under unknown headings and under none."""
    unknown: dict[int, list[Cell]] = {}
    title = next(iter(sheet.cells.values()))
    for (row, column), cell in sheet.cells.items():
        if row < (heading.first or heading.row):
            if not labels.is_own(cell.text):
                yield _title_note(cell) if cell is title else _stray_text(cell)
        elif row > heading.row and column not in heading.asked:
            unknown.setdefault(column, []).append(cell)
    for column, cells in unknown.items():
        yield from _stray_column(sheet, column, cells, labels=labels, heading=heading)


def _title_note(cell: Cell) -> Finding:
    detail = "A title stands above the table."
    return found("note-for-editors", cell.source, detail, value=cell.text)


def _stray_text(cell: Cell) -> Finding:
    return found("stray-text", cell.source, value=cell.text)


def _stray_column(
    sheet: Sheet, column: int, cells: list[Cell], *, labels: Labels, heading: Heading
) -> Iterator[Finding]:
    title = heading.titles.get(column)
    head = title.cell if title else sheet.cell(heading.row, column)
    if is_words_heading(head.text):
        answers = max((left for left in heading.asked if left < column), default=0)
        for cell in cells:
            if not is_count(cell.text):
                yield in_words_column(cell, answers)
    elif not title or head.is_blank or labels.is_own(head.text):
        for cell in cells:
            yield _stray_text(cell)
    elif column in heading.columns.unclear:
        meant = heading.columns.unclear[column]
        yield unclear(head.source, title.name, meant, value=quoted(cells))
    else:
        detail = (
            f"“{title.name}” is not a question of the form; {len(cells)} answered it."
        )
        remedy = _overwritten(heading, column) or labels.guess(title.texts[0])
        yield found(
            "unknown-question",
            head.source,
            detail,
            value=quoted(cells),
            remedy=remedy,
        )


def _overwritten(heading: Heading, column: int) -> str:
    """Return which question a heading must have asked, if entries stand below it."""
    asked = [(place, each.question.field) for place, each in heading.asked.items()]
    sections = {each.question.section.key: each for each in heading.asked.values()}
    each = next(iter(sections.values()), None)
    if len(sections) != 1 or not each or not each.question.section.repeats:
        return ""
    return overwritten(each.question.section.fields, asked, column)
