"""Whose the new paragraphs of a returned file are: of what stands round them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from citybook.likeness import rising
from citybook.manifest import FIGURE, Written
from citybook.readers.redline.match import MARGIN, Homes, at_home, same
from citybook.readers.redline.pieces import cut, opcodes
from citybook.story.made import folded
from citybook.story.model import Paragraph, Place

MOST = 0.6
"""How many words of a new paragraph come from one where they were taken out."""
FEW = 4
"""Words below which all must be the same."""

_PARTS = re.compile(r"(edition/(?:summary|notice|colophon))/\d+")
"""A text of the edition may be printed in parts; it is one."""


def owner(key: str) -> str:
    """Return the key of the answer that a passage prints, whole or in part."""
    whole = _PARTS.fullmatch(key)
    return whole[1] if whole else key


def whole(written: Written) -> str:
    """Return the key of the passage that a paragraph belongs to, if it is of one."""
    if written.place is not Place.BODY or written.heading:
        return ""
    match written.owners:
        case (span,) if span.key.startswith(FIGURE):
            return ""
        case (span,) if (span.start, span.end) == (0, len(written.text)):
            return owner(span.key)
        case _:
            return ""


@dataclass(frozen=True, slots=True)
class Round:
    """What stands round a paragraph, by the numbers of what was written."""

    before: int | None
    behind: int | None
    gone: tuple[int, ...]
    """What was written between the two and is no longer there."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """All of them."""
        both = (number for number in (self.before, self.behind) if number is not None)
        return (*both, *self.gone)


def rounds(
    numbers: Sequence[int | None], seen: Iterable[int], written: Sequence[Written]
) -> list[Round]:
    """Return what stands round each paragraph, told what each was."""
    known = set(seen)
    lost = [n for n, w in enumerate(written) if n not in known and w.text.strip()]
    fixed = dict(rising([(n, own) for n, own in enumerate(numbers) if own is not None]))
    befores = _nearest(numbers, fixed, -1)
    behinds = _nearest(numbers[::-1], _mirrored(fixed, len(numbers)), len(written))
    found: list[Round] = []
    for (before, low), (behind, high) in zip(befores, reversed(behinds), strict=True):
        gone = lost[bisect_left(lost, low + 1) : bisect_left(lost, high)]
        found.append(Round(before, behind, tuple(gone)))
    return found


def _mirrored(fixed: dict[int, int], count: int) -> dict[int, int]:
    return {count - 1 - n: own for n, own in fixed.items()}


def _nearest(
    numbers: Sequence[int | None], fixed: dict[int, int], edge: int
) -> list[tuple[int | None, int]]:
    """Return for each place the last number before it, and the last in order."""
    last: int | None = None
    found: list[tuple[int | None, int]] = []
    for n, number in enumerate(numbers):
        found.append((last, edge))
        last = last if number is None else number
        edge = fixed.get(n, edge)
    return found


def key_for(
    place: Round, written: Sequence[Written], torn: frozenset[str]
) -> str | None:
    """Return the passage that a new paragraph belongs to: "" for none, None if unclear.

    It is that which it stands in, or behind, or before. Where something else was
    taken out there, it may as well be that; so it may, if it has words of another.
    """
    before, behind = (
        "" if number is None else whole(written[number])
        for number in (place.before, place.behind)
    )
    if not place.gone or (before and before == behind):
        key = before or behind
        return None if key and torn - {key} else key
    keys = {before, behind} - {""} | {whole(written[n]) for n in place.gone}
    return keys.pop() if len(keys) == 1 and "" not in keys else None


# Paragraphs that were parts of others


def with_parts(
    written: Sequence[Written], told: Sequence[Paragraph], homes: Sequence[Homes]
) -> tuple[tuple[Homes, ...], dict[int, frozenset[str]]]:
    """Return what each paragraph was, those too that were cut out of others.

    Beside it, by the new ones' numbers, the passages that these have words of.
    """
    found = list(homes)
    shown = _Shown(written, told, found)
    new = {
        n: folded(paragraph.after)
        for n, paragraph in enumerate(told)
        if not found[n] and paragraph.place is Place.BODY and paragraph.after.strip()
    }
    torn: dict[int, frozenset[str]] = {}
    if not new:
        return tuple(found), torn
    gone = {n: folded(w.text) for n, w in enumerate(written) if not shown.now(n)}
    for number, n in same(gone, new):
        shown.put(n, number)
    last = [own[-1].number if own else None for own in found]
    around = rounds(last, (home.number for own in found for home in own), written)
    numbers: dict[str, list[int]] = {}
    for number, each in enumerate(written):
        numbers.setdefault(whole(each), []).append(number)
    for n, text in new.items():
        keys = {whole(written[number]) for number in around[n].numbers} - {""}
        if not found[n] and keys:
            near = {key: numbers[key] for key in sorted(keys)}
            source, torn[n] = shown.torn_from(text.split(), near)
            if source is not None:
                shown.put(n, source)
    return tuple(found), torn


class _Shown:
    """What is shown of each written paragraph, and what is left of its words."""

    def __init__(
        self,
        written: Sequence[Written],
        told: Sequence[Paragraph],
        found: list[Homes],
    ) -> None:
        """Look at what is known of the paragraphs."""
        self.written, self.told, self.found = written, told, found
        self._places: dict[int, list[int]] = {}
        self._left: dict[int, list[str]] = {}
        for place, own in enumerate(found):
            for home in own:
                self._places.setdefault(home.number, []).append(place)

    def now(self, number: int) -> list[str]:
        """Return the words that are shown of a paragraph."""
        return [
            word
            for place in self._places.get(number, ())
            for home in self.found[place]
            if home.number == number
            for word in "".join(
                run.text
                for run in cut(self.told[place].runs, home.start, home.end)
                if run.fate.stays and not run.is_computed
            ).split()
        ]

    def left(self, number: int) -> list[str]:
        """Return the words that are no longer there."""
        if number not in self._left:
            was = self.written[number].text.split()
            codes = opcodes(was, self.now(number))
            left = [was[a:b] for tag, a, b, _, _ in codes if tag != "equal"]
            self._left[number] = [word for part in left for word in part]
        return self._left[number]

    def put(self, place: int, number: int) -> None:
        """Note that a paragraph was of another."""
        self.found[place] = (at_home(self.told[place], number),)
        self._places[number] = sorted((*self._places.get(number, ()), place))
        self._left.pop(number, None)

    def torn_from(
        self, words: list[str], near: dict[str, list[int]]
    ) -> tuple[int | None, frozenset[str]]:
        """Return which paragraph some words were taken out of, if it is sure.

        Beside it, all passages that they may have been taken out of.
        """
        scores = {
            key: max((_share(words, self.left(n)), -n) for n in numbers)
            for key, numbers in near.items()
        }
        (most, number), *others = sorted(scores.values(), reverse=True)
        rival = max((share for share, _ in others), default=0)
        is_sure = most >= MOST and most - rival >= MARGIN
        maybe = frozenset(
            key
            for key, numbers in near.items()
            if any(_shared(words, self.left(n)) for n in numbers)
        )
        return -number if is_sure else None, maybe


def _share(words: list[str], left: list[str]) -> float:
    """Return how many of some words stand together among others."""
    if not left:
        return 0
    if len(words) < FEW:
        return float(words == left)
    matcher = SequenceMatcher(None, left, words, autojunk=False)
    blocks = matcher.get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1) / len(words)


def _shared(words: list[str], left: list[str]) -> bool:
    """Tell whether half of some words are among others."""
    return bool(left) and 2 * (Counter(words) & Counter(left)).total() >= len(words)
