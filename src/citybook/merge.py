"""Two people's changes to one text brought together, word by word.

The manner is that of diff3: what each has changed is found on its own; what one has
changed and the other has not is taken. Where both have changed the same words there is
a conflict, and the city's words stay until a person decides.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from citybook.compare import (
    Change,
    Tokens,
    changes,
    is_break,
    is_word,
    key_of,
    read,
    weight,
)

MIN_APART = 2
"""Words between two changes of one person; what is nearer is one change."""
MIN_KNOWN = 4
"""Words by which a passage is known again at another place."""

_MARK = re.compile(r"\\.|\*+|\[|\]\(\S*?\)|\]")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Words that both have changed, each in another way."""

    base: str
    editor: str
    city: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with the changes of both; in a conflict, with the city's."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge(base: str, editor: str, city: str) -> Merged:
    """Return what an editor and a city have made of one text in light Markdown."""
    if editor in {base, city}:
        return Merged(city)
    if city == base:
        return Merged(editor)
    are_sound = all(map(_is_sound, (base, editor, city)))
    three = read(base), read(editor), read(city)
    for apart in (MIN_APART, len(base)):
        merged = _merge(three, apart)
        if _is_sound(merged.text) or not are_sound:
            return merged
    return Merged(city, (Conflict(base, editor, city),))


def _is_sound(text: str) -> bool:
    """Tell whether each mark of a text is closed in its line, the inner ones first."""
    for line in text.split("\n"):
        opened = [""]
        for mark in _MARK.findall(_words(read(line).keys)):
            ends = "[" if mark[0] == "]" else mark
            if mark[0] not in "[\\" and opened[-1] == ends:
                opened.pop()
            elif mark[0] == "]" or (mark[0] == "*" and mark in opened):
                return False
            elif mark[0] != "\\":
                opened.append(mark)
        if len(opened) > 1:
            return False
    return True


# What the two have changed

_Three = tuple[Tokens, Tokens, Tokens]
"""The base, the editor's text, and the city's."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Tokens of the base that were changed, and what the two texts have there."""

    base: range
    editor: range
    city: range
    changes: tuple[Change, ...]
    by_editor: bool
    by_city: bool
    differs: bool
    """Whether the two texts say different things there."""


def _merge(three: _Three, apart: int) -> Merged:
    base, editor, city = three
    editors, cities = changes(base, editor, apart), changes(base, city, apart)
    places: list[_Place] = []
    shift = {editor: 0, city: 0}
    for group in _touching(base.keys, (*editors, *cities)):
        start, end = group[0].start, max(change.end for change in group)
        first, other = start + shift[editor], start + shift[city]
        shift |= {change.side: change.last - change.end for change in group}
        last, stop = end + shift[editor], end + shift[city]
        sides = {change.side for change in group}
        place = _Place(
            range(start, end),
            range(first, last),
            range(other, stop),
            tuple(group),
            by_editor=editor in sides,
            by_city=city in sides,
            differs=editor.keys[first:last] != city.keys[other:stop],
        )
        places.append(place)
    told = _disputes(base, places, editors, cities)
    conflicts = (
        Conflict(told[n], editor.part(place.editor), city.part(place.city))
        for n, place in enumerate(places)
        if n in told and place.differs
    )
    tokens = _tokens(places, told.keys(), len(base.keys))
    return Merged(_written(three, tokens), tuple(conflicts))


