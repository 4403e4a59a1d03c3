"""Workbooks as text tables: a line is a row, a bar parts two cells."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText

from citybook.findings import Finding
from citybook.form import Choice, Field, Form, Section
from citybook.submission import Submission
from citybook.writers.form_workbook import write_form_workbook

YES_OR_NO_MANY = (Choice("forum", "Forum"), Choice("march", "Vigil, march or rally"))

FORM = Form(
    key="sample",
    version=2,
    title="Parks & People",
    instructions="Tell us about\nyour parks.\n\nOne file for each city.",
    sections=(
        Section(
            key="city",
            label="Your city",
            fields=(
                Field("name", "City", "city", required=True),
                Field("state", "State", "state", required=True),
                Field(
                    "mayor", "Mayor", "text", required=True, aliases=("Mayor's name",)
                ),
                Field("population", "Population", "number"),
                Field("budget", "Budget", "money", hint="In a year"),
                Field("founded", "Founded", "date"),
                Field("email", "E-mail", "email", public=False),
                Field("phone", "Telephone", "phone", public=False),
                Field("site", "Web site", "link"),
                Field("open", "Open at night?", "yes-no"),
                Field("way", "Main way", "choice", choices=YES_OR_NO_MANY),
                Field("ways", "All ways", "choices", choices=YES_OR_NO_MANY),
                Field("story", "Story", "prose", max_words=50),
            ),
        ),
        Section(
            key="events",
            label="Events: a list/overview",
            item="Event",
            repeats=4,
            hint="One row for each event",
            fields=(
                Field("date", "Date", "date"),
                Field("what", "What was done", "prose", required=True, max_words=20),
                Field("source", "Source link", "link"),
            ),
        ),
        Section(
            key="quotes",
            label="Quotation",
            repeats=2,
            fields=(
                Field("text", "Words said", "prose", required=True),
                Field("speaker", "Speaker", "text"),
                Field("source", "Source of the words", "link"),
            ),
        ),
    ),
)
"""A form with a question of every kind."""

EVENTS = "Events a list overview"
"""The sheet of its events."""


def write_sheets(path: Path, **sheets: str) -> Path:
    """Write a workbook whose sheets are given as text tables."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, table in sheets.items():
        sheet = workbook.create_sheet(name)
        for row, line in enumerate(table.strip("\n").split("\n"), 1):
            for column, text in enumerate(line.strip().split("|"), 1):
                if text.strip():
                    value = text.strip().replace("\\n", "\n")
                    sheet.cell(row, column, value).data_type = "s"
    workbook.save(path)
    return path


Typed = str | int | float | bool | date | CellRichText | None


def fill_in(path: Path, **cells: Typed) -> Path:
    """Write the blank form with values typed in; `Form_B3` is a cell of its sheet."""
    write_form_workbook(FORM, path)
    workbook = load_workbook(path)
    names = {"Form": "Form", "Events": EVENTS, "Quotation": "Quotation"}
    for place, value in cells.items():
        sheet, _, cell = place.partition("_")
        workbook[names.get(sheet, sheet)][cell] = value
    workbook.save(path)
    return path


def answers(submission: Submission) -> dict[str, str]:
    """Return all that is not blank, by path."""
    return {entry.path: entry.value for entry in submission.entries if entry.value}


def troubles(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Return slug and place of each finding."""
    return [(each.rule.slug, str(each.source).rpartition(", ")[2]) for each in findings]
