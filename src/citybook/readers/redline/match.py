"""Which paragraph of a returned file was which of those that were written."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from citybook.likeness import rising
from citybook.manifest import Manifest, Written, own_runs
from citybook.story.made import folded
from citybook.story.model import Paragraph, Place, chains

LIKE_ENOUGH = 0.6
"""How much of a paragraph is still there where it is known again by its words."""
ALONE = 0.3
"""How much of it, where nothing else can have become of it."""
MARGIN = 0.15
"""By how much it is to be more like one paragraph than like another that is gone."""
SHORT = 40
"""Characters below which words say nothing of a paragraph without its neighbors."""
MAX_PAIRS = 40_000
"""How many paragraphs are compared with how many others in one stretch."""


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
    names = {each.name: n for n, each in enumerate(manifest.paragraphs) if each.name}
    found = [_by_anchors(paragraph, names) for paragraph in told]
    units = [unit for unit in chains(told) if _is_free(unit, found, told)]
    ours = {n: folded(manifest.paragraphs[n].text) for n in _left(manifest, found)}
    texts = {unit.start: _was_of(unit, told) for unit in units}
    by_start = {unit.start: unit for unit in units}
    for number, start in same(ours, texts):
        _settle(found, by_start[start], told, number)
    left = _left(manifest, found)
    units = [unit for unit in units if _is_free(unit, found, told)]
    for numbers, free in _stretches(found, left, units, len(manifest.paragraphs)):
        written = [manifest.paragraphs[number] for number in numbers]
        for at, unit in _by_words(written, free, told):
            _settle(found, unit, told, numbers[at])
    return tuple(found)


def _left(manifest: Manifest, found: Iterable[Homes]) -> list[int]:
    known = {home.number for homes in found for home in homes}
    return [n for n, _ in enumerate(manifest.paragraphs) if n not in known]


def _settle(
    found: list[Homes], unit: range, told: Sequence[Paragraph], number: int
) -> None:
    """Note what a unit was; a paragraph of it that says nothing of it is new."""
    speaking = [place for place in unit if _was(told[place]).strip()]
    for place in speaking or unit:
        found[place] = (at_home(told[place], number),)


def at_home(paragraph: Paragraph, number: int) -> Home:
    """Return the home of a paragraph that was all one."""
    return Home(number, 0, sum(len(run.text) for run in paragraph.runs))


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


def _is_free(unit: range, found: Sequence[Homes], told: Sequence[Paragraph]) -> bool:
    is_new = all(not found[n] and told[n].place is not Place.HEADER for n in unit)
    return is_new and any(_was(told[n]) for n in unit)


def same(ours: Mapping[int, str], theirs: Mapping[int, str]) -> list[tuple[int, int]]:
    """Return what says the same at any place: long texts that are there once."""
    counts = Counter(ours.values()), Counter(theirs.values())
    places = {text: place for place, text in theirs.items()}
    return [
        (number, places[text])
        for number, text in ours.items()
        if len(text) >= SHORT and counts[0][text] == counts[1][text] == 1
    ]


def _stretches(
    found: Sequence[Homes], left: Sequence[int], free: Sequence[range], count: int
) -> Iterator[tuple[list[int], list[range]]]:
    """Yield what is without a partner between two paragraphs that have one."""
    fixed = rising([(n, homes[0].number) for n, homes in enumerate(found) if homes])
    edges = [(-1, -1), *fixed, (len(found), count)]
    starts = [unit.start for unit in free]
    for (here, low), (there, high) in pairwise(edges):
        numbers = left[bisect_left(left, low + 1) : bisect_left(left, high)]
        units = free[bisect_left(starts, here + 1) : bisect_left(starts, there)]
        if numbers and units:
            yield list(numbers), list(units)


# In a stretch


def _by_words(
    written: Sequence[Written], units: Sequence[range], told: Sequence[Paragraph]
) -> Iterator[tuple[int, range]]:
    """Yield which unit says what was written: the same words, or nearly."""
    ours = [folded(each.text) for each in written]
    theirs = [_was_of(unit, told) for unit in units]
    pairs = _equal(ours, theirs)
    yield from ((a, units[b]) for a, b in pairs)
    edges = [(-1, -1), *pairs, (len(ours), len(theirs))]
    for (low, here), (high, there) in pairwise(edges):
        some, free = written[low + 1 : high], units[here + 1 : there]
        for a, b in _near(some, theirs[here + 1 : there], free, told):
            yield low + 1 + a, free[b]


def _equal(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs that say the same, in order; none where some are not sure."""
    counts = Counter(ours), Counter(theirs)
    places = {text: n for n, text in enumerate(ours)}
    return rising(
        [
            (places[text], n)
            for n, text in enumerate(theirs)
            if counts[0][text] == counts[1][text] == 1
        ]
    )


