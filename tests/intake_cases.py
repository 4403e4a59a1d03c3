"""What a case of intake is: a file, and what must come of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from citybook.findings import Finding, Severity, as_text
from intake import CITY, KEY, MAYOR, STATE, Intake, Writer, dropped, said

Expectation = Callable[[Intake], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One file that a city sends, and what must come of it."""

    id: str
    what: str
    file: str
    write: Writer
    expect: tuple[Expectation, ...]
    beside: Mapping[str, Writer] = field(default_factory=dict)
    """Other files that lie beside it."""

    def __str__(self) -> str:
        return f"{self.id}: {self.what}"


def name_of(case: Case) -> str:
    """Return the name of a case for pytest."""
    return re.sub(r"[^a-z0-9]+", "-", str(case).lower()).strip("-")


def run(case: Case, root: Path) -> Intake:
    """Hold a case's files against all that is expected of them."""
    intake = dropped(root, {case.file: case.write, **case.beside})
    for expect in case.expect:
        expect(intake)
    return intake


def accepted(intake: Intake) -> None:
    """Expect neither error nor warning, and at least one city in print."""
    assert not intake.grave, said(intake.grave)
    assert intake.outcome.cities


def taken(intake: Intake) -> None:
    """Expect no error, whatever was warned of, and at least one city in print."""
    errors = [f for f in intake.findings if f.severity is Severity.ERROR]
    assert not errors, said(errors)
    assert intake.outcome.cities


def cities(number: int) -> Expectation:
    """Expect that many cities in print."""

    def expect(intake: Intake) -> None:
        assert intake.outcome.cities == number, said(intake.findings)

    return expect


def prints(path: str, words: str, city: str = KEY) -> Expectation:
    """Expect an answer in print, with exactly these words."""

    def expect(intake: Intake) -> None:
        assert intake.printed.get(f"{city}/{path}") == words, said(intake.findings)

    return expect


def reads(path: str, value: str, number: int = 0) -> Expectation:
    """Expect that a submission has exactly this answer."""

    def expect(intake: Intake) -> None:
        assert intake.submissions, said(intake.findings)
        assert intake.answers(number).get(path) == value, intake.answers(number)

    return expect


def error(place: str, *words: str) -> Expectation:
    """Expect an error at a place, whose text has all these words."""
    return _finding(place, words, {Severity.ERROR})


def warning(place: str, *words: str) -> Expectation:
    """Expect a warning at a place, whose text has all these words."""
    return _finding(place, words, {Severity.WARNING})


def grave(place: str, *words: str) -> Expectation:
    """Expect an error or a warning at a place, whose text has all these words."""
    return _finding(place, words, {Severity.ERROR, Severity.WARNING})


def mentioned(place: str, *words: str) -> Expectation:
    """Expect a finding at a place, however grave, whose text has all these words."""
    return _finding(place, words, set(Severity))


def _finding(
    place: str, words: tuple[str, ...], severities: set[Severity]
) -> Expectation:
    def expect(intake: Intake) -> None:
        there = [f for f in intake.at(place) if f.severity in severities]
        assert any(_says(f, words) for f in there), said(intake.findings)

    return expect


def _says(finding: Finding, words: tuple[str, ...]) -> bool:
    text = as_text(finding).casefold()
    return all(word.casefold() in text for word in words)


def no_error_at(place: str) -> Expectation:
    """Expect that no error is told of a place."""

    def expect(intake: Intake) -> None:
        wrong = [f for f in intake.at(place) if f.severity is Severity.ERROR]
        assert not wrong, said(wrong)

    return expect


def either(*ways: tuple[Expectation, ...]) -> Expectation:
    """Expect all of one of several ways."""

    def expect(intake: Intake) -> None:
        if not any(_holds(way, intake) for way in ways):
            raise AssertionError(said(intake.findings))

    return expect


def _holds(way: tuple[Expectation, ...], intake: Intake) -> bool:
    try:
        for expect in way:
            expect(intake)
    except AssertionError:
        return False
    return True


Answers = tuple[str | int, ...]

HEAD = ("City", "State", "Mayor", "Population")
ONE: Answers = (CITY, STATE, MAYOR, 65_000)
TWO: Answers = ("Sampleford", "Ohio", "Ann Roe", 41_000)
ACCEPTED = (accepted, cities(1), prints("city/mayor", MAYOR))
