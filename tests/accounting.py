"""Counts what cities typed, and finds each cell in the book or in the findings."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from books import Road, traveled
from citybook.city import identify
from citybook.condition import Condition
from citybook.findings import Finding, Severity
from citybook.form import Field, Form
from citybook.form_layout import LISTS, is_count, is_words_heading
from citybook.readers.questions import Labels, labels_of
from citybook.source import Source
from citybook.submission import Entry, Submission
from every_cell import Spot, spots
from walk import answered, inside

NOT_SUBMISSIONS = (*("edition.yaml", "decisions.yaml", "edits.yaml", "~$", ".~lock"),)

_PROSE_KINDS = frozenset({"text", "prose"})
"""Kinds that are printed in the words that were typed."""


@dataclass(slots=True)
class Account:
    """All that became of what was typed."""

    form: Form
    labels: Labels
    findings: tuple[Finding, ...]
    entries: dict[Source, list[tuple[Submission, Entry, Field]]] = field(
        default_factory=dict
    )
    printed: dict[Source, str] = field(default_factory=dict)
    """The words in print of all answers, by their place."""
    told: dict[Source, list[Finding]] = field(default_factory=dict)
    cities: frozenset[str] = frozenset()
    """The keys of the cities in the book."""
    conditions: frozenset[str] = frozenset()
    """The questions that decide what else is printed or counted."""
    planned: frozenset[str] = frozenset()
    """All that the flatplan names; what it leaves out, staff chose not to print."""
    settled: dict[str, Submission] = field(default_factory=dict)
    """By a city's key, what is printed of it."""

    def has_submission(self, file: str) -> bool:
        """Tell whether anything at all was read of a file."""
        return any(source.file == file for source in self.entries)


def account_of(road: Road) -> Account:
    """Return what became of an edition's answers."""
    account = Account(
        road.form,
        labels_of(road.form),
        road.findings,
        cities=frozenset(city.key for city in road.report.cities),
        conditions=frozenset(
            each.field for each in inside((road.flatplan, road.edition), Condition)
        ),
        planned=frozenset(inside(road.flatplan, str)),
    )
    for submission in road.submissions:
        if city := identify(submission, road.form):
            account.settled[city.key] = submission
    for submission in (*road.submissions, *road.received):
        for entry in submission.entries:
            asked = _field(road.form, entry.path)
            for place in (entry.source, *entry.also):
                account.entries.setdefault(place, []).append((submission, entry, asked))
    for each, words in answered(road.document.chapters):
        before = account.printed.get(each.source, "")
        account.printed[each.source] = f"{before} {words}"
    for finding in road.findings:
        account.told.setdefault(finding.source, []).append(finding)
    return account


def _field(form: Form, path: str) -> Field:
    section, *_, key = path.split("/")
    found = form.section(section)
    asked = found.field(key) if found else None
    assert asked, path
    return asked


def lost(account: Account, found: list[Spot]) -> list[Spot]:
    """Return what is neither in the book nor for the editors nor in the findings."""
    return [spot for spot in found if not _is_found(account, spot, found)]


def _is_found(account: Account, spot: Spot, all_spots: list[Spot]) -> bool:
    if spot.is_comment:
        told = account.told.get(spot.source, [])
        return any(letters(spot.text) in letters(f"{f.value} {f.detail}") for f in told)
    return (
        _is_tick(account, spot, all_spots)
        or _is_counted(spot, all_spots)
        or any(place in account.told for place in (spot.source, *spot.within))
        or _is_read(account, spot)
        or _is_own(account, spot)
        or _is_bare_heading(account, spot, all_spots)
        or any(_covers(account, each, spot, all_spots) for each in account.findings)
    )


_WHOLE = frozenset(
    {"unreadable-file", "unknown-file-kind", "too-large", "no-form-found", "no-answers"}
    | {"ignored-file", "open-file"}
)
"""Rules that speak of a whole file, or of a whole sheet."""
_SET_ASIDE = frozenset({"superseded", "settled", "withdrawn-answer"})
"""Rules that tell at one place of all answers of an entry."""
_OF_A_ROW = frozenset({"survey-preview", "uneven-row"})
"""Rules that tell of a whole row, with all that it says."""
_COUNTED = re.compile(r"(\d+) answered it|text in (\d+) cell")


def _covers(
    account: Account, finding: Finding, spot: Spot, all_spots: list[Spot]
) -> bool:
    """Tell whether a finding at another place speaks of the cell too."""
    there, here = finding.source, spot.source
    if there.file != here.file:
        return False
    if finding.rule.slug in _WHOLE and not there.row:
        return there.sheet in ("", here.sheet)
    if finding.rule.slug in _SET_ASIDE and letters(spot.text) in letters(finding.value):
        return True
    if there.sheet != here.sheet:
        return False
    return _covers_of_sheet(account, finding, spot, all_spots)


