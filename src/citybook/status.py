"""Where each city stands: whether it answered, with what, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from citybook.city import CityId, identify, told_apart
from citybook.edition import EditionFile
from citybook.findings import Finding, Severity, found, shown, visible
from citybook.form import Form
from citybook.report import Report
from citybook.returns import troubles_of
from citybook.source import Source
from citybook.submission import Entry, Submission
from citybook.typography import match_key

IN_THE_BOOK = "in the book"
WITH_GAPS = "in the book, with gaps"
LEFT_OUT = "left out"
AWAITED = "not received"

HEADINGS = (
    *("State", "City", "Expected", "Received", "Last worked on", "File"),
    *("Errors", "Warnings", "Printed"),
)

_MAX_TYPED = 40
"""Letters that are told of a name that is no city's."""

Cells = tuple[str, str, str, str, str, str, int, int, str]


@dataclass(frozen=True, slots=True)
class CityStatus:
    """Where one city stands."""

    name: str
    """As it is printed; empty where it cannot be told."""
    state: str
    standing: str
    """In words: printed, left out or awaited."""
    is_expected: bool = False
    files: tuple[str, ...] = ()
    dated: str = ""
    """When its answers were last worked on, as their file tells."""
    errors: int = 0
    warnings: int = 0
    set_aside: tuple[str, ...] = ()
    """Files in whose place another of the city counts."""
    typed: str = ""
    """What was typed for city and state where it cannot be told."""

    @property
    def is_received(self) -> bool:
        """Whether anything came in."""
        return bool(self.files)

    @property
    def _not_known(self) -> str:
        typed = f": {shown(self.typed, limit=_MAX_TYPED)}" if self.typed else ""
        return f"(not known{typed})"

    @property
    def cells(self) -> Cells:
        """What a table says of it, under `HEADINGS`."""
        return (
            self.state,
            self.name or self._not_known,
            "yes" if self.is_expected else "no",
            "yes" if self.is_received else "no",
            self.dated.replace("T", " "),
            "; ".join((*self.files, *(f"{f} (set aside)" for f in self.set_aside))),
            self.errors,
            self.warnings,
            self.standing,
        )


