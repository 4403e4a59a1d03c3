"""A sheet with its questions in a heading row: entries, or cities, one a row."""

from collections.abc import Iterator
from dataclasses import replace

from citybook.findings import Finding, found
from citybook.form_layout import is_count, is_words_heading
from citybook.readers.answers import Answer, assemble, in_words_column
from citybook.readers.columns import Column
from citybook.readers.grid import Cell, Sheet, quoted, spread, without
from citybook.readers.labels import near_note, overwritten, unclear
from citybook.readers.questions import Labels, Question, label_key
from citybook.readers.table_heading import Heading, state_named
from citybook.readers.ticks import ticked
from citybook.source import Source
from citybook.submission import Submission

_SECOND_HEADINGS = frozenset({"response", "open ended response"})
"""What SurveyMonkey writes below its questions."""


# What stands below the heading


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
        if any(not answer.cell.is_blank for answer in answers):
            answers += _state_of_sheet(sheet, heading, labels)
        entries, wrong = assemble((*answers, *heading.extra.get(row, ())))
        findings += wrong
        if any(entry.value.strip() for entry in entries) or wrong:
            dated, sender = heading.dated.get(row, ""), heading.senders.get(row, "")
            place = _row_place(sheet, row)
            one = Submission(place, entries, dated=dated, sender=sender)
            submissions.append(one)
    return submissions, findings


def _state_of_sheet(sheet: Sheet, heading: Heading, labels: Labels) -> Iterator[Answer]:
    """Yield the state by whose name the sheet goes, where no column asks for it."""
    kinds = {column.question.field.kind for column in heading.asked.values()}
    if "state" not in kinds and state_named(sheet):
        for section in labels.form.sections:
            for asked in section.fields if not section.repeats else ():
                if asked.kind == "state":
                    state = Cell(sheet.source, sheet.source.sheet)
                    yield Answer(Question(section, asked), state)


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
    above = max(row for row in sheet.rows if row < start)
    if above > heading.row and len(sheet.row(above)) == 1:
        start = above  # its title
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
        if meant := labels.meant(title.texts[0]):
            asked = meant[0].name
            detail = f"“{asked}” is not asked on this sheet; {len(cells)} answered it."
            remedy = "Fill in a form of its own for each city."
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
