"""Checks of whole cities: twice the same, and nothing said."""

from collections.abc import Iterator

from citybook.checks.answers import is_blank
from citybook.checks.intake import Intake
from citybook.city import identify
from citybook.findings import Finding, found
from citybook.source import Source
from citybook.submission import Submission, slots


def duplicate_cities(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each city that an earlier submission names already.

    The earlier one, in the order of file names, is the one that is printed.
    """
    first: dict[str, Source] = {}
    for submission in intake.submissions:
        entry = submission.entry(intake.form.city_path)
        city = identify(submission, intake.form)
        if city is None or _is_unread(submission, intake):
            continue
        if city.key in first:
            name = f"{city.name}, {city.state.name}"
            detail = f"{name}, is in {first[city.key]} already; that one is printed."
            yield found("duplicate-city", entry.source, detail, path=entry.path)
        first.setdefault(city.key, entry.source)


def _is_unread(submission: Submission, intake: Intake) -> bool:
    """Tell whether the readers could not read the city or its state."""
    paths = (intake.form.city_path, intake.form.state_path)
    entries = [submission.entry(path) for path in paths]
    return any((entry.source, entry.path) in intake.unread for entry in entries)


def cities_without_answers(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each city of which only the place is known."""
    places = {intake.form.city_path, intake.form.state_path}
    for submission in intake.submissions:
        answered = any(
            slot.field.public and not is_blank(slot)
            for slot in slots(submission, intake.form)
            if slot.entry.path not in places
        )
        if not answered:
            yield found("nothing-printed", submission.source)


def too_many_entries(intake: Intake) -> Iterator[Finding]:
    """Yield a finding where a city has more entries than the blank form has rows."""
    for submission in intake.submissions:
        last = {slot.section: slot for slot in slots(submission, intake.form)}
        for section, slot in last.items():
            if slot.number > section.repeats:
                detail = (
                    f"There are {slot.number} entries under “{section.label}”; "
                    f"the form has room for {section.repeats}."
                )
                yield found("too-many-entries", slot.entry.source, detail)
