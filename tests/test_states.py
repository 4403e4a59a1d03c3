"""Every state, the District and every territory, however it is written."""

import pytest

from citybook.states import STATES, State, find_state
from citybook.typography import match_key

SPELLINGS = [
    (state, spelling)
    for state in STATES
    for spelling in (state.name, state.usps, state.ap, *state.aliases)
]


def test_there_are_50_states_and_6_others() -> None:
    assert sum(state.is_state for state in STATES) == 50
    others = [state.name for state in STATES if not state.is_state]
    assert others == [
        "American Samoa",
        "District of Columbia",
        "Guam",
        "Northern Mariana Islands",
        "Puerto Rico",
        "U.S. Virgin Islands",
    ]


def test_states_sort_by_name() -> None:
    assert list(STATES) == sorted(STATES)


@pytest.mark.parametrize(("state", "spelling"), SPELLINGS)
def test_a_state_is_known_by_each_of_its_names(state: State, spelling: str) -> None:
    written = (
        spelling,
        spelling.upper(),
        spelling.lower(),
        f" {spelling}. ",
        spelling.replace(".", ""),
        spelling.replace(" ", "\u00a0"),
    )
    assert {find_state(text) for text in written} == {state}


def test_no_two_states_share_a_spelling() -> None:
    keys = {match_key(spelling): set[str]() for _, spelling in SPELLINGS}
    for state, spelling in SPELLINGS:
        keys[match_key(spelling)].add(state.name)
    assert [names for names in keys.values() if len(names) > 1] == []


@pytest.mark.parametrize("typed", ["", "XX", "Ontario", "New", "Carolina", "T", "日本"])
def test_what_is_no_state_is_none(typed: str) -> None:
    assert find_state(typed) is None
