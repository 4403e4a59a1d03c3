"""Checks of whole cities: twice the same, and nothing said."""

from collections.abc import Iterator

from citybook.checks.answers import is_blank
from citybook.checks.intake import Intake
from citybook.findings import Finding, found
from citybook.kinds import Asked, understand
from citybook.source import Source
from citybook.states import State
from citybook.submission import Submission, slots
from citybook.typography import match_key


def duplicate_cities(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each city that an earlier submission names already.

    The earlier one, in the order of file names, is the one that is printed.
    """
    first: dict[tuple[str, State], Source] = {}
    for submission in intake.submissions:
        entry = submission.entry(intake.form.city_path)
        place = _place(submission, intake)
        if place is None:
            continue
        if place in first:
            name = f"{' '.join(entry.value.split())}, {place[1].name}"
            detail = f"{name}, is in {first[place]} already; that one is printed."
            yield found("duplicate-city", entry.source, detail, path=entry.path)
        first.setdefault(place, entry.source)


def _place(submission: Submission, intake: Intake) -> tuple[str, State] | None:
    """Return city and state of a submission that can be printed."""
    city = submission.entry(intake.form.city_path)
    state = submission.entry(intake.form.state_path)
    value = understand("state", state.value, Asked()).value
    name = match_key(city.value) or city.value.strip()
    held = {(entry.source, entry.path) for entry in (city, state)} & intake.unread
    if not isinstance(value, State) or not name or held:
        return None
    return name, value


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
