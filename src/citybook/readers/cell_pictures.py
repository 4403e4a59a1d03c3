"""Pictures that lie in a workbook, on the cell that asks for one: each is the answer.

The answer becomes the name of the file with the cell, `albany.xlsx, Form!B7`, by which
the picture is found again among all that came in.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from citybook.findings import Finding, found
from citybook.form import Form
from citybook.source import Source
from citybook.submission import Entry, Submission

_NAMED = re.compile(r"(.+\.\w{1,5}), (.+)!([A-Z]{1,3}[1-9]\d*)", re.I)


class CellPicture(NamedTuple):
    """A picture by the workbook that it lies in, the sheet and the cell."""

    file: str
    sheet: str
    cell: str


def cell_picture(name: str) -> CellPicture | None:
    """Return the picture inside a workbook that an answer names, if it does."""
    named = _NAMED.fullmatch(name)
    return CellPicture(*named.groups()) if named else None


def with_pictures(
    submissions: Iterable[Submission], places: Collection[Source], form: Form
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return the submissions with the pictures that lie on blank answers, and notes."""
    findings: list[Finding] = []
    whole = tuple(
        replace(
            submission,
            entries=tuple(
                _answered(entry, form, findings) if entry.source in places else entry
                for entry in submission.entries
            ),
        )
        for submission in submissions
    )
    return whole, tuple(findings)


def _answered(entry: Entry, form: Form, findings: list[Finding]) -> Entry:
    section, *_, key = entry.path.split("/")
    asked = form.section(section)
    field = asked.field(key) if asked else None
    if entry.value.strip() or field is None or field.kind != "picture":
        return entry
    source = entry.source
    detail = "The picture that lies here was taken as the answer."
    findings.append(found("taken-as", source, detail, path=entry.path))
    name = replace(source, file=PurePosixPath(source.file).name)
    return replace(entry, value=str(name))
