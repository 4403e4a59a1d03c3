"""Tables in text files (.csv, .tsv): one city a row, or a label beside each answer."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from itertools import chain

from citybook.findings import Finding, found
from citybook.form import Form
from citybook.readers.file_kinds import EMPTY, SEND_AGAIN
from citybook.readers.grid import Cell, Sheet, cut_answers, sheet_of
from citybook.readers.package import MAX_CELLS, MAX_ROWS
from citybook.readers.plain_text import (
    MAX_FIELD,
    Decoded,
    declared_delimiter,
    decoded,
    delimiter_of,
)
from citybook.readers.sheets import read_sheets
from citybook.source import LINES, Source
from citybook.states import find_state
from citybook.submission import Submission

_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
"""How programs keep Excel from taking a text for a number: `="02114"`."""
_QUOTED = re.compile(r"'(?=[=+@\t\d-])")
"""The apostrophe that keeps Excel from taking a text for a formula."""


_END = "\x1aend of the table\x1a"
"""A line put after the last one: it comes out whole unless a quote is still open."""
_MAX_LOST = 10
"""After so many quotes that are never closed, quotes are taken for plain letters."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table."""

    line: int
    """The line of the file on which it begins."""
    fields: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, for a finding."""
        return " | ".join(field for field in self.fields if field.strip())


def read_csv(
    data: bytes, file: str, form: Form
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return what the cities of a table answered, and what is wrong with it."""
    source = Source(file)
    content = decoded(data)
    rows, torn, findings = _rows(content.text, source)
    if not rows and not findings:
        return (), (found("no-answers", source, EMPTY, remedy=SEND_AGAIN),)
    if len(rows) > MAX_ROWS or sum(len(row.fields) for row in rows) > MAX_CELLS:
        detail = f"The table has {len(rows):,} rows."
        return (), (found("too-large", source, detail),)
    findings += _old_encoding(content, source)
    even, uneven = _even(rows, source)
    sheet = _sheet(even, source)
    submissions, wrong = read_sheets([sheet], form, source, "")
    lines = {each.source.row for each in uneven} | {row.line for row in torn}
    if lines:
        named = _names([*rows, *torn], lines, source, form)
        submissions = tuple(sorted((*submissions, *named), key=lambda s: s.source))
    return submissions, (*findings, *uneven, *cut_answers([sheet]), *wrong)


def _sheet(rows: Iterable[_Row], source: Source) -> Sheet:
    place = replace(source, sheet=LINES)
    cells = (
        Cell(replace(place, row=row.line, column=column), _bare(field))
        for row in rows
        for column, field in enumerate(row.fields, 1)
    )
    return sheet_of(place, cells, {})


def _names(
    rows: Iterable[_Row], lines: Set[int], source: Source, form: Form
) -> Iterator[Submission]:
    """Yield the cities of the rows that were not read, where their states are states.

    They came in, though nothing of them can be printed.
    """
    places = (form.city_path, form.state_path)
    for each in read_sheets([_sheet(rows, source)], form, source, "")[0]:
        state = find_state(each.entry(form.state_path).value)
        if each.source.row in lines and state:
            named = (replace(each.entry(path), source=each.source) for path in places)
            yield replace(each, entries=tuple(named))


def _old_encoding(content: Decoded, source: Source) -> Iterator[Finding]:
    if line := content.first_odd_line:
        place = Source(source.file, LINES, line)
        yield found("old-encoding", place, value=content.odd_text)


def _rows(text: str, source: Source) -> tuple[list[_Row], list[_Row], list[Finding]]:
    """Return the rows that are not blank, and those that a quote costs.

    It never ends, and so its row has no end.
    """
    delimiter = delimiter_of(text) or ","
    # As csv counts lines: at \n, \r and \r\n, and at nothing else.
    lines = list(io.StringIO(f"{text}\n", newline=""))
    start = 1 if declared_delimiter(text) else 0
    rows: list[_Row] = []
    torn: list[_Row] = []
    findings: list[Finding] = []
    while start < len(lines):
        has_quotes = len(findings) < _MAX_LOST
        more, is_whole = _parsed(lines, delimiter, start, has_quotes=has_quotes)
        rows += more if is_whole else more[:-1]
        if is_whole:
            break
        # The row in which a quote is opened and never closed took all that follows.
        torn.append(more[-1])
        start = more[-1].line
        findings.append(_unclosed(Source(source.file, LINES, start), lines[start - 1]))
    return rows, torn, findings


def _parsed(
    lines: list[str], delimiter: str, start: int, *, has_quotes: bool
) -> tuple[list[_Row], bool]:
    """Return the rows from a line on, and whether the last one comes to its end."""
    csv.field_size_limit(MAX_FIELD)
    lasting = chain(lines[start:], (_END,))
    reader = csv.reader(
        lasting,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE,
    )
    rows: list[_Row] = []
    line, fields = start + 1, [""]
    for fields in reader:
        if any(field.strip() for field in fields):
            rows.append(_Row(line, tuple(fields)))
        line = start + 1 + reader.line_num
    is_whole = fields == [_END]
    return rows[:-1] if is_whole else rows, is_whole


def _unclosed(source: Source, line: str) -> Finding:
    detail = "A quotation mark is opened on this line and never closed."
    remedy = "Close it, or type it twice where it belongs to the text."
    return found("uneven-row", source, detail, value=line.strip(), remedy=remedy)


def _even(rows: list[_Row], source: Source) -> tuple[list[_Row], list[Finding]]:
    """Return the rows whose fields stand below their headings, and name the others.

    Titles above the first full row may be shorter, and all blank fields at the end
    may be left out, if most rows do so; a list of labels has no columns to keep to.
    """
    widths = Counter(len(row.fields) for row in rows if len(row.fields) > 1)
    usual = max(widths, key=lambda width: (widths[width], -width), default=1)
    full = next((n for n, row in enumerate(rows) if len(row.fields) >= usual), 0)
    most = max(usual, len(rows[full].fields)) if rows else 0
    even: list[_Row] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows):
        extra = len(_trimmed(row.fields)) - most
        lacking = usual - len(row.fields) if number > full and usual > 2 else 0
        if extra > 0 or lacking > 0:
            findings.append(_uneven(row, source, extra=extra, lacking=lacking))
        else:
            even.append(row)
    return even, findings


def _trimmed(fields: tuple[str, ...]) -> tuple[str, ...]:
    while fields and not fields[-1].strip():
        fields = fields[:-1]
    return fields


def _uneven(row: _Row, source: Source, *, extra: int, lacking: int) -> Finding:
    number, word = (extra, "many") if extra > 0 else (lacking, "few")
    fields = "one field" if number == 1 else f"{number} fields"
    detail = f"The row has {fields} too {word}; it was not read."
    place = Source(source.file, LINES, row.line)
    return found("uneven-row", place, detail, value=row.text)


def _bare(field: str) -> str:
    """Return what stands in a field, less the marks that are meant for Excel alone."""
    text = field.replace("\r\n", "\n").replace("\r", "\n")
    if as_text := _AS_TEXT.fullmatch(text.strip()):
        return as_text[1].replace('""', '"')
    return _QUOTED.sub("", text, count=1) if _QUOTED.match(text) else text
