"""A form that is written, filled in and read gives the same answers."""

import csv
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from openpyxl import Workbook

from citybook.findings import Finding, Severity
from citybook.form import Form
from citybook.readers import read_submissions
from citybook.submission import Submission
from random_forms import (
    Filled,
    fill_workbook,
    fill_yaml,
    filled_forms,
    headings,
    put,
)

EXAMPLES = 25
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
"""Why a smaller example fails takes more time to find than it is worth."""


def read_back(
    form: Form, name: str, write: Callable[[Path], object]
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return what is read of one file in a folder of its own."""
    with TemporaryDirectory() as folder:
        write(Path(folder, name))
        return read_submissions(Path(folder), form)


def hold(filled: Filled, name: str, write: Callable[[Path], object]) -> None:
    """Expect the answers that were given, no more and no less, and no complaint."""
    submissions, findings = read_back(filled.form, name, write)
    grave = [f for f in findings if f.severity is not Severity.NOTE]
    assert not grave
    (submission,) = submissions
    assert values(submission) == filled.values


def values(submission: Submission) -> dict[str, str]:
    """Return all that is answered, by path."""
    entries = [entry for entry in submission.entries if entry.value.strip()]
    assert len({entry.path for entry in entries}) == len(entries)
    return {entry.path: entry.value.rstrip("\n") for entry in entries}


@settings(max_examples=EXAMPLES, phases=PHASES)
@given(filled_forms())
def test_a_workbook_gives_the_same_answers(filled: Filled) -> None:
    hold(filled, "form.xlsx", lambda path: fill_workbook(filled, path))


@settings(max_examples=EXAMPLES, phases=PHASES)
@given(filled_forms())
def test_a_yaml_file_gives_the_same_answers(filled: Filled) -> None:
    hold(filled, "form.yaml", lambda path: fill_yaml(filled, path))


@settings(max_examples=EXAMPLES, phases=PHASES)
@given(filled_forms())
def test_a_row_of_a_table_gives_the_same_answers(filled: Filled) -> None:
    hold(filled, "cities.xlsx", lambda path: write_table(filled, path))


@settings(max_examples=EXAMPLES, phases=PHASES)
@given(filled_forms())
def test_a_line_of_a_csv_file_gives_the_same_answers(filled: Filled) -> None:
    hold(filled, "cities.csv", lambda path: write_csv(filled, path))


def write_table(filled: Filled, path: Path) -> None:
    """Write a table with one city, a column for each question."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for column, (answer, heading) in enumerate(headings(filled.form).items(), 1):
        put(sheet.cell(1, column), heading)
        if given_there := filled.answers.get(answer):
            put(sheet.cell(2, column), given_there.typed)
    workbook.save(path)


def write_csv(filled: Filled, path: Path) -> None:
    """Write the same as comma-separated values."""
    asked = headings(filled.form)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(asked.values())
        writer.writerow([filled.values.get(answer, "") for answer in asked])
