"""The gazetteer: which place a typed name means, and how it is to be printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from itertools import accumulate
from typing import Literal

from citybook.places import (
    Place,
    aliases,
    fold,
    keys_of,
    namesakes,
    place_at,
    spelled_out,
)
from citybook.states import State, find_state
from citybook.typography import match_key

How = Literal["exact", "alias", "misspelled", "unknown"]

_STYLE = re.compile(
    r"(?:the )?(?:consolidated |metropolitan |unified |charter )?"
    r"(?:city|town|village|borough|township|municipality|government)"
    r"(?: (?:and|&) (?:county|borough|town(?:ship)?))? of +(?=\w)",
    re.I,
)
"""What stands before a name: `City of `, `City and County of `."""

_KIND = re.compile(
    r"(?<=\w)(?: +(?:city|town|village|borough|municipality|CDP)| *\([^()]*\))$"
)
"""What the Census sets behind a name; capitals make a name of it, as in Carson City."""

_LETTERS = re.compile(r"\b(?:[A-Z]{2}|[A-Z]\. ?[A-Z]\.)$")
"""A state behind a name without a comma: `Denver CO`, `Washington D.C.`"""

_AS_TYPED = frozenset({"st", "ste", "centre"})
"""Short words and spellings that are as good in print as those they stand for."""

_PARTICLES = frozenset(
    {"d", "da", "de", "del", "du", "el", "l", "la", "le", "mac", "mc", "o", "van"}
)
"""Words that are written as one with the next, or apart: `De Kalb`, `DeKalb`."""

_CORRECTED = "the spelling is corrected"

_SURE_LETTERS = 5
_LONG_NAME = 9
_LARGE = 30_000
"""Letters and inhabitants from which on a certain misspelling may have two slips."""
_SURE_SIZE = 5_000
"""Inhabitants; a village is no likely meaning of an unknown name."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the gazetteer makes of a typed name in a state."""

    name: str
    """As it is printed."""
    place: Place | None
    how: How
    changes: tuple[str, ...] = ()
    """In words, why the printed name is not the typed one."""
    other_state: State | None = None
    """A state that was typed behind the name and is not the named one."""
    near: tuple[str, ...] = ()
    """Names in the state that look like an unknown one."""
    elsewhere: tuple[Place, ...] = ()
    """Places in other states that have an unknown name, the largest first."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A typed name, with less or more left out of what stood around it."""

    name: str
    changes: tuple[str, ...] = ()
    other_state: State | None = None


@cache
def find(typed: str, state: State) -> Match:
    """Return the place of the state that a typed name means, if one is known."""
    stateless = _without_state(_Reading(typed), state)
    core = _without_style(stateless)
    for reading in (_Reading(typed), stateless, core, *_without_kind(core)):
        match = _exact(reading, state) or _alias(reading, state)
        if match:
            return match
    return _misspelled(core, state) or _unknown(core, state)


def apart(typed: str) -> tuple[str, State] | None:
    """Return city and state of a text that certainly holds both, or None.

    Without a comma between them, the gazetteer must know the city in the state, and
    no place whose name is the whole text.
    """
    name, comma, behind = typed.rpartition(",")
    if comma:
        state = find_state(behind) if name.strip() else None
        return (name.strip(), state) if state else None
    words, known = typed.split(), []
    for count in range(1, min(4, len(words))):
        name, state = " ".join(words[:-count]), find_state(" ".join(words[-count:]))
        if state and find(name, state).how in {"exact", "alias"}:
            known.append((name, state))
    return known[0] if len(known) == 1 and not namesakes(fold(typed)) else None


def _without_state(reading: _Reading, state: State) -> _Reading:
    """Leave out a state that stands behind the name of the city."""
    name, comma, behind = reading.name.rpartition(",")
    named = find_state(behind) if comma else None
    if not named:
        name, named = _split_state(reading.name, state)
    if not named or not name.strip():
        return reading
    other = named if named != state else None
    return _Reading(name.strip(), ("the state is left out",), other)


def _split_state(text: str, state: State) -> tuple[str, State | None]:
    """Return a name and the state behind it, where no comma parts the two."""
    letters = _LETTERS.search(text)
    if letters and (named := find_state(letters[0])):
        return text[: letters.start()], named
    words = text.split()
    for count in range(1, min(4, len(words))):
        name, behind = " ".join(words[:-count]), " ".join(words[-count:])
        if find_state(behind) == state and place_at(fold(name), state):
            return name, state
    return text, None


def _without_style(reading: _Reading) -> _Reading:
    style = _STYLE.match(reading.name)
    if not style:
        return reading
    changes = (f"“{style[0].strip()}” is left out", *reading.changes)
    return replace(reading, name=reading.name[style.end() :], changes=changes)


def _without_kind(reading: _Reading) -> Iterator[_Reading]:
    """Yield the name without words behind it, one after the other."""
    while kind := _KIND.search(reading.name):
        changes = (*reading.changes, f"“{kind[0].strip()}” is left out")
        name = reading.name[: kind.start()]
        reading = replace(reading, name=name, changes=changes)
        yield reading


