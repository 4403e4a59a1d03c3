"""The lists of cities that partner organizations keep: read like submissions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from citybook.edition import EditionFile
from citybook.findings import Finding, Severity, found
from citybook.form import Form
from citybook.readers import read_submissions
from citybook.readers.folder import files_below
from citybook.source import Source
from citybook.submission import Entry, Submission

FOLDER = "partners"
"""Below the submissions; what lies there is no submission."""

_OF_THE_FILE = frozenset({"ignored-file", "open-file"})
"""What is told of a list beside errors; its other columns are the partner's own."""
_WITHOUT_CITIES = frozenset({"no-form-found", "no-answers"})
"""What the readers say to a city where its file holds nothing that the form asks."""


def read_partners(
    submissions: Path, edition: EditionFile, form: Form
) -> tuple[Mapping[str, tuple[Submission, ...]], tuple[Finding, ...]]:
    """Return the rows of each partner's list by the partner's key, and the troubles."""
    folder, partners = submissions / FOLDER, edition.edition.partners
    if not partners:
        return {}, tuple(_unnamed(folder))
    read, troubles = read_submissions(folder, form) if folder.is_dir() else ((), ())
    rows = tuple(map(_below, read))
    lists = {
        partner.key: tuple(row for row in rows if row.source.file == partner.path)
        for partner in partners
    }
    told = [
        replace(trouble, source=_moved(trouble.source))
        for trouble in troubles_of_lists(troubles, form)
    ]
    missing = _missing(submissions, edition)
    return lists, (*told, *missing, *_of_nobody(rows, edition))


def troubles_of_lists(troubles: Iterable[Finding], form: Form) -> Iterator[Finding]:
    """Yield what keeps a list of cities from being read, and what it should hold."""
    labels = {path: field.label for path, field in form.single()}
    city, state = labels[form.city_path], labels[form.state_path]
    remedy = (
        f"A list needs the columns “{city}” and “{state}”: type these words above them."
    )
    for trouble in troubles:
        if trouble.rule.slug in _WITHOUT_CITIES:
            is_plain = trouble.detail == trouble.rule.sentence
            detail = "The list of cities names none." if is_plain else trouble.detail
            yield replace(trouble, detail=detail, remedy=remedy)
        elif trouble.severity is Severity.ERROR or trouble.rule.slug in _OF_THE_FILE:
            yield trouble


def _missing(submissions: Path, edition: EditionFile) -> Iterator[Finding]:
    """Yield a finding for each list that is not there."""
    for number, partner in enumerate(edition.edition.partners):
        if not (submissions / partner.path).is_file():
            source = edition.source("partners", number, "file")
            detail = f"There is no file {partner.path} among the submissions."
            yield found("bad-definition", source, detail, value=partner.file)


def _unnamed(folder: Path) -> Iterator[Finding]:
    """Yield a finding for each file there is, though no partner is named."""
    for _, name in files_below(folder)[0] if folder.is_dir() else ():
        detail = "It was not read: edition.yaml names no partners."
        remedy = "If it is a city's file, move it up into submissions."
        source = Source(f"{FOLDER}/{name}")
        yield found("ignored-file", source, detail, remedy=remedy)


def _of_nobody(rows: tuple[Submission, ...], edition: EditionFile) -> Iterator[Finding]:
    """Yield a finding for each file that is no partner's list."""
    listed = {partner.path for partner in edition.edition.partners}
    for file in sorted({row.source.file for row in rows} - listed):
        detail = "No partner in edition.yaml has this list."
        yield found("ignored-file", Source(file), detail)


def _below(row: Submission) -> Submission:
    """Return a row whose places name the folder, too."""
    entries = tuple(_entry(entry) for entry in row.entries)
    return replace(row, source=_moved(row.source), entries=entries)


def _entry(entry: Entry) -> Entry:
    also = tuple(_moved(source) for source in entry.also)
    return replace(entry, source=_moved(entry.source), also=also)


def _moved(source: Source) -> Source:
    return replace(source, file=f"{FOLDER}/{source.file}")
