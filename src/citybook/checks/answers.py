"""Checks of single answers, each against its question."""

from collections.abc import Iterator

from citybook.checks.intake import Intake
from citybook.dates import PartialDate, parse_date
from citybook.findings import RULES, Finding, Severity, found
from citybook.kinds import Reading, understand
from citybook.prose import parse
from citybook.quotation import changes_marks
from citybook.submission import Slot, slots

MAX_AGE = 100
"""Years before the edition's date from which on a date is taken for a slip."""


def all_slots(intake: Intake) -> Iterator[Slot]:
    """Yield every question with its answer, city by city."""
    for submission in intake.submissions:
        yield from slots(submission, intake.form)


def reading_of(slot: Slot) -> Reading:
    """Return what the answer in a slot means."""
    return understand(slot.field.kind, slot.entry.value, slot.field.asked)


def is_blank(slot: Slot) -> bool:
    """Tell whether there is neither an answer nor an error in its place."""
    reading = reading_of(slot)
    grave = (RULES[t.slug].severity is Severity.ERROR for t in reading.troubles)
    return not reading.prose and not any(grave)


def name_of(slot: Slot) -> str:
    """Return the question as a city knows it: `Effort 2: Source link`."""
    return slot.name


def missing_answers(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each required question without an answer."""
    for slot in all_slots(intake):
        entry = slot.entry
        is_told = (entry.source, entry.path) in intake.unread
        if slot.field.required and is_blank(slot) and not is_told:
            detail = f"{name_of(slot)} is required and has no answer."
            detail += _consequence(slot, intake)
            yield found("missing-answer", entry.source, detail, path=entry.path)


def _consequence(slot: Slot, intake: Intake) -> str:
    places = {intake.form.city_path, intake.form.state_path}
    if slot.entry.path not in places:
        return ""
    return " The whole city is left out of the book until this is mended."


def troubles_of_answers(intake: Intake) -> Iterator[Finding]:
    """Yield what the kinds have to say of the answers."""
    for slot in all_slots(intake):
        for trouble in reading_of(slot).troubles:
            entry, rule = slot.entry, RULES[trouble.slug]
            if trouble.slug == "text-typeset" and not slot.field.public:
                continue  # nothing of it is set
            detail = f"{name_of(slot)}: {trouble.detail or rule.sentence}"
            if rule.severity is Severity.ERROR:
                detail += _consequence(slot, intake)
            yield found(
                trouble.slug,
                entry.source,
                detail,
                value=entry.value,
                remedy=trouble.remedy,
                path=entry.path,
            )


_SET_SINGLE = "Double quotes inside the quotation are printed as single ones."


def marks_in_quotations(intake: Intake) -> Iterator[Finding]:
    """Yield a note for each quotation whose inner marks are printed otherwise."""
    for slot in all_slots(intake):
        is_quoted = f"{slot.section.key}/{slot.field.key}" in intake.quoted
        if is_quoted and changes_marks(reading_of(slot).prose):
            detail, entry = f"{name_of(slot)}: {_SET_SINGLE}", slot.entry
            yield found(
                "text-typeset",
                entry.source,
                detail,
                value=entry.value,
                path=entry.path,
            )
    for number, quotation in enumerate(intake.edition.edition.quotations):
        if changes_marks(parse(quotation.text)):
            source = intake.edition.source("quotations", number, "text")
            yield found("text-typeset", source, _SET_SINGLE, value=quotation.text)


def odd_dates(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each date after the edition's own, or long before it."""
    issued = parse_date(intake.edition.edition.date)
    if issued is None:
        return
    for slot in all_slots(intake):
        date = reading_of(slot).value
        if not isinstance(date, PartialDate):
            continue
        is_later = date.earliest() > issued.latest()
        if is_later or date.year < issued.year - MAX_AGE:
            detail = f"{name_of(slot)}: {date} is far from the edition's {issued}."
            value, path = slot.entry.value, slot.entry.path
            yield found("odd-date", slot.entry.source, detail, value=value, path=path)


def notes_for_editors(intake: Intake) -> Iterator[Finding]:
    """Yield what the cities wrote for the editors alone."""
    for slot in all_slots(intake):
        if not slot.field.public and not is_blank(slot):
            entry = slot.entry
            yield found("note-for-editors", entry.source, value=entry.value)
