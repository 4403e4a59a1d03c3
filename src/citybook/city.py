"""Which city a submission speaks of: one key for all its spellings."""

from dataclasses import dataclass, replace
from hashlib import sha256

from citybook.form import Form
from citybook.gazetteer import Match, apart, find
from citybook.kinds import Asked, understand
from citybook.places import spelled_out
from citybook.states import State
from citybook.submission import Submission
from citybook.typography import slug


@dataclass(frozen=True, slots=True)
class CityId:
    """A city as the book knows it."""

    key: str
    """What all spellings of its name share: `albany-ny`."""
    name: str
    """As it is printed."""
    state: State
    match: Match
    """What the gazetteer knows of it."""


def identify(submission: Submission, form: Form) -> CityId | None:
    """Return the city that a submission names, or None where it cannot be told."""
    typed = submission.entry(form.city_path).value
    state = understand("state", submission.entry(form.state_path).value, Asked()).value
    name = understand("city", typed, Asked()).value
    if not isinstance(state, State) or not isinstance(name, str) or not name:
        return None
    match = find(name, state)
    known = match.place.name if match.place else match.name
    return CityId(city_key(known, state), match.name, state, match)


def told_apart(row: Submission, form: Form) -> Submission:
    """Return a submission, its state taken from behind the name of its city."""
    city, state = row.entry(form.city_path), row.entry(form.state_path)
    both = None if state.value.strip() else apart(city.value)
    if both is None:
        return row
    name, behind = both
    rest = (e for e in row.entries if e.path not in {city.path, state.path})
    place = replace(city, path=state.path, value=behind.name)
    return replace(row, entries=(replace(city, value=name), place, *rest))


def city_key(name: str, state: State) -> str:
    """Return the key of a city: `albany-ny`, in letters a-z, digits and hyphens.

    Short words are spelled out, but Saint is St., as most cities write it.
    """
    words = ("st" if word == "saint" else word for word in spelled_out(name))
    plain = " ".join(words)
    letters = slug(plain)
    if not plain.isascii() or not letters:
        letters = f"city-{sha256((plain or name).encode()).hexdigest()[:10]}"
    return f"{letters}-{state.usps.lower()}"
