"""What came in: every file of a folder becomes submissions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from citybook.city import told_apart
from citybook.crew import Lost, Why, in_crew
from citybook.findings import Finding, Severity, found
from citybook.form import Form
from citybook.readers.csv_file import read_csv
from citybook.readers.file_kinds import Kind, ending_of, kind_of, misnamed, unread
from citybook.readers.folder import files_below
from citybook.readers.legacy import read_legacy
from citybook.readers.readings import (
    Reading,
    Readings,
    content_of,
    recall,
    remember,
)
from citybook.readers.workbook import read_workbook
from citybook.readers.yaml_file import read_yaml
from citybook.source import Source
from citybook.submission import Submission

__all__ = ["READERS", "Reader", "read_file", "read_submissions", "unread_files"]

Reader = Callable[[bytes, str, Form], Reading]
"""A reader takes what a file holds, its name in findings and the form."""

READERS: Mapping[Kind, Reader] = {
    Kind.WORKBOOK: read_workbook,
    Kind.BINARY_WORKBOOK: read_legacy,
    Kind.OLD_WORKBOOK: read_legacy,
    Kind.OPEN_SPREADSHEET: read_legacy,
    Kind.TABLE: read_csv,
    Kind.YAML: read_yaml,
}

_LOST: Mapping[Why, tuple[str, str]] = {
    Why.TIME: ("too-large", "Reading the file took too long, and was given up."),
    Why.MEMORY: ("too-large", "Reading the file took too much memory."),
    Why.DEATH: ("unreadable-file", "The file brings down the program that reads it."),
    Why.ERROR: ("unreadable-file", "The file is damaged, or of a new kind ({error})."),
}
"""What is said of a file that no reader could come to an end with."""


def read_submissions(
    folder: Path,
    form: Form,
    *,
    memory: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return the submissions of all files below a folder, in the order of names.

    `memory` is the folder that remembers what was read before; `progress` is told
    how many files have been read.
    """
    files, findings = files_below(folder)
    contents = {name: content_of(path) for path, name in files}
    before = recall(memory, form)
    read: dict[str, Reading | None] = {
        name: before.of(name, content) for name, content in contents.items()
    }
    rest = [(path, name) for path, name in files if read[name] is None]
    lasting = {name: reading for name, reading in read.items() if reading}
    for (path, name), result in zip(rest, _read_all(rest, form, progress), strict=True):
        if isinstance(result, Lost):
            read[name] = (), (_lost(result, Source(name)),)
            continue
        read[name] = result
        # Unless it was changed between the two looks.
        if contents[name] and content_of(path) == contents[name]:
            lasting[name] = result
    if rest or len(lasting) < len(before.known):
        known = {name: (contents[name], reading) for name, reading in lasting.items()}
        remember(memory, Readings(before.digest, known))
    whole = [reading for reading in read.values() if reading]
    return (
        tuple(submission for reading in whole for submission in reading[0]),
        (*findings, *(finding for reading in whole for finding in reading[1])),
    )


def unread_files(
    folder: Path, submissions: Sequence[Submission], findings: Sequence[Finding]
) -> tuple[str, ...]:
    """Return the files below a folder that hold no city that can be read."""
    read = {submission.source.file for submission in submissions}
    errors = {f.source.file for f in findings if f.severity is Severity.ERROR}
    return tuple(sorted(file for file in errors - read if _is_file(folder / file)))


def _is_file(path: Path) -> bool:
    """Tell whether a file stands there, as far as this user may see."""
    try:
        return path.is_file()
    except OSError:
        return True


def _read_all(
    files: Sequence[tuple[Path, str]], form: Form, progress: Callable[[str], None]
) -> list[Reading | Lost]:
    """Have a crew of processes read files; a file that ends its reader costs itself."""
    many = f"{len(files):,}"
    return in_crew(
        partial(read_file, form),
        files,
        done=lambda number: progress(f"reading: {number:,} of {many}"),
    )


def _lost(lost: Lost, source: Source) -> Finding:
    slug, detail = _LOST[lost.why]
    return found(slug, source, detail.format(error=lost.detail))


def read_file(form: Form, file: tuple[Path, str]) -> Reading:
    """Return what the cities of one file answered, whatever kind of file it is."""
    path, name = file
    source = Source(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        detail = f"The file cannot be opened: {error.strerror}."
        return (), (found("unreadable-file", source, detail),)
    kind = kind_of(data, ending_of(name))
    reader = READERS.get(kind)
    if kind is Kind.PICTURE and form.asks_for_pictures:
        return (), (found("unused-picture", source),)
    if reader is None:
        return (), (unread(kind, source, data),)
    read, findings = reader(data, name, form)
    submissions = tuple(told_apart(each, form) for each in read)
    apart = _told_apart(read, submissions, form)
    return submissions, (*misnamed(kind, source), *findings, *apart)


def _told_apart(
    read: Sequence[Submission], submissions: Sequence[Submission], form: Form
) -> Iterator[Finding]:
    """Yield a note for each state that stood behind the name of the city."""
    for before, after in zip(read, submissions, strict=True):
        if after is not before:
            city, state = after.entry(form.city_path), after.entry(form.state_path)
            typed = before.entry(form.city_path).value
            detail = f"“{typed}” was read as the city {city.value} in {state.value}."
            yield found("taken-as", city.source, detail, path=city.path)
