"""Checks: every rule that the submissions and the edition are held against."""

from collections.abc import Callable, Iterator

from citybook.checks.answers import (
    missing_answers,
    notes_for_editors,
    troubles_of_answers,
)
from citybook.checks.cities import cities_without_answers, duplicate_cities
from citybook.checks.glyphs import glyphs_of_answers, glyphs_of_edition
from citybook.checks.intake import Intake
from citybook.checks.texts import counts_of_unknown_fields, unknown_counts
from citybook.findings import Finding

__all__ = ["CHECKS", "Intake", "check"]

CHECKS: tuple[Callable[[Intake], Iterator[Finding]], ...] = (
    missing_answers,
    troubles_of_answers,
    glyphs_of_answers,
    notes_for_editors,
    duplicate_cities,
    cities_without_answers,
    counts_of_unknown_fields,
    unknown_counts,
    glyphs_of_edition,
)


def check(intake: Intake) -> tuple[Finding, ...]:
    """Return what is wrong with the submissions and the edition, rule by rule."""
    return tuple(finding for rule in CHECKS for finding in rule(intake))
