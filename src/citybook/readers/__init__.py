"""What came in: every file of a folder becomes submissions."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from citybook.findings import Finding, found
from citybook.form import Form
from citybook.halves import in_halves
from citybook.readers.csv_file import read_csv
from citybook.readers.file_kinds import Kind, ending_of, kind_of, misnamed, unread
from citybook.readers.folder import files_below
from citybook.readers.legacy import read_legacy
from citybook.readers.workbook import read_workbook
from citybook.readers.yaml_file import read_yaml
from citybook.source import Source
from citybook.submission import Submission

__all__ = ["READERS", "Reader", "read_file", "read_submissions"]

Reader = Callable[[Path, str, Form], tuple[tuple[Submission, ...], tuple[Finding, ...]]]
"""A reader takes a file, its name in findings and the form."""

READERS: Mapping[Kind, Reader] = {
    Kind.WORKBOOK: read_workbook,
    Kind.BINARY_WORKBOOK: read_legacy,
    Kind.OLD_WORKBOOK: read_legacy,
    Kind.OPEN_SPREADSHEET: read_legacy,
    Kind.TABLE: read_csv,
    Kind.YAML: read_yaml,
}


def read_submissions(
    folder: Path, form: Form
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return the submissions of all files below a folder, in the order of names."""
    files, findings = files_below(folder)
    submissions: list[Submission] = []
    for read, wrong in in_halves(partial(read_file, form), files):
        submissions += read
        findings += wrong
    return tuple(submissions), tuple(findings)


def read_file(
    form: Form, file: tuple[Path, str]
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return what the cities of one file answered, whatever kind of file it is."""
    path, name = file
    source = Source(name)
    try:
        kind = kind_of(path.read_bytes(), ending_of(name))
    except OSError as error:
        detail = f"The file cannot be opened: {error.strerror}."
        return (), (found("unreadable-file", source, detail),)
    reader = READERS.get(kind)
    if reader is None:
        return (), (unread(kind, source),)
    submissions, findings = reader(path, name, form)
    return submissions, (*misnamed(kind, source), *findings)
