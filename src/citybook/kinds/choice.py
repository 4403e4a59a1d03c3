"""One of a closed list, or several of it."""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from citybook.kinds.kind import Asked, Reading, Trouble, refused, taken_as
from citybook.prose import BulletList, ListItem, Text, line
from citybook.typography import match_key

_BETWEEN = re.compile(r"[;\n|]")
"""What parts two choices for certain."""
_PERHAPS_BETWEEN = re.compile(r"[,/]")
"""What parts two choices, or stands in one."""
_AROUND = " •-\t"


class Choice:
    """One answer of the form's list."""

    example = "the first choice"
    prompt = "Choose one of the list."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the key of the choice, printed by its label."""
        found = find_choice(text, asked) or near_choice(text, asked)
        if not found:
            return refused("not-a-choice", remedy=_remedy(text, asked))
        key, label = found
        return Reading(key, line(label), _corrected([text], asked))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return the labels of the choices."""
        return tuple(label for _, label in asked.choices)


class Choices:
    """Several answers of the form's list, in the list's order."""

    example = "the first choice; the second choice"
    prompt = "Type all that apply, with semicolons between them."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the keys of the choices, printed as a list of their labels."""
        found = {
            part: find_choice(part, asked) or near_choice(part, asked)
            for part in split_choices(text, asked)
        }
        if not_found := [part for part, choice in found.items() if not choice]:
            detail = f"“{not_found[0]}” is not one of the form's choices."
            return refused("not-a-choice", detail, remedy=_remedy(not_found[0], asked))
        chosen = {choice[0] for choice in found.values() if choice}
        kept = [choice for choice in asked.choices if choice[0] in chosen]
        items = tuple(ListItem((Text(label),)) for _, label in kept)
        told = _corrected(found, asked)
        return Reading(tuple(key for key, _ in kept), (BulletList(items),), told)

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: a drop-down takes one choice only."""
        return ()


def split_choices(text: str, asked: Asked) -> tuple[str, ...]:
    """Return the choices that a text lists, however they are parted.

    Where a comma or a slash parts two pieces that are one choice together, the longer
    wins: "Vigil, march or rally" is one. Pieces that are no choice stay together.
    """
    if _are_keys(text, asked):
        return tuple(text.split())
    if labels := _spaced_labels(text, asked):
        return labels
    chosen: list[str] = []
    for piece in _BETWEEN.split(text):
        chosen += _split(piece.strip(_AROUND), asked)
    return tuple(chosen)


def _are_keys(text: str, asked: Asked) -> bool:
    """Tell whether the text is keys with spaces between, as KoboToolbox writes them."""
    keys = {key for key, _ in asked.choices}
    words = text.split()
    return len(words) > 1 and set(words) <= keys and not find_choice(text, asked)


def _spaced_labels(text: str, asked: Asked) -> tuple[str, ...]:
    """Return the labels of a text that is nothing else, with spaces between them.

    KoboToolbox writes them so, too. Where they may be parted in two ways, they are not.
    """
    words = text.split()
    if len(words) < 2 or find_choice(text, asked):
        return ()
    labels = {match_key(label) for _, label in asked.choices}
    most = max((len(label.split()) for _, label in asked.choices), default=0)
    # How the words from each one on may be parted; the last has none behind it.
    ways: list[list[tuple[str, ...]]] = [[()]]
    for start in reversed(range(len(words))):
        ends = range(start + 1, min(start + most, len(words)) + 1)
        parts = ((" ".join(words[start:end]), ways[end - start - 1]) for end in ends)
        found = (
            (part, rest)
            for part, rest in parts
            if match_key(part) in labels and not part.endswith((",", ";", "/"))
        )
        ways.insert(0, [(part, *more) for part, rest in found for more in rest][:2])
    return ways[0][0] if len(ways[0]) == 1 else ()


def _split(text: str, asked: Asked) -> list[str]:
    """Return the choices that a piece lists; a part that is none is kept whole."""
    if not text or find_choice(text, asked):
        return [text] if text else []
    ends = [match.start() for match in _PERHAPS_BETWEEN.finditer(text)]
    ends.append(len(text))
    within = [len(_PERHAPS_BETWEEN.findall(label)) for _, label in asked.choices]
    most = max(within, default=0) + 1
    chosen: list[str] = []
    place = start = unknown = 0
    while place < len(ends):
        reached = ends[place : place + most]
        longest = next(
            (end for end in reversed(reached) if find_choice(text[start:end], asked)), 0
        )
        if longest:
            chosen += [text[unknown:start].strip(" ,/"), text[start:longest]]
            unknown = longest + 1
        place += reached.index(longest) + 1 if longest else 1
        start = ends[place - 1] + 1
    chosen.append(text[unknown:].strip(" ,/"))
    return [part.strip(_AROUND) for part in chosen if part.strip(_AROUND)]


def find_choice(text: str, asked: Asked) -> tuple[str, str] | None:
    """Return key and label of the choice that the text names, or None."""
    spellings = _spellings(asked)
    if len(text) > 3 * max(map(len, spellings), default=0) + 20:
        return None  # it saves the folding of a long text that can name none
    return spellings.get(match_key(text))


@lru_cache(maxsize=256)
def _spellings(asked: Asked) -> Mapping[str, tuple[str, str]]:
    """Return the choices by key and label, of which the first of a spelling counts."""
    return {
        match_key(written): choice
        for choice in reversed(asked.choices)
        for written in choice
    }


def near_choice(text: str, asked: Asked) -> tuple[str, str] | None:
    """Return the only choice whose label a misspelled text can mean, or None."""
    wanted = match_key(text).split()
    near = [
        (key, label)
        for key, label in asked.choices
        if _is_misspelled(wanted, match_key(label).split())
    ]
    return near[0] if len(near) == 1 else None


def _is_misspelled(words: list[str], of: list[str]) -> bool:
    """Tell whether words of four letters or more have one slip each, and no other."""
    if len(words) != len(of):
        return False
    return all(
        word == right or (len(right) > 3 and _is_slip(word, right))
        for word, right in zip(words, of, strict=True)
    )


def _is_slip(word: str, right: str) -> bool:
    """Tell whether one letter is wrong, missing, too many or out of place.

    The first letter must be right: an "in" or "un" before a word is no slip.
    """
    if word[:1] != right[:1] or any(char.isdigit() for char in word + right):
        return False
    pairs = enumerate(zip(word, right, strict=False))
    start = next((n for n, (a, b) in pairs if a != b), min(len(word), len(right)))
    a, b = word[start:], right[start:]
    is_swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or is_swapped


def _corrected(written: Iterable[str], asked: Asked) -> tuple[Trouble, ...]:
    """Return a note for each choice that was misspelled."""
    slips = (
        (text, near_choice(text, asked))
        for text in written
        if text and not find_choice(text, asked)
    )
    return tuple(taken_as(text, f"“{near[1]}”") for text, near in slips if near)


def _remedy(text: str, asked: Asked) -> str:
    labels = {match_key(label): label for _, label in asked.choices}
    wanted = match_key(text)
    near = [label for label in labels if wanted in label]
    near = near or difflib.get_close_matches(wanted, list(labels), n=1)
    guess = f"Perhaps “{labels[near[0]]}” is meant. " if len(near) == 1 else ""
    return f"{guess}The choices: {'; '.join(labels.values())}."
