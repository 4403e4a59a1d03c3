"""Checks: every rule that the submissions and the edition are held against."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from citybook.checks.answers import (
    marks_in_quotations,
    missing_answers,
    notes_for_editors,
    odd_dates,
    troubles_of_answers,
)
from citybook.checks.cities import (
    cities_without_answers,
    too_many_entries,
)
from citybook.checks.glyphs import glyphs_of_answers, glyphs_of_edition
from citybook.checks.intake import Intake
from citybook.checks.partners import broken_partners, overlaps, unclear_rows
from citybook.checks.pictures import words_of_pictures
from citybook.checks.places import (
    below_membership_line,
    names_set_right,
    two_states,
    unknown_cities,
)
from citybook.checks.texts import (
    broken_counts,
    edition_date,
    figures_elsewhere,
    keywords_of_counts,
    loose_braces,
    unknown_counts,
)
from citybook.findings import Finding

__all__ = ["CHECKS", "Intake", "check"]

CHECKS: tuple[Callable[[Intake], Iterator[Finding]], ...] = (
    missing_answers,
    words_of_pictures,
    troubles_of_answers,
    marks_in_quotations,
    odd_dates,
    glyphs_of_answers,
    notes_for_editors,
    names_set_right,
    unknown_cities,
    two_states,
    below_membership_line,
    cities_without_answers,
    too_many_entries,
    broken_partners,
    unclear_rows,
    overlaps,
    edition_date,
    broken_counts,
    unknown_counts,
    loose_braces,
    figures_elsewhere,
    keywords_of_counts,
    glyphs_of_edition,
)


def check(intake: Intake) -> tuple[Finding, ...]:
    """Return what is wrong with the submissions and the edition, rule by rule."""
    read = tuple(filter(intake.is_read, intake.submissions))
    intake = replace(intake, submissions=read)
    return tuple(finding for rule in CHECKS for finding in rule(intake))
