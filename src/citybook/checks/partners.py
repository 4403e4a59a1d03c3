"""Checks of the lists that partners keep: who is on two of them, who is unclear."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from citybook.checks.intake import Intake
from citybook.checks.places import located
from citybook.city import identify
from citybook.counts import OF_PARTNERS, names_of_texts
from citybook.edition import Partner
from citybook.findings import Finding, found
from citybook.source import Source
from citybook.typography import in_prose, join_words


def broken_partners(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each partner or count whose name is another figure's."""
    edition = intake.edition.edition
    taken = set(names_of_texts(edition))
    for number, partner in enumerate(edition.partners):
        if partner.key in taken:
            source = intake.edition.source("partners", number, "key")
            detail = f"“{partner.key}” is the name of another figure; choose another."
            yield found("bad-definition", source, detail)
        taken.add(partner.key)
    for name in sorted(set(OF_PARTNERS) & set(edition.counts)):
        if edition.partners:
            source = intake.edition.source("counts", name)
            detail = f"“{name}” is counted by citybook itself; choose another name."
            yield found("bad-definition", source, detail)


def unclear_rows(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each row of a partner's list that names no city."""
    for partner in intake.edition.edition.partners:
        for row in intake.partners.get(partner.key, ()):
            if identify(row, intake.form) is None:
                city = row.entry(intake.form.city_path)
                state = row.entry(intake.form.state_path)
                detail = (
                    f"The list of {partner.name}: City and state cannot be told from "
                    "this row, so it is not counted."
                )
                value = ", ".join(filter(None, (city.value, state.value)))
                yield found("partner-city", city.source, detail, value=value)


def overlaps(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each two lists that share cities, and for twins on one."""
    partners = intake.edition.edition.partners
    if not partners:
        return
    book = {city.key for _, _, city in located(intake.submissions, intake.form)}
    lists = {partner.key: _cities(intake, partner) for partner in partners}
    for partner in partners:
        listed, source = lists[partner.key], Source(partner.path)
        where = f"the list of {partner.name}"
        yield from _twice(intake, partner)
        yield from _shared(listed, book, source, f"in this book and on {where}")
    for one, other in combinations(partners, 2):
        where = f"on the lists of {one.name} and {other.name}"
        listed, others = lists[other.key], set(lists[one.key])
        yield from _shared(listed, others, Source(other.path), where)


def _cities(intake: Intake, partner: Partner) -> Mapping[str, str]:
    """Return the cities of a list by their keys, each with its state."""
    rows = located(intake.partners.get(partner.key, ()), intake.form)
    return {city.key: f"{city.name} ({city.state.usps})" for _, _, city in rows}


def _shared(
    listed: Mapping[str, str], others: set[str], source: Source, where: str
) -> Iterator[Finding]:
    names = [name for key, name in listed.items() if key in others]
    if names:
        number = in_prose(len(names), opens_sentence=True)
        are = "city is" if len(names) == 1 else "cities are"
        detail = f"{number} {are} {where}, and counted once: {join_words(names)}."
        yield found("partner-overlap", source, detail)


def _twice(intake: Intake, partner: Partner) -> Iterator[Finding]:
    """Yield a finding for each row whose city stands on the same list before it."""
    seen: Counter[str] = Counter()
    rows = intake.partners.get(partner.key, ())
    for _, entry, city in located(rows, intake.form):
        seen[city.key] += 1
        if seen[city.key] == 2:
            detail = f"The list of {partner.name} names {city.name} twice."
            value = entry.value
            yield found("partner-overlap", entry.source, detail, value=value)
