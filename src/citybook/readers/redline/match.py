"""Which paragraph of a returned file was which of those that were written."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from citybook.likeness import alike, rising
from citybook.manifest import Manifest, Written, own_runs
from citybook.story.model import Paragraph, Place, chains


@dataclass(frozen=True, slots=True)
class Home:
    """Which written paragraph a part of a returned one was."""

    number: int
    """Of the written paragraph."""
    start: int
    """Of the part, in characters of all runs."""
    end: int


Homes = tuple[Home, ...]


def homes_of(manifest: Manifest, told: Sequence[Paragraph]) -> tuple[Homes, ...]:
    """Return for each returned paragraph what it was; nothing where it is new."""
    found = [_by_anchors(paragraph, _names(manifest)) for paragraph in told]
    known = {home.number for homes in found for home in homes}
    left = [n for n, _ in enumerate(manifest.paragraphs) if n not in known]
    for numbers, units in _stretches(found, left, told, len(manifest.paragraphs)):
        written = [manifest.paragraphs[number] for number in numbers]
        for at, unit in _by_words(written, units, told):
            for place in unit:
                whole = sum(len(run.text) for run in told[place].runs)
                found[place] = (Home(numbers[at], 0, whole),)
    return tuple(found)


def _names(manifest: Manifest) -> Mapping[str, int]:
    return {each.name: n for n, each in enumerate(manifest.paragraphs) if each.name}


def _by_anchors(paragraph: Paragraph, names: Mapping[str, int]) -> Homes:
    """Return what the bookmarks of a paragraph say.

    One that encloses nothing was left behind by words that are gone.
    """
    hits = sorted(
        (anchor.start, anchor.end, names[anchor.name])
        for anchor in paragraph.anchors
        if anchor.name in names and anchor.end > anchor.start
    )
    whole = sum(len(run.text) for run in paragraph.runs)
    starts = [0, *(start for start, _, _ in hits[1:]), whole]
    return tuple(
        Home(number, starts[n], starts[n + 1]) for n, (_, _, number) in enumerate(hits)
    )


def _stretches(
    found: Sequence[Homes], left: Sequence[int], told: Sequence[Paragraph], count: int
) -> Iterator[tuple[list[int], list[range]]]:
    """Yield what is without a partner between two paragraphs that have one."""
    fixed = rising([(n, homes[0].number) for n, homes in enumerate(found) if homes])
    edges = [(-1, -1), *fixed, (len(told), count)]
    free = [
        unit
        for unit in chains(told)
        if all(not found[n] and told[n].place is not Place.HEADER for n in unit)
        and any(_was(told[n]) for n in unit)
    ]
    starts = [unit.start for unit in free]
    for (here, low), (there, high) in pairwise(edges):
        numbers = left[bisect_left(left, low + 1) : bisect_left(left, high)]
        units = free[bisect_left(starts, here + 1) : bisect_left(starts, there)]
        if numbers and units:
            yield list(numbers), units


def _by_words(
    written: Sequence[Written], units: Sequence[range], told: Sequence[Paragraph]
) -> Iterator[tuple[int, range]]:
    """Yield which unit says what was written: the same words, or nearly."""
    ours = [_folded(each.text) for each in written]
    theirs = [_folded("".join(_was(told[n]) for n in unit)) for unit in units]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from ((a + n, units[c + n]) for n in range(b - a))
        elif tag == "replace":
            for at, other in alike(ours[a:b], theirs[c:d]):
                yield a + at, units[c + other]


def _was(paragraph: Paragraph) -> str:
    return "".join(run.text for run in own_runs(paragraph) if run.fate.was)


def _folded(text: str) -> str:
    return " ".join(text.split())
