"""Two people's changes to one text brought together, word by word.

The manner is that of diff3: what each has changed is found on its own; what one has
changed and the other has not is taken. Where both have changed the same words there is
a conflict, and the city's words stay until a person decides.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, count, product, takewhile

MAX_STEPS = 4_000_000
"""Comparisons of words; what is left over then counts as changed as a whole."""
MIN_APART = 2
"""Words between two changes of one person; what is nearer is one change."""
MIN_KNOWN = 4
"""Words by which a passage is known again at another place."""

_TOKEN = re.compile(
    r"\n(?:[ \t]*\n)*"
    r"|(?<![^\n])[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+"
    r"|\S+"
)
_SENTENCE_END = re.compile(r"[.!?…][)\]”’\"'*_]*(\(\S*\)[)”’\"'*_.]*)?$")
_CLAUSE_END = re.compile(r"[,;:–—]$")
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
    for apart in (MIN_APART, len(base)):
        merged = _merge(_read(base), _read(editor), _read(city), apart)
        if _is_sound(merged.text) or not are_sound:
            return merged
    return Merged(city, (Conflict(base, editor, city),))


def _is_sound(text: str) -> bool:
    """Tell whether each mark of a text is closed in its line, the inner ones first."""
    for line in text.split("\n"):
        opened = [""]
        for mark in _MARK.findall(_TOKEN.sub(_without_sign, line)):
            if (mark[0] == "]" and opened[-1] == "[") or mark == opened[-1]:
                opened.pop()
            elif mark[0] == "]" or mark in opened:
                return False
            elif mark[0] != "\\":
                opened.append(mark)
        if len(opened) > 1:
            return False
    return True


def _without_sign(token: re.Match[str]) -> str:
    return "" if token[0][-1].isspace() else token[0]


# A text as tokens


@dataclass(frozen=True, slots=True)
class _Text:
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


def _read(text: str) -> _Text:
    spans = [token.span() for token in _TOKEN.finditer(text)]
    keys = (_key(text[start:end]) for start, end in spans)
    end = len(text), len(text)
    return _Text(text, ((0, 0), *spans, end), ("", *keys, ""))


def _key(token: str) -> str:
    return "\n" * min(token.count("\n"), 2) or token


def _is_break(key: str) -> bool:
    return not key.strip("\n")


def _is_word(key: str) -> bool:
    return bool(key) and not key[-1].isspace()


# What one of the two has changed


@dataclass(frozen=True, slots=True)
class _Change:
    """A stretch of the base, and the stretch of a text that took its place."""

    side: _Text
    start: int
    end: int
    first: int
    last: int

    @property
    def new(self) -> tuple[str, ...]:
        return self.side.keys[self.first : self.last]

    def slid(self, by: int) -> "_Change":
        """Return the change so many tokens further on."""
        places = (self.start, self.end, self.first, self.last)
        return _Change(self.side, *(place + by for place in places))


def _changes(base: _Text, side: _Text, apart: int) -> list[_Change]:
    found: list[_Change] = []
    start = first = 0
    ends = len(base.keys), len(side.keys), 0
    for here, there, size in (*_shared(base.keys, side.keys), ends):
        if (start, first) != (here, there):
            found.append(_Change(side, start, here, first, there))
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


def _slid(base: Sequence[str], found: Sequence[_Change]) -> Iterator[_Change]:
    """Yield the changes, each pure insertion or deletion at its best place.

    "[The city met. ]The city" is as true as "The[ city met. The] city"; equal ones of
    both people must stand at one place.
    """
    stop = 0
    limits = [*(change.start for change in found[1:]), len(base)]
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
    return max(places, key=lambda by: _weight(keys[low + by - 1]))


def _weight(key: str) -> int:
    """Return how much of an end a token is: of a line 3, a sentence 2, a clause 1."""
    if _is_break(key):
        return 3
    return 2 if _SENTENCE_END.search(key) else bool(_CLAUSE_END.search(key))


def _joined(
    base: Sequence[str], changes: Iterable[_Change], apart: int
) -> list[_Change]:
    """Return the changes with those made one that stand close in a line."""
    joined: list[_Change] = []
    for change in changes:
        between = base[joined[-1].end : change.start] if joined else ("",)
        is_near = sum(map(_is_word, between)) < apart
        if is_near and not any(map(_is_break, between)):
            before = joined.pop()
            change = replace(change, start=before.start, first=before.first)
        joined.append(change)
    return joined


# What the two have changed


@dataclass(frozen=True, slots=True)
class _Place:
    """Tokens of the base that were changed, and what the two texts have there."""

    base: range
    editor: range
    city: range
    changes: tuple[_Change, ...]
    by_editor: bool
    by_city: bool
    differs: bool
    """Whether the two texts say different things there."""


def _merge(base: _Text, editor: _Text, city: _Text, apart: int) -> Merged:
    editors, cities = _changes(base, editor, apart), _changes(base, city, apart)
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
            changes=tuple(group),
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
    return Merged(_written((base, editor, city), tokens), tuple(conflicts))


def _touching(
    base: Sequence[str], changes: Iterable[_Change]
) -> Iterator[list[_Change]]:
    """Yield the changes in order, those together that meet."""
    group: list[_Change] = []
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


def _are_free(base: Sequence[str], group: Sequence[_Change], right: _Change) -> bool:
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
        3 if _is_break(start) else _weight(end) for end, start in product(ends, starts)
    )
    return min(weights) >= (2 if left.new and right.new else 3)


def _disputes(
    base: _Text,
    places: Sequence[_Place],
    editors: Sequence[_Change],
    cities: Sequence[_Change],
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
    while halves := [pair for pair in pairs if len(pair & told.keys()) == 1]:
        for n in set().union(*halves) - told.keys():  # a move is made whole or not
            told[n] = base.part(places[n].base)
    return told


def _moves(
    base: _Text, changes: Iterable[_Change], added: Mapping[_Change, str]
) -> list[tuple[_Change, _Change]]:
    """Return the pairs of changes that took words from here and brought them there."""
    return [
        (gone, come)
        for gone in changes
        for words in [_words(base.keys[gone.start : gone.end])]
        if words.count(" ") > MIN_KNOWN
        for come, others in added.items()
        if come != gone and _hold(words, others)
    ]


def _long(changes: Iterable[_Change]) -> dict[_Change, str]:
    """Return the changes that bring many words, with these."""
    new = {change: _words(change.new) for change in changes}
    return {change: text for change, text in new.items() if text.count(" ") > MIN_KNOWN}


def _words(keys: Iterable[str]) -> str:
    return f" {' '.join(filter(_is_word, keys))} "


def _hold(one: str, other: str) -> bool:
    """Tell whether one row of words stands in the other."""
    return bool(one.strip() and other.strip()) and (one in other or other in one)


# The text that comes of it

_Three = tuple[_Text, _Text, _Text]
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
        typed = _typed(texts, token)
        before = _typed(texts, kept[-1]) if kept else " "
        if not _is_break(typed + before) or _space(texts, kept[-1], token) is not None:
            kept.append(token)
        elif _rank(typed) > _rank(before):  # of two ends of a line one is enough
            kept[-1] = token
    text = ""
    for last, token in zip([None, *kept], kept, strict=False):
        typed = _typed(texts, token)
        space = _space(texts, last, token) if last else ""
        if space is None:
            space = " " if _is_word(text) and _is_word(typed) else ""
        text += space + typed
    return text


def _rank(typed: str) -> int:
    return len(_key(typed)) or 3


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
