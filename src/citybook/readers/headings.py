"""The heading of a table, in one row or in two, as a title for each column."""

from collections.abc import Iterator, Mapping

from citybook.form_layout import is_words_heading
from citybook.readers.columns import Title, option_of
from citybook.readers.grid import Cell, Sheet
from citybook.readers.questions import Labels

Titles = Mapping[int, Title]


def titles_of(sheet: Sheet, row: int, labels: Labels) -> Iterator[tuple[Titles, int]]:
    """Yield the titles that begin in a row, with the row in which they end.

    Two rows go before one, where the upper one names a section or a question and the
    lower one what belongs to it.
    """
    upper = dict(sheet.in_row(row))
    if any(_is_group(cell.text, labels) for cell in upper.values()):
        last = sheet.next_row(row)
        lower = dict(sheet.in_row(last))
        titles = two_rows(upper, lower, labels)
        if lower and _belong(titles, lower, labels):
            yield titles, last
    yield {column: Title(cell, (cell.text,)) for column, cell in upper.items()}, row


def two_rows(
    upper: Mapping[int, Cell], lower: Mapping[int, Cell], labels: Labels
) -> Titles:
    """Return a title for each column of two rows; one above reaches over blanks."""
    titles: dict[int, Title] = {}
    counted: dict[str, int] = {}
    group = ""
    for column in sorted({*upper, *lower}):
        above, below = upper.get(column), lower.get(column)
        if above:
            group = _numbered(above.text, counted, labels)
        if above and not below:
            titles[column] = Title(above, (above.text,))
        elif below and group:
            titles[column] = Title(below, (below.text,), group)
        elif below:
            titles[column] = Title(below, (below.text,))
    return titles


def _is_group(text: str, labels: Labels) -> bool:
    """Tell whether a text may stand above several columns."""
    section = labels.heading(text)
    question = labels.find(text)
    has_choices = question is not None and bool(question.field.choices)
    return bool(section and section[0].repeats) or has_choices


def _numbered(text: str, counted: dict[str, int], labels: Labels) -> str:
    """Return a group's heading; the second `Effort` without a number is Effort 2."""
    if not _is_group(text, labels):
        return ""
    section = labels.heading(text)
    if not section or section[1] or not section[0].repeats:
        return text
    counted[section[0].key] = counted.get(section[0].key, 0) + 1
    return f"{section[0].one} {counted[section[0].key]}"


def _belong(titles: Titles, lower: Mapping[int, Cell], labels: Labels) -> bool:
    """Tell whether the lower row is a part of the heading, and no city's answers."""
    if not any(title.group for title in titles.values()):
        return False
    for column, cell in lower.items():
        title = titles[column]
        section = labels.heading(title.group) if title.group else None
        question = labels.find(title.group) if title.group else None
        within = section and labels.within(section[0], cell.text)
        chosen = question and option_of(question.field, cell.text)
        is_known = labels.find(cell.text) or is_words_heading(cell.text)
        if not (within or chosen or is_known or (title.group and section)):
            return False
    return True
