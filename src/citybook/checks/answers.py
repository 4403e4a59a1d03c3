"""Checks of single answers, each against its question."""

from collections.abc import Iterator

from citybook.checks.intake import Intake
from citybook.findings import RULES, Finding, found
from citybook.kinds import Reading, understand
from citybook.submission import Slot, slots


def all_slots(intake: Intake) -> Iterator[Slot]:
    """Yield every question with its answer, city by city."""
    for submission in intake.submissions:
        yield from slots(submission, intake.form)


def reading_of(slot: Slot) -> Reading:
    """Return what the answer in a slot means."""
    return understand(slot.field.kind, slot.entry.value, slot.field.asked)


def name_of(slot: Slot) -> str:
    """Return the question as a city knows it: `Effort 2: Source link`."""
    if not slot.number:
        return slot.field.label
    return f"{slot.section.one} {slot.number}: {slot.field.label}"


def missing_answers(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each required question without an answer."""
    for slot in all_slots(intake):
        entry = slot.entry
        is_told = (entry.source, entry.path) in intake.unread
        if slot.field.required and not entry.value.strip() and not is_told:
            detail = f"{name_of(slot)} is required and has no answer."
            yield found("missing-answer", entry.source, detail, path=entry.path)


def troubles_of_answers(intake: Intake) -> Iterator[Finding]:
    """Yield what the kinds have to say of the answers."""
    for slot in all_slots(intake):
        for trouble in reading_of(slot).troubles:
            entry = slot.entry
            yield found(
                trouble.slug,
                entry.source,
                f"{name_of(slot)}: {trouble.detail or RULES[trouble.slug].sentence}",
                value=entry.value,
                remedy=trouble.remedy,
                path=entry.path,
            )


def notes_for_editors(intake: Intake) -> Iterator[Finding]:
    """Yield what the cities wrote for the editors alone."""
    for slot in all_slots(intake):
        if not slot.field.public and slot.entry.value.strip():
            entry = slot.entry
            yield found("note-for-editors", entry.source, value=entry.value)