def without_lists(
    lists: frozenset[str],
    submissions: tuple[Submission, ...],
    troubles: tuple[Finding, ...],
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return what came in, less the files that only list cities."""
    return (
        tuple(each for each in submissions if each.source.file not in lists),
        tuple(each for each in troubles if each.source.file not in lists),
    )


def lists_of(
    edition: EditionFile, form: Form, received: Sequence[Submission]
) -> frozenset[str]:
    """Return the files that list the cities that were asked, and are no answers.

    A file that holds the answers of one city is none, though the edition names it.
    """
    named = frozenset(edition.edition.expected)
    rows = Counter(each.source.file for each in received)
    answers = {each.source.file for each in received if _says_more(each, form)}
    return frozenset(file for file in named if rows[file] != 1 or file not in answers)


def expected_cities(
    edition: EditionFile, form: Form, listed: Sequence[Submission]
) -> tuple[tuple[CityId, ...], tuple[Finding, ...]]:
    """Return the cities that were asked, and what of the edition's list is none.

    `listed` is what the files say that the list names.
    """
    cities: dict[str, CityId] = {}
    findings: list[Finding] = []
    for number, item in enumerate(edition.edition.expected):
        there = [each for each in listed if each.source.file == item]
        rows = there or [_as_row(part, form) for part in item.split(";")]
        named = [identify(each, form) for each in rows]
        known = [city for city in named if city]
        pairs = zip(there, named, strict=False)
        findings += [_unclear(row, form) for row, city in pairs if known and not city]
        cities |= {city.key: city for city in known}
        if any(_says_more(row, form) for row in there):
            findings.append(_with_answers(edition, number, is_alone=len(there) == 1))
        if not known or (None in named and not there):
            detail = f"“{item}” is neither a city with its state nor a list of cities."
            remedy = (
                'Write "Exampleton, Ohio" in double quotes, or the name of a file in '
                "submissions with the columns City and State."
            )
            source = edition.source("expected", number)
            findings.append(found("bad-definition", source, detail, remedy=remedy))
    return tuple(cities.values()), tuple(findings)


def _unclear(row: Submission, form: Form) -> Finding:
    """Return a finding for a row of a list that names no city."""
    city = row.entry(form.city_path)
    detail = (
        "City and state cannot be told from this row of the list of cities that were "
        "asked, so it is left out."
    )
    return found("partner-city", city.source, detail, value=_typed(row, form))


def _typed(submission: Submission, form: Form) -> str:
    """Return what was typed for city and state."""
    entries = (submission.entry(path) for path in (form.city_path, form.state_path))
    return ", ".join(entry.value for entry in entries if entry.value)


def _says_more(row: Submission, form: Form) -> bool:
    """Tell whether a row answers more than which city it is."""
    place = {form.city_path, form.state_path}
    return any(e.value.strip() for e in row.entries if e.path not in place)


def _with_answers(edition: EditionFile, number: int, *, is_alone: bool) -> Finding:
    """Return a finding for a file that is named as a list, and holds answers."""
    file, source = edition.edition.expected[number], edition.source("expected", number)
    if is_alone:
        detail = f"{file} holds the answers of one city, and is read as such."
        remedy = "Name the city itself here, such as Exampleton, Ohio."
    else:
        detail = f"{file} is read as a list of cities; its other answers are left out."
        remedy = ""
    return found("list-with-answers", source, detail, remedy=remedy)


def _as_row(item: str, form: Form) -> Submission:
    """Return a city with its state as if it stood in a list."""
    place = Source("")
    return told_apart(Submission(place, (Entry(form.city_path, item, place),)), form)


def status_of(
    submissions: Sequence[Submission],
    form: Form,
    findings: Iterable[Finding],
    *,
    report: Report,
    expected: Iterable[CityId],
    unread: Iterable[str],
) -> tuple[CityStatus, ...]:
    """Return where every city stands, by state and name; files without a city last."""
    everyone = (*submissions, *(Submission(Source(file), ()) for file in unread))
    printed = {city.key for city in report.cities}
    statuses = {
        city.key: CityStatus(city.name, city.state.name, AWAITED, is_expected=True)
        for city in expected
    }
    for submission, wrong in zip(
        everyone, troubles_of(everyone, findings), strict=True
    ):
        city = identify(submission, form)
        key = city.key if city else f"{submission.source}"
        known = statuses.get(key) or _new(city, _typed(submission, form))
        statuses[key] = _with(known, submission, wrong, is_printed=key in printed)
    return tuple(sorted(statuses.values(), key=_order))


def _new(city: CityId | None, typed: str) -> CityStatus:
    if city is None:
        return CityStatus("", "", LEFT_OUT, typed=typed)
    return CityStatus(city.name, city.state.name, LEFT_OUT)


def _with(
    status: CityStatus,
    submission: Submission,
    wrong: Sequence[Finding],
    *,
    is_printed: bool,
) -> CityStatus:
    """Return the status of a city with one submission more."""
    errors = sum(each.severity is Severity.ERROR for each in wrong)
    files = {entry.source.file for entry in submission.entries}
    files |= {place.file for entry in submission.entries for place in entry.also}
    files |= {*status.files, submission.source.file}
    aside = {*status.set_aside, *(place.file for place in submission.replaces)}
    errors_in_all = status.errors + errors
    standing = WITH_GAPS if errors_in_all else IN_THE_BOOK
    return replace(
        status,
        standing=standing if is_printed else LEFT_OUT,
        files=tuple(sorted(files)),
        dated=max(status.dated, submission.dated),
        errors=errors_in_all,
        warnings=status.warnings + len(wrong) - errors,
        set_aside=tuple(sorted(aside - files)),
    )


def _order(status: CityStatus) -> tuple[bool, str, str, tuple[str, ...]]:
    return (not status.name, status.state, match_key(status.name), status.files)


# In words


def as_table(statuses: Sequence[CityStatus]) -> Iterator[str]:
    """Yield a text table, then who has not answered."""
    rows = [HEADINGS, *(tuple(visible(str(c)) for c in s.cells) for s in statuses)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    yield ""
    yield from _counted(statuses)
    if missing := [f"{s.name}, {s.state}" for s in statuses if not s.is_received]:
        yield f"Not received: {'; '.join(map(visible, missing))}."


def _counted(statuses: Sequence[CityStatus]) -> Iterator[str]:
    """Yield how many of those that were asked have answered, and who else has."""
    asked = [status for status in statuses if status.is_expected]
    others = [status for status in statuses if not status.is_expected]
    if asked:
        came = sum(status.is_received for status in asked)
        missing = len(asked) - came
        yield f"Asked: {len(asked):,}; received: {came:,}; not received: {missing:,}."
    nameless = sum(not status.name for status in others)
    named = f"{'Not asked' if asked else 'Received'}: {len(others) - nameless:,}"
    unknown = f"; received without a city that can be told: {nameless:,}"
    if others:
        yield f"{named}{unknown if nameless else ''}."
    standing = Counter(status.standing for status in statuses if status.is_received)
    told = (f"{word}: {standing[word]:,}" for word in _STANDINGS if standing[word])
    if standing:
        yield f"{'; '.join(told)}.".capitalize()


_STANDINGS = (IN_THE_BOOK, WITH_GAPS, LEFT_OUT)


def as_records(
    statuses: Iterable[CityStatus],
) -> list[Mapping[str, str | int | bool | list[str]]]:
    """Return the same as flat records for JSON."""
    return [
        {
            "state": status.state,
            "city": status.name,
            "typed": status.typed,
            "expected": status.is_expected,
            "received": status.is_received,
            "dated": status.dated,
            "files": list(status.files),
            "set_aside": list(status.set_aside),
            "errors": status.errors,
            "warnings": status.warnings,
            "printed": status.standing,
        }
        for status in statuses
    ]
