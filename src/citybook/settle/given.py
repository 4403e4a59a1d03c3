"""What one submission gives: its answers by question, its entries row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citybook.form import Form, Section
from citybook.kinds import understand
from citybook.submission import Slot, Submission, slots
from citybook.typography import tidy

Meaning = tuple[object, ...]
"""What answers share that print the same; empty for a blank one."""

Row = Mapping[str, Slot]
"""The answers to one section, or to one entry of it, by the field's key."""


@dataclass(frozen=True, slots=True)
class Given:
    """A submission, ordered as the form asks."""

    submission: Submission
    rows: Mapping[str, Sequence[Row]]
    """By the section's key; one row where the section is asked once."""

    def single(self, path: str) -> Slot | None:
        """Return the answer to a question asked once, or None."""
        section, _, key = path.partition("/")
        rows = self.rows.get(section, ())
        return rows[0].get(key) if rows else None


def given(submission: Submission, form: Form) -> Given:
    """Return what a submission gives; a question that it leaves out is not there."""
    known = {entry.path for entry in submission.entries}
    rows: dict[str, dict[int, dict[str, Slot]]] = {s.key: {} for s in form.sections}
    for slot in slots(submission, form):
        if slot.entry.path in known:
            row = rows[slot.section.key].setdefault(slot.number, {})
            row[slot.field.key] = slot
    return Given(submission, {key: tuple(each.values()) for key, each in rows.items()})


def meaning(slot: Slot | None) -> Meaning:
    """Return what an answer means; two that are printed alike mean the same."""
    if slot is None:
        return ()
    reading = understand(slot.field.kind, slot.entry.value, slot.field.asked)
    if reading.is_blank:
        return ()
    if not slot.number and slot.field.kind in {"city", "state"}:
        return ("the city itself",)  # two spellings of one key are no two answers
    if reading.is_refused:
        return ("as typed", tidy(slot.entry.value)[0])
    return (reading.value, reading.prose)


def all_of(given: Given) -> frozenset[object]:
    """Return all that a submission says; two that say the same have it in common."""
    return frozenset(
        (section, key, number, meaning(slot))
        for section, rows in given.rows.items()
        for number, row in enumerate(rows)
        for key, slot in row.items()
        if meaning(slot)
    )


def is_typed(slot: Slot | None) -> bool:
    """Tell whether anything stands there, if only that there is no answer."""
    return slot is not None and bool(slot.entry.value.strip())


def is_header(slot: Slot) -> bool:
    """Tell whether an answer names the city, or is not printed."""
    is_place = not slot.number and slot.field.kind in {"city", "state"}
    return is_place or not slot.field.public


def name_of(section: Section, number: int, label: str) -> str:
    """Return a question as a city knows it: `Effort 2: Source link`."""
    return f"{section.one} {number}: {label}" if number else label
