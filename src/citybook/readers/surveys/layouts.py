"""How the survey tools head their columns: in one, two or three rows, or by paths."""

import re
from collections.abc import Iterator, Mapping

from citybook.readers.columns import Title
from citybook.readers.grid import Cell, Sheet

Titles = tuple[Mapping[int, Title], int]
"""A title for each column, and the row in which the titles end."""

_TWIN = re.compile(r"(.*\D)([1-9]\d?)", re.S)
_SELECTED = re.compile(r"\s+-\s+Selected Choice\s*$", re.I)
_IMPORT_ID = re.compile(r'\s*\{\s*"ImportId"')
_SAME_AS_ABOVE = frozenset(("open-ended response", "response", ""))
_BY_DASH = re.compile(r"[/.]|-(?=[a-z_])")


def fold(text: str) -> str:
    """Return a heading in small letters, its spaces closed up."""
    return " ".join(text.split()).lower()


def one_row(sheet: Sheet, row: int) -> Titles:
    """Return the titles of one plain row."""
    cells = sheet.in_row(row)
    return {column: Title(cell, (cell.text,)) for column, cell in cells}, row


def numbered_twins(sheet: Sheet, row: int) -> Titles:
    """Return the titles of one row where Excel has numbered those that stand twice."""
    titles: dict[int, Title] = {}
    before: set[str] = set()
    for column, cell in sheet.in_row(row):
        twin = _TWIN.fullmatch(cell.text.strip())
        is_twin = twin is not None and fold(twin[1]) in before
        texts = (cell.text, twin[1]) if twin and is_twin else (cell.text,)
        titles[column] = Title(cell, texts)
        before.add(fold(cell.text))
    return titles, row


def surveymonkey_rows(sheet: Sheet, row: int) -> Titles:
    """Return the titles of a row of questions and the row of their options below.

    The second row names no respondent; in a condensed export it is blank.
    """
    upper = dict(sheet.in_row(row))
    last = sheet.next_row(row)
    lower = dict(sheet.in_row(last))
    if min(lower, default=0) <= min(upper):
        return one_row(sheet, row)
    titles: dict[int, Title] = {}
    above: Cell | None = None
    for column in sorted({*upper, *lower}):
        above = upper.get(column, above)
        below = lower.get(column)
        is_alone = column in upper and (column + 1 in upper or column + 1 not in lower)
        if not below and column in upper:
            titles[column] = Title(upper[column], (upper[column].text,))
        elif above and below and fold(below.text) in _SAME_AS_ABOVE:
            titles[column] = Title(upper.get(column, below), (above.text,))
        elif above and below:
            texts = (above.text, below.text) if is_alone else (below.text,)
            titles[column] = Title(below, texts, above.text)
    return titles, last


def qualtrics_rows(sheet: Sheet, row: int) -> Titles:
    """Return the titles of the rows with codes, questions and import ids."""
    codes = dict(sheet.in_row(row))
    second = sheet.next_row(row)
    third = sheet.next_row(second)
    last = row
    for below in (second, third):
        if any(_IMPORT_ID.match(cell.text) for cell in sheet.row(below)):
            last = below
    questions = dict(sheet.in_row(second))
    first = questions.get(min(codes))
    has_questions = last > row or (
        first is not None and fold(first.text) == "start date"
    )
    if not has_questions or (
        last == row + 1 and sheet.row(last)[0].text.startswith("{")
    ):
        questions = {}
    titles: dict[int, Title] = {}
    for column, code in codes.items():
        asked = questions.get(column, code)
        plain = _SELECTED.sub("", asked.text)
        titles[column] = Title(asked, tuple(dict.fromkeys((plain, code.text))))
    return titles, max(last, second if questions else row)


def paths(sheet: Sheet, row: int) -> Titles:
    """Return the titles of columns that are called by their group and their name."""
    titles = {
        column: Title(cell, tuple(dict.fromkeys(_ends(cell.text))))
        for column, cell in sheet.in_row(row)
    }
    return titles, row


def _ends(path: str) -> Iterator[str]:
    """Yield a path and what is left of it without the groups at its beginning."""
    yield path
    for part in _BY_DASH.finditer(path):
        if end := path[part.end() :].strip():
            yield end
