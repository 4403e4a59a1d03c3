"""Checks of whole cities: nothing said, and more than was asked."""

from collections.abc import Iterator

from citybook.checks.answers import is_blank
from citybook.checks.intake import Intake
from citybook.findings import Finding, found
from citybook.submission import slots


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
