"""Two versions of a Word file, laid side by side as their manifests tell them."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, groupby, pairwise
from typing import TypeAlias

from citybook.likeness import SHORT, alike, likeness, rising
from citybook.manifest import Manifest, Written
from citybook.story.model import Look, Place

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)+|\w+|\s+|[^\w\s]")
"""A figure with all its digits, a word, a space, a sign."""
_LISTINGS = frozenset({"contents", "index"})
"""Beginnings of the keys of headings below which a program fills the page."""
_LONG = 1_000
"""Words and signs past which those that are everywhere lead nowhere."""
_BETWEEN = 2
"""Words that part two changes from each other; fewer belong to the change."""
_KEPT = 0.3
"""How much of a paragraph is to be left for its words to be told apart."""

Token: TypeAlias = tuple[str, Look]
Numbers: TypeAlias = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a table, or a row of one."""

    numbers: tuple[int, ...]
    """Of its paragraphs in the manifest."""
    text: str
    name: str
    kind: tuple[object, ...]
    """What it shares with any piece that it can have become."""
    city: str = ""
    """Beginning of the key of whose it is."""
    is_table: bool = False
    """Whether it is a table, or a row of one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A piece as it was and as it is; one of the two where it went or came."""

    old: Piece | None
    new: Piece | None
    rows: "tuple[Pair, ...]" = ()
    """Of a table."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Characters that stand where others stood."""

    old: tuple[int, int]
    new: tuple[int, int]


Columns: TypeAlias = Callable[[int], int]
"""How many columns the table has whose first paragraph has that number."""


def laid_together(old: Manifest, new: Manifest, columns: Columns) -> tuple[Pair, ...]:
    """Return what became of each piece of a book, and what is new in it.

    They stand in the order of the new one, and what is gone where it stood. Contents
    and index are left out. `columns` tells of the tables of the new one.
    """
    found: list[Pair] = []
    for is_note in (False, True):
        olds, news = (_pieces(each, is_note=is_note) for each in (old, new))
        for pair in _paired(olds, news):
            if pair.new and pair.new.is_table:
                width = columns(pair.new.numbers[0])
                found += _tables(pair, width, old.paragraphs, new.paragraphs)
            elif pair.old and pair.old.is_table:
                rows = _rows(pair.old, 0, old.paragraphs)
                found.append(Pair(pair.old, None, tuple(Pair(r, None) for r in rows)))
            else:
                found.append(pair)
    return tuple(found)


# Pieces


def _pieces(manifest: Manifest, *, is_note: bool) -> list[Piece]:
    paragraphs, found = manifest.paragraphs, []
    told = [n for n in _told(paragraphs) if _is_note(paragraphs[n]) == is_note]
    for place, group in groupby(told, lambda n: paragraphs[n].place):
        if place is Place.TABLE:
            found.append(_piece(tuple(group), paragraphs, is_table=True))
        else:
            found += [_piece((n,), paragraphs) for n in group if paragraphs[n].text]
    return found


def _is_note(written: Written) -> bool:
    return written.place is Place.NOTE


def _told(paragraphs: Sequence[Written]) -> Iterator[int]:
    """Yield the numbers of what is compared."""
    is_listing = False
    for number, each in enumerate(paragraphs):
        if each.heading:
            is_listing = each.heading.partition("/")[0] in _LISTINGS
        if each.heading or not is_listing or _is_note(each):
            yield number


def _piece(
    numbers: tuple[int, ...], paragraphs: Sequence[Written], *, is_table: bool = False
) -> Piece:
    first = paragraphs[numbers[0]]
    text = "\t".join(paragraphs[n].text for n in numbers)
    kind = (first.place, first.sign, bool(first.heading), is_table)
    name = first.text if is_table else first.name
    city = next((span.key.partition("/")[0] for span in first.owners), "")
    return Piece(numbers, text, name, kind, city, is_table)


def _tables(
    pair: Pair, width: int, old: Sequence[Written], new: Sequence[Written]
) -> Iterator[Pair]:
    """Yield a table with its rows, or two where it has other columns now."""
    news = _rows(pair.new, width, new)
    olds = _rows(pair.old, width, old)
    if olds and len(olds[0].numbers) != width:
        yield Pair(pair.old, None, tuple(Pair(row, None) for row in olds))
        pair, olds = Pair(None, pair.new), []
    rows = tuple(_paired(olds, news))
    yield Pair(pair.old, pair.new, rows)


def _rows(
    table: Piece | None, width: int, paragraphs: Sequence[Written]
) -> list[Piece]:
    """Return the rows of a table; the manifest tells the columns of some alone."""
    if table is None:
        return []
    numbers = table.numbers
    cells = [paragraphs[n].cell for n in numbers]
    if first := cells[0]:
        width = sum(cell is not None and cell.row == first.row for cell in cells)
    if not width or len(numbers) % width:
        width = 1 if len(numbers) % 2 else 2
    return [
        _piece(numbers[at : at + width], paragraphs, is_table=True)
        for at in range(0, len(numbers), width)
    ]