def _covers_of_sheet(
    account: Account, finding: Finding, spot: Spot, all_spots: list[Spot]
) -> bool:
    there, here = finding.source, spot.source
    if finding.rule.slug == "bad-yaml" and here.row <= there.row:
        # A document with a fault is not read at all.
        rows = {place.row for place in account.entries if place.file == here.file}
        return not rows & set(range(here.row, there.row + 1))
    if finding.rule.slug == "survey-columns":
        return _is_of_tool(account, finding, spot, all_spots)
    if finding.rule.slug in _OF_A_ROW and there.row == here.row:
        return letters(spot.text) in letters(finding.value)
    if finding.severity is Severity.ERROR and not account.has_submission(there.file):
        return True
    count = _COUNTED.search(finding.detail)
    if count and count[1] and there.column == here.column and there.row < here.row:
        below = [s for s in all_spots if _is_below(s.source, there)]
        return len(below) == int(count[1])
    if count and count[2]:
        return True
    is_beside = there.row == here.row and finding.rule.slug == "unknown-question"
    return is_beside and letters(finding.value) == letters(spot.text)


def _is_of_tool(
    account: Account, finding: Finding, spot: Spot, all_spots: list[Spot]
) -> bool:
    """Tell whether a survey tool wrote the cell: a heading, or a column of its own."""
    here = spot.source
    rows = [
        source.row
        for source in account.entries
        if (source.file, source.sheet) == (here.file, here.sheet)
    ]
    if here.row < min(rows, default=0):
        return True
    heads = [s for s in all_spots if _is_below(here, s.source)]
    return any(f"“{' '.join(s.text.split())}”" in finding.detail for s in heads)


def _is_below(here: Source, there: Source) -> bool:
    is_column = (here.file, here.sheet, here.column) == (
        there.file,
        there.sheet,
        there.column,
    )
    return is_column and here.row > there.row


def _is_read(account: Account, spot: Spot) -> bool:
    """Tell whether an answer was read there that is printed, kept or held back."""
    read = [
        each
        for place in (spot.source, *spot.within)
        for each in account.entries.get(place, ())
    ]
    return any(_is_kept(account, spot, each) for each in read)


def _is_kept(
    account: Account, spot: Spot, read: tuple[Submission, Entry, Field]
) -> bool:
    submission, entry, asked = read
    is_place = asked.kind in {"city", "state"}
    if not (asked.public and (is_place or asked.key in account.planned)):
        return letters(spot.text) in letters(entry.value) or asked.kind == "date"
    places = (entry.source, *entry.also)
    if any(place in account.told for place in places):
        return True
    if _is_of_crowd(account, submission):
        return True
    if _is_held_back(account, submission) or _is_beside_gap(account, read):
        return True
    if is_place:
        city = identify(submission, account.form)
        return city is not None and city.key in account.cities
    if asked.kind == "yes-no" and asked.key in account.conditions:
        return True
    words = " ".join(account.printed.get(place, "") for place in places)
    if not words and _is_said_again(account, read):
        return True
    if asked.kind in _PROSE_KINDS:
        return letters(_ADDRESS.sub("]", spot.text)) in letters(words)
    if asked.kind in {"number", "money", "phone"}:
        typed, told = (digits(text).rstrip("0") for text in (spot.text, words))
        return typed == told and bool(digits(words))
    return bool(words.strip())


_ADDRESS = re.compile(r"\]\([^)]*\)")


def _is_held_back(account: Account, submission: Submission) -> bool:
    """Tell whether a finding holds the whole city back."""
    form = account.form
    who = [submission.entry(path) for path in (form.city_path, form.state_path)]
    places = {submission.source, *(entry.source for entry in who)}
    paths = {"", *(entry.path for entry in who)}
    return any(
        finding.severity is Severity.ERROR and finding.path in paths
        for place in places
        for finding in account.told.get(place, ())
    )


def _is_of_crowd(account: Account, submission: Submission) -> bool:
    """Tell whether its city came too often, and a finding in its file says so."""
    city = identify(submission, account.form)
    return city is not None and any(
        finding.rule.slug == "crowded-city"
        and finding.source.file == submission.source.file
        and f"{city.name}, {city.state.name}," in finding.detail
        for finding in account.findings
    )


def _is_said_again(account: Account, read: tuple[Submission, Entry, Field]) -> bool:
    """Tell whether the city's other file gives the same answer, and that is printed."""
    submission, entry, asked = read
    city = identify(submission, account.form)
    printed = account.settled.get(city.key) if city else None
    if printed is None:
        return False
    same = [
        each
        for each in printed.entries
        if _field(account.form, each.path) == asked
        and letters(each.value) == letters(entry.value)
    ]
    return any(each.source in account.printed for each in same)


