"""One of a closed list, or several of it."""

import difflib
import re

from citybook.kinds.kind import Asked, Reading, refused
from citybook.prose import BulletList, ListItem, Text, line
from citybook.typography import match_key


class Choice:
    """One answer of the form's list."""

    example = "the first choice"
    prompt = "Choose one of the list."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the key of the choice, printed by its label."""
        found = find_choice(text, asked)
        if not found:
            return refused("not-a-choice", remedy=_remedy(text, asked))
        key, label = found
        return Reading(key, line(label))

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
        written = [part.strip(" •-\t") for part in re.split(r"[;\n|]", text)]
        found = {part: find_choice(part, asked) for part in written if part}
        if not_found := [part for part, choice in found.items() if not choice]:
            detail = f"“{not_found[0]}” is not one of the form's choices."
            return refused("not-a-choice", detail, remedy=_remedy(not_found[0], asked))
        chosen = {choice[0] for choice in found.values() if choice}
        kept = [choice for choice in asked.choices if choice[0] in chosen]
        items = tuple(ListItem((Text(label),)) for _, label in kept)
        return Reading(tuple(key for key, _ in kept), (BulletList(items),))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: a drop-down takes one choice only."""
        return ()


def find_choice(text: str, asked: Asked) -> tuple[str, str] | None:
    """Return key and label of the choice that the text names, or None."""
    wanted = match_key(text)
    for key, label in asked.choices:
        if wanted in {match_key(key), match_key(label)}:
            return key, label
    return None


def _remedy(text: str, asked: Asked) -> str:
    labels = {match_key(label): label for _, label in asked.choices}
    wanted = match_key(text)
    near = [label for label in labels if wanted in label]
    near = near or difflib.get_close_matches(wanted, list(labels), n=1)
    guess = f"Perhaps “{labels[near[0]]}” is meant. " if len(near) == 1 else ""
    return f"{guess}The choices: {'; '.join(labels.values())}."
