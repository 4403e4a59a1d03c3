"""Checks of the edition's prose and of the counts that it uses."""

from collections.abc import Iterator

from citybook.checks.intake import Intake
from citybook.counts import PLACEHOLDER, names, placeholder_name
from citybook.findings import Finding, found

TEXTS = ("summary", "notice", "colophon")
"""The texts of an edition in which counts may stand."""


def unknown_counts(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each figure asked for that nobody computes."""
    edition = intake.edition
    known = names(edition.edition)
    for key in TEXTS:
        for placeholder in PLACEHOLDER.finditer(getattr(edition.edition, key)):
            name = placeholder_name(placeholder[1])
            if name not in known:
                yield found(
                    "unknown-count",
                    edition.within(key, placeholder[0]),
                    f"There is no figure “{name}”.",
                    value=placeholder[0],
                    remedy=f"Known: {', '.join(known)}; more are defined under counts.",
                    path=f"edition/{key}",
                )


def counts_of_unknown_fields(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each count of what the form does not ask."""
    for name, count in intake.edition.edition.counts.items():
        section = intake.form.section(count.section)
        fields = [count.field, count.where.field if count.where else ""]
        place = intake.edition.source("counts", name)
        if section is None:
            detail = f"The form has no section “{count.section}”."
            yield found("bad-definition", place, detail)
            continue
        for field in fields:
            if field and not section.field(field):
                detail = f"The section “{section.key}” asks no “{field}”."
                yield found("bad-definition", place, detail)
