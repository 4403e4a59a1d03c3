"""What has changed from one text in light Markdown to another, word by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, count, takewhile

MAX_STEPS = 4_000_000
"""Comparisons of words; what is left over then counts as changed as a whole."""

_TOKEN = re.compile(
    r"\n(?:[ \t]*\n)*"  # line ends
    r"|(?<![^\n])[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+"  # the sign of a list
    r"|\S+"
)
_SENTENCE_END = re.compile(r"[.!?…][)\]”’\"'*_]*(\(\S*\)[)”’\"'*_.]*)?$")
_CLAUSE_END = re.compile(r"[,;:–—]$")


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Words, line ends and list signs, between two edges."""

    text: str
    spans: tuple[tuple[int, int], ...]
    keys: tuple[str, ...]
    """What each token is compared by; empty for the edges."""

    def part(self, tokens: range) -> str:
        """Return some tokens in a row, as they were typed."""
        if not tokens:
            return ""
        return self.text[self.spans[tokens[0]][0] : self.spans[tokens[-1]][1]]

    def between(self, here: int | None, there: int | None) -> str | None:
        """Return the space between two tokens, if they are neighbors."""
        if here is None or there != here + 1:
            return None
        return self.text[self.spans[here][1] : self.spans[there][0]]


def read(text: str) -> Tokens:
    """Return the tokens of a text."""
    spans = [token.span() for token in _TOKEN.finditer(text)]
    keys = (key_of(text[start:end]) for start, end in spans)
    end = len(text), len(text)
    return Tokens(text, ((0, 0), *spans, end), ("", *keys, ""))


def key_of(token: str) -> str:
    """Return what a token is compared by: line ends are one, or two and more."""
    return "\n" * min(token.count("\n"), 2) or token


def is_break(key: str) -> bool:
    """Tell whether a token ends a line, or is an edge of the text."""
    return not key.strip("\n")


def is_word(key: str) -> bool:
    """Tell whether a token is a word: no end of a line, no sign of a list."""
    return bool(key) and not key[-1].isspace()


# What one of the two has changed


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the base, and the stretch of a text that took its place."""

    side: Tokens
    start: int
    end: int
    first: int
    last: int

    @property
    def new(self) -> tuple[str, ...]:
        return self.side.keys[self.first : self.last]

    def slid(self, by: int) -> "Change":
        """Return the change so many tokens further on."""
        places = (self.start, self.end, self.first, self.last)
        return Change(self.side, *(place + by for place in places))


def changes(base: Tokens, side: Tokens, apart: int) -> list[Change]:
    """Return what was changed, in order; what is fewer words apart is one change."""
    found: list[Change] = []
    start = first = 0
    ends = len(base.keys), len(side.keys), 0
    for here, there, size in (*_shared(base.keys, side.keys), ends):
        if (start, first) != (here, there):
            found.append(Change(side, start, here, first, there))
        start, first = here + size, there + size
    return _joined(base.keys, _slid(base.keys, found), apart)


def _shared(base: Sequence[str], side: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the stretches that two texts share: where, where, and how long."""
    head = _common(zip(base, side, strict=False))
    rest = min(len(base), len(side)) - head
    tail = _common(zip(base[: -rest - 1 : -1], side[: -rest - 1 : -1], strict=True))
    high, last = len(base) - tail, len(side) - tail
    blocks = [(0, 0, head), (high, last, tail)]
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    often = Counter(side)
    steps = [0, *accumulate(1 + often[key] for key in base)]
    left = MAX_STEPS
    waiting = [(head, high, head, last)]
    while waiting:
        low, high, first, last = waiting.pop()
        cost = steps[high] - steps[low]
        if cost <= left and low < high and first < last:
            left -= cost
            here, there, size = matcher.find_longest_match(low, high, first, last)
            if size:
                blocks.append((here, there, size))
                waiting.append((here + size, high, there + size, last))
                waiting.append((low, here, first, there))
    return sorted(block for block in blocks if block[2])


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _slid(base: Sequence[str], found: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes, each pure insertion or deletion at its best place.

    "[The city met. ]The city" is as true as "The[ city met. The] city"; equal ones of
    both people must stand at one place.
    """
    stop = 0
    limits = [*(change.start for change in found), len(base)][1:]
    for change, limit in zip(found, limits, strict=True):
        room = change.start - stop, limit - change.end
        by = 0
        if change.start == change.end:
            by = _best(change.side.keys, change.first, change.last, room)
        elif change.first == change.last:
            by = _best(base, change.start, change.end, room)
        yield change.slid(by)
        stop = change.end + by


def _best(keys: Sequence[str], low: int, high: int, room: tuple[int, int]) -> int:
    """Return how far a stretch is best slid along words that repeat."""
    back = takewhile(lambda n: keys[low - n] == keys[high - n], count(1))
    on = takewhile(lambda n: keys[low + n] == keys[high + n], count())
    backward = sum(1 for _ in zip(range(room[0]), back, strict=False))
    forward = sum(1 for _ in zip(range(room[1]), on, strict=False))
    places = range(-backward, forward + 1)
    return max(places, key=lambda by: weight(keys[low + by - 1]))


def weight(key: str) -> int:
    """Return how much of an end a token is: of a line 3, a sentence 2, a clause 1."""
    if is_break(key):
        return 3
    return 2 if _SENTENCE_END.search(key) else bool(_CLAUSE_END.search(key))


def _joined(base: Sequence[str], changes: Iterable[Change], apart: int) -> list[Change]:
    """Return the changes with those made one that stand close in a line."""
    joined: list[Change] = []
    for change in changes:
        between = base[joined[-1].end : change.start] if joined else ("",)
        is_near = sum(map(is_word, between)) < apart
        if is_near and not any(map(is_break, between)):
            before = joined.pop()
            joined.append(replace(change, start=before.start, first=before.first))
        else:
            joined.append(change)
    return joined
