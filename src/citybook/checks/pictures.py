"""Checks that pictures and their words come together."""

from collections.abc import Iterator, Mapping

from citybook.checks.answers import is_blank, name_of
from citybook.checks.intake import Intake
from citybook.findings import Finding, found
from citybook.flatplan import Picture
from citybook.submission import Slot, slots


def words_of_pictures(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for a picture that nobody describes, or words without one."""
    for submission in intake.submissions:
        rows: dict[tuple[str, int], dict[str, Slot]] = {}
        for slot in slots(submission, intake.form):
            place = (slot.section.key, slot.number)
            rows.setdefault(place, {})[slot.field.key] = slot
        for (section, _), row in rows.items():
            for piece in intake.pictures:
                if piece.section == section:
                    yield from _lacking(piece, row, intake)


def _lacking(
    piece: Picture, row: Mapping[str, Slot], intake: Intake
) -> Iterator[Finding]:
    picture, alternative = row[piece.field], row[piece.alternative]
    words = (piece.alternative, piece.caption, piece.credit)
    said = [row[key] for key in words if key and not is_blank(row[key])]
    if not is_blank(picture) and is_blank(alternative):
        detail = f"“{name_of(alternative)}” is required where there is a picture."
        remedy = "Say in a sentence what it shows, for those who cannot see it."
        yield from _missing(alternative, detail, remedy, intake)
    elif is_blank(picture) and said:
        detail = f"“{name_of(picture)}” is blank, though “{name_of(said[0])}” is not."
        remedy = "Type the name of the picture's file, or delete what is said of it."
        yield from _missing(picture, detail, remedy, intake)


def _missing(slot: Slot, detail: str, remedy: str, intake: Intake) -> Iterator[Finding]:
    entry = slot.entry
    is_told = slot.field.required or (entry.source, entry.path) in intake.unread
    if not is_told:
        yield found(
            "missing-answer", entry.source, detail, remedy=remedy, path=entry.path
        )