def _exact(reading: _Reading, state: State) -> Match | None:
    found = (place_at(key, state) for key in _keys(reading.name))
    place = next(filter(None, found), None)
    if place is None:
        return None
    if _is_parted_otherwise(reading.name, place.name):
        changes = (*reading.changes, _CORRECTED)
        return Match(place.name, place, "misspelled", changes, reading.other_state)
    name, changes = _set(reading.name, place)
    changes = (*reading.changes, *changes)
    return Match(name, place, "exact", changes, reading.other_state)


def _keys(name: str) -> Iterator[str]:
    """Yield the keys under which a name may be known."""
    key = fold(name)
    yield key
    if "pt" in match_key(name).split():
        yield key.replace("point", "port", 1)
    yield key.removesuffix("township")
    yield f"{key}township"
    yield f"the{key}"


def _is_parted_otherwise(typed: str, name: str) -> bool:
    """Tell whether a name is known but for its spaces: `NewRochelle`, `Al bany`."""
    return fold(typed) == fold(name) and _ends(typed) != _ends(name)


def _ends(name: str) -> set[int]:
    """Return after how many letters the words of a name end."""
    words = spelled_out(name)
    ends = accumulate(map(len, words))
    pairs = zip(words[:-1], ends, strict=False)
    return {end for word, end in pairs if word not in _PARTICLES}


def _set(name: str, place: Place) -> tuple[str, tuple[str, ...]]:
    """Return a name as it is printed, and what was changed of it."""
    changes: list[str] = []
    short = zip(match_key(name).split(), spelled_out(name), strict=True)
    if any(word != long and word not in _AS_TYPED for word, long in short):
        changes.append("short words are spelled out")
    if name.upper() == name or name.lower() == name:
        changes.append("capitals and small letters are set")
    if not changes:
        return name, ()
    if fold(name) == f"{fold(place.name)}township":
        return " ".join(word.capitalize() for word in name.split()), tuple(changes)
    words = match_key(name).split()
    if "st" in words:
        return place.name.replace("Saint ", "St. "), tuple(changes)
    if "saint" in words:
        return place.name.replace("St. ", "Saint "), tuple(changes)
    return place.name, tuple(changes)


def _alias(reading: _Reading, state: State) -> Match | None:
    """Return the place of another name, which is printed as it was typed."""
    known = aliases(state).get(fold(reading.name))
    place = place_at(known[1], state) if known else None
    if not known or not place:
        return None
    name, changes = reading.name, reading.changes
    is_shouted = name.upper() == name and known[0].upper() != known[0]
    if name != known[0] and (is_shouted or name.lower() == name):
        name, changes = known[0], (*changes, "capitals and small letters are set")
    return Match(name, place, "alias", changes, reading.other_state)


def _misspelled(reading: _Reading, state: State) -> Match | None:
    """Return the one place that a misspelled name can mean, or None if it is open."""
    key = fold(reading.name)
    near = [(_slips(key, other), other) for other in _near_keys(key, state)]
    if not near or len(key) < _SURE_LETTERS or not key.isalpha():
        return None
    (slips, best), *others = sorted(near)
    place = _place_of(best, state)
    begins_so = key[0] == best[0] or sorted(key[:2]) == sorted(best[:2])
    is_sure = slips == 1 or (slips == 2 and place and _is_alike(reading.name, place))
    is_alone = all(
        slip > slips + 1 or _place_of(other, state) == place for slip, other in others
    )
    if not (place and begins_so and is_sure and is_alone and _is_likelier(place, key)):
        return None
    changes = (*reading.changes, _CORRECTED)
    return Match(place.name, place, "misspelled", changes, reading.other_state)


def _is_alike(name: str, place: Place) -> bool:
    """Tell whether a name may have two slips: only if all else speaks for the place."""
    key, best = fold(name), fold(place.name)
    is_long = len(key) >= _LONG_NAME and place.population >= _LARGE
    same_words = len(name.split()) == len(place.name.split())
    return is_long and same_words and key[:3] == best[:3]


def _is_likelier(place: Place, key: str) -> bool:
    """Tell whether a place is likelier than a namesake of what was typed."""
    largest = max((other.population for other in namesakes(key)), default=0)
    return place.population > max(largest, _SURE_SIZE)


def _place_of(key: str, state: State) -> Place | None:
    known = aliases(state).get(key)
    return place_at(known[1] if known else key, state)


@cache
def _near_keys(key: str, state: State) -> tuple[str, ...]:
    """Return the keys most like one; slips in the first letter are rare, but swaps."""
    first = tuple(key[:2])
    likely = [other for other in keys_of(state) if other.startswith(first)]
    likely += [other for other in aliases(state) if other.startswith(first)]
    return tuple(get_close_matches(key, likely, n=6, cutoff=0.75))


def _slips(one: str, other: str) -> int:
    """Return how many letters were added, lost, changed or swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def _unknown(reading: _Reading, state: State) -> Match:
    key = fold(reading.name)
    places = (_place_of(other, state) for other in _near_keys(key, state))
    near = tuple(dict.fromkeys(place.name for place in places if place))[:3]
    elsewhere = tuple(place for place in namesakes(key) if place.state != state)
    return Match(
        *(reading.name, None, "unknown", reading.changes, reading.other_state),
        near=near,
        elsewhere=elsewhere,
    )
