"""Texts that are alike: which of some was which of others."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

LIKE_ENOUGH = 0.6
"""How much of a paragraph is still there where it is known again by its words."""
SHORT = 40
"""Characters below which likeness says nothing: years, names, one-word answers."""
MAX_PAIRS = 250_000
"""How many paragraphs are compared with how many others in one stretch."""


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs whose second numbers rise as the first do."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, value) in enumerate(pairs):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1], ends[at : at + 1] = [value], [number]
    chosen: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def alike(
    ours: Sequence[str],
    theirs: Sequence[str],
    fit: Callable[[int, int], bool] | None = None,
) -> list[tuple[int, int]]:
    """Return the pairs that are alike, in order, with the most words in common.

    `fit` tells by their numbers which may be pairs at all.
    """
    if len(ours) * len(theirs) > MAX_PAIRS:
        return []
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    value = [
        [
            likeness(one, other) if fit is None or fit(a, b) else 0.0
            for b, other in enumerate(theirs)
        ]
        for a, one in enumerate(ours)
    ]
    for a in range(len(ours)):
        for b in range(len(theirs)):
            paired = best[a][b] + value[a][b]
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
    """Return how many words two texts share, weighed by length; 0 below a line."""
    if min(len(one), len(other)) < SHORT:
        return float(len(one)) if one == other else 0.0
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    ratio = matcher.ratio()
    return ratio * min(len(one), len(other)) if ratio >= LIKE_ENOUGH else 0.0