# Which is which


def _paired(olds: Sequence[Piece], news: Sequence[Piece]) -> list[Pair]:
    """Return all pieces in order, those together that are of one."""
    fixed: Numbers = []
    for way in (_surely, _equal, _known, _similar, _named, _beside):
        edges = [(-1, -1), *fixed, (len(olds), len(news))]
        for (a, b), (c, d) in pairwise(edges):
            within = way(olds[a + 1 : c], news[b + 1 : d])
            fixed += [(a + 1 + one, b + 1 + other) for one, other in within]
        fixed.sort()
    found: list[Pair] = []
    edges = [(-1, -1), *fixed, (len(olds), len(news))]
    for (a, b), (c, d) in pairwise(edges):
        found += [Pair(each, None) for each in olds[a + 1 : c]]
        found += [Pair(None, each) for each in news[b + 1 : d]]
        found += [Pair(olds[c], news[d])] if c < len(olds) else []
    return found


def _surely(olds: Sequence[Piece], news: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    """Return what says the same at length, or in short at the same place."""
    ours, theirs = (
        [(p.kind, p.text, p.name if len(p.text) < SHORT else "") for p in pieces]
        for pieces in (olds, news)
    )
    return _matches(ours, theirs)


def _equal(olds: Sequence[Piece], news: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    ours, theirs = ([(p.kind, p.text) for p in pieces] for pieces in (olds, news))
    return _matches(ours, theirs)


def _matches(
    ours: Sequence[Hashable], theirs: Sequence[Hashable]
) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        yield from ((a + n, b + n) for n in range(size))


def _known(olds: Sequence[Piece], news: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    """Return what has the name of old, unless its words are wholly others.

    The entries of a list are counted: where one goes, the next takes its name.
    """
    pairs = [(a, b) for a, b in _namesakes(olds, news) if _may_be(olds[a], news[b])]
    return rising(pairs)


def _may_be(old: Piece, new: Piece) -> bool:
    is_short = min(len(old.text), len(new.text)) < SHORT
    return is_short or old.is_table or likeness(old.text, new.text) > 0


def _named(olds: Sequence[Piece], news: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    """Return what has the name of old, for nothing else is like it."""
    return rising(list(_namesakes(olds, news)))


def _namesakes(
    olds: Sequence[Piece], news: Sequence[Piece]
) -> Iterator[tuple[int, int]]:
    names = {(each.name, each.kind): n for n, each in enumerate(news) if each.name}
    for number, each in enumerate(olds):
        if (each.name, each.kind) in names:
            yield number, names[each.name, each.kind]


def _similar(olds: Sequence[Piece], news: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    """Return what says nearly the same of the same city."""

    def fit(one: int, other: int) -> bool:
        old, new = olds[one], news[other]
        return (old.kind, old.city) == (new.kind, new.city)

    return alike([p.text for p in olds], [p.text for p in news], fit)


def _beside(olds: Sequence[Piece], news: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    """Return the short lines without a name that follow the same: “Two cities”."""
    found: Numbers = []
    for number, (old, new) in enumerate(zip(olds, news, strict=False)):
        is_short = max(len(old.text), len(new.text)) < SHORT
        if old.name or new.name or old.kind != new.kind or not is_short:
            break
        found.append((number, number))
    return found


# Words


def hunks(old: Written, new: Written) -> list[Hunk]:
    """Return the words of a paragraph that changed, or look otherwise.

    What has none holds signs between names that the program looks up, as a list does.
    """
    if not any(letter.isalnum() for letter in old.text + new.text):
        return []
    words = SequenceMatcher(None, old.text.split(), new.text.split(), autojunk=False)
    if words.ratio() < _KEPT:
        return [Hunk((0, len(old.text)), (0, len(new.text)))]
    ours, theirs = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(
        None, ours, theirs, autojunk=len(ours) + len(theirs) > _LONG
    )
    changed: list[tuple[int, int, int, int]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        between = ours[changed[-1][1] : a] if changed else []
        if changed and sum(word[:1].isalnum() for word, _ in between) < _BETWEEN:
            first, _, third, _ = changed.pop()
            changed.append((first, b, third, d))
        else:
            changed.append((a, b, c, d))
    ends, others = (
        tuple(accumulate((len(word) for word, _ in tokens), initial=0))
        for tokens in (ours, theirs)
    )
    return [Hunk((ends[a], ends[b]), (others[c], others[d])) for a, b, c, d in changed]


def _tokens(written: Written) -> list[Token]:
    return [
        (word, run.look) for run in written.runs for word in _TOKEN.findall(run.text)
    ]
