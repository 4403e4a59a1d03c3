"""Which city a submission speaks of: one key for all its spellings."""

from dataclasses import dataclass
from hashlib import sha256

from citybook.form import Form
from citybook.kinds import Asked, understand
from citybook.states import State
from citybook.submission import Submission
from citybook.typography import match_key, slug


@dataclass(frozen=True, slots=True)
class CityId:
    """A city as the book knows it."""

    key: str
    """What all spellings of its name share: `albany-ny`."""
    name: str
    """As it is printed."""
    state: State


def identify(submission: Submission, form: Form) -> CityId | None:
    """Return the city that a submission names, or None where it cannot be told."""
    typed = submission.entry(form.city_path).value
    state = understand("state", submission.entry(form.state_path).value, Asked()).value
    name = understand("city", typed, Asked()).value
    if not isinstance(state, State) or not isinstance(name, str) or not name:
        return None
    return CityId(city_key(name, state), name, state)


def city_key(name: str, state: State) -> str:
    """Return the key of a city: `albany-ny`, in letters a-z, digits and hyphens."""
    plain = match_key(name)
    letters = slug(plain)
    if not plain.isascii() or not letters:
        letters = f"city-{sha256((plain or name).encode()).hexdigest()[:10]}"
    return f"{letters}-{state.usps.lower()}"