def _is_beside_gap(account: Account, read: tuple[Submission, Entry, Field]) -> bool:
    """Tell whether another answer of its entry is held back, and it with that one."""
    submission, entry, _ = read
    row = entry.path.rpartition("/")[0]
    if "/" not in row:
        return False
    beside = [each for each in submission.entries if each.path.startswith(f"{row}/")]
    return any(
        finding.severity is Severity.ERROR and finding.path == each.path
        for each in beside
        for finding in account.told.get(each.source, ())
    )


def _is_own(account: Account, spot: Spot) -> bool:
    """Tell whether the form itself says this."""
    labels, text = account.labels, spot.text
    read = account.entries.get(spot.source, ())
    if any(not entry.value.strip() for _, entry, _ in read):
        # What stands where an answer belongs is no word of the form's.
        return False
    if labels.is_own(text) or labels.find(text) or labels.heading(text):
        return True
    if any(labels.within(section, text) for section in account.form.sections):
        return True
    if spot.source.sheet == LISTS:
        return text in _listed(account.form)
    is_stamp = text == "form" or bool(re.fullmatch(r"[\w-]+/\d+", text))
    return is_words_heading(text) or is_stamp or text == "anonymous"


def _is_counted(spot: Spot, all_spots: list[Spot]) -> bool:
    """Tell whether it is a number that the form counts, or that a tool gives a row."""
    heads = [s.text for s in all_spots if _is_below(spot.source, s.source)]
    if any(map(is_words_heading, heads)) and is_count(spot.text.removesuffix(".0")):
        return True
    return any(text.startswith("_") for text in (spot.text, *heads))


def _is_tick(account: Account, spot: Spot, all_spots: list[Spot]) -> bool:
    """Tell whether a cell ticks a choice that was read, or is the choice's heading."""
    if _choice(account.form, spot.text):
        return True
    above = [s for s in all_spots if _is_below(spot.source, s.source)]
    if any(
        asked.kind == "choices" and letters(spot.text) in letters(entry.value)
        for source, read in account.entries.items()
        if (source.file, source.sheet, source.row) == _row(spot)
        for _, entry, asked in read
    ):
        return True
    choices = [choice for each in above if (choice := _choice(account.form, each.text))]
    if not choices:
        return False
    path, names = choices[0]
    row = [
        entry
        for source, read in account.entries.items()
        if (source.file, source.sheet, source.row) == _row(spot)
        for _, entry, _ in read
        if entry.path == path
    ]
    if spot.text.casefold() in NOT_TICKED:
        return True
    return any(name in letters(entry.value) for entry in row for name in names)


NOT_TICKED = ("0", "0.0", "no", "false")


def _choice(form: Form, heading: str) -> tuple[str, set[str]] | None:
    """Return path and names of the choice that a heading means: `Topics: Trees`."""
    for path, each in form.single():
        section = form.section(path.split("/")[0])
        within = letters(section.label) if section else ""
        asked = {letters(each.label), letters(each.key), letters(path)}
        asked.add(within + letters(each.label))  # as KoboToolbox writes labels
        for choice in each.choices:
            named = {letters(choice.label), letters(choice.key)}
            if letters(heading) in {a + b for a in asked for b in named}:
                return path, named
    return None


def _is_bare_heading(account: Account, spot: Spot, all_spots: list[Spot]) -> bool:
    """Tell whether it is a heading of a table that nobody answered."""
    row = [s for s in all_spots if _row(s) == _row(spot)]
    asked = [s for s in row if account.labels.find(s.text)]
    answered = any(_is_below(s.source, spot.source) for s in all_spots)
    is_second = letters(spot.text) == "openendedresponse"
    return is_second or (len(asked) > 1 and not answered)


def _row(spot: Spot) -> tuple[str, str, int]:
    return (spot.source.file, spot.source.sheet, spot.source.row)


def _listed(form: Form) -> frozenset[str]:
    fields = [field for section in form.sections for field in section.fields]
    return frozenset(
        label for each in fields for label in each.reader.listed(each.asked)
    )


def letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(char for char in text.casefold() if char.isalnum())


def digits(text: str) -> str:
    """Return the digits of a text."""
    return "".join(char for char in text if char.isdigit())


# A whole edition


def lost_in(root: Path) -> list[Spot]:
    """Return all that is lost of an edition's submissions."""
    road = traveled(root)
    account = account_of(road)
    folder = root / "submissions"
    missing: list[Spot] = []
    apart = {folder / each.path for each in road.edition.edition.partners}
    for path in sorted(folder.rglob("*")):
        if path in apart:
            continue
        if path.is_file() and not path.name.startswith(NOT_SUBMISSIONS):
            found = spots(path, path.relative_to(folder).as_posix())
            missing += lost(account, found)
    return missing
