"""Checks of where a city is: its name, its state, its size, its partners' lists."""

from collections.abc import Iterator
from decimal import Decimal

from citybook.checks.intake import Intake
from citybook.city import CityId, identify
from citybook.findings import Finding, found, shown
from citybook.form import Form
from citybook.gazetteer import Match
from citybook.kinds import understand
from citybook.submission import Entry, Submission
from citybook.typography import join_words

POPULATION = "population"
"""The key of the question, asked once, whose number is the city's own population."""


def located(
    submissions: tuple[Submission, ...], form: Form
) -> Iterator[tuple[Submission, Entry, CityId]]:
    """Yield each submission that names a city, where it does so, and the city."""
    for submission in submissions:
        city = identify(submission, form)
        if city:
            yield submission, submission.entry(form.city_path), city


def names_set_right(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each name that is printed otherwise than it was typed."""
    for submission, entry, city in located(intake.all_submissions, intake.form):
        match, remedy = city.match, ""
        if match.how == "misspelled":
            rule = "city-misspelled"
            detail = (
                f"The gazetteer knows no city of this name in {city.state.name}; "
                f"it is taken for {match.name}, and printed so."
            )
            if submission not in intake.submissions:
                remedy = "Look whether that is the city, and mend it in the list."
        elif match.changes:
            rule = "place-corrected"
            detail = (
                f"The city's name is printed as {shown(match.name)}: "
                f"{join_words(match.changes)}."
            )
        else:
            continue
        value, path = entry.value, entry.path
        yield found(rule, entry.source, detail, value=value, remedy=remedy, path=path)


def unknown_cities(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each city that the gazetteer does not know in its state."""
    if not intake.edition.edition.warn_of_unknown_cities:
        return
    for _, entry, city in located(intake.all_submissions, intake.form):
        if city.match.place is None:
            detail = (
                f"The gazetteer knows no {shown(city.name)} in {city.state.name}."
                f"{_elsewhere(city.match)}"
            )
            yield found(
                *("unknown-city", entry.source, detail),
                value=entry.value,
                remedy=_guess(city.match),
                path=entry.path,
            )


def _elsewhere(match: Match) -> str:
    states = [place.state.name for place in match.elsewhere[:3]]
    if not states:
        return ""
    more = "others" if len(match.elsewhere) > 3 else ""
    return f" There is one in {join_words([*states, more] if more else states)}."


def _guess(match: Match) -> str:
    if not match.near:
        return ""
    *most, last = match.near
    names = f"{', '.join(most)} or {last}" if most else last
    return f"If {names} is meant, type that; if the name is right, nothing to do."


def two_states(intake: Intake) -> Iterator[Finding]:
    """Yield a finding where another state stands behind the name of the city."""
    for _, entry, city in located(intake.all_submissions, intake.form):
        other = city.match.other_state
        if other:
            detail = (
                f"{other.name} stands behind the city's name, but its state is given "
                f"as {city.state.name}, under which it is printed."
            )
            value, path = entry.value, entry.path
            yield found("two-states", entry.source, detail, value=value, path=path)


def below_membership_line(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each city with fewer people than the edition's line.

    What the city says itself counts before what the gazetteer says.
    """
    line = intake.edition.edition.membership_line
    if not line:
        return
    for submission, entry, city in located(intake.submissions, intake.form):
        place, name = city.match.place, city.name
        own = _own_population(submission, intake.form)
        if own:
            number, there = own
            said = f"{name} gives its population as {number:,f}"
        elif place:
            number, there = Decimal(place.population), entry
            said = f"The gazetteer gives {name} a population of {number:,f}"
        else:
            continue
        if number < line:
            detail = f"{said}; the edition's line is {line:,}."
            value, path = there.value, there.path
            yield found(
                *("below-membership-line", there.source, detail), value=value, path=path
            )


def _own_population(submission: Submission, form: Form) -> tuple[Decimal, Entry] | None:
    for path, field in form.single():
        if field.key == POPULATION and field.kind == "number":
            entry = submission.entry(path)
            number = understand(field.kind, entry.value, field.asked).value
            if isinstance(number, Decimal):
                return number, entry
    return None
