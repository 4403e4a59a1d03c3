"""The two answers that say which city it is."""

from citybook.kinds.kind import Asked, Reading, Trouble, refused
from citybook.kinds.text import length_troubles
from citybook.prose import line
from citybook.states import STATES, find_state, guess_state

MAX_NAME = 100


class CityName:
    """The name of a city, printed as typed."""

    example = "Exampleton"
    prompt = "Type the city's name, without the state."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the name."""
        name = " ".join(text.split())
        troubles = length_troubles(name, 0, limit=MAX_NAME)
        if not any(char.isalpha() for char in name):
            troubles = (Trouble("missing-answer", "The city's name has no letters."),)
        return Reading(name, line(name), troubles)

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any city will do."""
        return ()


class StateName:
    """A state, the District of Columbia or a territory."""

    example = "Texas"
    prompt = "Choose the state."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the State that the text names, however it is shortened."""
        state = find_state(text)
        if state is None:
            return refused("unknown-state", remedy=_remedy(text))
        return Reading(state, line(state.name))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return the names of all states and territories."""
        return tuple(state.name for state in STATES)


def _remedy(text: str) -> str:
    guess = guess_state(text)
    if guess is None:
        return ""
    return f"Did you mean {guess.name}? Type its name or its two letters, {guess.usps}."
