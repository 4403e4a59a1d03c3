"""Checks of whole cities against one another."""

from collections.abc import Iterator

from citybook.checks.intake import Intake
from citybook.findings import Finding, found
from citybook.kinds import understand
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
            name = " ".join(entry.value.split())
            detail = f"{name}, {place[1].name}, is in {first[place]} already."
            yield found("duplicate-city", entry.source, detail, path=entry.path)
        first.setdefault(place, entry.source)


def _place(submission: Submission, intake: Intake) -> tuple[str, State] | None:
    city = submission.entry(intake.form.city_path).value
    state = submission.entry(intake.form.state_path).value
    known = {slot.entry.path: slot for slot in slots(submission, intake.form)}
    slot = known[intake.form.state_path]
    value = understand(slot.field.kind, state, slot.field.asked).value
    return (
        (match_key(city) or city.strip(), value) if isinstance(value, State) else None
    )


def cities_without_answers(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each city of which only the place is known."""
    places = {intake.form.city_path, intake.form.state_path}
    for submission in intake.submissions:
        answered = any(
            slot.field.public and slot.entry.value.strip()
            for slot in slots(submission, intake.form)
            if slot.entry.path not in places
        )
        if not answered:
            yield found("nothing-printed", submission.source)
