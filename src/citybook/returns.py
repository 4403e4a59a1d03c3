"""What goes back to the cities: the answers of each, with what is to be mended."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256

from citybook.city import CityId, identify
from citybook.findings import Finding, Severity, found, in_order
from citybook.form import Form
from citybook.form_layout import MAX_CELL
from citybook.kinds import understand
from citybook.source import Source
from citybook.submission import Submission, slots

FOR_STAFF = frozenset(
    {"bad-definition", "edited-output", "edition-date", "ignored-file", "open-file"}
    | {"typesetter-warning", "uncounted-pages", "unknown-count", "copy-beside"}
    | {"partner-city", "list-with-answers", "unusable-reference", "reference-lacks"}
    | {"unused-picture", "unknown-draft", "unbalanced-edits", "edited-heading"}
    | {"edit-outside-passage", "unknown-structure", "unclear-edit", "edited-figure"}
    | {"moved-passage", "open-query", "unanswered-queries", "waiting-edit"}
    | {"stale-edit", "conflicting-edits", "unfit-edit", "edited-answer"}
    | {"changed-picture", "idle-decision", "misplaced-draft"}
    | {"unread-edits", "partial-draft"}
)
"""Rules that no city can do anything about."""

TO_CITY: Mapping[str, str] = {
    "unreadable-file": "Type the answers into this workbook, which is the form.",
    "unknown-file-kind": "Type the answers into this workbook, which is the form.",
    "no-form-found": "Type the answers into this workbook, which is the form.",
    "no-answers": "Type the answers into this workbook, which is the form.",
    "other-form": "Look whether each answer still stands where it belongs.",
    "bad-yaml": "Look whether the answer stands in its cell; if not, type it in.",
    "duplicate-key": "Look which of the two answers stands here, and keep the right "
    "one.",
    "yaml-feature": "Type the whole answer into its cell.",
    "yaml-lost-text": "Add the words to the answer, if they belong to it.",
    "stray-text": "Type it into an answer, if it is to be printed.",
    "missing-answer": "Type the answer in.",
    "formula-not-calculated": "Type the value itself into the cell.",
    "no-glyph": "Write it in another way.",
    "duplicate-city": "Tell us which of the two is right.",
    "nothing-printed": "Type the answers in.",
    "old-encoding": "Look whether accents and quotes are right.",
    "uneven-row": "Type each answer into its own cell.",
    "cut-answer": "Look whether its end is there; add what is missing.",
    "unclear-question": "Type the answer into the cell of the question that is meant.",
    "moved-answer": "Look whether it stands in the right cell now.",
    "partial-response": "Look whether all is answered; type in what is missing.",
    "city-misspelled": "Look whether that is your city; if not, tell us.",
    "unknown-city": "Look whether name and state are right; if they are, leave them.",
    "below-membership-line": "Look whether the figure is right.",
    "crowded-city": "Type all that is to be printed into this workbook.",
    "conflicting-answers": "Tell us which of the two is right, or type the right one.",
    "unknown-picture": "Send the picture with this workbook, and type its name here.",
    "withdrawn-answer": "If it was left out by mistake, type it in.",
}
"""What a city is told to do, by rule, where the hint speaks to staff."""

_OF_HEADINGS = frozenset({"unknown-question", "unclear-question", "stray-text"})
"""Rules that may speak of a whole table, at a cell above its cities."""

_MARKS = re.compile(r"(?:-[0-9a-f]{12})+$")
_MAX_MARK = 250
"""Letters that a name of a workbook has room for."""

_TELLING = frozenset({Severity.ERROR, Severity.WARNING})


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing for a city to mend."""

    finding: Finding
    path: str = ""
    """The answer that it speaks of; empty where it speaks of none."""

    @property
    def to_do(self) -> str:
        """What the city is told to do."""
        return TO_CITY.get(self.finding.rule.slug) or self.finding.hint

    @property
    def is_error(self) -> bool:
        """Whether something is held back until it is mended."""
        return self.finding.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Return:
    """What goes back to one city."""

    name: str
    """Of its files: `albany-ny`, or `unknown-1` where the city cannot be told."""
    city: str
    """`Albany, New York`, or nothing."""
    to: str
    """The e-mail address that the city gave or answered from, or nothing."""
    submission: Submission
    troubles: tuple[Trouble, ...]

    @property
    def mark(self) -> str:
        """What its workbook bears, so that all is known again that the city saw."""
        seen = self.submission.made_of or (fingerprint(self.submission),)
        room = (_MAX_MARK - len(self.name)) // (len(seen[0]) + 1)
        return "-".join((self.name, *seen[: max(room, 1)]))


