"""Checks of the edition's own words, and of the counts that they use."""

from collections.abc import Iterator

from citybook.checks.intake import Intake
from citybook.counts import (
    ALWAYS,
    LISTED,
    PLACEHOLDER,
    names,
    placeholder_name,
    placeholder_noun,
)
from citybook.dates import parse_date
from citybook.edition import CountOf, Edition
from citybook.findings import Finding, found
from citybook.form import Field, Section

TEXTS = ("summary", "notice", "colophon")
"""The texts of an edition in which counts may stand."""


def unknown_counts(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each figure asked for that nobody computes."""
    edition = intake.edition
    broken = {name for name, _ in _broken_counts(intake)}
    known = [name for name in names(edition.edition) if name not in broken]
    remedy = f"Known: {', '.join(known)}; more are defined under counts."
    for key in TEXTS:
        for placeholder in PLACEHOLDER.finditer(getattr(edition.edition, key)):
            name = placeholder_name(placeholder[1])
            if name not in known:
                detail = f"There is no figure “{name}”."
                yield _unknown(intake, key, placeholder[0], detail, remedy)
            elif not _is_noun(name, placeholder_noun(placeholder[1])):
                detail = "The noun needs its plural."
                noun = "Write both with a stroke between: {cities:city|cities}."
                yield _unknown(intake, key, placeholder[0], detail, noun)


def _is_noun(name: str, noun: str) -> bool:
    """Tell whether a noun has its plural; figures that are lists bring their own."""
    parts = [part.strip() for part in noun.split("|")]
    return not noun or name in LISTED or (len(parts) == 2 and all(parts))


def loose_braces(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each brace that has lost its partner."""
    for key in TEXTS:
        text = getattr(intake.edition.edition, key)
        rest = PLACEHOLDER.sub(lambda found_here: " " * len(found_here[0]), text)
        for place, char in enumerate(rest):
            if char in "{}":
                detail = "A brace stands alone; braces come in pairs round a figure."
                remedy = "Write it as {cities}, or take the brace away."
                yield _unknown(intake, key, text[place:].split("\n")[0], detail, remedy)


def figures_elsewhere(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each figure asked for in words that are printed as typed."""
    edition = intake.edition
    detail = "No figure is filled in here; it would be printed as typed."
    remedy = "Write the figure out, or say it in the summary."
    for steps, text in _printed_as_typed(edition.edition):
        if placeholder := PLACEHOLDER.search(text):
            path = "/".join(("edition", *(str(step) for step in steps[:2])))
            yield found(
                "unknown-count",
                edition.source(*steps),
                detail,
                value=placeholder[0],
                remedy=remedy,
                path=path,
            )


def keywords_of_counts(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each keyword in braces that names no count of choices."""
    edition = intake.edition.edition
    remedy = "In braces, name a count of choices alone, such as {efforts_by_kind}."
    for number, keyword in enumerate(edition.keywords):
        placeholder = PLACEHOLDER.search(keyword)
        name = placeholder_name(placeholder[1]) if placeholder else ""
        count = edition.counts.get(name)
        is_alone = bool(PLACEHOLDER.fullmatch(keyword.strip()))
        if placeholder and not (is_alone and count and count.count == "choices"):
            yield found(
                "unknown-count",
                intake.edition.source("keywords", number),
                "The keyword names no count of choices.",
                value=keyword,
                remedy=remedy,
                path="edition/keywords",
            )


def _printed_as_typed(edition: Edition) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key in ("title", "subtitle", "publisher", "officers_heading"):
        yield (key,), getattr(edition, key)
    for number, quotation in enumerate(edition.quotations):
        yield ("quotations", number, "text"), quotation.text


def _unknown(intake: Intake, key: str, part: str, detail: str, remedy: str) -> Finding:
    return found(
        "unknown-count",
        intake.edition.within(key, part),
        detail,
        value=part,
        remedy=remedy,
        path=f"edition/{key}",
    )


def broken_counts(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each count of what the form does not ask."""
    for name, detail in _broken_counts(intake):
        yield found("bad-definition", intake.edition.source("counts", name), detail)


def _broken_counts(intake: Intake) -> Iterator[tuple[str, str]]:
    for name, count in intake.edition.edition.counts.items():
        section = intake.form.section(count.section)
        if name in ALWAYS:
            yield name, f"“{name}” is counted by citybook itself; choose another name."
        elif section is None:
            yield name, f"The form has no section “{count.section}”."
        elif wrong := next(_wrong(count, section), ""):
            yield name, wrong


def _wrong(count: CountOf, section: Section) -> Iterator[str]:
    """Yield what a count asks of a section in vain."""
    asked = section.field(count.field)
    if count.field and (asked is None or not asked.choices):
        yield f"The section “{section.key}” has no choices named “{count.field}”."
    if count.where is None:
        return
    field = section.field(count.where.field)
    if field is None:
        yield f"The section “{section.key}” asks no “{count.where.field}”."
    elif not _can_equal(field, count.where.equals):
        yield f"“{count.where.equals}” is no answer that “{field.key}” can have."


def _can_equal(field: Field, wanted: str) -> bool:
    if field.kind == "yes-no":
        return wanted in {"", "yes", "no"}
    keys = {choice.key for choice in field.choices}
    return not wanted or not keys or wanted in keys


def edition_date(intake: Intake) -> Iterator[Finding]:
    """Yield a finding where the date of the edition is none."""
    date = intake.edition.edition.date
    if parse_date(date) is None:
        yield found("edition-date", intake.edition.source("date"), value=date)
