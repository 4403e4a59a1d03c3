"""Aside: a submission that another replaces, and all that only it has said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citybook.findings import Finding, found, shown
from citybook.form import Form, Section
from citybook.settle.given import Given, Row, is_typed, meaning, name_of
from citybook.settle.rows import paired
from citybook.submission import Slot


@dataclass(frozen=True, slots=True)
class Aside:
    """A submission that is not printed, and the one that is printed in its place."""

    old: Given
    new: Given
    rule: str
    """`superseded` by a later file, or `settled` by a decision."""
    reason: str
    """Why it is not printed, as a sentence."""
    is_deliberate: bool
    """Whether what the new one leaves out was left out with the old one at hand."""


def set_aside(aside: Aside, form: Form) -> Iterator[Finding]:
    """Yield what is to be said: why, and each answer that the new one does not give."""
    yield found(aside.rule, aside.old.submission.source, aside.reason)
    for section in form.sections:
        rows = aside.old.rows[section.key]
        others = aside.new.rows[section.key]
        if section.repeats:
            yield from _rows_aside(aside, section, rows, others)
        elif rows:
            yield from _row_aside(aside, rows[0], others[0] if others else {})


def _rows_aside(
    aside: Aside, section: Section, rows: Sequence[Row], others: Sequence[Row]
) -> Iterator[Finding]:
    same = paired(others, rows, section)
    for number, row in enumerate(rows):
        if number in same:
            yield from _row_aside(aside, row, others[same[number]])
            continue
        typed = [slot for slot in row.values() if is_typed(slot)]
        if typed:
            name = f"{section.one} {typed[0].number}"
            yield _gone(aside, name, typed)


def _row_aside(aside: Aside, row: Row, other: Row) -> Iterator[Finding]:
    for key, slot in row.items():
        now = other.get(key)
        is_same = meaning(slot) == meaning(now)
        if not is_typed(slot) or (is_same and is_typed(now)):
            continue
        name = name_of(slot.section, slot.number, slot.field.label)
        if now and is_typed(now):
            said = f"{now.entry.source} says {shown(now.entry.value)}"
            yield _noted(aside, slot, f"{name}: {said}.")
        elif not meaning(slot):
            yield _noted(aside, slot, f"{name}: {_file(aside)} leaves it blank.")
        else:
            yield _gone(aside, name, [slot])


def _noted(aside: Aside, slot: Slot, detail: str) -> Finding:
    entry = slot.entry
    return found(aside.rule, entry.source, detail, value=entry.value)


def _gone(aside: Aside, name: str, typed: Sequence[Slot]) -> Finding:
    """Return a finding for answers that the new submission no longer gives."""
    is_printed = any(meaning(slot) and slot.field.public for slot in typed)
    is_grave = is_printed and not aside.is_deliberate
    detail = f"{name}: {_file(aside)} does not say this."
    value = " / ".join(slot.entry.value for slot in typed)
    rule = "withdrawn-answer" if is_grave else aside.rule
    entry = typed[0].entry
    path = "" if typed[0].number else entry.path
    return found(rule, entry.source, detail, value=value, path=path)


def _file(aside: Aside) -> str:
    return str(aside.new.submission.source)
