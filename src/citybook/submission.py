"""What one city sent: entries, each with the place where it was typed."""

from collections.abc import Iterator
from dataclasses import dataclass

from citybook.form import Field, Form, Section
from citybook.source import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as it was typed."""

    path: str
    """Which question: `city/mayor`, or `efforts/2/what` in a repeated section."""
    value: str
    source: Source
    also: tuple[Source, ...] = ()
    """Where else the city gave the same answer."""


@dataclass(frozen=True, slots=True)
class Submission:
    """The answers of one city from one place: a file, a sheet or a row."""

    source: Source
    entries: tuple[Entry, ...]
    stamp: str = ""
    """Form and version on which it was filled in, where the file tells."""
    dated: str = ""
    """When it was last worked on, as the file itself records: `2016-08-30T14:05`."""
    answers: str = ""
    """The name of the returns workbook that it is, where the file tells."""
    sender: str = ""
    """The e-mail address that a survey tool knows of who sent it; never printed."""
    replaces: tuple[Source, ...] = ()
    """Where the city's submissions stand in whose place it is printed."""
    made_of: tuple[str, ...] = ()
    """What tells apart those that are joined in it, and those that it replaces."""

    @property
    def places(self) -> tuple[Source, ...]:
        """Where it stands, and what it replaces."""
        return (self.source, *self.replaces)

    def entry(self, path: str) -> Entry:
        """Return the answer at `path`; a blank one, at the whole's place, if none."""
        found = next((entry for entry in self.entries if entry.path == path), None)
        return found or Entry(path, "", self.source)


@dataclass(frozen=True, slots=True)
class Slot:
    """One question as it stands before one city, with what the city answered."""

    section: Section
    number: int
    """Which entry of a repeated section, from 1; 0 where the section is asked once."""
    field: Field
    entry: Entry

    @property
    def name(self) -> str:
        """The question as a city knows it: `Effort 2: Source link`."""
        if not self.number:
            return self.field.label
        return f"{self.section.one} {self.number}: {self.field.label}"


def slots(submission: Submission, form: Form) -> Iterator[Slot]:
    """Yield every question of the form with its answer, blank or not.

    A repeated section yields its questions for each entry that has any answer.
    """
    entries = {entry.path: entry for entry in reversed(submission.entries)}
    places = {entry.path.rpartition("/")[0]: entry.source for entry in entries.values()}
    for section in form.sections:
        for number in _numbers(submission, section):
            row = f"{section.key}/{number}" if number else section.key
            for field in section.fields:
                path = f"{row}/{field.key}"
                blank = Entry(path, "", places.get(row, submission.source))
                yield Slot(section, number, field, entries.get(path, blank))


def _numbers(submission: Submission, section: Section) -> tuple[int, ...]:
    if not section.repeats:
        return (0,)
    paths = [entry.path.split("/") for entry in submission.entries]
    return tuple(sorted({int(path[1]) for path in paths if path[0] == section.key}))
