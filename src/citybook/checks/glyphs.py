"""Checks that the book's typefaces can print what was written."""

import unicodedata
from collections.abc import Iterator

from citybook.checks.answers import all_slots, name_of, reading_of
from citybook.checks.intake import Intake
from citybook.checks.texts import TEXTS
from citybook.findings import Finding, found
from citybook.prose import plain
from citybook.source import Source


def glyphs_of_answers(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each answer with a character that cannot be printed."""
    for slot in all_slots(intake):
        text = plain(reading_of(slot).prose) if slot.field.public else ""
        if missing := _missing(text, intake.characters):
            detail = f"{name_of(slot)}: no typeface of the book has {missing}."
            entry = slot.entry
            yield found("no-glyph", entry.source, detail, path=entry.path)


def glyphs_of_edition(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for the edition's own texts, in the same way."""
    edition = intake.edition.edition
    for key in ("title", "subtitle", "publisher", "date", *TEXTS):
        if missing := _missing(getattr(edition, key), intake.characters):
            yield _of_edition(intake.edition.source(key), missing, f"edition/{key}")
    for number, words in enumerate(edition.quotations):
        text = f"{words.text} {words.speaker} {words.title} {words.date}"
        if missing := _missing(text, intake.characters):
            yield _of_edition(intake.edition.source("quotations", number), missing, "")
    for number, officer in enumerate(edition.officers):
        if missing := _missing(f"{officer.name} {officer.office}", intake.characters):
            yield _of_edition(intake.edition.source("officers", number), missing, "")


def _of_edition(source: Source, missing: str, path: str) -> Finding:
    detail = f"No typeface of the book has {missing}."
    return found("no-glyph", source, detail, path=path)


def _missing(text: str, characters: frozenset[int]) -> str:
    """Return the first character that cannot be printed, with its name, or ''."""
    for char in unicodedata.normalize("NFC", text):
        if char != "\n" and ord(char) not in characters:
            name = unicodedata.name(char, "a character without a name").lower()
            return f"“{char}” ({name}, U+{ord(char):04X})"
    return ""
