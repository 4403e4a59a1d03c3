"""The places of the United States: a slice of GeoNames, and other names by hand."""

import re
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from citybook.states import STATES, State
from citybook.typography import match_key
from citybook.yaml_marks import Mapping as Pairs
from citybook.yaml_marks import Node, Scalar, Sequence, read_documents

_DATA = Path(__file__).parent / "data"
PLACES = _DATA / "places.tsv"
"""Made by `make places`; its first lines tell how it is laid out."""
ALIASES = _DATA / "aliases.yaml"

_FIRST = {
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "no": "north",
    "so": "south",
}
"""Short words that stand for another where they open a name of several words."""
_NOT_LAST = {
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
    "mtn": "mountain",
    "pt": "point",
    "lk": "lake",
}
_NOT_FIRST = {
    "hts": "heights",
    "hgts": "heights",
    "spgs": "springs",
    "bch": "beach",
    "vlg": "village",
    "twp": "township",
    "jct": "junction",
    "ctr": "center",
    "grv": "grove",
    "vly": "valley",
    "cty": "city",
}
_BOROUGH = re.compile(r"(?<=...)borough$")


@dataclass(frozen=True, slots=True)
class Place:
    """A city, town or village."""

    name: str
    state: State
    population: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose data it is, and what may be done with it."""

    source: str
    source_link: str
    license: str
    license_link: str
    changes: str
    """What was done to the data, as the license asks to be told."""


def spelled_out(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, short ones spelled out."""
    words = match_key(name).split()
    last = len(words) - 1
    return tuple(_long(word, place, last) for place, word in enumerate(words))


def _long(word: str, place: int, last: int) -> str:
    if word == "centre":
        return "center"
    if not last:
        return word
    longer = _FIRST.get(word) if place == 0 else _NOT_FIRST.get(word)
    return longer or (_NOT_LAST.get(word, word) if place < last else word)


def fold(name: str) -> str:
    """Return what all spellings of a place's name share: `saintpaul`, `dekalb`."""
    return _BOROUGH.sub("boro", "".join(spelled_out(name)))


def place_at(key: str, state: State) -> Place | None:
    """Return the place of a state that has this key of `fold`, or None."""
    start, end = _sections()[state.usps]
    found = _text().find(f"\n{key}\t", start, end)
    return None if found < 0 else _place(found + 1, state)


@cache
def keys_of(state: State) -> tuple[str, ...]:
    """Return the keys of all places of a state."""
    start, end = _sections()[state.usps]
    lines = _text()[start:end].strip("\n").split("\n")
    return tuple(line.partition("\t")[0] for line in lines if line)


def all_places(state: State) -> Iterator[Place]:
    """Yield all places of a state, in the order of their keys."""
    for key in keys_of(state):
        place = place_at(key, state)
        if place:
            yield place


def namesakes(key: str) -> tuple[Place, ...]:
    """Return the places of all states that have this key, the largest first."""
    text, starts = _text(), sorted((at, usps) for usps, (at, _) in _sections().items())
    states = {state.usps: state for state in STATES}
    found, places = text.find(f"\n{key}\t"), []
    while found >= 0:
        _, usps = starts[bisect(starts, (found, "~")) - 1]
        places.append(_place(found + 1, states[usps]))
        found = text.find(f"\n{key}\t", found + 1)
    return tuple(sorted(places, key=lambda place: -place.population))


def aliases(state: State) -> Mapping[str, tuple[str, str]]:
    """Return other names by their key: each as it is printed, and the place's key."""
    return _aliases().get(state.usps, {})


def credit() -> Credit:
    """Return what the head of the data says of its source."""
    head = _text()[: _text().find("\nAK\n")]
    told = dict(re.findall(r"^# ([a-z-]+): (.+)$", head, re.M))
    return Credit(
        **{field.name: told[field.name.replace("_", "-")] for field in fields(Credit)}
    )


def _place(start: int, state: State) -> Place:
    """Return the place whose line begins there; lines stay unparsed until asked for."""
    line = _text()[start : _text().index("\n", start)]
    _, name, population, latitude, longitude = line.split("\t")
    return Place(name, state, int(population), float(latitude), float(longitude))


@cache
def _text() -> str:
    return PLACES.read_text(encoding="utf-8")


@cache
def _sections() -> Mapping[str, tuple[int, int]]:
    """Return where the lines of each state begin and end."""
    text, letters = _text(), sorted(state.usps for state in STATES)
    starts: list[int] = []
    for usps in letters:
        last = starts[-1] if starts else 0
        starts.append(text.index(f"\n{usps}\n", last) + len(usps) + 1)
    ends = [start - 2 for start in starts[1:]] + [len(text)]
    return dict(zip(letters, zip(starts, ends, strict=True), strict=True))


@cache
def _aliases() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    documents, _ = read_documents(ALIASES.read_bytes(), ALIASES.name)
    return {
        usps.text: {
            fold(other): (other, fold(name.text))
            for name, others in _pairs(cities)
            for other in _texts(others)
        }
        for usps, cities in _pairs(documents[0])
    }


def _pairs(node: Node) -> tuple[tuple[Scalar, Node], ...]:
    return node.pairs if isinstance(node, Pairs) else ()


def _texts(node: Node) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(item.text for item in items if isinstance(item, Scalar))