def _touching(base: Sequence[str], changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Yield the changes in order, those together that meet."""
    group: list[Change] = []
    end = 0
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        meets = change.start == end and not _are_free(base, group, change)
        if group and change.start >= end and not meets:
            yield group
            group = []
        group.append(change)
        end = max(end, change.end)
    if group:
        yield group


def _are_free(base: Sequence[str], group: Sequence[Change], right: Change) -> bool:
    """Tell whether a change goes well with the one right before it.

    It does where they meet at the end of a sentence, whether one, both or none is made;
    if one is a deletion, at the end of a line.
    """
    if len(group) != 1:
        return False
    left, place = group[0], right.start
    if left.start == right.end or _hold(_words(left.new), _words(right.new)):
        return False
    ends = base[place - 1], (base[left.start - 1], *left.new)[-1]
    starts = base[place], (*right.new, base[right.end])[0]
    weights = (
        3 if is_break(start) else weight(end) for end, start in product(ends, starts)
    )
    return min(weights) >= (2 if left.new and right.new else 3)


def _disputes(
    base: Tokens,
    places: Sequence[_Place],
    editors: Sequence[Change],
    cities: Sequence[Change],
) -> dict[int, str]:
    """Return the places where the city's words stay, with the words in dispute."""
    at = {change: n for n, place in enumerate(places) for change in place.changes}
    shared = {n for n, place in enumerate(places) if place.by_editor and place.by_city}
    alike = {n for n in shared if not places[n].differs}
    told = {n: base.part(places[n].base) for n in sorted(shared - alike)}
    ours, theirs = _long(editors), _long(cities)
    for (one, words), (other, others) in product(ours.items(), theirs.items()):
        if at[one] != at[other] and _hold(words, others):  # it would be said twice
            told.setdefault(at[one], base.part(places[at[one]].base))
    moves, others_moves = _moves(base, editors, ours), _moves(base, cities, theirs)
    for mine, yours in ((moves, others_moves), (others_moves, moves)):
        moved = {at[gone] for gone, _ in yours}
        for gone, come in mine:  # what one has moved, the other may have deleted
            if at[gone] in alike - moved:
                told.setdefault(at[come], base.part(places[at[gone]].base))
    pairs = [{at[gone], at[come]} for gone, come in moves]
    while halves := [p for p in pairs if p & told.keys() and p - told.keys()]:
        for n in set().union(*halves) - told.keys():  # a move is made whole or not
            told[n] = base.part(places[n].base)
    return told


def _moves(
    base: Tokens, changes: Iterable[Change], added: Mapping[Change, str]
) -> list[tuple[Change, Change]]:
    """Return the pairs of changes that took words from here and brought them there."""
    return [
        (gone, come)
        for gone in changes
        for words in [_words(base.keys[gone.start : gone.end])]
        if words.count(" ") > MIN_KNOWN
        for come, others in added.items()
        if come != gone and _hold(words, others)
    ]


def _long(changes: Iterable[Change]) -> dict[Change, str]:
    """Return the changes that bring many words, with these."""
    new = {change: _words(change.new) for change in changes}
    return {change: text for change, text in new.items() if text.count(" ") > MIN_KNOWN}


def _words(keys: Iterable[str]) -> str:
    return f" {' '.join(filter(is_word, keys))} "


def _hold(one: str, other: str) -> bool:
    """Tell whether one row of words stands in the other."""
    return bool(one.strip() and other.strip()) and (one in other or other in one)


# The text that comes of it

_Numbers = tuple[int | None, int | None, int | None]
"""Of a token in the base, in the editor's text, and in the city's."""


def _tokens(
    places: Sequence[_Place], told: Collection[int], length: int
) -> Iterator[_Numbers]:
    start = editor = city = 0
    for n, place in enumerate(places):
        for step in range(place.base.start - start):
            yield start + step, editor + step, city + step
        if n in told or not place.by_editor:
            yield from ((None, None, number) for number in place.city)
        elif not place.by_city:
            yield from ((None, number, None) for number in place.editor)
        else:
            both = zip(place.editor, place.city, strict=True)
            yield from ((None, *numbers) for numbers in both)
        start, editor, city = place.base.stop, place.editor.stop, place.city.stop
    for step in range(length - start):
        yield start + step, editor + step, city + step


def _written(texts: _Three, tokens: Iterable[_Numbers]) -> str:
    """Return the text of tokens, with the space that stood between them."""
    kept: list[_Numbers] = []
    for token in tokens:
        key = key_of(_typed(texts, token))
        before = key_of(_typed(texts, kept[-1])) if kept else " "
        if not is_break(key + before) or _space(texts, kept[-1], token) is not None:
            kept.append(token)
        elif (len(key) or 3) > (len(before) or 3):
            kept[-1] = token  # of two ends of a line the greater one is enough
    text = ""
    for last, token in zip([None, *kept], kept, strict=False):
        typed = _typed(texts, token)
        space = _space(texts, last, token) if last else ""
        if space is None:
            space = " " if is_word(text) and is_word(typed) else ""
        text += space + typed
    return text


def _typed(texts: _Three, token: _Numbers) -> str:
    parts = [
        None if number is None else text.part(range(number, number + 1))
        for text, number in zip(texts, token, strict=True)
    ]
    return _settled(*parts) or ""


def _space(texts: _Three, last: _Numbers, token: _Numbers) -> str | None:
    """Return what stands between two tokens, if they are neighbors anywhere."""
    triples = zip(texts, last, token, strict=True)
    return _settled(*(text.between(here, there) for text, here, there in triples))


def _settled(base: str | None, editor: str | None, city: str | None) -> str | None:
    """Return what stands at a place: what somebody has changed, or the city's."""
    if city is None or (editor is not None and city == base):
        return base if editor is None else editor
    return city
