"""Checks that the book's typefaces can print what was written."""

import unicodedata
from collections.abc import Iterator

from citybook.checks.answers import all_slots, name_of, reading_of
from citybook.checks.intake import Intake
from citybook.checks.texts import TEXTS
from citybook.edition import Edition
from citybook.findings import Finding, found
from citybook.prose import plain
from citybook.submission import Slot

MAX_NAMED = 8
_UNSEEN = "\n\t\u200c\u200d"
"""What no typeface needs: ends of lines and cells, and joiners between letters."""


def glyphs_of_answers(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each answer with characters that cannot be printed."""
    for slot in all_slots(intake):
        is_printed = slot.field.public and slot.field.kind != "picture"
        text = _printed(slot) if is_printed else ""
        if missing := _missing(text, intake.characters):
            detail = f"{name_of(slot)}: no typeface of the book has {missing}."
            entry = slot.entry
            yield found("no-glyph", entry.source, detail, path=entry.path)


def _printed(slot: Slot) -> str:
    """Return all that is printed of an answer; of a link, the whole address."""
    reading = reading_of(slot)
    value = reading.value
    return plain(reading.prose) + ("".join(value) if isinstance(value, tuple) else "")


def glyphs_of_edition(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for the edition's own texts, in the same way."""
    for steps, text in _texts(intake.edition.edition):
        if missing := _missing(text, intake.characters):
            detail = f"No typeface of the book has {missing}."
            path = "/".join(("edition", *(str(step) for step in steps)))
            place = intake.edition.source(*steps)
            yield found("no-glyph", place, detail, path=path)


def _texts(edition: Edition) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what the edition prints, with the way to it in its file."""
    for key in ("title", "subtitle", "publisher", "date", "officers_heading", *TEXTS):
        yield (key,), getattr(edition, key)
    for number, said in enumerate(edition.quotations):
        text = f"{said.text}{said.speaker}{said.title}{said.date}"
        yield ("quotations", number), text
    for number, officer in enumerate(edition.officers):
        yield ("officers", number), f"{officer.name}{officer.office}"


def _missing(text: str, characters: frozenset[int]) -> str:
    """Return the characters that cannot be printed, each once, or ''."""
    composed = unicodedata.normalize("NFC", text)
    missing = [c for c in dict.fromkeys(composed) if ord(c) not in characters]
    named = [f"“{char}”" for char in missing if char not in _UNSEEN]
    more = " and others" if len(named) > MAX_NAMED else ""
    return ", ".join(named[:MAX_NAMED]) + more
