"""Rows: which entries of one submission are the same as entries of another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from citybook.dates import PartialDate
from citybook.form import Section
from citybook.settle.given import Meaning, Row, meaning
from citybook.typography import match_key

ALIKE = 0.6
"""Share of words that two long texts have in common if one is an edit of the other."""

MAX_COMPARED = 10_000
"""Pairs of entries past which only those that are equal are found."""

_WEAK = frozenset({"choice", "choices", "yes-no", "state", "date"})
"""Kinds whose answers are often the same by chance."""

MAX_WORDS = 300
"""Words of a text that are compared."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What an entry says, and the words of the answer that names it."""

    meanings: Mapping[str, Meaning]
    words: Counter[str]


def paired(
    left: Sequence[Row], right: Sequence[Row], section: Section
) -> Mapping[int, int]:
    """Return for entries on the right which one on the left is the same, if any is.

    Equal entries first; then those that complete each other or are edits of one text,
    the likest first.
    """
    knows = [_known(row, section) for row in left]
    others = [_known(row, section) for row in right]
    pairs = _equal(knows, others)
    rest = [n for n in range(len(left)) if n not in pairs.values()]
    open_ones = [n for n in range(len(right)) if n not in pairs]
    if len(rest) * len(open_ones) > MAX_COMPARED:
        return pairs
    likest = sorted(
        (-likeness, here, there)
        for here, there in product(rest, open_ones)
        if (likeness := _likeness(knows[here], others[there], section))
    )
    taken: set[int] = set()
    for _, here, there in likest:
        if here not in taken and there not in pairs:
            pairs[there] = here
            taken.add(here)
    return pairs


def _known(row: Row, section: Section) -> _Known:
    known = {key: means for key, slot in row.items() if (means := meaning(slot))}
    words = _text(known.get(_naming(section), ())).split()
    return _Known(known, Counter(words[:MAX_WORDS]))


def _equal(left: Sequence[_Known], right: Sequence[_Known]) -> dict[int, int]:
    places: dict[frozenset[tuple[str, Meaning]], list[int]] = {}
    for number in reversed(range(len(left))):
        places.setdefault(frozenset(left[number].meanings.items()), []).append(number)
    pairs: dict[int, int] = {}
    for number, known in enumerate(right):
        if same := places.get(frozenset(known.meanings.items())):
            pairs[number] = same.pop()
    return pairs


def _likeness(left: _Known, right: _Known, section: Section) -> float:
    """Return how alike two entries are; 0 if each is an entry of its own."""
    kinds = {field.key: field.kind for field in section.fields}
    a, b = left.meanings, right.meanings
    shared = a.keys() & b.keys()
    equal = {key for key in shared if a[key] == b[key]}
    naming = _naming(section)
    if equal == shared:
        tells = any(kinds[key] not in _WEAK for key in equal)
        return 2.0 + len(equal) if tells else 0.0
    if naming not in shared:
        return 0.0
    if naming in equal:
        return 1.0 + len(equal) / len(shared)
    if any(_is_date(a[key]) and _is_date(b[key]) for key in shared - equal):
        return 0.0
    share = _words_shared(left.words, right.words)
    return share if share >= (ALIKE if kinds[naming] == "prose" else 1) else 0.0


def _naming(section: Section) -> str:
    """Return the field that tells the entries of a section apart, or ''."""
    for kinds in ({"prose"}, {"text", "city"}):
        for field in section.fields:
            if field.kind in kinds:
                return field.key
    return ""


def _is_date(known: Meaning) -> bool:
    return isinstance(known[0], PartialDate)


def _text(known: Meaning) -> str:
    # What is refused is known as it was typed, behind a word that says so.
    typed = known[-1] if known[:1] == ("as typed",) else next(iter(known), "")
    return match_key(typed) if isinstance(typed, str) else ""


def _words_shared(words: Counter[str], others: Counter[str]) -> float:
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 0.0