def fingerprint(submission: Submission) -> str:
    """Return what tells one submission from another: its answers, or else its file."""
    answers = sorted((e.path, e.value) for e in submission.entries if e.value.strip())
    told = repr(answers or submission.source.file)
    return sha256(told.encode(errors="backslashreplace")).hexdigest()[:12]


def marks_of(submission: Submission) -> Set[str]:
    """Return the fingerprints of what a mended workbook answers, of others nothing."""
    marks = _MARKS.search(submission.answers)
    return frozenset(marks[0].split("-")[1:] if marks else ())


def without_answered(
    submissions: Iterable[Submission],
    unread: Iterable[str],
    findings: Iterable[Finding],
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the unread files that no workbook of ours answers, and the findings.

    What is wrong with an answered file is a note from here on.
    """
    places = {mark: s.source for s in submissions for mark in marks_of(s)}
    by_file = {
        file: places[mark]
        for file in unread
        if (mark := fingerprint(Submission(Source(file), ()))) in places
    }
    return (
        tuple(file for file in unread if file not in by_file),
        tuple(_answered(each, by_file.get(each.source.file)) for each in findings),
    )


def _answered(finding: Finding, place: Source | None) -> Finding:
    if place is None:
        return finding
    detail = f"{finding.detail} {place} was filled in instead."
    return found("superseded", finding.source, detail, value=finding.value)


def returns_of(
    submissions: Sequence[Submission],
    form: Form,
    findings: Iterable[Finding],
    unread: Iterable[str],
) -> tuple[Return, ...]:
    """Return what goes back, city by city; `unread` are files that nobody could read.

    A finding that speaks of no city in particular goes to none: staff has it.
    """
    blank = [Submission(Source(file), ()) for file in sorted(unread)]
    everyone = (*submissions, *blank)
    named = Counter[str]()
    back: list[Return] = []
    for submission, wrong in zip(
        everyone, troubles_of(everyone, findings), strict=True
    ):
        told = [each for each in wrong if each.rule.slug not in FOR_STAFF]
        if not told:
            continue
        city = identify(submission, form)
        troubles = [
            Trouble(finding, path_of(finding, submission))
            for finding in in_order((*_once(told), *_cut(submission)))
        ]
        back.append(
            Return(
                _name(city, named),
                f"{city.name}, {city.state.name}" if city else "",
                _address(submission, form),
                submission,
                tuple(troubles),
            )
        )
    return tuple(back)


def _once(told: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out the second side of a conflict if the first tells both answers whole."""
    sides: dict[str, str] = {}
    for finding in in_order(told):
        if finding.rule.slug == "conflicting-answers":
            if f"“{finding.value}”" in sides.get(finding.path, ""):
                continue
            sides.setdefault(finding.path, finding.detail)
        yield finding


def _name(city: CityId | None, named: Counter[str]) -> str:
    """Return a name that no other file has; the first of a city has its key alone."""
    stem = city.key if city else "unknown"
    named[stem] += 1
    return stem if city and named[stem] == 1 else f"{stem}-{named[stem]}"


def _address(submission: Submission, form: Form) -> str:
    """Return the first e-mail address among the answers; else that of the sender."""
    for slot in slots(submission, form):
        if slot.field.kind == "email":
            reading = understand("email", slot.entry.value, slot.field.asked)
            if isinstance(reading.value, str):
                return reading.value
    return submission.sender


def _cut(submission: Submission) -> list[Finding]:
    """Return a finding for each answer that no cell has room for."""
    detail = f"A cell has room for {MAX_CELL:,} characters; the rest is left out here."
    return [
        found("too-large", entry.source, detail, path=entry.path)
        for entry in submission.entries
        if len(entry.value) > MAX_CELL
    ]


def path_of(finding: Finding, submission: Submission) -> str:
    """Return which answer a finding speaks of: the one it names, or at its place."""
    if finding.path or not finding.source.row:
        return finding.path
    there = [
        entry.path
        for entry in submission.entries
        if finding.source in (entry.source, *entry.also)
    ]
    return there[0] if len(there) == 1 else ""


# Whose finding it is


def troubles_of(
    submissions: Sequence[Submission], findings: Iterable[Finding]
) -> list[list[Finding]]:
    """Return for each submission the errors and warnings that speak of it."""
    told = (finding for finding in findings if finding.severity in _TELLING)
    return findings_of(submissions, told)


def findings_of(
    submissions: Sequence[Submission], findings: Iterable[Finding]
) -> list[list[Finding]]:
    """Return for each submission the findings that speak of it."""
    own: list[list[Finding]] = [[] for _ in submissions]
    places = _places(submissions)
    for finding in findings:
        for number in _owners(finding, submissions, places):
            own[number].append(finding)
    return own


@dataclass(frozen=True, slots=True)
class _Places:
    """Which submissions stand where, by their numbers."""

    by_source: Mapping[Source, set[int]]
    by_file: Mapping[str, list[int]]
    by_row: Mapping[tuple[str, str, int], list[int]]
    """By file, sheet and row where a submission stands or one that it replaces."""


def _places(submissions: Sequence[Submission]) -> _Places:
    by_source: dict[Source, set[int]] = {}
    by_file: dict[str, list[int]] = {}
    by_row: dict[tuple[str, str, int], list[int]] = {}
    for number, submission in enumerate(submissions):
        sources = {*submission.places}
        for row in {(each.file, each.sheet, each.row) for each in sources}:
            by_row.setdefault(row, []).append(number)
        for entry in submission.entries:
            sources |= {entry.source, *entry.also}
        for source in sources:
            by_source.setdefault(source, set()).add(number)
        for file in {source.file for source in sources}:
            by_file.setdefault(file, []).append(number)
    return _Places(by_source, by_file, by_row)


def _owners(
    finding: Finding, submissions: Sequence[Submission], places: _Places
) -> Iterable[int]:
    """Return whom a finding speaks of: by its cell, its file, its row or its sheet."""
    place = finding.source
    if owners := places.by_source.get(place):
        return owners
    numbers = places.by_file.get(place.file, [])
    if not place.row:
        return numbers if len(numbers) < 2 else ()
    if not place.sheet:
        before = [n for n in numbers if submissions[n].source.row <= place.row]
        return numbers if len(numbers) < 2 else before[-1:]
    if in_row := places.by_row.get((place.file, place.sheet, place.row)):
        return in_row
    stand = {number: _sheets(submissions[number], place) for number in numbers}
    if len(numbers) == 1:
        return [n for n in numbers if not _is_of_another(finding, stand[n])]
    here = [number for number, own in stand.items() if own]
    whole = [n for n in here or numbers if not submissions[n].source.row]
    return whole if len(whole) == 1 else ()


def _sheets(submission: Submission, place: Source) -> list[Source]:
    """Return the places of a submission that are on the sheet of a place."""
    same = (place.file, place.sheet)
    return [each for each in submission.places if (each.file, each.sheet) == same]


def _is_of_another(finding: Finding, own: Sequence[Source]) -> bool:
    """Tell whether a finding speaks of a city of a table, and not of the one it holds.

    The other city could not be read, or is printed from another file.
    """
    rows = [each.column or each.row for each in own if each.row]
    if not rows:
        return False
    is_turned = any(each.column for each in own)
    row = finding.source.column if is_turned else finding.source.row
    return row > min(rows) or finding.rule.slug not in _OF_HEADINGS