def _with_entries(
    pairs: Sequence[tuple[int, int]], written: Sequence[Written], ours: Sequence[str]
) -> list[tuple[int, int]]:
    """Let a line stand by its own entry, where several entries have the same line."""
    settled = list(pairs)
    for n in range(len(pairs) - 2, -1, -1):
        (a, b), (following, below) = settled[n], settled[n + 1]
        nearer = following - 1
        if below != b + 1 or nearer == a or ours[nearer] != ours[a]:
            continue
        if _entry(written[nearer]) == _entry(written[following]):
            settled[n] = (nearer, b)
    return settled


def _entry(written: Written) -> str:
    keys = [span.key for span in written.owners]
    return keys[0].rpartition("/")[0] if keys else ""


def _near(
    written: Sequence[Written],
    theirs: Sequence[str],
    units: Sequence[range],
    told: Sequence[Paragraph],
) -> list[tuple[int, int]]:
    """Return the pairs that are alike, between two that say the same."""
    if not written or not units:
        return []
    ours = [folded(each.text) for each in written]
    places = [told[unit.start].place for unit in units]
    if len(ours) == len(theirs):
        if {*places, *(each.place for each in written)} == {Place.TABLE}:
            return [(n, n) for n, _ in enumerate(ours)]
        if len(ours) == 1 and written[0].place == places[0]:
            return [(0, 0)] if likeness(ours[0], theirs[0]) >= ALONE else []
    return list(_alike(written, ours, theirs))


def _alike(
    written: Sequence[Written], ours: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are alike, in order, with the most words in common.

    What may have been another paragraph as well, which is gone, is left.
    """
    if len(ours) * len(theirs) > MAX_PAIRS:
        return
    value = [[likeness(one, other) for other in theirs] for one in ours]
    pairs = _with_entries(_heaviest(value, ours, theirs), written, ours)
    edges = [(-1, -1), *pairs, (len(ours), len(theirs))]
    for n, (a, b) in enumerate(pairs, 1):
        low, high = edges[n - 1][0], edges[n + 1][0]
        others = {_entry(written[at]) for at in (low, high) if 0 <= at < len(ours)}
        is_by = _entry(written[a]) in others - {""}
        rivals = [
            value[other][b]
            for other in range(low + 1, high)
            if not _is_one(written[other], written[a])
            and (not is_by or _entry(written[other]) in others)
        ]
        if value[a][b] - max(rivals, default=0) >= MARGIN:
            yield a, b


def _is_one(one: Written, other: Written) -> bool:
    """Tell whether two paragraphs are of the same passage, or of none."""
    return [s.key for s in one.owners] == [s.key for s in other.owners]


def _heaviest(
    value: Sequence[Sequence[float]], ours: Sequence[str], theirs: Sequence[str]
) -> list[tuple[int, int]]:
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for a, one in enumerate(ours):
        for b, other in enumerate(theirs):
            known = value[a][b] >= LIKE_ENOUGH
            weight = known * value[a][b] * min(len(one), len(other))
            paired = best[a][b] + weight
            best[a + 1][b + 1] = max(best[a][b + 1], best[a + 1][b], paired)
    pairs: list[tuple[int, int]] = []
    a, b = len(ours), len(theirs)
    while a and b:
        if best[a][b] == best[a - 1][b]:
            a -= 1
        elif best[a][b] == best[a][b - 1]:
            b -= 1
        else:
            a, b = a - 1, b - 1
            pairs.append((a, b))
    return pairs[::-1]


def likeness(one: str, other: str) -> float:
    """Return how much two texts have in common: by words, short ones by letters too."""
    if one == other:
        return 1
    ours, theirs = one.split(), other.split()
    is_short = min(len(one), len(other)) < SHORT
    shared = (Counter(ours) & Counter(theirs)).total()
    most = 2 * shared / max(1, len(ours) + len(theirs))
    if most < ALONE and not is_short:
        return most
    ratio = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
    if is_short and max(len(one), len(other)) < 2 * SHORT:
        letters = SequenceMatcher(None, one, other, autojunk=False).ratio()
        return max(ratio, letters if letters >= LIKE_ENOUGH else 0.0)
    return ratio


def _was_of(unit: range, told: Sequence[Paragraph]) -> str:
    return folded("".join(_was(told[n]) for n in unit))


def _was(paragraph: Paragraph) -> str:
    return "".join(run.text for run in own_runs(paragraph) if run.fate.was)
